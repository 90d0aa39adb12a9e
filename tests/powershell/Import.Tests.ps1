# Imports of the module: again, under other names, beside another version, in other places and language modes.
BeforeAll { . "$PSScriptRoot/Common.ps1" }

Describe 'Import-Module' {
    It 'The manifest is valid and exports the eight cmdlets only' {
        $null = Test-ModuleManifest $module -ErrorAction Stop
        @((Get-Module PartnerCenterCart).ExportedCommands.Keys).Count | Should -BeExactly 8 -Because 'exported commands'
        "$(@(Get-Command -Module PartnerCenterCart).CommandType | Select-Object -Unique)" | Should -BeExactly 'Cmdlet'
    }

    It 'with -Force imports all cmdlets anew' {
        Invoke-Fresh 'Import-Module $module; foreach ($i in 1..2) { Import-Module $module -Force; @(Get-Command -Module PartnerCenterCart).Count }' | Should -BeExactly '8 8'
    }

    It 'with -Prefix changes the cmdlets'' names, but not what they do' {
        $command = 'Import-Module $module -Prefix My; (New-MyPartnerCustomerCart -CustomerId $customer -LineItems $item).Status; Disconnect-MyPartnerCenter; try { New-MyPartnerCustomerCart -CustomerId $customer -LineItems $item -ErrorAction Stop } catch { $_.ToString() }'
        Invoke-Fresh $command | Should -BeExactly 'Active Run Connect-PartnerCenter to login.'
    }

    It 'works for runspaces that are the first to import at once' {
        $command = '(1..16 | ForEach-Object -ThrottleLimit 16 -Parallel { try { Import-Module $using:module; @(Get-Command -Module PartnerCenterCart).Count } catch { $_ } }) -join " "; @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetType("PartnerCenterCart.Process.SharedProcess") }).Count'
        Invoke-Fresh $command | Should -BeExactly ('8 ' * 16 + '1')
    }

    It 'works from a folder with brackets' {
        $folder = New-Folder
        try {
            $null = & mkdir "$folder/a [b] c"
            & cp -r (Split-Path $module) "$folder/a [b] c/"
            $copy = "$folder/a [b] c/PartnerCenterCart/PartnerCenterCart.psd1"
            $command = "`$env:PARTNER_CART_HOME = '$distribution'; Import-Module '$copy'; (New-PartnerCustomerCart -CustomerId `$customer -LineItems `$item).Status; (Get-Module PartnerCenterCart).ModuleBase"
            Invoke-Fresh $command | Should -BeExactly "Active $(Split-Path $copy)"
        } finally { & rm -r $folder }
    }

    It 'takes partner-cart from where the module is now' {
        $folder = New-Folder
        try {
            $null = & mkdir "$folder/a" "$folder/shared"
            & cp -r "$distribution/../PartnerCenterCart" "$folder/a"
            $command = "Import-Module '$folder/a/PartnerCenterCart'; Remove-Module PartnerCenterCart; & mv '$folder/a' '$folder/b'; Import-Module '$folder/b/PartnerCenterCart'; (New-PartnerCustomerCart -CustomerId `$customer -LineItems `$item).Status"
            Invoke-Fresh $command | Should -BeExactly 'Active'
            $version = (Get-Module PartnerCenterCart).Version
            # Save-PSResource puts a module two folders below the one that it is given; what lies there is none of its business.
            $null = & mkdir -p "$folder/shared/bin" "$folder/shared/lib" "$folder/shared/PartnerCenterCart"
            & cp -r (Split-Path $module) "$folder/shared/PartnerCenterCart/$version"
            [IO.File]::WriteAllText("$folder/shared/bin/partner-cart", "touch '$folder/ran'")
            $said = Invoke-Fresh "Import-Module '$folder/shared/PartnerCenterCart/$version/PartnerCenterCart.psd1'; try { New-PartnerCustomerCart -CustomerId `$customer -LineItems `$item -ErrorAction Stop } catch { `"`$_`" }"
            $said | Should -BeLike 'partner-cart * was not found at *'
            "$folder/ran" | Should -Not -Exist
        } finally { & rm -r $folder }
    }

    It 'of a second version works after Remove-Module, and takes items of the first one' {
        $folder = New-Folder
        try {
            $first = (Get-Module PartnerCenterCart).Version
            $next = "$($first.Major).$($first.Minor).$($first.Build + 1)"
            & cp -r ([IO.Path]::GetFullPath("$PSScriptRoot/../../ps-wrapper")) "$folder/ps-wrapper"
            & cp -r "$distribution/../PartnerCenterCart" "$folder/PartnerCenterCart"
            foreach ($file in 'ps-wrapper/PartnerCenterCart/PartnerCenterCart.psd1', 'PartnerCenterCart/PartnerCenterCart.psd1') {
                [IO.File]::WriteAllText("$folder/$file", [IO.File]::ReadAllText("$folder/$file").Replace("ModuleVersion = '$first'", "ModuleVersion = '$next'"))
            }
            & $pwsh -NoProfile -File "$folder/ps-wrapper/build/Build-Assembly.ps1"
            & cp "$folder/target/module/bin/PartnerCenterCart-$next.dll" "$folder/PartnerCenterCart/PartnerCenterCart.dll"
            & mv "$folder/PartnerCenterCart/lib/partner-cart-$first.jar" "$folder/PartnerCenterCart/lib/partner-cart-$next.jar"
            $command = @"
Import-Module `$module -ErrorAction Stop
`$first = New-Object Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem -Property @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 }
`$first.ProvisioningContext.Add('a', 'b')
`$first.AddonItems = [Microsoft.Store.PartnerCenter.Models.Carts.CartLineItem[]]@(@{ CatalogItemId = 'B'; Quantity = 2 })
`$cart = New-PartnerCustomerCart -CustomerId `$customer -LineItems `$first -ErrorAction Stop
try { Import-Module '$folder/PartnerCenterCart' -ErrorAction Stop } catch { "`$_" }
Remove-Module PartnerCenterCart
Import-Module '$folder/PartnerCenterCart' -ErrorAction Stop
`$command = Get-Command New-PartnerCustomerCart
"`$(`$command.Version) `$(`$command.ImplementingType.Assembly -ne `$first.GetType().Assembly)"
`$DebugPreference = 'Continue'
New-PartnerCustomerCart -CustomerId `$customer -LineItems `$first, `$cart.LineItems[0] -ErrorAction SilentlyContinue 5>&1
"@
            $said = Invoke-Fresh $command
            $said | Should -BeLike "PartnerCenterCart $first is imported in this session. Run Remove-Module PartnerCenterCart before you import version $next. $next True *"
            $said | Should -BeLike '*"LineItems":`[{"AddonItems":`[{*"CatalogItemId":"B"*"ProvisioningContext":{"a":"b"}*'
        } finally { & rm -r $folder }
    }

    It 'ends in one sentence on a PowerShell that it is not made for' {
        $check = (Get-Command New-PartnerCustomerCart).ImplementingType.Assembly.GetType('PartnerCenterCart.Process.ModuleUse').GetMethod('RequireSupported', [Reflection.BindingFlags]'Static, NonPublic')
        foreach ($version in '5.1.26100.1', '7.4.0', '7.6.9', '8.0.0') { $check.Invoke($null, @([version]$version)) }
        foreach ($version in '6.0.0', '6.2.7', '7.0.13', '7.3.12') {
            { $check.Invoke($null, @([version]$version)) } | Should -Throw "*PartnerCenterCart runs on PowerShell 7.4 or later and on Windows PowerShell 5.1, but this is PowerShell $version, which Microsoft no longer supports.*"
        }
    }

    It 'works in Constrained Language Mode, with hashtables as line items' {
        $command = '$ExecutionContext.SessionState.LanguageMode = "ConstrainedLanguage"; Import-Module $module; (New-PartnerCustomerCart -CustomerId $customer -LineItems $item, @{ CatalogItemId = "MS-AZR-0145P"; Quantity = 2; ProvisioningContext = @{ a = "b" } }).Status'
        Invoke-Fresh $command | Should -BeExactly 'Active'
    }

    It 'is not needed: a command imports the module' {
        $folder = New-Folder
        try {
            & cp -r "$distribution/../PartnerCenterCart" $folder
            Use-Environment @{ PSModulePath = "$folder`:$($env:PSModulePath)" } {
                Invoke-Fresh '(New-PartnerCustomerCart -CustomerId $customer -LineItems $item).Status' | Should -BeExactly 'Active'
            }
        } finally { & rm -r $folder }
    }
}

