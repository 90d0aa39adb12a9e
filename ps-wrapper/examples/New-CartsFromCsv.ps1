<#
.SYNOPSIS
Makes a cart for each purchase of a CSV file, without anybody at the screen, and never makes one twice.

.DESCRIPTION
Reads purchases (PurchaseId, CustomerId, CatalogItemId, Quantity, BillingCycle, TermDuration, FriendlyName) and makes a cart
for each. PurchaseId is yours: a different one for each purchase, which stays the same from run to run.

What was done is in the record, to which a line is added before and after each call. Run it again with the same record at
any time, also after it was killed: only purchases that certainly have no cart are made. One of which that is not certain
is listed among the failures; look whether its cart exists, and say so with -Resolve.

The results list the carts, and the failures what needs somebody to look; each run writes them anew from the record.

Exit code: 0 all purchases have carts, 1 some need somebody to look, 2 a file can't be used and nothing (more) was sent,
3 nobody is signed in, 4 another run is at work with the same record.

.EXAMPLE
./New-CartsFromCsv.ps1 -Path purchases.csv

.EXAMPLE
./New-CartsFromCsv.ps1 -Path purchases.csv -Resolve P-0002 -CartId 0a719251-cd8c-4ac6-a39d-7d6e573397af

Records that the cart of a purchase exists, and makes nothing.

.EXAMPLE
./New-CartsFromCsv.ps1 -Path purchases.csv -Resolve P-0002 -NoCart

