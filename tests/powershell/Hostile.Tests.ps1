# Ten thousand line items that nobody would write: none of them may make a command hang, or be lost without a word.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $random = [Random]::new(20261126)

    # A text of characters of all planes, halves of pairs and control characters among them.
    function Get-Text([int]$Most = 40) {
        $text = [Text.StringBuilder]::new()
        for ($i = $random.Next($Most); $i -gt 0; $i--) {
            $null = switch ($random.Next(8)) {
                0 { $text.Append([char]$random.Next(32)) }
                1 { $text.Append([char]$random.Next(0xD800, 0xE000)) }
                2 { $text.Append([char]::ConvertFromUtf32($random.Next(0x10000, 0x110000))) }
                3 { $text.Append([char]$random.Next(0xFFFF)) }
                4 { $text.Append('"\/{}[]:,'[$random.Next(9)]) }
                default { $text.Append([char]$random.Next(32, 127)) }
            }
        }
        $text.ToString()
    }

    function Get-Value([int]$Depth) {
        switch ($random.Next(16)) {
            0 { $null }
            1 { '' }
            2 { $random.Next() }
            3 { -$random.NextDouble() * [Math]::Pow(10, $random.Next(300)) }
            4 { [double]::NaN }
            5 { [long]::MinValue }
            6 { $true }
            7 { [datetime]::MaxValue }
            8 { [guid]::NewGuid() }
            9 { , @(1, 'a', $null) }
            10 { if ($Depth -gt 0) { @{ (Get-Text 5) = Get-Value ($Depth - 1) } } }
            11 { if ($Depth -gt 0) { Get-Item ($Depth - 1) } }
            12 { 'x' * $random.Next(100000) }
            13 { [DayOfWeek]$random.Next(7) }
            default { Get-Text }
        }
    }

    function Get-Item([int]$Depth) {
        $item = @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = $random.Next(1, 100) }
        $names = 'AddonItems', 'BillingCycle', 'CatalogItemId', 'CurrencyCode', 'Error', 'FriendlyName', 'Id', 'OrderGroup', 'Participants', 'ProvisioningContext', 'Quantity', 'TermDuration', 'RenewsTo', 'AttestationAccepted', 'CustomTermEndDate', 'PromotionId', 'Unknown'
        for ($i = $random.Next(4); $i -gt 0; $i--) {
            $name = $names[$random.Next($names.Count)]
            $item[$name] = switch ($name) {
                AddonItems { if ($Depth -gt 0) { , @(Get-Item ($Depth - 1)) } else { Get-Value 0 } }
                ProvisioningContext { @{ (Get-Text 5) = Get-Value 1 } }
                default { Get-Value $Depth }
            }
        }
        if ($random.Next(2)) { [pscustomobject]$item } else { $item }
    }
}

Describe 'Ten thousand hostile items' {
    It 'each make a cart or an error, and none a hang' {
        $made = $failed = 0
        $outcomes = @{}
        $clock = [Diagnostics.Stopwatch]::StartNew()
        for ($i = 0; $i -lt 10000; $i++) {
            try {
                $cart = New-PartnerCustomerCart -CustomerId $customer -LineItems (Get-Item $random.Next(4)) -ErrorAction Stop -WarningAction SilentlyContinue
                if (-not $cart.CartId) { throw 'neither a cart nor an error' }
                $made++
            } catch {
                $failed++
                $outcome = if ($_.Exception.PSObject.Properties['Outcome']) { $_.Exception.Outcome } else { 'refused by PowerShell' }
                $outcomes[$outcome] = 1 + $outcomes[$outcome]
            }
        }
        $made + $failed | Should -BeExactly 10000
        $made | Should -BeGreaterThan 1000
        $failed | Should -BeGreaterThan 1000
        # Nothing was sent whose outcome is open, and no process was ended.
        $outcomes.ContainsKey('Unknown') | Should -BeFalse
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 300
    }
}
