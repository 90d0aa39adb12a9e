<#
.SYNOPSIS
Makes a cart for each purchase of a CSV file, without anybody at the screen.

.DESCRIPTION
Reads purchases (CustomerId, CatalogItemId, Quantity, BillingCycle, TermDuration, FriendlyName), makes a cart for each,
and writes a line for each to the results file or to the failures file.

It can be run again with the same files: a purchase that has a cart in the results is left out, and so is one whose
outcome is unknown, because its cart may exist; look at it, then delete its line from the failures.

Exit code: 0 all purchases have carts, 1 some failed, 2 the purchases can't be read, 3 nobody is signed in.

.EXAMPLE
./New-CartsFromCsv.ps1 -Path purchases.csv
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [string]$Path,

    [string]$ResultPath = [IO.Path]::ChangeExtension($Path, '.results.csv'),

    [string]$FailurePath = [IO.Path]::ChangeExtension($Path, '.failures.csv')
)
Set-StrictMode -Version Latest
Import-Module ([IO.Path]::Combine($PSScriptRoot, '..', 'PartnerCenterCart', 'PartnerCenterCart.psd1'))

function Get-Purchase([string]$File) {
    $columns = 'CustomerId', 'CatalogItemId', 'Quantity', 'BillingCycle', 'TermDuration', 'FriendlyName'
    $row = 0
    foreach ($purchase in Import-Csv -LiteralPath $File -ErrorAction Stop) {
        $row++
        $missing = @($columns | Where-Object { -not $purchase.PSObject.Properties[$_] })
        if ($missing) { throw "$File lacks the column $($missing -join ', ')." }
        $purchase | Add-Member -NotePropertyName Row -NotePropertyValue $row -PassThru
    }
}

function Get-Line([string]$File) {
    if (Test-Path -LiteralPath $File) { Import-Csv -LiteralPath $File }
}

try {
    $purchases = @(Get-Purchase $Path)
} catch {
    [Console]::Error.WriteLine("The purchases can't be read: $_")
    exit 2
}
$done = @(Get-Line $ResultPath | ForEach-Object { $_.Row })
$unclear = @(Get-Line $FailurePath | Where-Object { $_.Outcome -eq 'Unknown' })
$failures = @($unclear)
$exitCode = [int]($unclear.Count -gt 0)

foreach ($purchase in $purchases) {
    Write-Progress -Activity 'Making carts' -Status "$($purchase.Row) of $($purchases.Count)" -PercentComplete (100 * $purchase.Row / $purchases.Count)
    if ($done -contains $purchase.Row -or @($unclear | Where-Object { $_.Row -eq $purchase.Row })) { continue }
    try {
        $item = @{}
        foreach ($name in 'CatalogItemId', 'Quantity', 'BillingCycle', 'TermDuration', 'FriendlyName') {
            if ($purchase.$name) { $item[$name] = $purchase.$name }
        }
        $cart = New-PartnerCustomerCart -CustomerId $purchase.CustomerId -LineItems $item -ErrorAction Stop
        # The service makes the cart even of what it can't sell, and says so on the line item.
        $itemError = @($cart.LineItems)[0].Error
        if ($itemError) { throw "$($itemError.ErrorCode): $($itemError.ErrorDescription)" }
        [pscustomobject]@{ Row = $purchase.Row; CustomerId = $purchase.CustomerId; CartId = $cart.CartId; ExpirationTimestamp = $cart.ExpirationTimestamp.ToString('o') } |
            Export-Csv -LiteralPath $ResultPath -Append -NoTypeInformation
    } catch {
        $exception = $_.Exception
        $known = $exception.PSObject.Properties['Outcome']
        if ($known -and $exception.ErrorId -eq 'NotSignedIn') {
            [Console]::Error.WriteLine($exception.Message)
            exit 3
        }
        $exitCode = 1
        $failures += [pscustomobject]@{
            Row = $purchase.Row
            CustomerId = $purchase.CustomerId
            Message = $exception.Message
            Outcome = $(if ($known) { $exception.Outcome } else { 'NotSent' })
            RequestId = $(if ($known) { $exception.RequestId })
            CorrelationId = $(if ($known) { $exception.CorrelationId })
        }
    }
}
Write-Progress -Activity 'Making carts' -Completed

# Written anew, so that what has succeeded by now is no longer in it.
if (Test-Path -LiteralPath $FailurePath) { Remove-Item -LiteralPath $FailurePath }
if ($failures) { $failures | Export-Csv -LiteralPath $FailurePath -NoTypeInformation }
exit $exitCode
