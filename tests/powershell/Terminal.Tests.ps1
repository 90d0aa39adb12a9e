# A person at a terminal.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    function Send-Keys([string[]]$Key) { & tmux -L $socket send-keys -t test @Key }
    function Get-Screen { (& tmux -L $socket capture-pane -p -J -t test) -join "`n" }
    function Wait-Screen([string]$Pattern) { try { Wait-Until "the screen has $Pattern" { (Get-Screen) -match $Pattern } } catch { throw "$_`n$(Get-Screen)" } }
}

Describe 'A terminal' -Skip:(-not (Get-Command tmux -ErrorAction Ignore)) {
    BeforeEach {
        $socket = "partner-cart-$PID"
        & tmux -L $socket -f /dev/null new-session -d -s test -x 200 -y 50 $pwsh -NoProfile -NoLogo
        Wait-Screen '(?m)^PS .*> *$'
        Send-Keys "Import-Module '$module'", Enter
    }

    AfterEach { & tmux -L $socket kill-server 2>$null }

    It 'shows a cart, and asks before it makes one' {
        Send-Keys "New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 } -Confirm", Enter
        Wait-Screen 'Are you sure you want to perform this action\?'
        Send-Keys Y, Enter
        Wait-Screen '(?s)CartId +: [0-9a-f-]{36}.*Status +: Active'
    }

    It 'gives Ctrl+C to a command that waits, says what may have been done, and the next call works' {
        Use-SilentService {
            param($listener)
            Send-Keys "`$env:PARTNER_CART_SANDBOX = `$null; `$env:PARTNER_CENTER_ACCESS_TOKEN = 'a.b.c'; `$env:PARTNER_CART_ENDPOINT = '$($env:PARTNER_CART_ENDPOINT)'", Enter
            Send-Keys "New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 }", Enter
            Wait-Until 'the request arrives' { $listener.Pending() }
            Send-Keys C-c
            Wait-Screen 'WARNING: New-PartnerCustomerCart was stopped: it may have been done.*RequestId'
            Send-Keys clear, Enter
            Send-Keys "`$env:PARTNER_CART_SANDBOX = 'true'; `$env:PARTNER_CART_ENDPOINT = `$null; New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 }", Enter
            Wait-Screen 'Status +: Active'
        }
    }
}
