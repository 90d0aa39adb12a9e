# Ctrl+C, and pipelines that end for other reasons.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # Answers a request that has arrived.
    function Send-Answer($client, [int]$Status, [string]$Body) {
        $bytes = [Text.Encoding]::UTF8.GetBytes("HTTP/1.1 $Status x`r`nContent-Type: application/json`r`nContent-Length: $($Body.Length)`r`nConnection: close`r`n`r`n$Body")
        $client.GetStream().Write($bytes, 0, $bytes.Length)
        $client.Close()
    }

    # What Ctrl+C of a command says that is done all the same; again where a slow machine was too slow to see it.
    function Get-Said([string]$Cmdlet, [hashtable]$Parameter, [string]$Result) {
        Use-FakeProcess -Do ': > "$here/read"; first=$id' -OnStop "printf '{`"Id`":%s,`"Result`":$Result}\n' `"`$first`"" -Use {
            param($folder)
            foreach ($attempt in 1..5) {
                $command = Start-Command $Cmdlet $Parameter
                Wait-Until 'it is read' { [IO.File]::Exists("$folder/read") }
                & rm "$folder/read"
                $command.Shell.Stop()
                if ("$($command.Host.Calls)" -like '*all the same*') { break }
            }
            "$($command.Host.Calls)"
        }
    }
}

