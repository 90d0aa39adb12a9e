# Runs the recorded scenarios with this module, each in a session of its own, and writes what happened, a JSON line each.
# The service at $Service is told the scenario's id first, and then answers what was recorded.
param([string]$Module, [string]$Fixtures, [string]$Service, [string]$Only = '*')
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
Add-Type -Path ([IO.Path]::Combine($PSScriptRoot, 'ScenarioHost.cs'))
# The recordings were made with this culture.
[Globalization.CultureInfo]::DefaultThreadCurrentCulture = [Globalization.CultureInfo]::InvariantCulture
$http = [Net.Http.HttpClient]::new()
$env:PARTNER_CART_ENDPOINT = $Service
$env:PARTNER_CENTER_ACCESS_TOKEN = 'recorded.access.token'
$state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault()
$state.ImportPSModule(@($Module))

function Get-Member-Or($object, [string]$name, $default) {
    if ($object.PSObject.Properties[$name]) { return , $object.$name }
    return , $default
}

function Invoke-Scenario($scenario) {
    $null = $http.GetStringAsync("$Service/scenario/$($scenario.id)").GetAwaiter().GetResult()
    $testHost = [ScenarioHost]::new((Get-Member-Or $scenario 'width' 120), [string[]](Get-Member-Or $scenario 'answers' @()))
    $runspace = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($testHost, $state)
    $runspace.Open()
    $powershell = [powershell]::Create()
    try {
        $powershell.Runspace = $runspace
        $null = $powershell.AddScript($scenario.script)
        if (Get-Member-Or $scenario 'outDefault' $false) {
            $null = $powershell.AddCommand('Out-Default')
            if (Get-Member-Or $scenario 'mergeErrors' $false) { $powershell.Commands.Commands[0].MergeMyResults('Error', 'Output') }
        }
        $output = try { $powershell.Invoke() } catch { "terminating: $_" }
        $result = [ordered]@{ id = $scenario.id }
        $result.output = @(foreach ($object in $output) { , [ScenarioHost]::Describe($object) })
        $result.errors = @(foreach ($record in $powershell.Streams.Error) {
                [ordered]@{
                    type = $record.Exception.GetType().FullName
                    message = "$record"
                    id = $record.FullyQualifiedErrorId
                    category = $record.CategoryInfo.ToString()
                }
            })
        $result.warnings = @(foreach ($record in $powershell.Streams.Warning) { "$record" })
        $result.verbose = @(foreach ($record in $powershell.Streams.Verbose) { "$record" })
        $result.host = @($testHost.Calls)
        [Console]::Out.WriteLine((ConvertTo-Json $result -Depth 20 -Compress))
    } finally {
        $powershell.Dispose()
        $runspace.Dispose()
    }
}

$document = ConvertFrom-Json ([IO.File]::ReadAllText($Fixtures))
foreach ($scenario in $document.scenarios) {
    if ($scenario.id -like $Only) { Invoke-Scenario $scenario }
}
