# Loads the compiled cmdlets and exports them.
#
# The cmdlets are C# classes because the original's error ids end in its class names, because Ctrl+C reaches classes only,
# and because a script function costs milliseconds a call. What loads them is written for speed: on a cold engine each
# .NET method that a script calls for the first time costs milliseconds, and a cmdlet loads its whole module.
Set-StrictMode -Version Latest

$version = '0.1.0'
$domain = [AppDomain]::CurrentDomain
# The types may be there already: from the module PartnerCenter, or from another version of this one.
$models = @($domain.GetAssemblies() -match '^(Microsoft\.Store\.PartnerCenter|PartnerCenterCart-)')
$assembly = $null
if ($models.Count -gt 0) {
    $assembly = $domain.GetData("PartnerCenterCart $PSScriptRoot")
    # A session takes the cmdlets of one module of a name: those that are imported last.
    Get-Module PartnerCenterCart -All | Where-Object { $_.ModuleBase -ne $PSScriptRoot } | Remove-Module
}
if ($null -eq $assembly) {
    # Lengths and times tell versions of the files apart, as they do for make; hashing would load a crypto library.
    $files = [IO.DirectoryInfo]::new($PSScriptRoot).GetFiles('*', 'AllDirectories')
    $times = $files.LastWriteTimeUtc.Ticks
    [array]::Sort($times)
    $length = [Linq.Enumerable]::Sum([long[]]$files.ForEach('Length'))
    $name = "PartnerCenterCart-$version-$($PSVersionTable.PSVersion)-$length-$($times[-1])"

    # Code is run from the cache, so only its owner may be able to write there.
    $windows = $env:OS -eq 'Windows_NT'
    # Root trusts no folder that the environment of another user's session names, as with sudo.
    $cache = if ($env:PARTNER_CART_CACHE) { $env:PARTNER_CART_CACHE }
    elseif ($windows) { "$env:LOCALAPPDATA/partner-cart" }
    elseif ([Environment]::IsPrivilegedProcess) { '/var/cache/partner-cart' }
    elseif ($env:XDG_CACHE_HOME) { "$env:XDG_CACHE_HOME/partner-cart" }
    else { "$HOME/.cache/partner-cart" }
    $file = "$cache/$name.dll"
    if ($models.Count -eq 0 -and [IO.File]::Exists($file) -and ($windows -or "$([IO.File]::GetUnixFileMode($cache))" -eq 'UserExecute, UserWrite, UserRead')) {
        $assembly = [Reflection.Assembly]::LoadFrom($file)
    } else {
        . "$PSScriptRoot/Assembly.ps1"
        $assembly = Import-CompiledAssembly $files $models $cache $name
    }
    $domain.SetData("PartnerCenterCart $PSScriptRoot", $assembly)
}

$assembly.GetType('PartnerCenterCart.PartnerCart')::Initialize($PSScriptRoot, $version)
Import-Module -Assembly $assembly
Export-ModuleMember -Cmdlet *
