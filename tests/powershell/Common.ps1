# What the tests share: dot-sourced by each file, which it leaves with the module freshly imported and the sandbox in use.
Set-StrictMode -Version Latest
$distribution = if ($env:TEST_DISTRIBUTION) { $env:TEST_DISTRIBUTION } else { [IO.Path]::GetFullPath("$PSScriptRoot/../../target/partner-cart") }
$module = "$distribution/ps-wrapper/PartnerCenterCart/PartnerCenterCart.psd1"
$pwsh = [Environment]::ProcessPath
$customer = '46a62ece-10ad-42e5-b3f1-b2ed53e6fc08'
if (-not ('ScenarioHost' -as [type])) { Add-Type -Path "$PSScriptRoot/ScenarioHost.cs" }
foreach ($name in @([Environment]::GetEnvironmentVariables().Keys)) {
    if ($name -match '^(PARTNER_C|AZURE_|IDENTITY_|MSI_|https?_proxy$|no_proxy$|all_proxy$)') { Remove-Item "env:$name" }
}
$env:PARTNER_CART_SANDBOX = 'true'
Import-Module $module -ErrorAction Stop

# The sign-in of an earlier file in this PowerShell is forgotten, which no cmdlet can do: after Disconnect-PartnerCenter, the
# environment signs nobody in.
$shared = (Get-Command New-PartnerCustomerCart).ImplementingType.Assembly.GetType('PartnerCenterCart.Process.SharedProcess')
foreach ($field in 'latest', 'process') { $shared.GetField($field, 'Static, NonPublic').SetValue($null, $null) }
$shared.GetField('OwnSignIns', 'Static, NonPublic').GetValue($null).Remove([runspace]::DefaultRunspace) | Out-Null

function New-TestItem([int]$Quantity = 10) {
    $context = @{ duration = '1Year'; scope = 'shared'; subscriptionId = 'D526EF3A-35E6-477F-A64C-906F6177FBFA' }
    [Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem]@{
        BillingCycle = 'OneTime'; CatalogItemId = 'DG7GMGF0DWTL:0001:DG7GMGF0DSJB'; Quantity = $Quantity; ProvisioningContext = $context
    }
}

function Set-Environment([hashtable]$Variable) {
    foreach ($name in $Variable.Keys) {
        # PowerShell would make an empty text of $null, which is a value.
        [Environment]::SetEnvironmentVariable($name, $(if ($null -eq $Variable[$name]) { [NullString]::Value } else { $Variable[$name] }))
    }
}

# Runs the body with these environment variables; the ones that were there come back afterwards.
function Use-Environment([hashtable]$Variable, [scriptblock]$Body) {
    $environmentBefore = @{}
    foreach ($name in $Variable.Keys) { $environmentBefore[$name] = [Environment]::GetEnvironmentVariable($name) }
    try {
        Set-Environment $Variable
        & $Body
    } finally { Set-Environment $environmentBefore }
}

# The processes of Java that this PowerShell has started and that still run, the newest last.
function Get-Child { @(& pgrep -P $PID | Where-Object { (& ps -o comm= -p $_) -like '*java*' }) }

function Wait-Until([string]$What, [scriptblock]$Condition) {
    $until = [DateTime]::UtcNow.AddSeconds(60)
    while (-not (& $Condition)) {
        if ([DateTime]::UtcNow -gt $until) { throw "waited in vain until $What" }
        [Threading.Thread]::Sleep(20)
    }
}

function Test-Running($Id) { [IO.Directory]::Exists("/proc/$Id") -and [IO.File]::ReadAllText("/proc/$Id/stat") -notmatch '\) Z ' }

# A folder of its own, which only its owner can use.
function New-Folder {
    $folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'partner-cart-' + [Guid]::NewGuid())
    $null = & mkdir -m 700 $folder
    return $folder
}

