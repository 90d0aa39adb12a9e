# Fills in what the manifest can say only of a module that is put together: its files, and what is new in its version.
function Complete-Manifest([string]$Module) {
    $path = Join-Path $Module 'PartnerCenterCart.psd1'
    $version = (Import-PowerShellDataFile $path).ModuleVersion
    $root = (Resolve-Path $Module).Path.Length + 1
    $files = Get-ChildItem $Module -Recurse -File | ForEach-Object { "'" + $_.FullName.Substring($root).Replace('\', '/') + "'" }
    $news = [regex]::Match((Get-Content -Raw "$PSScriptRoot/../../CHANGELOG.md"), "(?s)## $([regex]::Escape($version))\r?\n(.*?)(\r?\n## |\z)").Groups[1].Value.Trim()
    if (-not $news) { throw "CHANGELOG.md says nothing about version $version." }
    $text = Get-Content -Raw $path
    $text = [regex]::Replace($text, '(?m)^( *# Filled in when .*\r?\n)? *FileList = .*$', { "    FileList = @($($files -join ', '))" })
    $text = [regex]::Replace($text, '(?m)^( *# Filled in when .*\r?\n)? *ReleaseNotes = (''([^'']|'''')*'')\r?$', { "            ReleaseNotes = '$($news.Replace("'", "''"))'" })
    [IO.File]::WriteAllText((Resolve-Path $path), $text)
    $null = Test-ModuleManifest $path
}
