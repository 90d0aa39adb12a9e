# The worked example for runs without a user, as a scheduler runs it.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $examples = [IO.Path]::Combine((Split-Path (Split-Path $module)), 'examples')
    $example = "$examples/New-CartsFromCsv.ps1"
    $header = "PurchaseId,CustomerId,CatalogItemId,Quantity,BillingCycle,TermDuration,FriendlyName`n"

    function Get-Row([string]$Id, [string]$Quantity = '1', [string]$Item = 'MS-AZR-0145P') {
        "$Id,46a62ece-10ad-42e5-b3f1-b2ed53e6fc08,$Item,$Quantity,,,A`n"
    }

    # A folder with that CSV, in which the script is run.
    function Use-Purchases([string]$Csv, [scriptblock]$Use) {
        $folder = New-Folder
        try {
            [IO.File]::WriteAllText("$folder/p.csv", $Csv)
            & $Use
        } finally { & rm -r $folder }
    }

    function Read-Csv([string]$Name) {
        if (Test-Path "$folder/p.$Name.csv") { Import-Csv "$folder/p.$Name.csv" }
    }

    # What a run gave, and what is in its files then.
    function Get-Outcome([int]$Code, [string]$Said) {
        @{ Code = $Code; Said = $Said; Results = @(Read-Csv results); Failures = @(Read-Csv failures) }
    }

    function Invoke-Run([string[]]$Argument = @()) {
        $said = & $pwsh -NoProfile -File $example -Path "$folder/p.csv" @Argument 2>&1 | Out-String
        return Get-Outcome $LASTEXITCODE $said
    }

    # Starts a run without waiting for it. It listens to SIGINT, also where the tests run in the background and were told not to.
    function Start-Run {
        $null = & env --default-signal=INT true 2>&1
        $program, $options = if ($LASTEXITCODE -eq 0) { 'env', "--default-signal=INT `"$pwsh`" " } else { $pwsh, '' }
        $start = [Diagnostics.ProcessStartInfo]::new($program, "$options-NoProfile -File `"$example`" -Path `"$folder/p.csv`"")
        $start.RedirectStandardError = $true
        $start.RedirectStandardOutput = $true
        return [Diagnostics.Process]::Start($start)
    }

    # Kills a run and its partner-cart, as a machine that fails does.
    function Stop-Killed([Diagnostics.Process]$Run) {
        $child = @(& pgrep -P $Run.Id)
        & kill -9 $Run.Id $child
        $Run.WaitForExit()
        Wait-Until 'partner-cart has ended' { -not @($child | Where-Object { Test-Running $_ }) }
    }

    # A sandbox that outlives the runs, and counts what they made of it.
    function Use-Sandbox([scriptblock]$Use, [int]$Port = 0) {
        $start = [Diagnostics.ProcessStartInfo]::new("$distribution/bin/partner-cart", "sandbox --port $Port")
        $start.RedirectStandardOutput = $true
        $sandbox = [Diagnostics.Process]::Start($start)
        try {
            $address = $sandbox.StandardOutput.ReadLine()
            Use-Environment (Get-Service $address) { & $Use }
        } finally { $sandbox.Kill() }
    }

    function Get-Service([string]$Address) { @{ PARTNER_CART_SANDBOX = $null; PARTNER_CENTER_ACCESS_TOKEN = 'a.b.c'; PARTNER_CART_ENDPOINT = $Address } }

    function Get-Statistic([string]$Name) { ([Net.WebClient]::new().DownloadString("$address/sandbox/statistics") | ConvertFrom-Json).$Name }

    function Get-CartCount { Get-Statistic cartsCreated }

    # Runs the body while a run waits for the answer to its first call, which never comes; $port is its service's.
    function Use-WaitingRun([scriptblock]$Use) {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $run = $null
        try {
            $run = Use-Environment (Get-Service "http://127.0.0.1:$port") { Start-Run }
            Wait-Until 'the request arrives' { $listener.Pending() }
            & $Use
        } finally {
            if ($run -and -not $run.HasExited) { Stop-Killed $run }
            $listener.Stop()
        }
    }
}

