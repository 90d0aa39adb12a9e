# Measures the module, against the sandbox unless PARTNER_CART_ENDPOINT says otherwise: pwsh -NoProfile -File tests/bench/module.ps1 [module.psd1]
param([string]$Module = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, "../../target/PartnerCenterCart/PartnerCenterCart.psd1")))
if (-not $env:PARTNER_CART_ENDPOINT) { $env:PARTNER_CART_SANDBOX = 'true' }
$pwsh = [Environment]::ProcessPath

function Get-Median([double[]]$Value) {
    [array]::Sort($Value)
    return $Value[[int][Math]::Floor($Value.Length / 2)]
}

function Get-Time([string]$Command) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $null = & $pwsh -NoProfile -Command $Command
    $clock.Elapsed.TotalMilliseconds
}

function Get-Memory([string]$Id) {
    $line = @([IO.File]::ReadAllLines("/proc/$Id/status") -match '^VmRSS')[0]
    return [int]([int]($line -replace '\D') / 1024)
}

# In turns, so that a machine that is slower for a while is so for both.
$bare = @()
$import = @()
foreach ($round in 0..21) {
    $bareTime = Get-Time '1'
    $importTime = Get-Time "Import-Module '$Module'"
    if ($round -gt 0) {
        $bare += $bareTime
        $import += $importTime - $bareTime
    }
}
'import over the bare shell            {0:0} ms (bare {1:0} ms; medians of 21 pairs of processes)' -f (Get-Median $import), (Get-Median $bare)

$item = "@{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 }"
$new = "New-PartnerCustomerCart -CustomerId 46a62ece-10ad-42e5-b3f1-b2ed53e6fc08 -LineItems $item"
$first = @(1..7 | ForEach-Object { [double](& $pwsh -NoProfile -Command "Import-Module '$Module'; `$c = [Diagnostics.Stopwatch]::StartNew(); `$null = $new; `$c.Elapsed.TotalMilliseconds") })
'first call, with the process''s start  {0:0} ms (median of 7)' -f (Get-Median $first)

Import-Module $Module
$lineItem = [Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem]@{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 }
function Invoke-Call([int]$Count) {
    $times = [double[]]::new($Count)
    $clock = [Diagnostics.Stopwatch]::new()
    for ($i = 0; $i -lt $Count; $i++) {
        $clock.Restart()
        $null = New-PartnerCustomerCart -CustomerId 46a62ece-10ad-42e5-b3f1-b2ed53e6fc08 -LineItems $lineItem
        $times[$i] = $clock.Elapsed.TotalMilliseconds
    }
    [array]::Sort($times)
    return , $times
}
$null = Invoke-Call 500
$times = Invoke-Call 2000
'warm call                             p50 {0:0.00} ms, p99 {1:0.00} ms (2000 calls)' -f $times[1000], $times[1980]

foreach ($runspaces in 4, 16) {
    $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault()
    $state.ImportPSModule(@($Module))
    $pool = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspacePool($runspaces, $runspaces, $state, $Host)
    $pool.Open()
    $calls = 4000 / $runspaces
    $script = "for (`$i = 0; `$i -lt $calls; `$i++) { `$n = `$args[0] * 10000 + `$i + 1; `$item = [Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem]@{ CatalogItemId = 'MS-AZR-0145P'; Quantity = `$n }; `$c = New-PartnerCustomerCart -CustomerId 46a62ece-10ad-42e5-b3f1-b2ed53e6fc08 -LineItems `$item; if (@(`$c.LineItems)[0].Quantity -eq `$n) { 1 } }"
    foreach ($round in 'warm', 'measured') {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $shells = @(1..$runspaces | ForEach-Object {
                $shell = [powershell]::Create()
                $shell.RunspacePool = $pool
                $null = $shell.AddScript($script).AddArgument($_)
                @{ Shell = $shell; Running = $shell.BeginInvoke() }
            })
        $own = 0
        foreach ($shell in $shells) { $own += $shell.Shell.EndInvoke($shell.Running).Count; $shell.Shell.Dispose() }
        $elapsed = $clock.Elapsed.TotalSeconds
    }
    '{0,2} runspaces                          {1:0} calls/s, {2} of 4000 got their own cart' -f $runspaces, (4000 / $elapsed), $own
    $pool.Close()
}
$java = @(& pgrep -P $PID | Where-Object { (& ps -o comm= -p $_) -eq 'java' })[-1]
'memory                                PowerShell {0} MiB, Java {1} MiB' -f (Get-Memory $PID), (Get-Memory $java)
