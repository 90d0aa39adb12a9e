# Puts the module together in target/module/PartnerCenterCart: what is shipped as it stands, the assembly, the help.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
. "$PSScriptRoot/Manifest.ps1"
$built = "$PSScriptRoot/../../target/module"
$source = "$PSScriptRoot/../PartnerCenterCart"
$module = "$built/PartnerCenterCart"
if (Test-Path $module) { Remove-Item -Recurse -Force $module }
Copy-Item -Recurse $source $module
$version = (Import-PowerShellDataFile "$source/PartnerCenterCart.psd1").ModuleVersion
Copy-Item "$built/bin/PartnerCenterCart-$version.dll" "$module/PartnerCenterCart.dll"
Copy-Item "$PSScriptRoot/../../LICENSE" $module
& "$PSScriptRoot/New-Help.ps1" -Module "$module/PartnerCenterCart.psd1" -Page "$PSScriptRoot/../help" -Output "$module/en-US/PartnerCenterCart.dll-Help.xml"
Complete-Manifest $module
