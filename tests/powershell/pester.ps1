# Runs one file of tests with Pester, and writes what became of each test, a JSON line each.
param([string]$Path)
if (-not (Get-Module -ListAvailable Pester | Where-Object Version -GE '6.0')) {
    [Console]::Out.WriteLine('{"name":"Pester 6 is not installed","result":"Skipped","error":""}')
    exit
}
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$run = Invoke-Pester -Configuration $configuration
foreach ($test in $run.Tests) {
    $errors = foreach ($record in $test.ErrorRecord) { "$($record.Exception.Message)`n$($record.ScriptStackTrace)" }
    [Console]::Out.WriteLine((ConvertTo-Json -Compress ([ordered]@{ name = $test.ExpandedPath; result = "$($test.Result)"; error = $errors -join "`n" })))
}
foreach ($container in $run.FailedContainers + $run.FailedBlocks) { [Console]::Error.WriteLine("$($container.ErrorRecord)") }
exit [int]($run.FailedContainersCount + $run.FailedBlocksCount -gt 0)
