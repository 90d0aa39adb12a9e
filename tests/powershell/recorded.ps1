# Runs the recorded scenarios with this module, each in a session of its own, and writes what happened, a JSON line each.
# The service at $Service is told the scenario's id first, and then answers what was recorded.
param([string]$Module, [string]$Fixtures, [string]$Service, [string]$Only = '*')
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
Add-Type -Path ([IO.Path]::Combine($PSScriptRoot, 'ScenarioHost.cs'))

# Runs the body with these environment variables; the ones that were there come back afterwards.
function Use-Environment([hashtable]$Variable, [scriptblock]$Body) {
    $environmentBefore = @{}
    foreach ($name in $Variable.Keys) { $environmentBefore[$name] = [Environment]::GetEnvironmentVariable($name) }
    try {
        foreach ($name in $Variable.Keys) { Set-Content -LiteralPath "env:$name" $Variable[$name] }
        & $Body
    } finally {
        foreach ($name in $environmentBefore.Keys) { if ($null -eq $environmentBefore[$name]) { Remove-Item "env:$name" } else { Set-Content -LiteralPath "env:$name" $environmentBefore[$name] } }
    }
}

$http = [Net.Http.HttpClient]::new()
$env:PARTNER_CART_ENDPOINT = $Service
$env:PARTNER_CENTER_ACCESS_TOKEN = 'recorded.access.token'
$state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault()
$state.ImportPSModule(@($Module))

# An address at which nothing listens.
$listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
$listener.Start()
$refused = "http://$($listener.LocalEndpoint)"
$listener.Stop()

function Get-Member-Or($object, [string]$name, $default) {
    if ($object.PSObject.Properties[$name]) { return , $object.$name }
    return , $default
}

function Get-Here([string]$text) { $text.Replace('{service}', $Service).Replace('{refused}', $refused).Replace('{module}', $Module) }

# An error in the form in which the recordings have it.
function Get-Description($record) {
    $description = [ordered]@{
        type = $record.Exception.GetType().FullName
        message = "$record"
        id = $record.FullyQualifiedErrorId
        category = $record.CategoryInfo.ToString()
    }
    if ($null -ne $record.TargetObject) { $description.target = "$($record.TargetObject)" }
    if ($description.type -like '*.PartnerException') {
        $description.errorCategory = "$($record.Exception.ErrorCategory)"
        $fault = $record.Exception.ServiceErrorPayload
        if ($fault) { $description.service = @($fault.ErrorCode, $fault.ErrorMessage) }
    }
    return $description
}

function Invoke-Scenario($scenario) {
    $null = $http.GetStringAsync("$Service/scenario/$($scenario.id)").GetAwaiter().GetResult()
    # The recordings were made with the invariant culture, but for those that name another.
    $culture = [Globalization.CultureInfo]::GetCultureInfo((Get-Member-Or $scenario 'culture' ''))
    [Globalization.CultureInfo]::CurrentCulture = $culture
    $testHost = [ScenarioHost]::new((Get-Member-Or $scenario 'width' 120), [string[]](Get-Member-Or $scenario 'answers' @()), $culture)
    $runspace = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($testHost, $state)
    $runspace.Open()
    $powershell = [powershell]::Create()
    try {
        $powershell.Runspace = $runspace
        $null = $powershell.AddScript((Get-Here $scenario.script))
        if (Get-Member-Or $scenario 'outDefault' $false) {
            $null = $powershell.AddCommand('Out-Default')
            if (Get-Member-Or $scenario 'mergeErrors' $false) { $powershell.Commands.Commands[0].MergeMyResults('Error', 'Output') }
        }
        $output = try { $powershell.Invoke() } catch { "terminating: $_" }
        $result = [ordered]@{ id = $scenario.id }
        $result.output = @(foreach ($object in $output) { , [ScenarioHost]::Describe($object) })
        $result.errors = @(foreach ($record in $powershell.Streams.Error) { Get-Description $record })
        # Also what -ErrorAction or a try kept from the stream.
        $result.dollarError = @(foreach ($record in $runspace.SessionStateProxy.GetVariable('Error')) {
                Get-Description $(if ($record -is [Management.Automation.ErrorRecord]) { $record } else { $record.ErrorRecord })
            })
        foreach ($stream in 'Warning', 'Verbose', 'Debug') { $result[$stream.ToLowerInvariant()] = @(foreach ($record in $powershell.Streams.$stream) { "$record" }) }
        $result.host = @($testHost.Calls)
        [Console]::Out.WriteLine((ConvertTo-Json $result -Depth 20 -Compress))
    } finally {
        $powershell.Dispose()
        $runspace.Dispose()
    }
}

$document = ConvertFrom-Json ([IO.File]::ReadAllText($Fixtures))
# Each change of the environment starts another process, and after a Connect-PartnerCenter the environment signs nobody in: those come last.
$connecting, $others = $document.scenarios.Where({ $_.script -like 'Connect-PartnerCenter*' }, 'Split')
# So does each check-out: what an earlier scenario showed of the cart would be compared with it.
$special, $plain = $others.Where({ $_.PSObject.Properties['environment'] -or $_.script -like '*Submit-*' }, 'Split')
$timeout = 300
foreach ($scenario in @($plain) + @($special) + @($connecting)) {
    if ($scenario.id -notlike $Only) { continue }
    $environment = if ($scenario.script -like '*Submit-*') { @{ PARTNER_CART_TIMEOUT = "$(++$timeout)" } } else { @{} }
    foreach ($variable in (Get-Member-Or $scenario 'environment' ([pscustomobject]@{})).PSObject.Properties) {
        $environment[$variable.Name] = if ($null -ne $variable.Value) { Get-Here $variable.Value }
    }
    Use-Environment $environment { Invoke-Scenario $scenario }
}
