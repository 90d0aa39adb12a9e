<#
.SYNOPSIS
Makes a cart for each purchase of a CSV file, several at a time and never one twice; with -Submit, checks them out.

.DESCRIPTION
The columns are PurchaseId, CustomerId and the members of a line item, such as CatalogItemId, Quantity, BillingCycle and
TermDuration. PurchaseId is yours: a different one for each purchase, the same from run to run.

What was sent and answered is in the journal. Run the script again at any time, also after it was killed: a purchase that has
its cart is not made again, and one whose answer was lost is settled first. The results list the carts and orders, and the
failures what went wrong and what to do. -Submit shows the carts with the errors of their items, asks, and checks out those
that are whole. Without a person: -Confirm:$false.

The exit code is partner-cart's: 0 all done, 1 run it again, 2 a file can't be used, 3 sign in, 4 see the failures.

.EXAMPLE
./New-CartsFromCsv.ps1 -Path purchases.csv -Submit
#>
[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory = $true)][string]$Path,
    [switch]$Submit,
    # Sends again what was rejected, once its cause is gone.
    [switch]$RetryRejected,
    [string]$JournalPath = [IO.Path]::ChangeExtension($Path, '.journal'),
    [string]$ResultPath = [IO.Path]::ChangeExtension($Path, '.results.csv'),
    [string]$FailurePath = [IO.Path]::ChangeExtension($Path, '.failures.csv')
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# Windows PowerShell would send ASCII, with a question mark for each letter that it lacks.
$OutputEncoding = New-Object Text.UTF8Encoding $false
$program = [IO.Path]::Combine($PSScriptRoot, '..', '..', 'bin', $(if ($env:OS -eq 'Windows_NT') { 'partner-cart.cmd' } else { 'partner-cart' }))
$options = @(if (-not $WhatIfPreference) { '--journal', $JournalPath; if ($RetryRejected) { '--retry-rejected' } })

# What a purchase has before it is answered.
$none = [pscustomobject]@{ Result = $null; Error = $null }

# What is unclear in the file is said before anything is bought.
function Read-Purchase {
    # Under names of its own, so that values beyond the header's are seen.
    $rows = @(Import-Csv -LiteralPath $Path -Encoding UTF8 -Header (0..63) | ForEach-Object { , @($_.PSObject.Properties.Value | ForEach-Object { "$_".Trim() }) })
    if ($rows.Count -eq 0) { throw 'it is empty' }
    $names = @(($rows[0] -join "`n").TrimEnd() -split "`n")
    foreach ($name in 'PurchaseId', 'CustomerId', 'CatalogItemId', 'Quantity') { if ($names -notcontains $name) { throw "it lacks the column $name; it needs commas between the values" } }
    if (@($names | Group-Object).Count -ne $names.Count) { throw 'it has a column twice' }
    for ($row = 1; $row -lt $rows.Count; $row++) {
        $item = [ordered]@{ }
        for ($column = 0; $column -lt $rows[$row].Count; $column++) {
            $value = $rows[$row][$column]
            if ($value.Contains([string][char]0xFFFD)) { throw "purchase $row is not in UTF-8" }
            if ($value -and ($column -ge $names.Count -or -not $names[$column])) { throw "purchase $row has more values than there are columns; a value with a comma needs quotes" }
            if ($value) { $item[$names[$column]] = $value }
        }
        $purchase = [pscustomobject]@{ PurchaseId = $item['PurchaseId']; CustomerId = $item['CustomerId']; Item = $item; Cart = $none; Read = $none; Order = $none }
        if ($item.Count -gt 0 -and -not $purchase.PurchaseId) { throw "purchase $row has no PurchaseId" }
        'PurchaseId', 'CustomerId' | ForEach-Object { $item.Remove($_) }
        if ($purchase.PurchaseId) { $purchase }
    }
}

