# Get-Help.
BeforeAll { . "$PSScriptRoot/Common.ps1" }

Describe 'The help' {
    It 'of <name> has a synopsis, examples that run as PowerShell, all parameters with words, links' -ForEach @(
        'Add-PartnerCustomerCartLineItem', 'Connect-PartnerCenter', 'Disconnect-PartnerCenter', 'Get-PartnerContext',
        'Get-PartnerCustomerCart', 'New-PartnerCustomerCart', 'Set-PartnerCustomerCart', 'Submit-PartnerCustomerCart' | ForEach-Object { @{ name = $_ } }
    ) {
        $help = Get-Help $name -Full
        $help.Synopsis | Should -Match '^[A-Z].*\.$'
        foreach ($example in $help.examples.example) {
            $null = [scriptblock]::Create("$($example.code -replace '(?m)^PS C:\\>', '')")
        }
        $parameters = @((Get-Command $name).Parameters.Keys | Where-Object { $_ -notin [Management.Automation.Cmdlet]::CommonParameters })
        $described = @(if ($parameters) { $help.parameters.parameter })
        Compare-Object $parameters @($described.ForEach{ $_.name }) | Should -BeNullOrEmpty
        foreach ($parameter in $described) { "$($parameter.description.Text)" | Should -Match '\w' }
        "$($help.relatedLinks.navigationLink.linkText)" | Should -BeLike '*about_PartnerCenterCart*'
    }

    It 'reads as that of stock cmdlets does' {
        $text = Get-Help Connect-PartnerCenter -Full | Out-String -Width 4096
        $text | Should -BeLike '*Connect-PartnerCenter -AccessToken <String> *`[-WhatIf`] `[-Confirm`] `[<CommonParameters>`]*'
        $text | Should -BeLike '*`[-Environment {AzureCloud | AzureChinaCloud | AzureGermanCloud | AzurePPE | AzureUSGovernment}`]*'
        $text | Should -Match '(?s)-Tenant <String>.*?Aliases +Domain, TenantId'
        $text | Should -BeLike '*-------------------------- Example 1 --------------------------*'
    }

    It 'has the original''s example as Example 1' {
        $code = (Get-Help New-PartnerCustomerCart).examples.example[0].code
        $code -replace '(?m)^PS C:\\> ?' | Should -BeExactly @'
$lineItem = New-Object -TypeName Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem

$lineItem.BillingCycle = 'OneTime'
$lineItem.CatalogItemId = 'DG7GMGF0DWTL:0001:DG7GMGF0DSJB'
$lineItem.FriendlyName = 'Sample RI Purchase'
$lineItem.ProvisioningContext.Add('duration', '1Year')
$lineItem.ProvisioningContext.Add('scope', 'shared')
$lineItem.ProvisioningContext.Add('subscriptionId', 'D526EF3A-35E6-477F-A64C-906F6177FBFA')
$lineItem.Quantity = 10

New-PartnerCustomerCart -CustomerId '46a62ece-10ad-42e5-b3f1-b2ed53e6fc08' -LineItems $lineItem
'@
    }

    It 'is found under other UI cultures' {
        $command = '[Threading.Thread]::CurrentThread.CurrentUICulture = "de-DE"; Import-Module $module; (Get-Help Get-PartnerContext).Synopsis; (Get-Help about_PartnerCenterCart).Contains("PartnerCenterCart")'
        Invoke-Fresh $command | Should -BeExactly 'Shows the account that is signed in. True'
    }
}