Records that a purchase has no cart, and makes nothing; the next run makes it.
#>
[CmdletBinding(SupportsShouldProcess = $true, DefaultParameterSetName = 'Make')]
param(
    [Parameter(Mandatory = $true)]
    [string]$Path,

    [string]$RecordPath = [IO.Path]::ChangeExtension($Path, '.record.csv'),

    [string]$ResultPath = [IO.Path]::ChangeExtension($Path, '.results.csv'),

    [string]$FailurePath = [IO.Path]::ChangeExtension($Path, '.failures.csv'),

    [Parameter(Mandatory = $true, ParameterSetName = 'Cart')]
    [Parameter(Mandatory = $true, ParameterSetName = 'NoCart')]
    [string]$Resolve,

    [Parameter(Mandatory = $true, ParameterSetName = 'Cart')]
    [string]$CartId,

    [Parameter(Mandatory = $true, ParameterSetName = 'NoCart')]
    [switch]$NoCart
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# A warning that stops, and a debug line that asks, would lose the answer of a cart that was made.
$WarningPreference = 'Continue'
$DebugPreference = 'SilentlyContinue'

$wanted = 'CustomerId', 'CatalogItemId', 'Quantity', 'BillingCycle', 'TermDuration', 'FriendlyName'
$recorded = @('Time', 'PurchaseId', 'State') + $wanted + @('CartId', 'ExpirationTimestamp', 'RequestId', 'CorrelationId', 'Message')
$states = 'Started', 'Made', 'MadeWithError', 'NotSent', 'Rejected', 'Unknown', 'Released'

function Stop-Run([int]$ExitCode, [string]$Message) {
    $exception = [InvalidOperationException]::new($Message)
    $exception.Data['ExitCode'] = $ExitCode
    throw $exception
}

# The purchases by id, in the file's order. Whatever is unclear in the file is said before anything is bought.
function Get-Purchase([string]$File) {
    # With names of its own, so that values beyond the header's are seen.
    $names = 0..31 | ForEach-Object { "Column$_" }
    $lines = @(Import-Csv -LiteralPath $File -Encoding UTF8 -Header $names | ForEach-Object { , @($_.PSObject.Properties.Value) })
    if ($lines.Count -eq 0) { throw 'it is empty.' }
    $header = @("$($lines[0] -join "`n")".TrimEnd() -split "`n" | ForEach-Object { $_.Trim() })
    $missing = @(@('PurchaseId') + $wanted[0..2] | Where-Object { $header -notcontains $_ })
    if ($missing.Count -gt 0) { throw "it lacks the column $($missing -join ', '). It needs commas between the values, and a PurchaseId for each purchase: any text, the same at each run." }
    $strange = @($header | Where-Object { (@('PurchaseId') + $wanted) -notcontains $_ })
    if ($strange.Count -gt 0) { throw "the column '$($strange -join "', '")' is not known." }
    if (@($header | Select-Object -Unique).Count -ne $header.Count) { throw 'it has a column twice.' }

    $purchases = New-Object 'Collections.Specialized.OrderedDictionary' ([StringComparer]::OrdinalIgnoreCase)
    for ($row = 1; $row -lt $lines.Count; $row++) {
        $values = $lines[$row]
        if (-not ($values -join '').Trim()) { continue }
        if (@($values | Select-Object -Skip $header.Count | Where-Object { $_ }).Count -gt 0) { throw "purchase $row has more values than there are columns; a value with a comma needs quotes." }
        if (($values -join '').Contains([string][char]0xFFFD)) { throw "purchase $row is not in UTF-8." }
        $purchase = @{}
        foreach ($name in @('PurchaseId') + $wanted) {
            $index = [array]::IndexOf(@($header.ToLowerInvariant()), $name.ToLowerInvariant())
            $purchase[$name] = if ($index -lt 0) { '' } else { ("$($values[$index])" -replace '[\r\n]+', ' ').Trim() }
        }
        $id = $purchase.PurchaseId
        if (-not $id) { throw "purchase $row has no PurchaseId." }
        if ($purchases.Contains($id)) { throw "the PurchaseId $id is there twice. Each purchase needs its own." }
        $purchases.Add($id, $purchase)
    }
    return , $purchases
}

# The record, open for this run only.
function Open-Record([string]$File) {
    try {
        $record = [IO.File]::Open($File, 'OpenOrCreate', 'ReadWrite', 'None')
    } catch [IO.IOException] {
        # Not its subclasses, such as a folder that is not there.
        if ($_.Exception.GetBaseException().GetType() -ne [IO.IOException]) { throw }
        Stop-Run 4 "The record $File is in use: another run is at work with it, or another program has it open. Nothing was sent. ($($_.Exception.GetBaseException().Message))"
    }
    if ($record.Length -eq 0 -and (Test-Path -LiteralPath $ResultPath)) {
        $record.Dispose()
        Remove-Item -LiteralPath $File -WhatIf:$false
        Stop-Run 2 "There are results in $ResultPath, but not the record of how they were made, $File. Restore the record; without it, purchases would be made again. Nothing was sent."
    }
    return $record
}

# The last line of each purchase by id.
function Read-Record([IO.FileStream]$Record) {
    $bytes = New-Object byte[] $Record.Length
    $read = 0
    while ($read -lt $bytes.Length) {
        $count = $Record.Read($bytes, $read, $bytes.Length - $read)
        if ($count -eq 0) { throw 'it is shorter than it says.' }
        $read += $count
    }
    $text = [Text.Encoding]::UTF8.GetString($bytes).TrimStart([char]0xFEFF)
    $last = New-Object 'Collections.Specialized.OrderedDictionary' ([StringComparer]::OrdinalIgnoreCase)
    if ($text.Length -eq 0) {
        Add-Text $Record (($recorded | ForEach-Object { "`"$_`"" }) -join ',')
        return , $last
    }
    if (-not $text.EndsWith("`n")) { Add-Text $Record '' }
    $lines = @($text -split '\r?\n')
    for ($i = 0; $i -lt $lines.Count; $i++) {
        if (-not $lines[$i]) { continue }
        $line = @(ConvertFrom-Csv $lines[$i] -Header $recorded)[0]
        if ($i -eq 0 -and $line.State -eq 'State' -and $line.Message -eq 'Message') { continue }
        # Any other could be hiding a cart.
        if ($i -eq 0 -or $states -notcontains $line.State -or -not $line.PurchaseId -or $null -eq $line.Message) {
            throw "line $($i + 1) can't be read. If the machine failed while it was written, delete this line only: the ones before it say what is known."
        }
        $last[$line.PurchaseId] = $line
    }
    return , $last
}

function Add-Text([IO.FileStream]$Record, [string]$Line) {
    try {
        $bytes = [Text.Encoding]::UTF8.GetBytes("$Line`n")
        $null = $Record.Seek(0, 'End')
        $Record.Write($bytes, 0, $bytes.Length)
        # As far as the disk, so that what follows is known even after a power failure.
        $Record.Flush($true)
    } catch {
        throw "The record $RecordPath can't be written: $($_.Exception.GetBaseException().Message)"
    }
}

# Adds a line to the record: the purchase, with what is known now.
function Add-State($Purchase, [string]$State, [hashtable]$Known = @{}) {
    $line = New-Object psobject
    foreach ($name in $recorded) {
        $value = if ($Known.ContainsKey($name)) { $Known[$name] } elseif ($wanted -contains $name -or $name -eq 'PurchaseId') { $Purchase.$name }
        Add-Member -InputObject $line -MemberType NoteProperty -Name $name -Value ("$value" -replace '[\r\n]+', ' ').Trim()
    }
    $line.State = $State
    $line.Time = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ', [Globalization.CultureInfo]::InvariantCulture)
    Add-Text $record (($recorded | ForEach-Object { '"' + $line.$_.Replace('"', '""') + '"' }) -join ',')
    $last[$line.PurchaseId] = $line
}

# What became of a call that threw.
function Get-Failure($Exception) {
    $known = @{ Message = $Exception.Message; State = 'Unknown'; ErrorId = '' }
    if ($Exception.PSObject.Properties['Outcome']) {
        # The module's own, which knows.
        foreach ($name in 'RequestId', 'CorrelationId', 'ErrorId') { $known[$name] = $Exception.$name }
        if ('NotSent', 'Rejected' -contains $Exception.Outcome) { $known.State = $Exception.Outcome }
    } elseif ($Exception -is [Management.Automation.ParameterBindingException]) {
        # PowerShell itself refused a value, before the command ran.
        $known.State = 'NotSent'
    }
    return $known
}

# Makes the cart of a purchase; returns why it can't go on with the next, if so.
function New-Cart($Purchase) {
    $quantity = 0
    # PowerShell's own conversion takes 2.5 for 2, and 1,000 for 1000.
    if (-not [int]::TryParse($Purchase.Quantity, 'None', [Globalization.CultureInfo]::InvariantCulture, [ref]$quantity)) {
        Add-State $Purchase 'NotSent' @{ Message = "The Quantity '$($Purchase.Quantity)' is not a whole number." }
        return
    }
    $item = @{ Quantity = $quantity }
    foreach ($name in 'CatalogItemId', 'BillingCycle', 'TermDuration', 'FriendlyName') {
        if ($Purchase[$name]) { $item[$name] = $Purchase[$name] }
    }

    Add-State $Purchase 'Started'
    $cart = $null
    try {
        $cart = New-PartnerCustomerCart -CustomerId $Purchase.CustomerId -LineItems $item -WhatIf:$false -Confirm:$false
    } catch {
        $failure = Get-Failure $_.Exception
        Add-State $Purchase $failure.State $failure
        if ($failure.ErrorId -in 'NotSignedIn', 'AccessTokenExpired') { return $failure.Message }
        return
    }
    if (-not $cart) {
        Add-State $Purchase 'Unknown' @{ Message = 'The command gave neither a cart nor an error.' }
        return
    }
    $known = @{ CartId = $cart.CartId }
    if ($cart.ExpirationTimestamp) { $known.ExpirationTimestamp = $cart.ExpirationTimestamp.ToString('o', [Globalization.CultureInfo]::InvariantCulture) }
    # The service makes the cart even of what it can't sell, and says so on the line item.
    $errors = @($cart.LineItems | Where-Object { $_ -and $_.Error } | ForEach-Object { "$($_.Error.ErrorCode): $($_.Error.ErrorDescription)" })
    if ($errors.Count -gt 0) { $known.Message = $errors -join ' ' }
    try {
        Add-State $Purchase $(if ($errors.Count -gt 0) { 'MadeWithError' } else { 'Made' }) $known
    } catch {
        Stop-Run 2 "The purchase $($Purchase.PurchaseId) has the cart $($cart.CartId), but: $($_.Exception.Message)"
    }
}

# What somebody has to look at, and what to do about it.
function Get-Failed {
    foreach ($id in @(@($purchases.Keys) + @($last.Keys) | Select-Object -Unique)) {
        $line = $last[$id]
        $purchase = $purchases[$id]
        if (-not $line) { continue }
        $changed = @(if ($purchase) { $wanted | Where-Object { $purchase[$_] -cne $line.$_ } })
        $message = $line.Message
        $found = "-Resolve '$id' -CartId and its id"
        $advice = switch ($line.State) {
            { 'Started', 'Unknown' -contains $_ } {
                if ($line.State -eq 'Started') { $message = 'The run ended before there was an answer.' }
                "It may have a cart, and is not repeated. Look at the carts and orders of customer $($line.CustomerId) since $($line.Time). If there is one, run this with $found; if there is none, with -Resolve '$id' -NoCart."
            }
            'MadeWithError' {
                "It has a cart, whose item has an error, and is not repeated. Change the cart with Set-PartnerCustomerCart and run this with $found; to have another cart made, run this with -Resolve '$id' -NoCart."
            }
            'Made' { if ($changed.Count -gt 0) { "It has a cart, which was made before $($changed -join ', ') changed in the purchases. Change the cart with Set-PartnerCustomerCart, or give what you want in addition a PurchaseId of its own, and put back what was there." } }
            # Those which were taken out of the purchases are not wanted any more.
            { 'NotSent', 'Rejected' -contains $_ } { if ($purchase) { 'It has no cart. The next run tries again.' } }
        }
        if (-not $advice) { continue }
        [pscustomobject]@{
            PurchaseId = $line.PurchaseId; CustomerId = $line.CustomerId; State = $line.State; CartId = $line.CartId; Time = $line.Time
            RequestId = $line.RequestId; CorrelationId = $line.CorrelationId; Message = $message; Advice = $advice
        }
    }
}

# Writes a file anew, or none if there is nothing to write.
function Set-Lines([string]$File, [object[]]$Line) {
    if ($Line.Count -gt 0) { $Line | Export-Csv -LiteralPath $File -Encoding UTF8 -NoTypeInformation -WhatIf:$false }
    elseif (Test-Path -LiteralPath $File) { Remove-Item -LiteralPath $File -WhatIf:$false }
}

$exitCode = 0
$record = $null
$last = $null
try {
    try { $purchases = Get-Purchase $Path } catch { Stop-Run 2 "The purchases $Path can't be used: $($_.Exception.Message) Nothing was sent." }
    Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'PartnerCenterCart', 'PartnerCenterCart.psd1'))
    $record = Open-Record $PSCmdlet.GetUnresolvedProviderPathFromPSPath($RecordPath)
    try { $last = Read-Record $record } catch { Stop-Run 2 "The record $RecordPath can't be used: $($_.Exception.Message) Nothing was sent." }

    if ($Resolve) {
        $line = $last[$Resolve]
        if (-not $line -or 'Started', 'Unknown', 'MadeWithError' -notcontains $line.State) {
            Stop-Run 2 "The purchase $Resolve needs no -Resolve: $(if (-not $line) { 'it is not in the record.' } else { "its state in the record is $($line.State)$(if ($line.CartId) { ", with the cart $($line.CartId)" })." })"
        }
        if ($NoCart) { Add-State $line 'Released' } else { Add-State $line 'Made' @{ CartId = $CartId; Message = 'As somebody found.' } }
    } else {
        $number = 0
        foreach ($id in @($purchases.Keys)) {
            $number++
            Write-Progress -Activity 'Making carts' -Status "$number of $($purchases.Count)" -PercentComplete (100 * $number / $purchases.Count)
            if ($last.Contains($id) -and 'NotSent', 'Rejected', 'Released' -notcontains $last[$id].State) { continue }
            if (-not $PSCmdlet.ShouldProcess("purchase $id, customer $($purchases[$id].CustomerId)", 'New-PartnerCustomerCart')) { continue }
            $reason = New-Cart $purchases[$id]
            if ($reason) { Stop-Run 3 $reason }
        }
        Write-Progress -Activity 'Making carts' -Completed
    }
} catch {
    $exception = $_.Exception.GetBaseException()
    $exitCode = if ($exception.Data.Contains('ExitCode')) { $exception.Data['ExitCode'] } else { 2 }
    [Console]::Error.WriteLine($exception.Message)
} finally {
    # Also after Ctrl+C; after anything worse, at the next run.
    if ($null -ne $last -and -not $WhatIfPreference) {
        try {
            $failed = @(Get-Failed)
            Set-Lines $FailurePath $failed
            Set-Lines $ResultPath @($last.Values | Where-Object { 'Made', 'MadeWithError' -contains $_.State } | Select-Object PurchaseId, CustomerId, CartId, ExpirationTimestamp, @{ Name = 'Error'; Expression = { if ($_.State -eq 'MadeWithError') { $_.Message } } })
            if ($failed.Count -gt 0) {
                [Console]::Error.WriteLine("$($failed.Count) of the purchases need somebody to look: see $FailurePath")
                if ($exitCode -eq 0) { $exitCode = 1 }
            }
        } catch {
            [Console]::Error.WriteLine("The results can't be written: $($_.Exception.Message) What was done is in the record $RecordPath.")
            if ($exitCode -eq 0) { $exitCode = 1 }
        }
    }
    if ($null -ne $record) { $record.Dispose() }
}
exit $exitCode
