# The package, as a user gets it from a repository.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $package = [IO.Path]::GetFullPath("$distribution/../PartnerCenterCart")
}

Describe 'The package' {
    It 'can be published, installed, and used by auto-loading alone, with its help' {
        $folder = New-Folder
        try {
            # Without its .config, PSResourceGet writes NuGet's settings into the current folder.
            $null = & mkdir -p "$folder/repository" "$folder/home/.config"
            $script = @"
Register-PSResourceRepository -Name Local -Uri '$folder/repository' -Trusted
Publish-PSResource -Path '$package' -Repository Local
Install-PSResource PartnerCenterCart -Repository Local
(New-PartnerCustomerCart -CustomerId '$customer' -LineItems @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 } -ErrorAction Stop).Status
(Get-Help New-PartnerCustomerCart).Synopsis
(Get-Module PartnerCenterCart).ModuleBase
"@
            $output = Use-Environment @{ HOME = "$folder/home"; XDG_DATA_HOME = $null; PSModulePath = $null } { & $pwsh -NoProfile -Command $script 2>&1 }
            "$($output[0..1])" | Should -BeExactly 'Active Creates a cart for a customer.'
            $output[2] | Should -BeLike "$folder/home/*/PartnerCenterCart/*"
            @(Get-ChildItem "$folder/repository" -Filter *.nupkg).Count | Should -BeExactly 1
        } finally { & rm -r $folder }
    }

    It 'has all its files in its manifest, and what is new in its version' {
        $manifest = Import-PowerShellDataFile "$package/PartnerCenterCart.psd1"
        $files = @(Get-ChildItem $package -Recurse -File | Where-Object Extension -NotIn '.jsa', '.aot' | ForEach-Object { $_.FullName.Substring($package.Length + 1) })
        Compare-Object $files $manifest.FileList | Should -BeNullOrEmpty
        $manifest.PrivateData.PSData.ReleaseNotes | Should -Match '^- '
        $manifest.CmdletsToExport.Count | Should -BeExactly 8
        $manifest.ContainsKey('CompanyName') | Should -BeFalse
        "$($manifest.PrivateData.PSData.Tags)" | Should -Not -BeLike '*PSEdition*'
        "$($manifest.RootModule) $($manifest.PowerShellVersion) $($manifest.DotNetFrameworkVersion)" | Should -BeExactly 'PartnerCenterCart.dll 5.1 4.7.2'
    }

    It 'has one assembly, of the module''s version' {
        @(Get-ChildItem $package -Recurse -Filter *.dll).Count | Should -BeExactly 1
        $name = [Reflection.AssemblyName]::GetAssemblyName("$package/PartnerCenterCart.dll")
        "$($name.Version.ToString(3)) $($name.Name)" | Should -BeExactly "$((Get-Module PartnerCenterCart).Version) PartnerCenterCart-$((Get-Module PartnerCenterCart).Version)"
    }
}

Describe 'The assembly' {
    It 'can be compiled with PowerShell alone, where there is no .NET SDK' {
        $folder = New-Folder
        try {
            $source = [IO.Path]::GetFullPath("$PSScriptRoot/../../ps-wrapper")
            $null = & mkdir "$folder/x"
            & cp -r $source "$folder/ps-wrapper"
            & $pwsh -NoProfile -File "$folder/ps-wrapper/build/Build-Assembly.ps1"
            & cp -r $package "$folder/PartnerCenterCart"
            & cp "$folder/target/module/bin/PartnerCenterCart-$((Get-Module PartnerCenterCart).Version).dll" "$folder/PartnerCenterCart/PartnerCenterCart.dll"
            Invoke-Fresh "Import-Module '$folder/PartnerCenterCart'; (New-PartnerCustomerCart -CustomerId `$customer -LineItems `$item).Status" | Should -BeExactly 'Active'
        } finally { & rm -r $folder }
    }
}
