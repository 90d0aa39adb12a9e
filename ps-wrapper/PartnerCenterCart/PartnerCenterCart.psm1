# Loads the compiled cmdlets and exports them.
Set-StrictMode -Version Latest
. ([IO.Path]::Combine($PSScriptRoot, 'Assembly.ps1'))

# The manifest has the version, but a module does not know it while it is loading.
$manifest = [IO.File]::ReadAllText([IO.Path]::Combine($PSScriptRoot, 'PartnerCenterCart.psd1'))
$version = [regex]::Match($manifest, "ModuleVersion = '([\d.]+)'").Groups[1].Value
$assembly = Import-CompiledAssembly $PSScriptRoot $version
$assembly.GetType('PartnerCenterCart.PartnerCart')::Initialize($PSScriptRoot, $version)
Import-Module -Assembly $assembly
Export-ModuleMember -Cmdlet *
