# What the cmdlets do in the sandbox, alone and among the things that people's scripts do.
BeforeAll { . "$PSScriptRoot/Common.ps1" }

Describe 'The cart cmdlets' {
    It 'The help page''s example runs as it is printed' {
        $lineItem = New-Object -TypeName Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem

        $lineItem.BillingCycle = 'OneTime'
        $lineItem.CatalogItemId = 'DG7GMGF0DWTL:0001:DG7GMGF0DSJB'
        $lineItem.FriendlyName = 'Sample RI Purchase'
        $lineItem.ProvisioningContext.Add('duration', '1Year')
        $lineItem.ProvisioningContext.Add('scope', 'shared')
        $lineItem.ProvisioningContext.Add('subscriptionId', 'D526EF3A-35E6-477F-A64C-906F6177FBFA')
        $lineItem.Quantity = 10

        $cart = New-PartnerCustomerCart -CustomerId '46a62ece-10ad-42e5-b3f1-b2ed53e6fc08' -LineItems $lineItem

        $cart.GetType().FullName | Should -BeExactly 'Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCart'
        @($cart.LineItems)[0].FriendlyName | Should -BeExactly 'Sample RI Purchase'
        @($cart.LineItems)[0].ProvisioningContext['scope'] | Should -BeExactly 'shared'
    }

    It 'A cart is read, changed, added to and checked out' {
        $cart = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem 1)
        $item = [Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem]@($cart.LineItems)[0]
        $item.Quantity = 7
        $null = Set-PartnerCustomerCart -CustomerId $customer -CartId $cart.CartId -LineItems $item
        $null = Add-PartnerCustomerCartLineItem -CustomerId $customer -CartId $cart.CartId -LineItem (New-TestItem 3)
        $read = Get-PartnerCustomerCart -CustomerId $customer -CartId $cart.CartId
        "$(@($read.LineItems).Quantity)" | Should -BeExactly '7 3'
        $result = Submit-PartnerCustomerCart -CustomerId $customer -CartId $cart.CartId
        @(@($result.Orders)[0].LineItems).Count | Should -BeExactly 2
    }

    It 'Text of every kind arrives and comes back as it was' {
        $text = "`"quotes`" \ /`t`r`n" + [char]0 + 'é€𝄞' + [char]0x2028
        $item = New-TestItem
        $item.FriendlyName = $text
        $cart = New-PartnerCustomerCart -CustomerId $customer -LineItems $item
        @($cart.LineItems)[0].FriendlyName | Should -BeExactly $text
    }

    It '-WhatIf needs no sign-in and no process' {
        Use-Environment @{ PARTNER_CART_HOME = '/none'; PARTNER_CART_SANDBOX = $null } {
            $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -WhatIf -ErrorAction Stop
        }
    }

    It 'A cart can be piped from cmdlet to cmdlet: it knows its customer' {
        $cart = New-PartnerCustomerCart -CustomerId "{$customer}" -LineItems (New-TestItem 3)
        $cart | Add-PartnerCustomerCartLineItem -LineItem (New-TestItem 4) | Should -HaveCount 1
        $result = $cart | Get-PartnerCustomerCart | Submit-PartnerCustomerCart
        "$(@(@($result.Orders)[0].LineItems).Quantity)" | Should -BeExactly '3 4'
        $customers = [pscustomobject]@{ CustomerId = $customer }, [pscustomobject]@{ CustomerId = $customer }
        @($customers | New-PartnerCustomerCart -LineItems (New-TestItem)).Count | Should -BeExactly 2
    }

    It 'A cart that is shown is shown as the original shows it' {
        $shown = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) | Out-String
        [regex]::Matches($shown, '(?m)^(\w+) +: ').ForEach{ $_.Groups[1].Value } -join ' ' |
            Should -BeExactly 'CreationTimestamp ExpirationTimestamp CartId LastModifiedTimestamp LastModifiedUser LineItems Status'
    }

    It '-Verbose tells of each exchange, -Debug of the protocol''s lines, and neither more' {
        $verbose = @(New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -Verbose 4>&1 5>$null | Where-Object { $_ -is [Management.Automation.VerboseRecord] })
        "$verbose" | Should -BeLike "Performing*POST /v1/customers/$customer/carts (MS-RequestId *) was answered 201 after * ms New-PartnerCustomerCart succeeded*"
        $DebugPreference = 'Continue'
        $streams = @(New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) 4>&1 5>&1)
        ($streams.ForEach{ $_.GetType().Name } -join ' ') | Should -BeExactly 'DebugRecord PSCart DebugRecord'
        "$($streams[0])" | Should -BeLike '{"Id":*"Command":"New-PartnerCustomerCart"*'
        "$($streams[2])" | Should -BeLike '{"Id":*"Result":{*'
    }

    It 'What the environment says of piped input is not about cmdlets' {
        $journal = "$([IO.Path]::GetTempPath())$([guid]::NewGuid())"
        Use-Environment @{ PARTNER_CART_JOURNAL = $journal; PARTNER_CART_COMMAND = 'Get-PartnerCustomerCart' } {
            $carts = 1..2 | ForEach-Object { New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop }
            @($carts.CartId | Select-Object -Unique).Count | Should -BeExactly 2 -Because 'carts'
        }
        (Test-Path $journal) | Should -BeExactly $false
    }

    It 'They work in strict mode, and keep to -WhatIf, -Confirm and ErrorActionPreference of the script' {
        & {
            Set-StrictMode -Version Latest
            $ErrorActionPreference = 'Stop'
            $cart = New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 } -Confirm:$false
            { Get-PartnerCustomerCart -CustomerId $customer -CartId 'none' } | Should -Throw
            $WhatIfPreference = $true
            New-PartnerCustomerCart -CustomerId $customer -LineItems $cart.LineItems | Should -BeNullOrEmpty
        }
    }

    It 'A user''s own tests can mock them' {
        Mock New-PartnerCustomerCart { [pscustomobject]@{ CartId = 'mocked' } }
        (New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'A'; Quantity = 1 }).CartId | Should -BeExactly 'mocked'
        Should -Invoke New-PartnerCustomerCart -ParameterFilter { $LineItems[0].CatalogItemId -eq 'A' }
    }

    It 'A transcript has carts and errors' {
        $folder = New-Folder
        try {
            $null = Invoke-Fresh "Import-Module `$module; `$null = Start-Transcript '$folder/t'; New-PartnerCustomerCart -CustomerId `$customer -LineItems `$item; Get-PartnerCustomerCart -CustomerId `$customer -CartId none; `$null = Stop-Transcript"
            $text = [IO.File]::ReadAllText("$folder/t")
            $text | Should -BeLike '*CartId *: *-*'
            $text | Should -BeLike '*Get-PartnerCustomerCart*none*'
        } finally { & rm -r $folder }
    }

    It 'Tab completes billing cycles and environments' {
        $complete = { param($text) @((TabExpansion2 $text $text.Length).CompletionMatches.CompletionText) -join ' ' }
        (& $complete 'Connect-PartnerCenter -Environment Az') | Should -BeExactly 'AzureChinaCloud AzureCloud AzureGermanCloud AzurePPE AzureUSGovernment'
        $type = '[Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem]'
        (& $complete "`$completed = ${type}::new(); `$completed.BillingCycle = ") | Should -BeLike '*Monthly*'
        (& $complete "$type@{ Bill") | Should -BeLike '*BillingCycle*'
    }
}
