# Commands with an IdempotencyKey: done once, whatever ends.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    function New-KeyedCart([string]$Key = 'PO-1', [int]$Quantity = 10) {
        New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem $Quantity) -IdempotencyKey $Key -ErrorAction Stop
    }

    function Get-KeyedFailure([scriptblock]$Command) {
        try { $null = & $Command } catch { return $_ }
        throw 'it succeeded'
    }
}

Describe 'A key with a journal' {
    BeforeEach {
        $folder = New-Folder
        # A service that outlives the process: the sandbox of each process has carts of its own.
        $sandbox = Start-Sandbox
        Set-Environment @{ PARTNER_CART_SANDBOX = $null; PARTNER_CART_ENDPOINT = $sandbox.Address; PARTNER_CENTER_ACCESS_TOKEN = 'a.b.c'; PARTNER_CART_JOURNAL = "$folder/journal" }
    }

    AfterEach {
        Set-Environment @{ PARTNER_CART_SANDBOX = 'true'; PARTNER_CART_ENDPOINT = $null; PARTNER_CENTER_ACCESS_TOKEN = $null; PARTNER_CART_JOURNAL = $null }
        $sandbox.Process.Kill()
        & rm -r $folder
    }

    It 'makes one cart, also for a process that comes after a crash' {
        $first = New-KeyedCart
        (New-KeyedCart).CartId | Should -BeExactly $first.CartId
        $java = @(Get-Child)[-1]
        & kill -9 $java
        Wait-Until 'it is gone' { @(Get-Child) -notcontains $java }
        $again = New-KeyedCart
        $again.CartId | Should -BeExactly $first.CartId
        $again.CreationTimestamp | Should -BeExactly $first.CreationTimestamp
        (New-KeyedCart PO-2).CartId | Should -Not -BeExactly $first.CartId
    }

    It 'is not asked for commands without a key' {
        $first = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop
        (New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop).CartId | Should -Not -BeExactly $first.CartId
        Test-Path "$folder/journal" | Should -BeFalse
    }

    It 'refuses another purchase under the same key, and says what differs' {
        $null = New-KeyedCart PO-1 10
        $failure = Get-KeyedFailure { New-KeyedCart PO-1 11 }
        "$failure" | Should -BeLike 'The IdempotencyKey "PO-1" was used for New-PartnerCustomerCart with another lineitems.*'
        $failure.Exception.ErrorId | Should -BeExactly 'IdempotencyKeyReused'
    }

    It 'updates and checks out once' {
        $cart = New-KeyedCart
        $added = $cart | Add-PartnerCustomerCartLineItem -LineItem (New-TestItem 3) -IdempotencyKey 'PO-1 item' -ErrorAction Stop
        $added.LineItems.Count | Should -BeExactly 2
        ($cart | Add-PartnerCustomerCartLineItem -LineItem (New-TestItem 3) -IdempotencyKey 'PO-1 item' -ErrorAction Stop).LineItems.Count | Should -BeExactly 2
        $first = $cart | Submit-PartnerCustomerCart -IdempotencyKey 'PO-1 order' -ErrorAction Stop
        $again = $cart | Submit-PartnerCustomerCart -IdempotencyKey 'PO-1 order' -ErrorAction Stop
        $again.Orders[0].Id | Should -BeExactly $first.Orders[0].Id
    }

    It 'is refused while another PowerShell uses the journal, and a change of the environment waits for its release' {
        $null = New-KeyedCart
        $script = "Import-Module '$module'; `$item = @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 }; try { `$null = New-PartnerCustomerCart -CustomerId $customer -LineItems `$item -IdempotencyKey b -ErrorAction Stop } catch { `$_.Exception.ErrorId }; (New-PartnerCustomerCart -CustomerId $customer -LineItems `$item -ErrorAction Stop).Status"
        "$(& $pwsh -NoProfile -Command $script)" | Should -BeExactly 'JournalInUse Active'
        $cart = New-KeyedCart
        Use-Environment @{ PARTNER_CART_LOCALE = 'de-DE' } { (New-KeyedCart).CartId | Should -BeExactly $cart.CartId }
    }
}

Describe 'A key without a journal' {
    It 'is an error for an update' {
        $failure = Get-KeyedFailure { Set-PartnerCustomerCart -CustomerId $customer -CartId c1 -LineItems (New-TestItem) -IdempotencyKey a -ErrorAction Stop }
        $failure.Exception.ErrorId | Should -BeExactly 'JournalRequired'
        $failure.Exception.Outcome | Should -BeExactly 'NotSent'
    }

    It 'makes one cart' {
        (New-KeyedCart).CartId | Should -BeExactly (New-KeyedCart).CartId
    }
}
