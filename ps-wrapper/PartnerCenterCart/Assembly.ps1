# Compiles the C# sources when there is no assembly of them yet for this user and this engine.
#
# The user's own PowerShell compiles them, because an assembly that was compiled at build time would fit one version of
# .NET only. Loading it afterwards costs a tenth of compiling it at each import.

# The part of Test-OwnerOnly that few need.
function Test-Owner([string]$Folder) {
    if (-not $windows) { return (@(& /bin/ls -nd -- $Folder) -split ' +')[2] -eq '0' }
    $sid = [Security.Principal.SecurityIdentifier]
    # The user, the system, administrators, and who made the file.
    $trusted = [Security.Principal.WindowsIdentity]::GetCurrent().User.Value, 'S-1-5-18', 'S-1-5-32-544', 'S-1-3-0', 'S-1-3-4'
    $acl = Get-Acl -LiteralPath $Folder
    if ($trusted -notcontains $acl.GetOwner($sid).Value) { return $false }
    # Whatever is more than reading: also the generic rights, which have no names there.
    $reading = [int][Security.AccessControl.FileSystemRights]'ReadAndExecute, Synchronize'
    foreach ($rule in $acl.GetAccessRules($true, $true, $sid)) {
        $rights = [int]$rule.FileSystemRights -band -bnot ($reading -bor [int]0xA0000000)
        if ($rule.AccessControlType -eq 'Allow' -and $rights -ne 0 -and $trusted -notcontains $rule.IdentityReference.Value) { return $false }
    }
    return $true
}

function New-OwnerOnlyFolder([string]$Folder) {
    if ($windows) { $null = [IO.Directory]::CreateDirectory($Folder) }
    else { $null = [IO.Directory]::CreateDirectory($Folder, [IO.UnixFileMode]'UserRead, UserWrite, UserExecute') }
}

# Why nothing can be kept in the cache; nothing if it can.
function Get-CacheProblem([string]$Cache) {
    if (-not $Cache) { return 'there is no folder for application data' }
    try {
        New-OwnerOnlyFolder $Cache
        if (-not (Test-OwnerOnly $Cache)) { return "$Cache can be written by others than its owner, or is not yours" }
        # Also whether it can be written at all.
        $folder = "$Cache/$([Guid]::NewGuid())"
        New-OwnerOnlyFolder $folder
        [IO.Directory]::Delete($folder)
    } catch {
        return "$Cache can't be used: $($_.Exception.GetBaseException().Message)"
    }
}

function Add-Source([IO.FileInfo[]]$Source, [Reflection.Assembly[]]$Model, [hashtable]$Option) {
    $reference = @('System.Net.Http') + @(foreach ($assembly in $Model) { $assembly.Location })
    if ($PSVersionTable.PSVersion.Major -lt 6) { $reference += 'System.Core' }
    # Another version's assembly has command classes of the same names; the compiler prefers the sources, and warns.
    Add-Type -LiteralPath $Source.FullName -ReferencedAssemblies $reference -IgnoreWarnings -WarningAction SilentlyContinue -ErrorAction Stop @Option
}

# Deletes what this engine has not compiled lately; what is still wanted is compiled again. What is in use can't be deleted on
# Windows, and may be elsewhere.
function Remove-OldAssembly([string]$Cache) {
    $old = [DateTime]::UtcNow.AddDays(-30)
    foreach ($pattern in "PartnerCenterCart-*-$($PSVersionTable.PSVersion)-*.dll", "en-US/PartnerCenterCart-*-$($PSVersionTable.PSVersion)-*.dll-Help.xml") {
        foreach ($file in ([IO.DirectoryInfo]$Cache).GetFiles($pattern)) {
            try { if ($file.LastWriteTimeUtc -lt $old) { $file.Delete() } } catch { Write-Verbose "$($file.Name) is in use." }
        }
    }
}

# The assembly of these files, which is loaded by one runspace and taken by all.
function Get-CompiledAssembly([IO.FileInfo[]]$File, [string]$Cache, [string]$Name) {
    $gate = [string]::Intern('PartnerCenterCart')
    [Threading.Monitor]::Enter($gate)
    try {
        $assembly = $domain.GetData("PartnerCenterCart $PSScriptRoot")
        if ($null -eq $assembly) {
            $assembly = Import-CompiledAssembly $File $Cache $Name
            $domain.SetData("PartnerCenterCart $PSScriptRoot", $assembly)
        }
        return $assembly
    } finally {
        [Threading.Monitor]::Exit($gate)
    }
}

function Import-CompiledAssembly([IO.FileInfo[]]$File, [string]$Cache, [string]$Name) {
    $source = $File | Where-Object { $_.Extension -eq '.cs' }
    $help = ($File | Where-Object { $_.Name -eq 'PartnerCenterCart.dll-Help.xml' }).FullName
    $item = 'Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem'
    $first = @($domain.GetAssemblies() | Where-Object { $null -ne $_.GetType($item) })
    $model = @()
    if ($first.Count -gt 0) {
        if (-not $first[0].Location) { throw "Start a new PowerShell to import PartnerCenterCart from $PSScriptRoot. This one has its types in memory, from another place." }
        # With other types comes another assembly: their own, against which only the cmdlets are compiled.
        $model = @($domain.GetAssemblies() | Where-Object { $_ -eq $first[0] -or $_.FullName -match '^Microsoft\.Store\.PartnerCenter,' })
        $Name += '-' + $first[0].ManifestModule.ModuleVersionId.ToString('N')
        $source = $source | Where-Object { $_.Directory.Name -ne 'Models' }
    }

    $problem = Get-CacheProblem $Cache
    if ($problem) {
        Write-Verbose "PartnerCenterCart is compiled in memory at each import, as $problem."
        return (Add-Source $source $model @{ PassThru = $true })[0].Assembly
    }

    $assembly = "$Cache/$Name.dll"
    if (-not [IO.File]::Exists($assembly)) {
        # Compiled under its name in a folder of its own, then moved: nobody ever sees a half of it.
        $folder = "$Cache/$([Guid]::NewGuid())"
        New-OwnerOnlyFolder $folder
        try {
            Add-Source $source $model @{ OutputAssembly = "$folder/$Name.dll"; OutputType = 'Library' }
            # Get-Help looks beside the assembly, for this name.
            New-OwnerOnlyFolder "$Cache/en-US"
            [IO.File]::Copy($help, "$Cache/en-US/$Name.dll-Help.xml", $true)
            Remove-OldAssembly $Cache
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
        $loaded = @($domain.GetAssemblies() | Where-Object { $_.GetName().Name -eq $Name })
        if ($loaded.Count -gt 0) { return $loaded[0] }
    }
    return [Reflection.Assembly]::LoadFrom($assembly)
}
