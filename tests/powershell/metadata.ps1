# Writes the commands and the model types in the form in which they were recorded.
param([string]$Module, [string]$Types)
Import-Module $Module
$common = [Management.Automation.Cmdlet]::CommonParameters
foreach ($c in Get-Command -Module ([IO.Path]::GetFileNameWithoutExtension($Module))) {
    $name = $c.Name
    $m = [Management.Automation.CommandMetadata]::new($c)
    "command $name $($c.CommandType) $($c.ImplementingType.FullName) set=$($c.DefaultParameterSet) impact=$($m.ConfirmImpact) shouldProcess=$($m.SupportsShouldProcess) positional=$($m.PositionalBinding) remoting=$($m.RemotingCapability) output=$(($c.OutputType | ForEach-Object Name) -join ',')"
    foreach ($set in $c.ParameterSets) {
        "command $name/$($set.Name) default=$($set.IsDefault) $set"
        foreach ($p in $set.Parameters) {
            if ($common -contains $p.Name) { continue }
            $attributes = @($p.Attributes | ForEach-Object {
                    if ($_ -is [ValidatePattern]) { "ValidatePattern RegexPattern=$($_.RegexPattern) Options=$($_.Options) ErrorMessage=$($_.ErrorMessage)" } else { $_.GetType().FullName }
                })
            [array]::Sort($attributes, [StringComparer]::Ordinal)
            "command $name/$($set.Name) -$($p.Name) $($p.ParameterType.FullName) mandatory=$($p.IsMandatory) position=$($p.Position) pipeline=$($p.ValueFromPipeline) byName=$($p.ValueFromPipelineByPropertyName) remaining=$($p.ValueFromRemainingArguments) aliases=$($p.Aliases -join ',') help=$($p.HelpMessage) attributes=$($attributes -join ';')"
        }
    }
}
foreach ($name in [IO.File]::ReadAllLines($Types) | ForEach-Object { ($_ -split ' ')[0] } | Select-Object -Unique) {
    $t = $name -as [type]
    if (-not $t) { continue }
    "type $name : $($t.BaseType) sealed=$($t.IsSealed) abstract=$($t.IsAbstract) enum=$($t.IsEnum)"
    if ($t.IsEnum) {
        foreach ($n in [Enum]::GetNames($t)) { "type $name | $n=$([int][Enum]::Parse($t, $n))" }
    } else {
        foreach ($x in $t.GetConstructors()) { "type $name | $x" }
        foreach ($p in $t.GetProperties()) {
            "type $name | $($p.Name) : $($p.PropertyType) { $(if ($p.CanRead -and $p.GetMethod.IsPublic) { 'get;' }) $(if ($p.CanWrite -and $p.SetMethod.IsPublic) { 'set;' } elseif ($p.CanWrite) { 'nonpublic set;' }) } declared in $($p.DeclaringType.Name)"
        }
    }
}