Describe 'Remove-Module' {
    It 'takes the cmdlets and the process away, until the next import' {
        $command = @'
$gone = { for ($i = 0; $i -lt 1500 -and @(& pgrep -P $PID java).Count; $i++) { [Threading.Thread]::Sleep(20) }; @(& pgrep -P $PID java).Count }
Import-Module $module
$null = New-PartnerCustomerCart -CustomerId $customer -LineItems $item
@(& pgrep -P $PID java).Count
Remove-Module PartnerCenterCart
& $gone
@(Get-Command New-PartnerCustomerCart -ErrorAction Ignore).Count
Import-Module $module
@(New-PartnerCustomerCart -CustomerId $customer -LineItems $item).Count
'@
        Invoke-Fresh $command | Should -BeExactly '1 0 0 1'
    }

    It 'in a job leaves the process to the others' {
        $command = @'
Import-Module $module
$null = New-PartnerCustomerCart -CustomerId $customer -LineItems $item
$java = & pgrep -P $PID java
$null = Start-ThreadJob { Import-Module $using:module; Remove-Module PartnerCenterCart; Import-Module $using:module -Force } | Wait-Job | Receive-Job
$null = New-PartnerCustomerCart -CustomerId $customer -LineItems $item
"$(& pgrep -P $PID java)" -eq "$java"
'@
        Invoke-Fresh $command | Should -BeExactly 'True'
    }

    It 'does not sign out: after the next import the user is still signed in' {
        $command = '$env:PARTNER_CART_SANDBOX = "true"; Import-Module $module; $null = Connect-PartnerCenter -AccessToken "a.b.c"; Import-Module $module -Force; (Get-PartnerContext).Account.Type; Remove-Module PartnerCenterCart; Import-Module $module; (New-PartnerCustomerCart -CustomerId $customer -LineItems $item).Status'
        Invoke-Fresh $command | Should -BeExactly 'AccessToken Active'
    }
}
