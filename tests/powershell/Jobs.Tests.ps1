# Jobs and remoting: other runspaces, and other processes that objects travel to and from.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $buy = {
        param($module, $customer)
        Import-Module $module
        New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 2; ProvisioningContext = @{ a = 'b' }; AddonItems = @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 } }
    }
}

Describe 'Start-Job' {
    It 'gives carts with their line items, which can be used again' {
        $cart = Start-Job $buy -ArgumentList $module, $customer | Receive-Job -Wait -AutoRemoveJob
        $cart.CustomerId | Should -BeExactly $customer
        $cart.CreationTimestamp | Should -BeOfType [datetime]
        "$($cart.LineItems[0].Quantity) $($cart.LineItems[0].ProvisioningContext['a']) $($cart.LineItems[0].AddonItems[0].Quantity)" | Should -BeExactly '2 b 1'
        $next = New-PartnerCustomerCart -CustomerId $customer -LineItems $cart.LineItems -ErrorAction Stop
        "$(@($next.LineItems)[0].ProvisioningContext['a'])" | Should -BeExactly 'b'
    }

    It 'gives the orders of a checkout' {
        $result = Start-Job {
            param($module, $customer)
            Import-Module $module
            New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 2 } | Submit-PartnerCustomerCart
        } -ArgumentList $module, $customer | Receive-Job -Wait -AutoRemoveJob
        $result.Orders[0].Id | Should -Match '^[0-9a-f]{12}$'
        $result.Orders[0].LineItems[0].Quantity | Should -BeExactly 2
    }

    It 'gives errors with what a script needs to decide' {
        $job = Start-Job { param($module, $customer) Import-Module $module; Get-PartnerCustomerCart -CustomerId $customer -CartId 'none' } -ArgumentList $module, $customer | Wait-Job
        $null = Receive-Job $job -ErrorAction SilentlyContinue -ErrorVariable failure
        "$($failure[0].Exception.SerializedRemoteException.Outcome)" | Should -BeExactly 'Rejected'
    }
}

Describe 'Start-ThreadJob and ForEach-Object -Parallel' {
    It 'share the process and the sign-in' {
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem)
        $java = "$(Get-Child)"
        $text = "$buy"
        $jobs = 1..4 | ForEach-Object { Start-ThreadJob $buy -ArgumentList $module, $customer }
        $carts = @($jobs | Receive-Job -Wait -AutoRemoveJob) + @(1..8 | ForEach-Object -ThrottleLimit 8 -AsJob -Parallel { & ([scriptblock]::Create($using:text)) $using:module $using:customer } | Receive-Job -Wait -AutoRemoveJob)
        @($carts.CartId | Select-Object -Unique).Count | Should -BeExactly 12
        "$(Get-Child)" | Should -BeExactly $java
    }

    It 'with -TimeoutSeconds end in time' {
        Use-FakeProcess -Do ':' -Use {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            1..16 | ForEach-Object -ThrottleLimit 16 -TimeoutSeconds 3 -Parallel {
                Import-Module $using:module
                New-PartnerCustomerCart -CustomerId $using:customer -LineItems @{ CatalogItemId = 'A'; Quantity = 1 }
            } 2>$null
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 9
        }
    }
}

Describe 'Export-Clixml' {
    It 'keeps a cart, whose line items can be used again' {
        $folder = New-Folder
        try {
            $cart = & $buy $module $customer
            $cart | Export-Clixml "$folder/cart.xml" -Depth 4
            $read = Import-Clixml "$folder/cart.xml"
            $read.LineItems[0].ProvisioningContext['a'] | Should -BeExactly 'b'
            $changed = $read | Set-PartnerCustomerCart -LineItems $read.LineItems -ErrorAction Stop
            "$(@($changed.LineItems)[0].Quantity)" | Should -BeExactly '2'
        } finally { & rm -r $folder }
    }
}
