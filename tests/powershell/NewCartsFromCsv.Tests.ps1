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
        @{ Code = $Code; Said = $Said; Results = @(Read-Csv results); Failures = @(Read-Csv failures); Record = @(Read-Csv record) }
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

    function Stop-Killed([Diagnostics.Process]$Run) {
        & kill -9 $Run.Id
        $Run.WaitForExit()
    }

    # A sandbox that outlives the runs, and counts what they made of it.
    function Use-Sandbox([scriptblock]$Use) {
        $start = [Diagnostics.ProcessStartInfo]::new("$distribution/bin/partner-cart", 'sandbox --port 0')
        $start.RedirectStandardOutput = $true
        $sandbox = [Diagnostics.Process]::Start($start)
        try {
            $address = $sandbox.StandardOutput.ReadLine()
            Use-Environment @{ PARTNER_CART_SANDBOX = $null; PARTNER_CENTER_ACCESS_TOKEN = 'a.b.c'; PARTNER_CART_ENDPOINT = $address } { & $Use }
        } finally { $sandbox.Kill() }
    }

    function Get-CartCount { ([Net.WebClient]::new().DownloadString("$address/sandbox/statistics") | ConvertFrom-Json).cartsCreated }

    # Runs the body while a run waits for the answer to its first call, which never comes.
    function Use-WaitingRun([scriptblock]$Use) {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $run = $null
        try {
            $run = Use-Environment @{ PARTNER_CART_SANDBOX = $null; PARTNER_CENTER_ACCESS_TOKEN = 'a.b.c'; PARTNER_CART_ENDPOINT = "http://127.0.0.1:$($listener.LocalEndpoint.Port)" } { Start-Run }
            Wait-Until 'the request arrives' { $listener.Pending() }
            & $Use
        } finally {
            if ($run -and -not $run.HasExited) { $run.Kill() }
            $listener.Stop()
        }
    }
}

