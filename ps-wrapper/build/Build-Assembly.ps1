# Compiles the module with this PowerShell alone, where there is no .NET SDK. The assembly fits this PowerShell and later ones.
$ErrorActionPreference = 'Stop'
$version = (Import-PowerShellDataFile "$PSScriptRoot/../PartnerCenterCart/PartnerCenterCart.psd1").ModuleVersion
$output = "$PSScriptRoot/../../target/module/bin"
$null = New-Item -ItemType Directory -Force $output, "$output/../obj"
Set-Content "$output/../obj/Version.cs" "[assembly: System.Reflection.AssemblyVersion(`"$version`")]"
$sources = (Get-ChildItem "$PSScriptRoot/../src", "$output/../obj/Version.cs" -Recurse -Filter *.cs).FullName
Add-Type -Path $sources -OutputAssembly "$output/PartnerCenterCart-$version.dll" -CompilerOptions '/nullable:annotations'