Describe 'New-CartsFromCsv.ps1' {
    It 'The example CSV gives a cart a line and exit code 0, and a second run makes none' {
        Use-Sandbox {
            Use-Purchases ([IO.File]::ReadAllText("$examples/purchases.csv")) {
                $first = Invoke-Run
                "$($first.Code) $($first.Results.Count) $($first.Failures.Count)" | Should -BeExactly '0 2 0' -Because $first.Said
                $first.Said | Should -BeLike '*2 purchases: 2 carts, 0 checked out, 0 failures.*'
                $null = [Guid]$first.Results[0].CartId
                $second = Invoke-Run
                $second.Code | Should -BeExactly 0
                "$($second.Results.CartId)" | Should -BeExactly "$($first.Results.CartId)"
                (Get-CartCount) | Should -BeExactly 2 -Because 'carts'
            }
        }
    }

    It 'A refused purchase is written, gives exit code 4, and alone is sent again when it was fixed' {
        Use-Sandbox {
            Use-Purchases ($header + (Get-Row A) + (Get-Row B '2.5') + (Get-Row C)) {
                $first = Invoke-Run
                "$($first.Code) $($first.Results.Count) $($first.Failures.Count)" | Should -BeExactly '4 2 1' -Because $first.Said
                "$($first.Failures[0].PurchaseId) $($first.Failures[0].Outcome)" | Should -BeExactly 'B NotSent'
                [IO.File]::WriteAllText("$folder/p.csv", $header + (Get-Row C) + (Get-Row B '2') + (Get-Row A))
                $second = Invoke-Run
                "$($second.Code) $($second.Results.Count) $($second.Failures.Count)" | Should -BeExactly '0 3 0' -Because $second.Said
                @($second.Results | Where-Object PurchaseId -EQ A).CartId | Should -BeExactly $first.Results[0].CartId
                (Get-CartCount) | Should -BeExactly 3 -Because 'carts'
            }
        }
    }

    It '-Submit checks out what is whole, and an item with an error only after it was fixed' {
        Use-Sandbox {
            Use-Purchases ($header + (Get-Row A 1 'unknown:0001:none') + (Get-Row B)) {
                foreach ($n in 1, 2) {
                    $run = Invoke-Run @('-Submit', '-Confirm:$false')
                    "$($run.Code) $($run.Results.Count) $($run.Failures.ErrorId)" | Should -BeExactly '4 2 ItemError' -Because $run.Said
                    "$([bool]$run.Results[0].Orders) $([bool]$run.Results[1].Orders)" | Should -BeExactly 'False True'
                    $run.Failures[0].CartId | Should -BeExactly $run.Results[0].CartId
                    $run.Failures[0].Message | Should -BeLike 'CatalogItemIdIsNotValid: *not valid*'
                }
                $run.Said | Should -BeLike '*NOT WHOLE: CatalogItemIdIsNotValid*'
                $run.Said | Should -Not -BeLike '*B: customer*' -Because 'it is bought already'
                $id = $run.Results[0].CartId
                $fix = "{`"Command`":`"Set-PartnerCustomerCart`",`"Parameters`":{`"CustomerId`":`"46a62ece-10ad-42e5-b3f1-b2ed53e6fc08`",`"CartId`":`"$id`",`"LineItems`":{`"Id`":0,`"CatalogItemId`":`"MS-AZR-0145P`",`"Quantity`":7}}}"
                $null = $fix | & "$distribution/bin/partner-cart"
                $fixed = Invoke-Run @('-Submit', '-Confirm:$false')
                "$($fixed.Code) $(@($fixed.Results | Where-Object Orders).Count) $($fixed.Failures.Count)" | Should -BeExactly '0 2 0' -Because $fixed.Said
                $fixed.Said | Should -BeLike '*A: customer*7 x MS-AZR-0145P*2 checked out*'
                $again = Invoke-Run
                "$($again.Results.Orders)" | Should -BeExactly "$($fixed.Results.Orders)" -Because 'a run without -Submit keeps them'
                "$(Get-Statistic cartsCreated) $(Get-Statistic ordersPlaced)" | Should -BeExactly '2 2'
            }
        }
    }

    It 'Without a person to ask, -Submit checks nothing out' {
        Use-Purchases ($header + (Get-Row A)) {
            $run = Invoke-Run @('-Submit')
            "$($run.Code) $($run.Results.Count) $($run.Results[0].Orders)" | Should -BeExactly '4 1 ' -Because $run.Said
            $run.Said | Should -BeLike '*Nothing was checked out*-Confirm:$false*'
        }
    }

    It 'A run that is killed while it waits is settled by the next one, and named where its row is gone' {
        Use-Purchases ($header + (Get-Row A)) {
            $port = Use-WaitingRun { Stop-Killed $run; $port }
            Use-Sandbox -Port $port {
                [IO.File]::WriteAllText("$folder/p.csv", $header + (Get-Row B))
                $without = Invoke-Run
                "$($without.Code) $($without.Results.PurchaseId)" | Should -BeExactly '4 B' -Because $without.Said
                $without.Said | Should -BeLike '*New-PartnerCustomerCart with the key "A" may have been done and is not in this input*' -Because 'the open purchase is named'
                [IO.File]::WriteAllText("$folder/p.csv", $header + (Get-Row A) + (Get-Row B))
                $third = Invoke-Run
                "$($third.Code) $($third.Results.Count) $($third.Failures.Count)" | Should -BeExactly '0 2 0' -Because $third.Said
                (Get-CartCount) | Should -BeExactly 2 -Because 'carts'
            }
        }
    }

    It 'A run that is stopped with Ctrl+C says what to do' {
        Use-Purchases ($header + (Get-Row A)) {
            Use-WaitingRun {
                & kill -INT $run.Id
                $run.WaitForExit()
                $run.StandardError.ReadToEnd() | Should -BeLike '*Stopped. The journal knows what was sent: run it again*'
            }
        }
    }

    It 'However often it is killed, each purchase gets one cart and one order' {
        Use-Sandbox {
            $ids = 1..30 | ForEach-Object { "P-$_" }
            Use-Purchases ($header + -join @($ids | ForEach-Object { Get-Row $_ })) {
                foreach ($carts in 1, 8, 20) {
                    $run = Start-Run
                    Wait-Until "there are $carts carts" { $run.HasExited -or (Get-CartCount) -ge $carts }
                    Stop-Killed $run
                }
                $run = Invoke-Run @('-Submit', '-Confirm:$false')
                "$($run.Code) $(@($run.Results | Where-Object Orders).Count) $($run.Failures.Count)" | Should -BeExactly '0 30 0' -Because $run.Said
                "$(Get-Statistic cartsCreated) $(Get-Statistic ordersPlaced)" | Should -BeExactly '30 30'
            }
        }
    }

    It 'Two runs at once make each cart once' {
        Use-Sandbox {
            Use-Purchases ($header + -join @(1..20 | ForEach-Object { Get-Row "P-$_" })) {
                $runs = @(1..3 | ForEach-Object { Start-Run })
                foreach ($run in $runs) { $null = $run.StandardOutput.ReadToEnd(); $run.WaitForExit() }
                if ($runs.ExitCode -notcontains 0) { throw "exit codes $($runs.ExitCode)" }
                (Get-CartCount) | Should -BeExactly 20 -Because 'carts'
            }
        }
        Use-Purchases ($header + (Get-Row A)) {
            Use-WaitingRun {
                $second = Use-Environment (Get-Service "http://127.0.0.1:$port") { Invoke-Run }
                $second.Code | Should -BeExactly 2
                $second.Said | Should -BeLike '*another process is using the journal*'
            }
        }
    }

    It 'A purchase of which the answer was lost is among the failures, with exit code 1' {
        Use-Purchases ($header + (Get-Row A)) {
            Use-Environment @{ PARTNER_CART_TIMEOUT = '1'; PARTNER_CART_MAX_ATTEMPTS = '1' } {
                Use-WaitingRun { $run.WaitForExit(); $run.ExitCode | Should -BeExactly 1 }
            }
            $failures = @(Read-Csv failures)
            "$($failures.Outcome)" | Should -BeExactly 'Unknown'
            $null = [Guid]$failures[0].RequestId
        }
    }

    It 'A purchase that was changed after its cart was made is said, and not made again' {
        Use-Sandbox {
            Use-Purchases ($header + (Get-Row 2) + (Get-Row 1)) {
                $null = Invoke-Run
                [IO.File]::WriteAllText("$folder/p.csv", $header + (Get-Row 3) + (Get-Row 1 5) + (Get-Row 2) + ",,,`n")
                $second = Invoke-Run
                "$($second.Code) $($second.Results.PurchaseId) $($second.Failures.PurchaseId)" | Should -BeExactly '4 3 2 1' -Because $second.Said
                $second.Failures[0].ErrorId | Should -BeExactly 'IdempotencyKeyReused'
                $second.Failures[0].Message | Should -BeLike '*with another lineitems*'
                (Get-CartCount) | Should -BeExactly 3 -Because 'carts'
            }
        }
    }

    It 'Purchases that are unclear are refused before anything is sent' {
        foreach ($case in @(
                @{ Csv = "CustomerId,CatalogItemId,Quantity`n1,2,3`n"; Message = '*lacks the column PurchaseId*' }
                @{ Csv = "PurchaseId;CustomerId;CatalogItemId;Quantity`nA;1;2;3`n"; Message = '*lacks the column*commas*' }
                @{ Csv = $header + (Get-Row A) + (Get-Row B) + (Get-Row ' a'); Message = '*PurchaseId a is there twice*' }
                @{ Csv = $header + (Get-Row ''); Message = '*purchase 1 has no PurchaseId*' }
                @{ Csv = $header + "A,1,2,3,,,Five seats, Oslo`n"; Message = '*more values than there are columns*' }
                @{ Csv = $header.Replace('TermDuration', 'BillingCycle') + (Get-Row A); Message = '*column twice*' }
                @{ Csv = ''; Message = '*it is empty*' })) {
            Use-Purchases $case.Csv {
                $run = Invoke-Run
                "$($run.Code) $($run.Results.Count)" | Should -BeExactly '2 0'
                $run.Said | Should -BeLike $case.Message
            }
        }
        Use-Purchases '' {
            [IO.File]::WriteAllBytes("$folder/p.csv", [Text.Encoding]::ASCII.GetBytes($header + 'A,1,2,3,,,B') + [byte]0xFC)
            (Invoke-Run).Said | Should -BeLike '*not in UTF-8*'
        }
        Use-Purchases ($header.Replace('FriendlyName', 'Colour') + (Get-Row A)) {
            $run = Invoke-Run
            "$($run.Code) $($run.Failures.Outcome)" | Should -BeExactly '4 NotSent'
            $run.Failures[0].Message | Should -BeLike '*Colour*'
        }
        Use-Purchases $header { (Invoke-Run).Code | Should -BeExactly 0 }
    }

    It 'A journal that is missing beside results stops the run' {
        Use-Purchases ($header + (Get-Row A)) {
            $null = Invoke-Run
            [IO.File]::Delete("$folder/p.journal")
            $missing = Invoke-Run
            $missing.Code | Should -BeExactly 2
            $missing.Said | Should -BeLike '*Restore it*'
        }
    }

    It 'Without a sign-in it is exit code 3, and the purchase is made when there is one' {
        Use-Purchases ($header + (Get-Row A) + (Get-Row B)) {
            Use-Environment @{ PARTNER_CART_SANDBOX = $null } {
                $run = Invoke-Run
                "$($run.Code) $($run.Failures.Outcome)" | Should -BeExactly '3 NotSent NotSent' -Because $run.Said
            }
            (Invoke-Run).Results.Count | Should -BeExactly 2 -Because 'carts'
        }
    }

    It '-WhatIf says what would be made, and makes nothing' {
        Use-Purchases ($header + (Get-Row A)) {
            $run = Invoke-Run @('-WhatIf')
            "$($run.Code) $($run.Results.Count) $(Test-Path "$folder/p.journal")" | Should -BeExactly '0 0 False'
            $run.Said | Should -BeLike '*A: What if:*'
            (Invoke-Run).Results.Count | Should -BeExactly 1 -Because 'carts'
        }
    }

    It 'The example runs where numbers and dates are written in another way' {
        Use-Purchases ($header + (Get-Row A 3).Replace(',A', ',f' + [char]0xFC + 'nf')) {
            $null = & $pwsh -NoProfile -Command "[Threading.Thread]::CurrentThread.CurrentCulture = 'th-TH'; & '$example' -Path '$folder/p.csv'"
            $run = Get-Outcome $LASTEXITCODE ''
            $run.Code | Should -BeExactly 0
            if ([DateTime]::Parse($run.Results[0].ExpirationTimestamp, [Globalization.CultureInfo]::InvariantCulture).Year -gt 2400) { throw $run.Results[0].ExpirationTimestamp }
        }
    }

    It 'The GitHub workflow begins no run after one that did not save its journal' {
        $workflow = [IO.File]::ReadAllText("$examples/github-actions.yml")
        $steps = @{}
        foreach ($name in 'Say that a run begins', 'Save the journal') {
            $block = [regex]::Match($workflow, "(?s)name: $name\n.*?run: \|\n(?<lines>( {10}[^\n]*\n)+)").Groups['lines'].Value
            $block | Should -BeLike '*git push*'
            $steps[$name] = $block
        }
        Use-Purchases $header {
            $run = { param($name) & env -C "$folder/journal" sh -e -c $steps[$name] 2>&1; "code $LASTEXITCODE" }
            $new = { & rm -rf "$folder/journal"; & git clone -q --branch carts-journal "$folder/bare" "$folder/journal" }
            & git init -q --bare "$folder/bare"
            & git init -q -b carts-journal "$folder/first"
            & git -C "$folder/first" -c user.name=a -c user.email=a@localhost commit -q --allow-empty -m first
            & git -C "$folder/first" push -q "$folder/bare" carts-journal
            & $new
            "$(& $run 'Say that a run begins')" | Should -BeExactly 'code 0'
            [IO.File]::WriteAllText("$folder/journal/journal", 'A')
            "$(& $run 'Save the journal')" | Should -BeExactly 'code 0'
            & $new
            ([IO.File]::ReadAllText("$folder/journal/journal")) | Should -BeExactly 'A'
            "$(& $run 'Say that a run begins')" | Should -BeExactly 'code 0'
            & $new
            "$(& $run 'Say that a run begins')" | Should -BeLike '*ended without saving its journal*code 1'
        }
    }
}