# Commands in a PowerShell of its own, with $module, $customer and $item.
function Invoke-Fresh([string]$Command) {
    "$(& $pwsh -NoProfile -Command "`$module = '$module'; `$customer = '$customer'; `$item = @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 }; $Command")"
}

# A service that takes requests and never answers.
function Use-SilentService([scriptblock]$Use) {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    try {
        Use-Environment @{ PARTNER_CART_SANDBOX = $null; PARTNER_CENTER_ACCESS_TOKEN = 'a.b.c'; PARTNER_CART_ENDPOINT = "http://127.0.0.1:$($listener.LocalEndpoint.Port)" } {
            & $Use $listener
        }
    } finally { $listener.Stop() }
}

# Starts a command in a session of its own, whose host answers prompts like this.
function Start-Command([string]$Name = 'New-PartnerCustomerCart', [hashtable]$Parameter = @{ LineItems = New-TestItem }, [string[]]$Answer = @(), [hashtable]$Variable = @{}) {
    $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault()
    $state.ImportPSModule(@($module))
    $ui = [ScenarioHost]::new(120, $Answer, [Globalization.CultureInfo]::InvariantCulture)
    $runspace = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($ui, $state)
    $runspace.Open()
    foreach ($preference in $Variable.Keys) { $runspace.SessionStateProxy.SetVariable($preference, $Variable[$preference]) }
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $null = $shell.AddCommand($Name).AddParameters($Parameter)
    if ($Name -like '*-PartnerCustomerCart*' -and -not $Parameter.ContainsKey('CustomerId')) { $null = $shell.AddParameter('CustomerId', $customer) }
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]$null, $output)
    return @{ Shell = $shell; Running = $running; Host = $ui; Output = $output }
}

# Starts a command in a session of its own, and waits until its request has arrived.
function Start-Waiting($listener) {
    $command = Start-Command
    Wait-Until 'the request arrives' { $listener.Pending() }
    $command.Client = $listener.AcceptTcpClient()
    return $command
}

function Wait-Command($Command) {
    Wait-Until 'the command has ended' { $Command.Running.IsCompleted }
    try { $null = $Command.Shell.EndInvoke($Command.Running) } catch { $Command.Failure = $_ }
}

# A process in the place of partner-cart, which does this with each command: $id is its Id, and $here a folder. It answers the
# module's first command and its signs of life; with -OnStop, it does that when a command is to be stopped.
function Use-FakeProcess([string]$Do, [scriptblock]$Use, [hashtable]$Variable = @{}, [string]$OnStop = ':', [string]$OnStart = ':') {
    $folder = New-Folder
    try {
        $null = & mkdir "$folder/lib" "$folder/bin"
        [IO.File]::WriteAllText("$folder/lib/partner-cart-$((Get-Module PartnerCenterCart).Version).jar", '')
        [IO.File]::WriteAllText("$folder/bin/partner-cart", @"
here='$folder'
cart='"Result":{"CartId":"c1","Status":"Active","LineItems":[]}'
$OnStart
while IFS= read -r line; do
  id=`${line#*\"Id\":}; id=`${id%%,*}
  case `$line in
    *'"Parameters":{"Id":0}}') printf '{"Id":0,"Result":{"WasInFlight":false}}\n' ;;
    *Stop-PartnerCartCommand*) $OnStop ;;
    *) $Do ;;
  esac
done
"@)
        Use-Environment (@{ PARTNER_CART_HOME = $folder } + $Variable) { & $Use $folder }
    } finally { & rm -r $folder }
}

# A sandbox of its own, in a process of its own.
function Start-Sandbox {
    $start = [Diagnostics.ProcessStartInfo]::new("$distribution/bin/partner-cart", 'sandbox --port 0')
    $start.RedirectStandardOutput = $true
    $start.Environment.Remove('PARTNER_CART_SANDBOX') | Out-Null
    $process = [Diagnostics.Process]::Start($start)
    return @{ Process = $process; Address = $process.StandardOutput.ReadLine() }
}