# Runs a command for each purchase, several at a time, and keeps the answer with the purchase.
function Invoke-PartnerCart([string]$Command, [object[]]$For, [string]$Keep, [scriptblock]$Parameters) {
    $byId = @{ }
    $For | ForEach-Object { $byId[$_.PurchaseId] = $_ }
    $answered = 0
    $For | ForEach-Object {
        $line = @{ Id = $_.PurchaseId; Command = $Command; Parameters = & $Parameters }
        # Get- changes nothing, so it is read anew each time.
        if ($Command -notlike 'Get-*') { $line.IdempotencyKey = $_.PurchaseId }
        $line | ConvertTo-Json -Compress -Depth 5
    } | & $program $options | ForEach-Object {
        $answer = ConvertFrom-Json $_ | Select-Object Id, Result, Error
        $byId[$answer.Id].$Keep = $answer
        $answered++
        Write-Progress -Activity $Command -Status "$answered of $($For.Count)" -PercentComplete (100 * $answered / $For.Count)
    }
    Write-Progress -Activity $Command -Completed
    if ($LASTEXITCODE -eq 2) { throw 'Nothing was sent.' }
    if (0, 1, 3, 4 -notcontains $LASTEXITCODE) {
        $script:exitCode = 1
        throw "partner-cart was stopped (exit code $LASTEXITCODE). The journal knows what was sent: run it again for the results."
    }
    $LASTEXITCODE
}

function Get-ItemError($Purchase) { @($Purchase.Cart.Result | Where-Object { $_ } | ForEach-Object { $_.LineItems } | Where-Object { $_.Error } | ForEach-Object { "$($_.Error.ErrorCode): $($_.Error.ErrorDescription)" }) -join ' ' }
function Get-Time($Value) { if ($Value -is [DateTime]) { $Value.ToString('o', [Globalization.CultureInfo]::InvariantCulture) } else { $Value } }

# Writes a file anew, or none if there is nothing to write.
function Write-Table([string]$File, [object[]]$Row) {
    if ($Row.Count -gt 0) { $Row | Export-Csv -LiteralPath $File -Encoding UTF8 -NoTypeInformation -WhatIf:$false -Confirm:$false }
    elseif (Test-Path -LiteralPath $File) { Remove-Item -LiteralPath $File -WhatIf:$false -Confirm:$false }
}

