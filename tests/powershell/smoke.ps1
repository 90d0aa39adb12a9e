# Shows that the module works on this machine, within a minute: in the sandbox, without a network, with nothing to install.
#   powershell.exe -NoProfile -File smoke.ps1 -Module C:\...\PartnerCenterCart    (Windows PowerShell 5.1)
#   pwsh -NoProfile -File smoke.ps1 -Module .../PartnerCenterCart                 (PowerShell 7)
[CmdletBinding()]
param([string]$Module = 'PartnerCenterCart')
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$env:PARTNER_CART_SANDBOX = 'true'
$customer = '46a62ece-10ad-42e5-b3f1-b2ed53e6fc08'
$failed = 0

function Test-That([string]$What, [scriptblock]$Body) {
    try {
        $said = & $Body
        if ($said -ne $true) { throw "it is $said" }
        "ok       $What"
    } catch {
        "FAILED   ${What}: $_"
        $script:failed++
    }
}

"PowerShell $($PSVersionTable.PSVersion) ($($PSVersionTable.PSEdition)), $([Environment]::OSVersion.VersionString)"
$clock = [Diagnostics.Stopwatch]::StartNew()
Test-That 'the module is imported' { Import-Module $Module; @(Get-Command -Module PartnerCenterCart).Count -eq 8 }
Test-That 'the help page''s example makes a cart' {
    $lineItem = New-Object -TypeName Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem
    $lineItem.BillingCycle = 'OneTime'
    $lineItem.CatalogItemId = 'DG7GMGF0DWTL:0001:DG7GMGF0DSJB'
    $lineItem.FriendlyName = 'Sample RI Purchase'
    $lineItem.ProvisioningContext.Add('duration', '1Year')
    $lineItem.ProvisioningContext.Add('scope', 'shared')
    $lineItem.ProvisioningContext.Add('subscriptionId', 'D526EF3A-35E6-477F-A64C-906F6177FBFA')
    $lineItem.Quantity = 10
    $script:cart = New-PartnerCustomerCart -CustomerId $customer -LineItems $lineItem
    $cart.Status -eq 'Active'
}
Test-That 'text of all kinds comes back as it was' {
    $text = "quote `" backslash \ tab `t umlaut " + [char]0xFC + ' euro ' + [char]0x20AC + ' emoji ' + [char]::ConvertFromUtf32(0x1F600)
    $made = New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1; FriendlyName = $text }
    @($made.LineItems)[0].FriendlyName -ceq $text
}
Test-That 'a row of a CSV file is a line item' {
    $row = ConvertFrom-Csv @('CatalogItemId,Quantity,BillingCycle,TermDuration', 'MS-AZR-0145P,5,Monthly,')
    @((New-PartnerCustomerCart -CustomerId $customer -LineItems $row).LineItems)[0].Quantity -eq 5
}
Test-That 'a cart is read, changed, added to and checked out' {
    $items = @($cart.LineItems)
    $items[0].Quantity = 7
    $null = $cart | Set-PartnerCustomerCart -LineItems $items
    $null = $cart | Add-PartnerCustomerCartLineItem -LineItem @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 }
    $result = $cart | Get-PartnerCustomerCart | Submit-PartnerCustomerCart
    @($result.Orders | ForEach-Object { $_.LineItems }).Count -eq 2
}
Test-That 'a rejection says so' {
    try { $null = Get-PartnerCustomerCart -CustomerId $customer -CartId 'none'; $false } catch { $_.Exception.Outcome -eq 'Rejected' -and $_.Exception.StatusCode -eq 404 }
}
Test-That 'a value that makes no sense is refused before anything is sent' {
    try { $null = New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 2.5 }; $false } catch { "$_" -like '*Quantity must be a whole number*' }
}
Test-That '-WhatIf sends nothing' { -not (New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'A'; Quantity = 1 } -WhatIf) }
Test-That 'a job has the whole cart' {
    $job = Start-Job -ArgumentList $Module, $customer -ScriptBlock {
        param($module, $customer)
        Import-Module $module
        New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 3 }
    }
    $got = $job | Wait-Job | Receive-Job
    @($got.LineItems)[0].Quantity -eq 3
}
Test-That 'the module signs in and out' {
    $null = Connect-PartnerCenter -AccessToken 'a.b.c'
    $signedIn = $null -ne (Get-PartnerContext)
    Disconnect-PartnerCenter
    $signedIn -and $null -eq (Get-PartnerContext)
}
Test-That 'the help is found' { (Get-Help New-PartnerCustomerCart).Synopsis -eq 'Creates a cart for a customer.' }
Test-That 'the module goes away' { Remove-Module PartnerCenterCart; $null -eq (Get-Module PartnerCenterCart) }
"$failed failed, $([int]$clock.Elapsed.TotalSeconds) s"
exit [int]($failed -gt 0)
