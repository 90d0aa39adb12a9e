# Makes the help file: words from a Markdown page for each cmdlet; parameters, types, sets, aliases and values from the loaded
# cmdlets, so that they can't differ. A parameter without words, or words without a parameter, end the build.
param([string]$Module, [string]$Page, [string]$Output)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$common = [Management.Automation.Cmdlet]::CommonParameters
$ofAll = @{
    WhatIf = 'Shows what would happen if the cmdlet runs. Nothing is sent, and no sign-in is needed.'
    Confirm = 'Prompts you for confirmation before running the cmdlet.'
}

function ConvertTo-XmlText([string]$Text) { [Security.SecurityElement]::Escape($Text) }

function Format-Para([string]$Text) { ($Text.Trim() -split '\r?\n\r?\n' | ForEach-Object { "<maml:para>$(ConvertTo-XmlText $_)</maml:para>" }) -join '' }

# The text of each heading of a level, by heading.
function Get-Section([string]$Markdown, [int]$Level) {
    $sections = [ordered]@{}
    foreach ($match in [regex]::Matches($Markdown, "(?ms)^#{$Level} ([^\r\n]+)\r?\n(.*?)(?=^#{1,$Level} [^#]|\z)")) {
        $sections[$match.Groups[1].Value.Trim()] = $match.Groups[2].Value.Trim()
    }
    return $sections
}

function Format-Parameter($Parameter, [string]$Words, [bool]$IsRequired, [bool]$IsInSyntax) {
    $type = $Parameter.ParameterType
    $isSwitch = $type -eq [switch]
    $pipeline = if (@($Parameter.ParameterSets.Values.ValueFromPipelineByPropertyName) -contains $true) { 'True (ByPropertyName)' } else { 'False' }
    $aliases = if ($Parameter.Aliases.Count) { $Parameter.Aliases -join ', ' } else { 'none' }
    $required = "$IsRequired".ToLowerInvariant()
    $names = if ($type.IsEnum) { [Enum]::GetNames($type) | ForEach-Object { '<command:parameterValue required="false" variableLength="false">' + $_ + '</command:parameterValue>' } }
    $value = if ($isSwitch -and $IsInSyntax) { '' }
    elseif ($type.IsEnum -and $IsInSyntax) { "<command:parameterValueGroup>$names</command:parameterValueGroup>" }
    else { "<command:parameterValue required=`"$("$(-not $isSwitch)".ToLowerInvariant())`" variableLength=`"false`">$($type.Name)</command:parameterValue>" }
    $default = if ($isSwitch) { 'False' } elseif ($type.IsEnum) { [Enum]::GetNames($type)[0] } else { 'None' }
    return @"
<command:parameter required="$required" variableLength="false" globbing="false" pipelineInput="$pipeline" position="named" aliases="$aliases">
<maml:name>$($Parameter.Name)</maml:name><maml:description>$(Format-Para $Words)</maml:description>$value<dev:type><maml:name>$($type.Name)</maml:name><maml:uri /></dev:type><dev:defaultValue>$default</dev:defaultValue>
</command:parameter>
"@
}

function Format-Command($Command) {
    $text = Get-Content -Raw -Encoding utf8 (Join-Path $Page "$($Command.Name).md")
    $sections = Get-Section $text 2
    $words = Get-Section "$($sections['PARAMETERS'])`n" 3
    $parameters = @($Command.Parameters.Values | Where-Object { $_.Name -notin $common } | Sort-Object Name)
    $described = @($parameters | Where-Object { -not $ofAll.ContainsKey($_.Name) } | ForEach-Object { '-' + $_.Name })
    if (Compare-Object $described @($words.Keys)) { throw "$($Command.Name).md describes $($words.Keys -join ' '), but the parameters are $($described -join ' ')." }
    foreach ($name in $ofAll.Keys) { $words["-$name"] = $ofAll[$name] }
    $syntax = foreach ($set in $Command.ParameterSets) {
        $items = foreach ($parameter in $set.Parameters | Where-Object { $_.Name -notin $common } | Sort-Object @{ Expression = { [array]::IndexOf(@('WhatIf', 'Confirm'), $_.Name) } }, @{ Expression = { -not $_.IsMandatory } }, Name) {
            Format-Parameter $Command.Parameters[$parameter.Name] $words["-$($parameter.Name)"] $parameter.IsMandatory $true
        }
        "<command:syntaxItem><maml:name>$($Command.Name)</maml:name>$($items -join '')</command:syntaxItem>"
    }
    $details = foreach ($parameter in $parameters) {
        $isRequired = @($parameter.ParameterSets.Values | Where-Object { -not $_.IsMandatory }).Count -eq 0
        Format-Parameter $parameter $words["-$($parameter.Name)"] $isRequired $false
    }
    $examples = foreach ($example in (Get-Section $sections['EXAMPLES'] 3).GetEnumerator()) {
        $match = [regex]::Match($example.Value, '(?s)```powershell\r?\n(.*?)\r?\n```\s*(.*)')
        "<command:example><maml:title>-------------------------- $($example.Key) --------------------------</maml:title><dev:code>$(ConvertTo-XmlText $match.Groups[1].Value)</dev:code><dev:remarks>$(Format-Para $match.Groups[2].Value)</dev:remarks></command:example>"
    }
    $links = foreach ($match in [regex]::Matches($sections['RELATED LINKS'], '\[(.*?)\]\((.*?)\)')) {
        "<maml:navigationLink><maml:linkText>$(ConvertTo-XmlText $match.Groups[1].Value)</maml:linkText><maml:uri>$(ConvertTo-XmlText $match.Groups[2].Value)</maml:uri></maml:navigationLink>"
    }
    $inputs = if ($parameters | Where-Object { $_.ParameterSets.Values.ValueFromPipelineByPropertyName -contains $true }) { 'Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCart' } else { 'None' }
    $outputs = if ($Command.OutputType) { $Command.OutputType.Name } else { 'None' }
    return @"
<command:command xmlns:maml="http://schemas.microsoft.com/maml/2004/10" xmlns:command="http://schemas.microsoft.com/maml/dev/command/2004/10" xmlns:dev="http://schemas.microsoft.com/maml/dev/2004/10">
<command:details><command:name>$($Command.Name)</command:name><command:verb>$($Command.Verb)</command:verb><command:noun>$($Command.Noun)</command:noun><maml:description>$(Format-Para $sections['SYNOPSIS'])</maml:description></command:details>
<maml:description>$(Format-Para $sections['DESCRIPTION'])</maml:description>
<command:syntax>$($syntax -join '')</command:syntax>
<command:parameters>$($details -join '')</command:parameters>
<command:inputTypes><command:inputType><dev:type><maml:name>$inputs</maml:name></dev:type></command:inputType></command:inputTypes>
<command:returnValues><command:returnValue><dev:type><maml:name>$outputs</maml:name></dev:type></command:returnValue></command:returnValues>
<maml:alertSet />
<command:examples>$($examples -join '')</command:examples>
<command:relatedLinks>$($links -join '')</command:relatedLinks>
</command:command>
"@
}

Import-Module $Module
$commands = foreach ($command in Get-Command -Module PartnerCenterCart | Sort-Object Name) { Format-Command $command }
$help = "<?xml version=`"1.0`" encoding=`"utf-8`"?>`n<helpItems schema=`"maml`" xmlns=`"http://msh`">`n$($commands -join "`n")`n</helpItems>`n"
$null = [xml]$help
[IO.File]::WriteAllText($Output, $help)
