# Runs the worked examples against the sandbox, as a scheduler would.
param([string]$Module, [string]$Distribution, [string]$Only = '*')
$failed = 0
. ([IO.Path]::Combine($PSScriptRoot, 'Scenarios.ps1'))
$pwsh = [Environment]::ProcessPath
$examples = [IO.Path]::Combine((Split-Path (Split-Path $Module)), 'examples')
$example = "$examples/New-CartsFromCsv.ps1"
$header = "PurchaseId,CustomerId,CatalogItemId,Quantity,BillingCycle,TermDuration,FriendlyName`n"

function Get-Row([string]$Id, [string]$Quantity = '1', [string]$Item = 'MS-AZR-0145P') {
    "$Id,46a62ece-10ad-42e5-b3f1-b2ed53e6fc08,$Item,$Quantity,,,A`n"
}

# A folder with that CSV, in which the script is run.
function With-Purchases([string]$Csv, [scriptblock]$Use) {
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
function With-Sandbox([scriptblock]$Use) {
    $start = [Diagnostics.ProcessStartInfo]::new("$Distribution/bin/partner-cart", 'sandbox --port 0')
    $start.RedirectStandardOutput = $true
    $sandbox = [Diagnostics.Process]::Start($start)
    try {
        $address = $sandbox.StandardOutput.ReadLine()
        With-Environment @{ PARTNER_CART_SANDBOX = $null; PARTNER_CENTER_ACCESS_TOKEN = 'a.b.c'; PARTNER_CART_ENDPOINT = $address } { & $Use }
    } finally { $sandbox.Kill() }
}

function Get-CartCount { ([Net.WebClient]::new().DownloadString("$address/sandbox/statistics") | ConvertFrom-Json).cartsCreated }

# Runs the body while a run waits for the answer to its first call, which never comes.
function With-WaitingRun([scriptblock]$Use) {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $run = $null
    try {
        $run = With-Environment @{ PARTNER_CART_SANDBOX = $null; PARTNER_CENTER_ACCESS_TOKEN = 'a.b.c'; PARTNER_CART_ENDPOINT = "http://127.0.0.1:$($listener.LocalEndpoint.Port)" } { Start-Run }
        Wait-Until 'the request arrives' { $listener.Pending() }
        & $Use
    } finally {
        if ($run -and -not $run.HasExited) { $run.Kill() }
        $listener.Stop()
    }
}

Scenario 'The example CSV gives a cart a line and exit code 0, and a second run makes none' {
    With-Purchases ([IO.File]::ReadAllText("$examples/purchases.csv")) {
        $first = Invoke-Run
        Assert-Equal '0 2 0' "$($first.Code) $($first.Results.Count) $($first.Failures.Count)" $first.Said
        $null = [Guid]$first.Results[0].CartId
        $second = Invoke-Run
        Assert-Equal '0 4' "$($second.Code) $($second.Record.Count)"
        Assert-Equal "$($first.Results.CartId)" "$($second.Results.CartId)"
    }
}

Scenario 'A refused purchase is written, gives exit code 1, and alone is tried again when it was mended' {
    With-Purchases ($header + (Get-Row A) + (Get-Row B '2.5') + (Get-Row C)) {
        $first = Invoke-Run
        Assert-Equal '1 2 1' "$($first.Code) $($first.Results.Count) $($first.Failures.Count)" $first.Said
        Assert-Equal 'B NotSent' "$($first.Failures[0].PurchaseId) $($first.Failures[0].State)"
        [IO.File]::WriteAllText("$folder/p.csv", $header + (Get-Row C) + (Get-Row B '2') + (Get-Row A))
        $second = Invoke-Run
        Assert-Equal '0 3 0' "$($second.Code) $($second.Results.Count) $($second.Failures.Count)" $second.Said
        Assert-Equal $first.Results[0].CartId @($second.Results | Where-Object PurchaseId -EQ A).CartId
    }
}

Scenario 'A cart with an error on its item is a cart, and is not made again' {
    With-Sandbox {
        With-Purchases ($header + (Get-Row A 1 'unknown:0001:none')) {
            $first = Invoke-Run
            $second = Invoke-Run
            Assert-Equal 1 (Get-CartCount) 'carts'
            foreach ($run in $first, $second) {
                Assert-Equal '1 1 MadeWithError' "$($run.Code) $($run.Results.Count) $($run.Failures.State)" $run.Said
                Assert-Equal $run.Results[0].CartId $run.Failures[0].CartId
                Assert-Like 'CatalogItemIdIsNotValid: *not valid*' $run.Failures[0].Message
            }
        }
    }
}

Scenario 'A run that is killed while it waits is not repeated until somebody has looked' {
    With-Purchases ($header + (Get-Row A)) {
        With-WaitingRun { Stop-Killed $run }
        $second = Invoke-Run
        Assert-Equal '1 0 Started' "$($second.Code) $($second.Results.Count) $($second.Failures.State)" $second.Said
        Assert-Like "*-Resolve 'A' -NoCart*" $second.Failures[0].Advice
        [IO.File]::WriteAllText("$folder/p.csv", $header)
        $without = Invoke-Run
        Assert-Equal '1 Started' "$($without.Code) $($without.Failures.State)" 'a run with the purchase taken out'
        [IO.File]::WriteAllText("$folder/p.csv", $header + (Get-Row A))
        Assert-Equal 0 (Invoke-Run @('-Resolve', 'a', '-NoCart')).Results.Count 'carts of resolving'
        $third = Invoke-Run
        Assert-Equal '0 1 0' "$($third.Code) $($third.Results.Count) $($third.Failures.Count)" $third.Said
        $refused = Invoke-Run @('-Resolve', 'A', '-NoCart')
        Assert-Equal '2 1' "$($refused.Code) $($refused.Results.Count)"
        Assert-Like '*needs no -Resolve*Made, with the cart*' $refused.Said
    }
}

Scenario 'A run that is stopped with Ctrl+C leaves its files as they are then' {
    With-Purchases ($header + (Get-Row A 1.5) + (Get-Row B)) {
        With-WaitingRun {
            & kill -INT $run.Id
            $run.WaitForExit()
            Assert-Equal 'NotSent Started' "$(@(Read-Csv failures).State)"
        }
    }
}

Scenario 'The cart that somebody found is in the results' {
    With-Purchases ($header + (Get-Row A)) {
        With-WaitingRun { Stop-Killed $run }
        $found = Invoke-Run @('-Resolve', 'A', '-CartId', '0a719251-cd8c-4ac6-a39d-7d6e573397af')
        Assert-Equal '0 0a719251-cd8c-4ac6-a39d-7d6e573397af' "$($found.Code) $($found.Results.CartId)" $found.Said
        $again = Invoke-Run
        Assert-Equal '0 2' "$($again.Code) $($again.Record.Count)"
    }
}

Scenario 'However often it is killed, no purchase gets two carts' {
    With-Sandbox {
        $ids = 1..12 | ForEach-Object { "P-$_" }
        With-Purchases ($header + -join @($ids | ForEach-Object { Get-Row $_ })) {
            foreach ($lines in 3, 6, 11, 16) {
                $run = Start-Run
                Wait-Until "the record has $lines lines" { $run.HasExited -or ((Test-Path "$folder/p.record.csv") -and @(& cat "$folder/p.record.csv").Count -ge $lines) }
                Stop-Killed $run
            }
            $last = Invoke-Run
            $unclear = @($last.Failures | Where-Object State -EQ 'Started').Count
            Assert-Equal 12 ($last.Results.Count + $unclear) $last.Said
            Assert-Equal 12 @($last.Record | Where-Object State -EQ 'Started').Count 'calls'
            $carts = Get-CartCount
            if ($carts -lt $last.Results.Count -or $carts -gt 12) { throw "$carts carts, $($last.Results.Count) results" }
        }
    }
}

Scenario 'Two runs at once make each cart once' {
    With-Sandbox {
        With-Purchases ($header + -join @(1..20 | ForEach-Object { Get-Row "P-$_" })) {
            $runs = @(1..3 | ForEach-Object { Start-Run })
            foreach ($run in $runs) { $null = $run.StandardOutput.ReadToEnd(); $run.WaitForExit() }
            if ($runs.ExitCode -notcontains 0) { throw "exit codes $($runs.ExitCode)" }
            Assert-Equal 20 (Get-CartCount) 'carts'
        }
    }
    With-Purchases ($header + (Get-Row A)) {
        With-WaitingRun {
            $second = & $pwsh -NoProfile -File $example -Path "$folder/p.csv" 2>&1 | Out-String
            Assert-Equal 4 $LASTEXITCODE
            Assert-Like '*another run is at work*Nothing was sent*' $second
        }
    }
}

Scenario 'An exception that is not the module''s own leaves the outcome unknown' {
    With-Sandbox {
        With-Purchases ($header + (Get-Row A)) {
            $theirs = "function New-PartnerCustomerCart { param(`$CustomerId, `$LineItems, [switch]`$WhatIf, [switch]`$Confirm) `$null = PartnerCenterCart\New-PartnerCustomerCart -CustomerId `$CustomerId -LineItems `$LineItems; throw [IO.IOException]'lost it' }"
            $null = & $pwsh -NoProfile -Command "$theirs; & '$example' -Path '$folder/p.csv'" 2>&1
            $first = Get-Outcome $LASTEXITCODE ''
            Assert-Equal '1 Unknown lost it' "$($first.Code) $($first.Failures.State) $($first.Failures.Message)"
            $null = Invoke-Run
            Assert-Equal 1 (Get-CartCount) 'carts'
        }
    }
}

Scenario 'A purchase of which the answer was lost is not repeated' {
    With-Purchases ($header + (Get-Row A)) {
        With-Environment @{ PARTNER_CART_TIMEOUT = '1'; PARTNER_CART_MAX_ATTEMPTS = '1' } {
            With-WaitingRun { $run.WaitForExit(); Assert-Equal 1 $run.ExitCode }
        }
        $second = Invoke-Run
        Assert-Equal '1 0 Unknown' "$($second.Code) $($second.Results.Count) $($second.Failures.State)" $second.Said
        $null = [Guid]$second.Failures[0].RequestId
    }
}

Scenario 'A purchase that was changed after its cart was made is said, and not made again' {
    With-Purchases ($header + (Get-Row 2) + (Get-Row 1)) {
        $null = Invoke-Run
        [IO.File]::WriteAllText("$folder/p.csv", $header + (Get-Row 3) + (Get-Row 1 5) + (Get-Row 2) + ",,,`n")
        $second = Invoke-Run
        Assert-Equal '1 2 1 3 1' "$($second.Code) $($second.Results.PurchaseId) $($second.Failures.PurchaseId)" $second.Said
        Assert-Like '*before Quantity changed*' $second.Failures[0].Advice
    }
}

Scenario 'Purchases that are unclear are refused before anything is sent' {
    foreach ($case in @(
            @{ Csv = "CustomerId,CatalogItemId,Quantity`n1,2,3`n"; Message = '*lacks the column PurchaseId*' }
            @{ Csv = "PurchaseId;CustomerId;CatalogItemId;Quantity`nA;1;2;3`n"; Message = '*lacks the column*commas*' }
            @{ Csv = $header + (Get-Row A) + (Get-Row B) + (Get-Row ' a'); Message = '*PurchaseId a is there twice*' }
            @{ Csv = $header + (Get-Row ''); Message = '*purchase 1 has no PurchaseId*' }
            @{ Csv = $header + "A,1,2,3,,,Five seats, Oslo`n"; Message = '*more values than there are columns*' }
            @{ Csv = $header.Replace('FriendlyName', 'PromotionId') + (Get-Row A); Message = "*column 'PromotionId' is not known*" }
            @{ Csv = $header.Replace('BillingCycle', ''); Message = "*column '' is not known*" }
            @{ Csv = ''; Message = '*it is empty*' })) {
        With-Purchases $case.Csv {
            $run = Invoke-Run
            Assert-Equal '2 0' "$($run.Code) $($run.Record.Count)"
            Assert-Like $case.Message $run.Said
        }
    }
    With-Purchases '' {
        [IO.File]::WriteAllBytes("$folder/p.csv", [Text.Encoding]::ASCII.GetBytes($header + 'A,1,2,3,,,B') + [byte]0xFC)
        Assert-Like '*not in UTF-8*' (Invoke-Run).Said
    }
    With-Purchases $header { Assert-Equal 0 (Invoke-Run).Code }
}

Scenario 'A record that can''t be read, or is missing beside results, stops the run' {
    With-Purchases ($header + (Get-Row A)) {
        $null = Invoke-Run
        $record = [IO.File]::ReadAllText("$folder/p.record.csv")
        [IO.File]::WriteAllText("$folder/p.record.csv", $record.Substring(0, $record.Length - 9))
        $cut = Invoke-Run
        Assert-Equal 2 $cut.Code
        Assert-Like '*line 3 can''t be read*delete this line only*' $cut.Said
        [IO.File]::Delete("$folder/p.record.csv")
        $missing = Invoke-Run
        Assert-Equal '2 0' "$($missing.Code) $($missing.Record.Count)"
        Assert-Like '*Restore the record*' $missing.Said
        # As an editor may leave it.
        [IO.File]::WriteAllText("$folder/p.record.csv", [char]0xFEFF + $record.TrimEnd().Replace("`n", "`r`n"))
        [IO.File]::WriteAllText("$folder/p.csv", $header + (Get-Row A) + (Get-Row B))
        $third = Invoke-Run
        Assert-Equal '0 A B' "$($third.Code) $($third.Results.PurchaseId)" $third.Said
        Assert-Equal 4 $third.Record.Count 'lines'
    }
}

Scenario 'Without a sign-in it is exit code 3, and the purchase is made when there is one' {
    With-Purchases ($header + (Get-Row A) + (Get-Row B)) {
        With-Environment @{ PARTNER_CART_SANDBOX = $null } {
            $run = Invoke-Run
            Assert-Equal '3 NotSent' "$($run.Code) $($run.Failures.State)" $run.Said
        }
        Assert-Equal 2 (Invoke-Run).Results.Count 'carts'
    }
}

Scenario '-WhatIf says what would be made, and makes nothing' {
    With-Purchases ($header + (Get-Row A)) {
        $run = Invoke-Run @('-WhatIf')
        Assert-Equal '0 0' "$($run.Code) $($run.Record.Count)"
        Assert-Like '*What if:*purchase A*' $run.Said
        Assert-Equal 1 (Invoke-Run).Results.Count 'carts'
    }
}

Scenario 'The example runs where numbers and dates are written in another way' {
    With-Purchases ($header + (Get-Row A 3).Replace(',A', ',f' + [char]0xFC + 'nf')) {
        $null = & $pwsh -NoProfile -Command "[Threading.Thread]::CurrentThread.CurrentCulture = 'th-TH'; & '$example' -Path '$folder/p.csv'"
        $run = Get-Outcome $LASTEXITCODE ''
        Assert-Equal ('0 f' + [char]0xFC + 'nf') "$($run.Code) $($run.Record[1].FriendlyName)"
        if ([DateTime]::Parse($run.Results[0].ExpirationTimestamp, [Globalization.CultureInfo]::InvariantCulture).Year -gt 2400) { throw $run.Results[0].ExpirationTimestamp }
    }
}

Scenario 'The GitHub workflow begins no run after one that did not save its record' {
    $workflow = [IO.File]::ReadAllText("$examples/github-actions.yml")
    $steps = @{}
    foreach ($name in 'Say that a run begins', 'Save the record') {
        $block = [regex]::Match($workflow, "(?s)name: $name\n.*?run: \|\n(?<lines>( {10}[^\n]*\n)+)").Groups['lines'].Value
        Assert-Like '*git push*' $block
        $steps[$name] = $block
    }
    With-Purchases $header {
        $run = { param($name) & env -C "$folder/record" sh -e -c $steps[$name] 2>&1; "code $LASTEXITCODE" }
        $new = { & rm -rf "$folder/record"; & git clone -q --branch carts-record "$folder/bare" "$folder/record" }
        & git init -q --bare "$folder/bare"
        & git init -q -b carts-record "$folder/first"
        & git -C "$folder/first" -c user.name=a -c user.email=a@localhost commit -q --allow-empty -m first
        & git -C "$folder/first" push -q "$folder/bare" carts-record
        & $new
        Assert-Equal 'code 0' "$(& $run 'Say that a run begins')"
        [IO.File]::WriteAllText("$folder/record/record.csv", 'A')
        Assert-Equal 'code 0' "$(& $run 'Save the record')"
        & $new
        Assert-Equal 'A' ([IO.File]::ReadAllText("$folder/record/record.csv"))
        Assert-Equal 'code 0' "$(& $run 'Say that a run begins')"
        & $new
        Assert-Like '*ended without saving its record*code 1' "$(& $run 'Say that a run begins')"
    }
}

exit $failed
