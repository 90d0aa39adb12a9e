# Runs the worked examples against the sandbox, as a scheduler would.
param([string]$Module, [string]$Distribution, [string]$Only = '*')
$failed = 0
. ([IO.Path]::Combine($PSScriptRoot, 'Scenarios.ps1'))
$pwsh = [Environment]::ProcessPath
$examples = [IO.Path]::Combine((Split-Path (Split-Path $Module)), 'examples')

# Runs the script with that CSV in a folder of its own; returns the exit code, results and failures.
function Invoke-Run([string]$Csv, [scriptblock]$Then) {
    $folder = New-Folder
    try {
        [IO.File]::WriteAllText("$folder/p.csv", $Csv)
        $run = {
            $null = & $pwsh -NoProfile -File "$examples/New-CartsFromCsv.ps1" -Path "$folder/p.csv" 2>&1
            $read = { param($file) if (Test-Path $file) { Import-Csv $file } }
            @{ Code = $LASTEXITCODE; Results = @(& $read "$folder/p.results.csv"); Failures = @(& $read "$folder/p.failures.csv"); Folder = $folder }
        }
        & $Then $run
    } finally { & rm -r $folder }
}

$header = "CustomerId,CatalogItemId,Quantity,BillingCycle,TermDuration,FriendlyName`n"
$good = "46a62ece-10ad-42e5-b3f1-b2ed53e6fc08,MS-AZR-0145P,1,,,A`n"
$bad = "46a62ece-10ad-42e5-b3f1-b2ed53e6fc08,MS-AZR-0145P,0,,,B`n"

Scenario 'The example CSV gives a cart a line and exit code 0' {
    Invoke-Run ([IO.File]::ReadAllText("$examples/purchases.csv")) {
        param($run)
        $first = & $run
        Assert-Equal '0 2 0' "$($first.Code) $($first.Results.Count) $($first.Failures.Count)" "$($first.Failures | Out-String)"
        $null = [Guid]$first.Results[0].CartId
    }
}

Scenario 'A failure is written, gives exit code 1, and a second run makes no cart twice' {
    Invoke-Run ($header + $good + $bad + $good) {
        param($run)
        $first = & $run
        Assert-Equal '1 2 1' "$($first.Code) $($first.Results.Count) $($first.Failures.Count)"
        Assert-Equal '2 NotSent' "$($first.Failures[0].Row) $($first.Failures[0].Outcome)"
        [IO.File]::WriteAllText("$($first.Folder)/p.csv", $header + $good + $good + $good)
        $second = & $run
        Assert-Equal '0 3 0' "$($second.Code) $($second.Results.Count) $($second.Failures.Count)"
        Assert-Equal $first.Results[0].CartId $second.Results[0].CartId
    }
}

Scenario 'A purchase whose outcome is unknown is not repeated' {
    Invoke-Run ($header + $good) {
        param($run)
        With-Environment @{ PARTNER_CART_FAULT_RATE = '1'; PARTNER_CART_SEED = '1'; PARTNER_CART_MAX_ATTEMPTS = '1' } {
            $script:first = & $run
        }
        $second = & $run
        if ($first.Failures[0].Outcome -eq 'Unknown') {
            Assert-Equal '1 0 1' "$($second.Code) $($second.Results.Count) $($second.Failures.Count)"
        } else {
            Assert-Equal '0 1 0' "$($second.Code) $($second.Results.Count) $($second.Failures.Count)"
        }
    }
}

Scenario 'Without purchases it is exit code 2, without a sign-in 3' {
    Invoke-Run 'CustomerId,Quantity' { param($run) Assert-Equal 0 (& $run).Code }
    Invoke-Run "CustomerId`n1" { param($run) Assert-Equal 2 (& $run).Code }
    Invoke-Run ($header + $good) {
        param($run)
        With-Environment @{ PARTNER_CART_SANDBOX = $null } { Assert-Equal 3 (& $run).Code }
    }
}

exit $failed