Describe 'New-CartsFromCsv.ps1' {
    It 'The example CSV gives a cart a line and exit code 0, and a second run makes none' {
        Use-Purchases ([IO.File]::ReadAllText("$examples/purchases.csv")) {
            $first = Invoke-Run
            "$($first.Code) $($first.Results.Count) $($first.Failures.Count)" | Should -BeExactly '0 2 0' -Because $first.Said
            $null = [Guid]$first.Results[0].CartId
            $second = Invoke-Run
            "$($second.Code) $($second.Record.Count)" | Should -BeExactly '0 4'
            "$($second.Results.CartId)" | Should -BeExactly "$($first.Results.CartId)"
        }
    }

    It 'A refused purchase is written, gives exit code 1, and alone is tried again when it was mended' {
        Use-Purchases ($header + (Get-Row A) + (Get-Row B '2.5') + (Get-Row C)) {
            $first = Invoke-Run
            "$($first.Code) $($first.Results.Count) $($first.Failures.Count)" | Should -BeExactly '1 2 1' -Because $first.Said
            "$($first.Failures[0].PurchaseId) $($first.Failures[0].State)" | Should -BeExactly 'B NotSent'
            [IO.File]::WriteAllText("$folder/p.csv", $header + (Get-Row C) + (Get-Row B '2') + (Get-Row A))
            $second = Invoke-Run
            "$($second.Code) $($second.Results.Count) $($second.Failures.Count)" | Should -BeExactly '0 3 0' -Because $second.Said
            @($second.Results | Where-Object PurchaseId -EQ A).CartId | Should -BeExactly $first.Results[0].CartId
        }
    }

    It 'A cart with an error on its item is a cart, and is not made again' {
        Use-Sandbox {
            Use-Purchases ($header + (Get-Row A 1 'unknown:0001:none')) {
                $first = Invoke-Run
                $second = Invoke-Run
                (Get-CartCount) | Should -BeExactly 1 -Because 'carts'
                foreach ($run in $first, $second) {
                    "$($run.Code) $($run.Results.Count) $($run.Failures.State)" | Should -BeExactly '1 1 MadeWithError' -Because $run.Said
                    $run.Failures[0].CartId | Should -BeExactly $run.Results[0].CartId
                    $run.Failures[0].Message | Should -BeLike 'CatalogItemIdIsNotValid: *not valid*'
                }
            }
        }
    }

    It 'A run that is killed while it waits is not repeated until somebody has looked' {
        Use-Purchases ($header + (Get-Row A)) {
            Use-WaitingRun { Stop-Killed $run }
            $second = Invoke-Run
            "$($second.Code) $($second.Results.Count) $($second.Failures.State)" | Should -BeExactly '1 0 Started' -Because $second.Said
            $second.Failures[0].Advice | Should -BeLike "*-Resolve 'A' -NoCart*"
            [IO.File]::WriteAllText("$folder/p.csv", $header)
            $without = Invoke-Run
            "$($without.Code) $($without.Failures.State)" | Should -BeExactly '1 Started' -Because 'a run with the purchase taken out'
            [IO.File]::WriteAllText("$folder/p.csv", $header + (Get-Row A))
            (Invoke-Run @('-Resolve', 'a', '-NoCart')).Results.Count | Should -BeExactly 0 -Because 'carts of resolving'
            $third = Invoke-Run
            "$($third.Code) $($third.Results.Count) $($third.Failures.Count)" | Should -BeExactly '0 1 0' -Because $third.Said
            $refused = Invoke-Run @('-Resolve', 'A', '-NoCart')
            "$($refused.Code) $($refused.Results.Count)" | Should -BeExactly '2 1'
            $refused.Said | Should -BeLike '*needs no -Resolve*Made, with the cart*'
        }
    }

    It 'A run that is stopped with Ctrl+C leaves its files as they are then' {
        Use-Purchases ($header + (Get-Row A 1.5) + (Get-Row B)) {
            Use-WaitingRun {
                & kill -INT $run.Id
                $run.WaitForExit()
                "$(@(Read-Csv failures).State)" | Should -BeExactly 'NotSent Started'
            }
        }
    }

    It 'The cart that somebody found is in the results' {
        Use-Purchases ($header + (Get-Row A)) {
            Use-WaitingRun { Stop-Killed $run }
            $found = Invoke-Run @('-Resolve', 'A', '-CartId', '0a719251-cd8c-4ac6-a39d-7d6e573397af')
            "$($found.Code) $($found.Results.CartId)" | Should -BeExactly '0 0a719251-cd8c-4ac6-a39d-7d6e573397af' -Because $found.Said
            $again = Invoke-Run
            "$($again.Code) $($again.Record.Count)" | Should -BeExactly '0 2'
        }
    }

    It 'However often it is killed, no purchase gets two carts' {
        Use-Sandbox {
            $ids = 1..12 | ForEach-Object { "P-$_" }
            Use-Purchases ($header + -join @($ids | ForEach-Object { Get-Row $_ })) {
                foreach ($lines in 3, 6, 11, 16) {
                    $run = Start-Run
                    Wait-Until "the record has $lines lines" { $run.HasExited -or ((Test-Path "$folder/p.record.csv") -and @(& cat "$folder/p.record.csv").Count -ge $lines) }
                    Stop-Killed $run
                }
                $last = Invoke-Run
                $unclear = @($last.Failures | Where-Object State -EQ 'Started').Count
                ($last.Results.Count + $unclear) | Should -BeExactly 12 -Because $last.Said
                @($last.Record | Where-Object State -EQ 'Started').Count | Should -BeExactly 12 -Because 'calls'
                $carts = Get-CartCount
                if ($carts -lt $last.Results.Count -or $carts -gt 12) { throw "$carts carts, $($last.Results.Count) results" }
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
                $second = & $pwsh -NoProfile -File $example -Path "$folder/p.csv" 2>&1 | Out-String
                $LASTEXITCODE | Should -BeExactly 4
                $second | Should -BeLike '*another run is at work*Nothing was sent*'
            }
        }
    }

    It 'An exception that is not the module''s own leaves the outcome unknown' {
        Use-Sandbox {
            Use-Purchases ($header + (Get-Row A)) {
                $theirs = "function New-PartnerCustomerCart { param(`$CustomerId, `$LineItems, [switch]`$WhatIf, [switch]`$Confirm) `$null = PartnerCenterCart\New-PartnerCustomerCart -CustomerId `$CustomerId -LineItems `$LineItems; throw [IO.IOException]'lost it' }"
                $null = & $pwsh -NoProfile -Command "$theirs; & '$example' -Path '$folder/p.csv'" 2>&1
                $first = Get-Outcome $LASTEXITCODE ''
                "$($first.Code) $($first.Failures.State) $($first.Failures.Message)" | Should -BeExactly '1 Unknown lost it'
                $null = Invoke-Run
                (Get-CartCount) | Should -BeExactly 1 -Because 'carts'
            }
        }
    }

    It 'A purchase of which the answer was lost is not repeated' {
        Use-Purchases ($header + (Get-Row A)) {
            Use-Environment @{ PARTNER_CART_TIMEOUT = '1'; PARTNER_CART_MAX_ATTEMPTS = '1' } {
                Use-WaitingRun { $run.WaitForExit(); $run.ExitCode | Should -BeExactly 1 }
            }
            $second = Invoke-Run
            "$($second.Code) $($second.Results.Count) $($second.Failures.State)" | Should -BeExactly '1 0 Unknown' -Because $second.Said
            $null = [Guid]$second.Failures[0].RequestId
        }
    }

    It 'A purchase that was changed after its cart was made is said, and not made again' {
        Use-Purchases ($header + (Get-Row 2) + (Get-Row 1)) {
            $null = Invoke-Run
            [IO.File]::WriteAllText("$folder/p.csv", $header + (Get-Row 3) + (Get-Row 1 5) + (Get-Row 2) + ",,,`n")
            $second = Invoke-Run
            "$($second.Code) $($second.Results.PurchaseId) $($second.Failures.PurchaseId)" | Should -BeExactly '1 2 1 3 1' -Because $second.Said
            $second.Failures[0].Advice | Should -BeLike '*before Quantity changed*'
        }
    }

    It 'Purchases that are unclear are refused before anything is sent' {
        foreach ($case in @(
                @{ Csv = "CustomerId,CatalogItemId,Quantity`n1,2,3`n"; Message = '*lacks the column PurchaseId*' }
                @{ Csv = "PurchaseId;CustomerId;CatalogItemId;Quantity`nA;1;2;3`n"; Message = '*lacks the column*commas*' }
                @{ Csv = $header + (Get-Row A) + (Get-Row B) + (Get-Row ' a'); Message = '*PurchaseId a is there twice*' }
                @{ Csv = $header + (Get-Row ''); Message = '*purchase 1 has no PurchaseId*' }
                @{ Csv = $header + "A,1,2,3,,,Five seats, Oslo`n"; Message = '*more values than there are columns*' }
                @{ Csv = $header.Replace('FriendlyName', 'PromotionId') + (Get-Row A); Message = "*column 'PromotionId' is not known*" }
                @{ Csv = $header.Replace('BillingCycle', ''); Message = "*column '' is not known*" }
                @{ Csv = ''; Message = '*it is empty*' })) {
            Use-Purchases $case.Csv {
                $run = Invoke-Run
                "$($run.Code) $($run.Record.Count)" | Should -BeExactly '2 0'
                $run.Said | Should -BeLike $case.Message
            }
        }
        Use-Purchases '' {
            [IO.File]::WriteAllBytes("$folder/p.csv", [Text.Encoding]::ASCII.GetBytes($header + 'A,1,2,3,,,B') + [byte]0xFC)
            (Invoke-Run).Said | Should -BeLike '*not in UTF-8*'
        }
        Use-Purchases $header { (Invoke-Run).Code | Should -BeExactly 0 }
    }

    It 'A record that can''t be read, or is missing beside results, stops the run' {
        Use-Purchases ($header + (Get-Row A)) {
            $null = Invoke-Run
            $record = [IO.File]::ReadAllText("$folder/p.record.csv")
            [IO.File]::WriteAllText("$folder/p.record.csv", $record.Substring(0, $record.Length - 9))
            $cut = Invoke-Run
            $cut.Code | Should -BeExactly 2
            $cut.Said | Should -BeLike '*line 3 can''t be read*delete this line only*'
            [IO.File]::Delete("$folder/p.record.csv")
            $missing = Invoke-Run
            "$($missing.Code) $($missing.Record.Count)" | Should -BeExactly '2 0'
            $missing.Said | Should -BeLike '*Restore the record*'
            # As an editor may leave it.
            [IO.File]::WriteAllText("$folder/p.record.csv", [char]0xFEFF + $record.TrimEnd().Replace("`n", "`r`n"))
            [IO.File]::WriteAllText("$folder/p.csv", $header + (Get-Row A) + (Get-Row B))
            $third = Invoke-Run
            "$($third.Code) $($third.Results.PurchaseId)" | Should -BeExactly '0 A B' -Because $third.Said
            $third.Record.Count | Should -BeExactly 4 -Because 'lines'
        }
    }

    It 'Without a sign-in it is exit code 3, and the purchase is made when there is one' {
        Use-Purchases ($header + (Get-Row A) + (Get-Row B)) {
            Use-Environment @{ PARTNER_CART_SANDBOX = $null } {
                $run = Invoke-Run
                "$($run.Code) $($run.Failures.State)" | Should -BeExactly '3 NotSent' -Because $run.Said
            }
            (Invoke-Run).Results.Count | Should -BeExactly 2 -Because 'carts'
        }
    }

    It '-WhatIf says what would be made, and makes nothing' {
        Use-Purchases ($header + (Get-Row A)) {
            $run = Invoke-Run @('-WhatIf')
            "$($run.Code) $($run.Record.Count)" | Should -BeExactly '0 0'
            $run.Said | Should -BeLike '*What if:*purchase A*'
            (Invoke-Run).Results.Count | Should -BeExactly 1 -Because 'carts'
        }
    }

    It 'The example runs where numbers and dates are written in another way' {
        Use-Purchases ($header + (Get-Row A 3).Replace(',A', ',f' + [char]0xFC + 'nf')) {
            $null = & $pwsh -NoProfile -Command "[Threading.Thread]::CurrentThread.CurrentCulture = 'th-TH'; & '$example' -Path '$folder/p.csv'"
            $run = Get-Outcome $LASTEXITCODE ''
            "$($run.Code) $($run.Record[1].FriendlyName)" | Should -BeExactly ('0 f' + [char]0xFC + 'nf')
            if ([DateTime]::Parse($run.Results[0].ExpirationTimestamp, [Globalization.CultureInfo]::InvariantCulture).Year -gt 2400) { throw $run.Results[0].ExpirationTimestamp }
        }
    }

    It 'The GitHub workflow begins no run after one that did not save its record' {
        $workflow = [IO.File]::ReadAllText("$examples/github-actions.yml")
        $steps = @{}
        foreach ($name in 'Say that a run begins', 'Save the record') {
            $block = [regex]::Match($workflow, "(?s)name: $name\n.*?run: \|\n(?<lines>( {10}[^\n]*\n)+)").Groups['lines'].Value
            $block | Should -BeLike '*git push*'
            $steps[$name] = $block
        }
        Use-Purchases $header {
            $run = { param($name) & env -C "$folder/record" sh -e -c $steps[$name] 2>&1; "code $LASTEXITCODE" }
            $new = { & rm -rf "$folder/record"; & git clone -q --branch carts-record "$folder/bare" "$folder/record" }
            & git init -q --bare "$folder/bare"
            & git init -q -b carts-record "$folder/first"
            & git -C "$folder/first" -c user.name=a -c user.email=a@localhost commit -q --allow-empty -m first
            & git -C "$folder/first" push -q "$folder/bare" carts-record
            & $new
            "$(& $run 'Say that a run begins')" | Should -BeExactly 'code 0'
            [IO.File]::WriteAllText("$folder/record/record.csv", 'A')
            "$(& $run 'Save the record')" | Should -BeExactly 'code 0'
            & $new
            ([IO.File]::ReadAllText("$folder/record/record.csv")) | Should -BeExactly 'A'
            "$(& $run 'Say that a run begins')" | Should -BeExactly 'code 0'
            & $new
            "$(& $run 'Say that a run begins')" | Should -BeLike '*ended without saving its record*code 1'
        }
    }
}