Describe 'Ctrl+C' {
    It 'Ctrl+C returns soon and says what may have been sent' {
        Use-SilentService {
            param($listener)
            $waiting = Start-Waiting $listener
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $waiting.Shell.Stop()
            if ($clock.Elapsed.TotalSeconds -gt 30) { throw "took $($clock.Elapsed)" }
            "$($waiting.Host.Calls)" | Should -BeLike '*New-PartnerCustomerCart was stopped: it may have been done*RequestId*'
        }
    }

    It 'Ctrl+C harms no other command, even of a process that another has followed' {
        Use-SilentService {
            param($listener)
            $stopped = Start-Waiting $listener
            $other = Start-Waiting $listener
            $java = @(Get-Child)[-1]
            Use-Environment @{ PARTNER_CART_MAX_ATTEMPTS = '2' } { $null = Get-PartnerContext }
            $stopped.Shell.Stop()
            "$($stopped.Host.Calls)" | Should -BeLike '*may have been done*'
            Send-Answer $other.Client 201 '{"id":"c2","lineItems":[]}'
            Wait-Command $other
            $other.Output.CartId | Should -BeExactly 'c2'
            # It was stopped there, too: it is not sent again, and nothing keeps the process.
            Send-Answer $stopped.Client 503 '{}'
            Wait-Until 'the process has ended' { @(Get-Child) -notcontains $java }
            if ($listener.Pending()) { throw 'it was sent again' }
        }
    }

    It 'Ctrl+C of a command that waits for others says that it was not sent' {
        Use-FakeProcess -Variable @{ PARTNER_CART_CONCURRENCY = '1' } -Do ': > "$here/read"; first=$id' -OnStop 'printf ''{"Id":%s,%s}\n'' "$first" "$cart"' -Use {
            param($folder)
            $first = Start-Command
            Wait-Until 'it is read' { [IO.File]::Exists("$folder/read") }
            $queued = Start-Command -Variable @{ DebugPreference = 'Continue' }
            Wait-Until 'it is sent' { $queued.Shell.Streams.Debug.Count }
            $queued.Shell.Stop()
            "$($queued.Host.Calls)" | Should -BeLike '*New-PartnerCustomerCart was stopped: it was not sent to Partner Center*'
            $first.Running.IsCompleted | Should -BeExactly $false
            $first.Shell.Stop()
        }
    }

    It 'Ctrl+C of a command that was done all the same says which cart or orders there are' {
        (Get-Said 'New-PartnerCustomerCart' @{ LineItems = New-TestItem } '{"CartId":"c1","LineItems":[]}') | Should -BeLike '*it was done all the same, CartId c1. RequestId*'
        (Get-Said 'Submit-PartnerCustomerCart' @{ CartId = 'c1' } '{"Orders":[{"Id":"o1"},{"Id":"o2"}]}') | Should -BeLike '*it was done all the same, orders o1, o2. RequestId*'
    }

    It 'Ctrl+C of a command that only reads speaks of nothing that may have been done' {
        (Get-Said 'Get-PartnerCustomerCart' @{ CartId = 'c1' } '{"CartId":"c1","LineItems":[]}') | Should -BeLike '*Get-PartnerCustomerCart was stopped: it changed nothing.'
        Use-FakeProcess -Do 'exit 1' -Use {
            $null = Get-PartnerCustomerCart -CustomerId $customer -CartId 'c1' -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'ProcessEnded,*'
            $failure[0].Exception.Outcome | Should -BeExactly 'NotSent'
            if ("$failure" -like '*may have been done*') { throw "says: $failure" }
        }
    }

    It 'Ctrl+C loses no cart, at whatever moment it comes' {
        Use-FakeProcess -Do 'echo "$id" >> "$here/read"; printf ''{"Id":%s,%s}\n'' "$id" "$cart"' -Use {
            param($folder)
            $told = 0
            foreach ($attempt in 1..120) {
                $command = Start-Command
                $clock = [Diagnostics.Stopwatch]::StartNew()
                while ($clock.Elapsed.TotalMilliseconds -lt $attempt / 10) { }
                $command.Shell.Stop()
                # On a busy machine a command also tells of one before it, for which there was no time.
                $messages = [regex]::Matches("$($command.Host.Calls)", 'CartId c1|may have been done').Count
                $told += [Math]::Max($messages, [int]($command.Output.Count -gt 0))
                $command.Shell.Runspace.Dispose()
            }
            $read = if ([IO.File]::Exists("$folder/read")) { [IO.File]::ReadAllLines("$folder/read").Count } else { 0 }
            $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -WarningAction SilentlyContinue -WarningVariable late
            $told += @($late | Where-Object { "$_" -match 'CartId c1|may have been done' }).Count
            if ($told -lt $read) { throw "told of $told carts of $read" }
        }
    }

    It 'Runspaces that are stopped one after another take two seconds together, and the next command says what may have been done' {
        Use-FakeProcess -Do ': > "$here/$id"' -Use {
            param($folder)
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $job = 1..8 | ForEach-Object -ThrottleLimit 8 -AsJob -Parallel {
                Import-Module $using:module
                $null = New-PartnerCustomerCart -CustomerId $using:customer -LineItems @{ CatalogItemId = 'A'; Quantity = 1 }
            }
            Wait-Until 'all are read' { @(& ls $folder | Where-Object { $_ -match '^\d+$' }).Count -eq 8 }
            $clock.Restart()
            Stop-Job $job
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 6
            Remove-Job $job -Force
        }
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -WarningAction SilentlyContinue -WarningVariable warnings
        @($warnings | Where-Object { "$_" -like 'New-PartnerCustomerCart was stopped: it may have been done;*RequestId*' }).Count | Should -BeExactly 8
    }
}

Describe 'A pipeline' {
    It 'that is cut by Select-Object -First is no stop' {
        $customers = 1..3 | ForEach-Object { [pscustomobject]@{ CustomerId = $customer } }
        $output = @($customers | New-PartnerCustomerCart -LineItems (New-TestItem) -WarningVariable warnings 3>&1 | Select-Object -First 1)
        $output.Count | Should -BeExactly 1
        $output[0].CartId | Should -Not -BeNullOrEmpty
        @($warnings).Count | Should -BeExactly 0
        $ui = (Start-Command -Name 'Get-PartnerContext' -Parameter @{}).Host
        "$($ui.Calls)" | Should -Not -BeLike '*was stopped*'
    }
}
