# Scripts that ship run in Windows PowerShell 5.1 too, which can't be run here: so their syntax is looked at.
BeforeDiscovery {
    $root = [IO.Path]::GetFullPath("$PSScriptRoot/../..")
    $scripts = @(Get-ChildItem "$root/ps-wrapper/examples", "$PSScriptRoot/smoke.ps1" -Recurse -Include *.ps1 | ForEach-Object { @{ name = $_.Name; path = $_.FullName } })
}

Describe '<name>' -ForEach $scripts {
    It 'has nothing that is newer than Windows PowerShell 5.1' {
        $tokens = $errors = $null
        $tree = [Management.Automation.Language.Parser]::ParseFile($path, [ref]$tokens, [ref]$errors)
        $errors | Should -BeNullOrEmpty
        $newer = $tokens | Where-Object { "$($_.Kind)" -in 'QuestionMark', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'AndAnd', 'OrOr', 'Clean' }
        $newer | ForEach-Object { "$($_.Extent.StartLineNumber): $($_.Text)" } | Should -BeNullOrEmpty
        # Parameters and methods that came with PowerShell 6 and 7.
        $commands = $tree.FindAll({ param($node) $node -is [Management.Automation.Language.CommandParameterAst] }, $true)
        $commands | Where-Object ParameterName -In 'AsHashtable', 'Parallel', 'ThrottleLimit', 'AsUTC', 'UseQuotes', 'QuoteFields', 'AsArray', 'SkipHttpErrorCheck' |
            ForEach-Object { "$($_.Extent.StartLineNumber): $($_.Extent.Text)" } | Should -BeNullOrEmpty
    }

    It 'is strict, and is read as the same text by both' {
        $bytes = [IO.File]::ReadAllBytes($path)
        # Windows PowerShell 5.1 takes a file without a byte order mark for the system's code page.
        @($bytes | Where-Object { $_ -gt 127 }).Count | Should -BeExactly 0
        [IO.File]::ReadAllText($path) | Should -BeLike '*Set-StrictMode -Version Latest*'
    }
}