$exitCode = 2
$stopped = $true
try {
    try {
        $purchases = @(Read-Purchase)
        $twice = @($purchases | Group-Object PurchaseId | Where-Object Count -GT 1)
        if ($twice) { throw "the PurchaseId $($twice[0].Name) is there twice; each purchase needs its own" }
    } catch { throw "The purchases $Path can't be used: $($_.Exception.Message). Nothing was sent." }
    if (-not $WhatIfPreference -and (Test-Path -LiteralPath $ResultPath) -and -not (Test-Path -LiteralPath $JournalPath)) {
        throw "There are results in $ResultPath, but not the journal of how they were made, $JournalPath. Restore it: without it, purchases may be made again. Nothing was sent."
    }
    $orders = @{ }
    if (Test-Path -LiteralPath $ResultPath) { Import-Csv -LiteralPath $ResultPath -Encoding UTF8 | ForEach-Object { $orders[$_.CartId] = $_.Orders } }

    $codes = @(Invoke-PartnerCart New-PartnerCustomerCart $purchases Cart { @{ CustomerId = $_.CustomerId; LineItems = $_.Item; WhatIf = [bool]$WhatIfPreference } })
    if ($WhatIfPreference) {
        $purchases | ForEach-Object { "$($_.PurchaseId): $(if ($_.Cart.Error) { $_.Cart.Error.Message } else { $_.Cart.Result.WhatIf })" }
        $stopped = $false
        exit $codes[0]
    }
    if ($Submit) {
        $cart = { @{ CustomerId = $_.CustomerId; CartId = $_.Cart.Result.CartId } }
        # Those with an error may have been changed since.
        $failing = @($purchases | Where-Object { Get-ItemError $_ })
        if ($failing) { $codes += Invoke-PartnerCart Get-PartnerCustomerCart $failing Read $cart }
        $failing | Where-Object { $_.Read.Result -and $_.Read.Result.LastModifiedTimestamp -ne $_.Cart.Result.LastModifiedTimestamp } | ForEach-Object { $_.Cart = $_.Read }
        $carts = @($purchases | Where-Object { $_.Cart.Result })
        $whole = @($carts | Where-Object { -not (Get-ItemError $_) })
        $new = @($carts | Where-Object { -not $orders[$_.Cart.Result.CartId] })
        foreach ($purchase in $new) {
            $items = $purchase.Cart.Result.LineItems | ForEach-Object { "$($_.Quantity) x $($_.CatalogItemId) $($_.FriendlyName)".TrimEnd() }
            Write-Host "$($purchase.PurchaseId): customer $($purchase.CustomerId), $($items -join ', ')$(if (Get-ItemError $purchase) { ". NOT WHOLE: $(Get-ItemError $purchase)" })"
        }
        $question = "Check out $(@($new | Where-Object { $whole -contains $_ }).Count) of the $($new.Count) carts above, those without an error? This buys what is in them."
        $agreed = $new.Count -eq 0
        try { $agreed = $agreed -or $PSCmdlet.ShouldProcess($question, $question, 'Submit-PartnerCustomerCart') }
        catch { [Console]::Error.WriteLine('Nothing was checked out: this session can''t ask. Use -Confirm:$false to check out without a question.') }
        $codes += if ($agreed) { Invoke-PartnerCart Submit-PartnerCustomerCart $whole Order $cart } else { 4 }
    }

    $failures = @(foreach ($purchase in $purchases) {
            $failure = if ($purchase.Order.Error) { $purchase.Order.Error } elseif ($purchase.Cart.Error) { $purchase.Cart.Error }
            elseif (-not $purchase.Cart.Result) { @{ Message = 'The run ended before this purchase.'; RecommendedAction = 'Run it again with the same journal.' } }
            elseif (Get-ItemError $purchase) { @{ ErrorId = 'ItemError'; Message = Get-ItemError $purchase; RecommendedAction = 'The cart exists, and is not checked out. Change it with Set-PartnerCustomerCart, then run this with -Submit.' } }
            if ($failure) { $failure | Select-Object @{ Name = 'PurchaseId'; Expression = { $purchase.PurchaseId } }, @{ Name = 'CustomerId'; Expression = { $purchase.CustomerId } }, @{ Name = 'CartId'; Expression = { if ($purchase.Cart.Result) { $purchase.Cart.Result.CartId } } }, Outcome, ErrorId, Message, RecommendedAction, RequestId, CorrelationId }
        })
    $exitCode = if ($codes -contains 1) { 1 } elseif ($codes -contains 3) { 3 } elseif ($failures -or $codes[-1] -eq 4) { 4 } else { 0 }
    $results = @($purchases | Where-Object { $_.Cart.Result } | ForEach-Object {
            $cart = $_.Cart.Result
            $bought = if ($_.Order.Result) { @($_.Order.Result.Orders.Id) -join ' ' } else { $orders[$cart.CartId] }
            [pscustomobject]@{ PurchaseId = $_.PurchaseId; CustomerId = $_.CustomerId; CartId = $cart.CartId; ExpirationTimestamp = Get-Time $cart.ExpirationTimestamp; Orders = $bought }
        })
    Write-Table $ResultPath $results
    Write-Table $FailurePath $failures
    "$($purchases.Count) purchases: $($results.Count) carts, $(@($results | Where-Object Orders).Count) checked out, $($failures.Count) failures$(if ($failures) { ", see $FailurePath" })."
    $stopped = $false
} catch {
    [Console]::Error.WriteLine($_.Exception.Message)
    $stopped = $false
} finally {
    if ($stopped) { [Console]::Error.WriteLine('Stopped. The journal knows what was sent: run it again for the results.') }
}
exit $exitCode
