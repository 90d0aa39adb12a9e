# Puts the package together in target/PartnerCenterCart, as Publish-PSResource takes it: the module with partner-cart in it.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
. "$PSScriptRoot/Manifest.ps1"
$target = "$PSScriptRoot/../../target"
$package = "$target/PartnerCenterCart"
if (Test-Path $package) { Remove-Item -Recurse -Force $package }
Copy-Item -Recurse "$target/module/PartnerCenterCart" $package
# Not the classes that Java prepares beside them: they fit one Java only.
foreach ($folder in 'bin', 'lib') {
    $null = New-Item -ItemType Directory "$package/$folder"
    Get-ChildItem "$target/partner-cart/$folder" -File | Where-Object Extension -NotIn '.jsa', '.aot' | Copy-Item -Destination "$package/$folder"
}
Complete-Manifest $package
