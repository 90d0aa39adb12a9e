# Loads the compiled cmdlets and exports them.
#
# The cmdlets are C# classes because the original's error ids end in its class names, because Ctrl+C reaches classes only,
# and because a script function costs milliseconds a call. What loads them is written for speed: on a cold engine each
# .NET method that a script calls for the first time costs milliseconds, and a cmdlet loads its whole module.
Set-StrictMode -Version Latest

$version = '0.1.0'
$windows = $env:OS -eq 'Windows_NT'
$root = -not $windows -and [Environment]::IsPrivilegedProcess

# Whether nobody but its owner can write to a folder from which code is run, and its owner is who runs it.
function Test-OwnerOnly([string]$Folder) {
    # The folders that nobody named can be written by their user, and by administrators, only.
    if ($windows -and -not $env:PARTNER_CART_CACHE) { return $true }
    # Whoever can use a folder that is open to its owner only is its owner, or root.
    if (-not $windows -and ([IO.DirectoryInfo]$Folder).UnixFileMode -ne 448) { return $false }
    if (-not $windows -and -not ($root -and $env:PARTNER_CART_CACHE)) { return $true }
    . "$PSScriptRoot/Assembly.ps1"
    return Test-Owner $Folder
}

# Root trusts no folder in the home that another user's session names, as with sudo.
$cache = if ($env:PARTNER_CART_CACHE) { $env:PARTNER_CART_CACHE }
elseif ($windows) {
    $local = if ($env:LOCALAPPDATA) { $env:LOCALAPPDATA } else { [Environment]::GetFolderPath('LocalApplicationData') }
    if ($local) { "$local/partner-cart" }
} elseif ($root) { '/var/cache/partner-cart' }
elseif ($env:XDG_CACHE_HOME) { "$env:XDG_CACHE_HOME/partner-cart" }
elseif ($HOME) { "$HOME/.cache/partner-cart" }

$domain = [AppDomain]::CurrentDomain
$assembly = $domain.GetData("PartnerCenterCart $PSScriptRoot")
# The types may be there already: from the module PartnerCenter, or from another version of this one.
$models = @($domain.GetAssemblies() -match '^(Microsoft\.Store\.PartnerCenter|PartnerCenterCart-)')
if ($models.Count -gt 0) {
    # A session takes the cmdlets of one module of a name: those that are imported last.
    Get-Module PartnerCenterCart -All | Where-Object { $_.ModuleBase -ne $PSScriptRoot } | Remove-Module
}
if ($null -eq $assembly) {
    # Lengths and times tell versions of the files apart, as they do for make; reading them would cost more than loading.
    $files = ([IO.DirectoryInfo]$PSScriptRoot).GetFiles('*', 'AllDirectories')
    $key = [long]0
    foreach ($file in $files) { $key = ($key -shl 5) -bxor ($key -shr 59) -bxor $file.LastWriteTimeUtc.Ticks -bxor $file.Length }
    $name = "PartnerCenterCart-$version-$($PSVersionTable.PSVersion)-$key"

    if ($models.Count -eq 0 -and $cache -and [IO.File]::Exists("$cache/$name.dll") -and (Test-OwnerOnly $cache)) {
        $assembly = [Reflection.Assembly]::LoadFrom("$cache/$name.dll")
        $domain.SetData("PartnerCenterCart $PSScriptRoot", $assembly)
    } else {
        . "$PSScriptRoot/Assembly.ps1"
        $assembly = Get-CompiledAssembly $files $cache $name
    }
}

# ModuleImport takes this.
$domain.SetData('PartnerCenterCart', "$version $PSScriptRoot")
if ([IO.File]::Exists($assembly.Location)) {
    Import-Module $assembly.Location
} else {
    Import-Module -Assembly $assembly
    # PowerShell keeps such a module when it removes this one, and would not export the cmdlets of what it kept.
    $MyInvocation.MyCommand.ScriptBlock.Module.OnRemove = { Get-Module "dynamic_code_module_$assembly" -All | Remove-Module }
}
Export-ModuleMember -Cmdlet *
