# Compiles the C# sources beside it, once for a user and an engine, and loads the assembly.
#
# The cmdlets are compiled classes because the original's error ids end in its class names, because Ctrl+C reaches a
# class only, and because a script function costs milliseconds a call. An assembly compiled at build time would fit one
# .NET version; the user's own PowerShell compiles what fits it. Loading costs a tenth of compiling at each import.
# Only .NET is called here: the first cmdlet of another module would load that module.

function Get-ModelAssembly {
    # The types may be there already: from the module PartnerCenter, or from another version of this one.
    $other = [AppDomain]::CurrentDomain.GetData('PartnerCenterCart')
    if ($null -ne $other) { return , @($other) }
    $found = @(foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
            if ($assembly.FullName.StartsWith('Microsoft.Store.PartnerCenter')) { $assembly }
        })
    return , $found
}

function Get-SourceKey([System.IO.FileInfo[]]$Source, [object[]]$Model) {
    # Lengths and times tell sources apart, as they do for make; hashing would load a crypto library.
    [long]$length = 0
    [long]$time = 0
    foreach ($file in $Source) {
        $length += $file.Length
        if ($file.LastWriteTimeUtc.Ticks -gt $time) { $time = $file.LastWriteTimeUtc.Ticks }
    }
    $key = '{0}-{1}-{2:x}-{3:x}' -f $PSVersionTable.PSVersion, [Environment]::Version, $length, $time
    foreach ($assembly in $Model) { $key += '-' + $assembly.ManifestModule.ModuleVersionId.ToString('N') }
    return $key
}

function Get-CacheDirectory {
    # Code is run from here, so nobody else may write here; $null if that is not certain.
    $given = [Environment]::GetEnvironmentVariable('PARTNER_CART_CACHE')
    if ([IO.Path]::DirectorySeparatorChar -eq '\') {
        # The local application data can be written by its user and by administrators only.
        if (-not $given) { $given = [IO.Path]::Combine([Environment]::GetFolderPath('LocalApplicationData'), 'partner-cart') }
        $null = [IO.Directory]::CreateDirectory($given)
        return $given
    }
    if (-not $given) {
        # Root trusts no folder that a variable of another user's session names, as with sudo.
        $base = if ([Environment]::IsPrivilegedProcess) { '/var/cache' }
        elseif ($env:XDG_CACHE_HOME) { $env:XDG_CACHE_HOME }
        else { [IO.Path]::Combine([Environment]::GetFolderPath('UserProfile'), '.cache') }
        $given = [IO.Path]::Combine($base, 'partner-cart')
    }
    $ownerOnly = [IO.UnixFileMode]'UserRead, UserWrite, UserExecute'
    $null = [IO.Directory]::CreateDirectory($given, $ownerOnly)
    # Whoever can use a folder that is open to its owner only, and is not root, is its owner.
    if ([IO.File]::GetUnixFileMode($given) -ne $ownerOnly) { return $null }
    return $given
}

function Add-Source([System.IO.FileInfo[]]$Source, [object[]]$Model, [hashtable]$Option) {
    $reference = @('System.Net.Http') + @(foreach ($assembly in $Model) { $assembly.Location })
    if ($PSVersionTable.PSVersion.Major -lt 6) { $reference += 'System.Core' }
    # The command classes are in another version's assembly too; the compiler prefers the sources, with a warning.
    Add-Type -Path $Source.FullName -ReferencedAssemblies $reference -IgnoreWarnings -WarningAction SilentlyContinue @Option
}

function Import-CompiledAssembly([string]$Root, [string]$Version) {
    $model = Get-ModelAssembly
    $sources = [IO.DirectoryInfo]::new($Root).GetFiles('*.cs', 'AllDirectories')
    $key = 'PartnerCenterCart-' + $Version + '-' + (Get-SourceKey $sources @())
    $loaded = [AppDomain]::CurrentDomain.GetData($key)
    if ($null -ne $loaded) { return $loaded }
    if ($model.Count -gt 0) {
        $key = 'PartnerCenterCart-' + $Version + '-' + (Get-SourceKey $sources $model)
        $loaded = [AppDomain]::CurrentDomain.GetData($key)
        if ($null -ne $loaded) { return $loaded }
        $sources = $sources.Where({ $_.Directory.Name -ne 'Models' })
    }

    try { $cache = Get-CacheDirectory } catch { $cache = $null }
    if ($null -eq $cache) {
        Write-Verbose 'PartnerCenterCart is compiled in memory: its cache folder is not open to its owner only.'
        $assembly = (Add-Source $sources $model @{ PassThru = $true })[0].Assembly
    } else {
        $file = [IO.Path]::Combine($cache, $key + '.dll')
        if (-not [IO.File]::Exists($file)) {
            # Compiled under its name in a folder of its own, then moved: nobody ever sees a half of it.
            $folder = [IO.Path]::Combine($cache, [Guid]::NewGuid().ToString())
            $null = [IO.Directory]::CreateDirectory($folder)
            try {
                $new = [IO.Path]::Combine($folder, $key + '.dll')
                Add-Source $sources $model @{ OutputAssembly = $new; OutputType = 'Library' }
                try { [IO.File]::Move($new, $file) } catch [IO.IOException] {
                    # Another PowerShell was first, with the same.
                    if (-not [IO.File]::Exists($file)) { throw }
                }
            } finally {
                [IO.Directory]::Delete($folder, $true)
            }
        }
        $assembly = [Reflection.Assembly]::LoadFrom($file)
    }

    [AppDomain]::CurrentDomain.SetData($key, $assembly)
    if ($model.Count -eq 0) { [AppDomain]::CurrentDomain.SetData('PartnerCenterCart', $assembly) }
    return $assembly
}
