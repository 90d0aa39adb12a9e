# Compiles the C# sources when there is no assembly of them yet for this user and this engine.
#
# The user's own PowerShell compiles them, because an assembly that was compiled at build time would fit one version of
# .NET only. Loading it afterwards costs a tenth of compiling it at each import.

function Test-OwnerOnly([string]$Folder) {
    # The local application data can be written by its user and by administrators only.
    if ($env:OS -eq 'Windows_NT') { return $true }
    # Whoever can use a folder that is open to its owner only, and is not root, is its owner.
    return [IO.File]::GetUnixFileMode($Folder) -eq [IO.UnixFileMode]'UserRead, UserWrite, UserExecute'
}

function New-OwnerOnlyFolder([string]$Folder) {
    if ($env:OS -eq 'Windows_NT') { $null = [IO.Directory]::CreateDirectory($Folder) }
    else { $null = [IO.Directory]::CreateDirectory($Folder, [IO.UnixFileMode]'UserRead, UserWrite, UserExecute') }
}

function Add-Source([IO.FileInfo[]]$Source, [Reflection.Assembly[]]$Model, [hashtable]$Option) {
    $reference = @('System.Net.Http') + @(foreach ($assembly in $Model) { $assembly.Location })
    if ($PSVersionTable.PSVersion.Major -lt 6) { $reference += 'System.Core' }
    # Another version's assembly has command classes of the same names; the compiler prefers the sources, and warns.
    Add-Type -Path $Source.FullName -ReferencedAssemblies $reference -IgnoreWarnings -WarningAction SilentlyContinue @Option
}

function Import-CompiledAssembly([IO.FileInfo[]]$File, [Reflection.Assembly[]]$Model, [string]$Cache, [string]$Name) {
    $source = $File | Where-Object { $_.Extension -eq '.cs' }
    $help = ($File | Where-Object { $_.Name -eq 'PartnerCenterCart.dll-Help.xml' }).FullName
    if ($Model) {
        # With other types comes another assembly: their own, against which only the cmdlets are compiled.
        $first = @($Model | Where-Object { $null -ne $_.GetType('Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem') })[0]
        $Model = @($Model | Where-Object { $_ -eq $first -or $_.FullName -match '^Microsoft\.Store\.PartnerCenter,' })
        $Name += '-' + $first.ManifestModule.ModuleVersionId.ToString('N')
        $source = $source | Where-Object { $_.Directory.Name -ne 'Models' }
    }

    try {
        New-OwnerOnlyFolder $Cache
        $canCache = Test-OwnerOnly $Cache
    } catch {
        $canCache = $false
    }
    if (-not $canCache) {
        Write-Verbose "PartnerCenterCart is compiled in memory at each import, because $Cache can't be written by its owner only."
        return (Add-Source $source $Model @{ PassThru = $true })[0].Assembly
    }

    $assembly = "$Cache/$Name.dll"
    if (-not [IO.File]::Exists($assembly)) {
        # Compiled under its name in a folder of its own, then moved: nobody ever sees a half of it.
        $folder = "$Cache/$([Guid]::NewGuid())"
        New-OwnerOnlyFolder $folder
        try {
            Add-Source $source $Model @{ OutputAssembly = "$folder/$Name.dll"; OutputType = 'Library' }
            # Get-Help looks beside the assembly, for this name.
            New-OwnerOnlyFolder "$Cache/en-US"
            [IO.File]::Copy($help, "$Cache/en-US/$Name.dll-Help.xml", $true)
            try {
                [IO.File]::Move("$folder/$Name.dll", $assembly)
            } catch {
                # Another PowerShell was first, with the same.
                if (-not [IO.File]::Exists($assembly)) { throw }
            }
        } finally {
            [IO.Directory]::Delete($folder, $true)
        }
        # Add-Type may have loaded what it compiled, which is then not what another PowerShell moved there first.
        $loaded = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq $Name })
        if ($loaded.Count -gt 0) { return $loaded[0] }
    }
    return [Reflection.Assembly]::LoadFrom($assembly)
}
