# A runner of scenarios: each is a script block that throws when something is not as it should be.
Set-StrictMode -Version Latest

function Scenario([string]$Name, [scriptblock]$Body) {
    if ($Name -notlike $Only) { return }
    $failure = $null
    try { & $Body } catch { $failure = "$_`n$($_.ScriptStackTrace)" }
    if ($failure) { $script:failed = 1 }
    [Console]::Out.WriteLine((ConvertTo-Json ([ordered]@{ scenario = $Name; failure = $failure }) -Compress))
}

function Assert-Equal($Expected, $Actual, [string]$What = 'value') {
    if ("$Expected" -cne "$Actual") { throw "$What should be '$Expected' but is '$Actual'" }
}

function Assert-Like([string]$Pattern, [string]$Actual) {
    if ($Actual -notlike $Pattern) { throw "should be like '$Pattern' but is '$Actual'" }
}

# Runs the body with these environment variables; the ones that were there come back afterwards.
function With-Environment([hashtable]$Variable, [scriptblock]$Body) {
    $before = @{}
    foreach ($name in $Variable.Keys) {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $Variable[$name])
    }
    try { & $Body } finally {
        foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
    }
}

# The processes that this PowerShell has started and that still run.
function Get-Child { @(& pgrep -P $PID | Where-Object { (& ps -o comm= -p $_) -like '*java*' }) }

function Wait-Until([string]$What, [scriptblock]$Condition) {
    $until = [DateTime]::UtcNow.AddSeconds(60)
    while (-not (& $Condition)) {
        if ([DateTime]::UtcNow -gt $until) { throw "waited in vain until $What" }
        [Threading.Thread]::Sleep(20)
    }
}

# A folder of its own, which only its owner can use.
function New-Folder {
    $folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'scenario-' + [Guid]::NewGuid())
    $null = & mkdir -m 700 $folder
    return $folder
}
