# What the module does against the sandbox, and when something goes wrong.
param([string]$Module, [string]$Distribution, [string]$Only = '*')
$failed = 0
. ([IO.Path]::Combine($PSScriptRoot, 'Scenarios.ps1'))
Add-Type -Path ([IO.Path]::Combine($PSScriptRoot, 'ScenarioHost.cs'))
Import-Module $Module -ErrorAction Stop
$pwsh = [Environment]::ProcessPath
$customer = '46a62ece-10ad-42e5-b3f1-b2ed53e6fc08'

function New-Item10([int]$Quantity = 10) {
    $context = @{ duration = '1Year'; scope = 'shared'; subscriptionId = 'D526EF3A-35E6-477F-A64C-906F6177FBFA' }
    [Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem]@{
        BillingCycle = 'OneTime'; CatalogItemId = 'DG7GMGF0DWTL:0001:DG7GMGF0DSJB'; Quantity = $Quantity; ProvisioningContext = $context
    }
}

# A service that takes requests and never answers.
function With-SilentService([scriptblock]$Use) {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    try {
        With-Environment @{ PARTNER_CART_SANDBOX = $null; PARTNER_CENTER_ACCESS_TOKEN = 'a.b.c'; PARTNER_CART_ENDPOINT = "http://127.0.0.1:$($listener.LocalEndpoint.Port)" } {
            & $Use $listener
        }
    } finally { $listener.Stop() }
}

# Starts a command in a session of its own, whose host answers prompts like this.
function Start-Command([string]$Name = 'New-PartnerCustomerCart', [hashtable]$Parameter = @{ LineItems = New-Item10 }, [string[]]$Answer = @(), [hashtable]$Variable = @{}) {
    $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault()
    $state.ImportPSModule(@($Module))
    $ui = [ScenarioHost]::new(120, $Answer, [Globalization.CultureInfo]::InvariantCulture)
    $runspace = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($ui, $state)
    $runspace.Open()
    foreach ($preference in $Variable.Keys) { $runspace.SessionStateProxy.SetVariable($preference, $Variable[$preference]) }
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $null = $shell.AddCommand($Name).AddParameter('CustomerId', $customer).AddParameters($Parameter)
    $output = [Management.Automation.PSDataCollection[psobject]]::new()
    $running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]$null, $output)
    return @{ Shell = $shell; Running = $running; Host = $ui; Output = $output }
}

function Wait-Command($Command) {
    Wait-Until 'the command has ended' { $Command.Running.IsCompleted }
    try { $null = $Command.Shell.EndInvoke($Command.Running) } catch { $Command.Failure = $_ }
}

# Starts a command in a session of its own, and waits until its request has arrived.
function Start-Waiting($listener) {
    $command = Start-Command
    Wait-Until 'the request arrives' { $listener.Pending() }
    $command.Client = $listener.AcceptTcpClient()
    return $command
}

# Answers a request that has arrived.
function Send-Answer($client, [int]$Status, [string]$Body) {
    $bytes = [Text.Encoding]::UTF8.GetBytes("HTTP/1.1 $Status x`r`nContent-Type: application/json`r`nContent-Length: $($Body.Length)`r`nConnection: close`r`n`r`n$Body")
    $client.GetStream().Write($bytes, 0, $bytes.Length)
    $client.Close()
}

# A process in the place of partner-cart, that does this with each command: $id is its Id, and $here a folder.
function With-Process([string]$Do, [scriptblock]$Use, [hashtable]$Variable = @{}, [string]$OnStop = ':') {
    $folder = New-Folder
    try {
        $null = & mkdir "$folder/lib" "$folder/bin"
        [IO.File]::WriteAllText("$folder/lib/partner-cart-$((Get-Module PartnerCenterCart).Version).jar", '')
        [IO.File]::WriteAllText("$folder/bin/partner-cart", @"
#!/bin/sh
here='$folder'
cart='"Result":{"CartId":"c1","Status":"Active","LineItems":[]}'
while IFS= read -r line; do
  id=`${line#*\"Id\":}; id=`${id%%,*}
  case `$line in
    *Stop-PartnerCartCommand*) $OnStop ;;
    *) $Do ;;
  esac
done
"@)
        & chmod 755 "$folder/bin/partner-cart"
        With-Environment (@{ PARTNER_CART_HOME = $folder } + $Variable) { & $Use $folder }
    } finally { & rm -r $folder }
}

Scenario 'The help page''s example runs as it is printed' {
    $lineItem = New-Object -TypeName Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem

    $lineItem.BillingCycle = 'OneTime'
    $lineItem.CatalogItemId = 'DG7GMGF0DWTL:0001:DG7GMGF0DSJB'
    $lineItem.FriendlyName = 'Sample RI Purchase'
    $lineItem.ProvisioningContext.Add('duration', '1Year')
    $lineItem.ProvisioningContext.Add('scope', 'shared')
    $lineItem.ProvisioningContext.Add('subscriptionId', 'D526EF3A-35E6-477F-A64C-906F6177FBFA')
    $lineItem.Quantity = 10

    $cart = New-PartnerCustomerCart -CustomerId '46a62ece-10ad-42e5-b3f1-b2ed53e6fc08' -LineItems $lineItem

    Assert-Equal 'Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCart' $cart.GetType().FullName
    Assert-Equal 'Sample RI Purchase' @($cart.LineItems)[0].FriendlyName
    Assert-Equal 'shared' @($cart.LineItems)[0].ProvisioningContext['scope']
}

Scenario 'A cart is read, changed, added to and checked out' {
    $cart = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10 1)
    $item = [Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem]@($cart.LineItems)[0]
    $item.Quantity = 7
    $null = Set-PartnerCustomerCart -CustomerId $customer -CartId $cart.CartId -LineItems $item
    $null = Add-PartnerCustomerCartLineItem -CustomerId $customer -CartId $cart.CartId -LineItem (New-Item10 3)
    $read = Get-PartnerCustomerCart -CustomerId $customer -CartId $cart.CartId
    Assert-Equal '7 3' "$(@($read.LineItems).Quantity)"
    $result = Submit-PartnerCustomerCart -CustomerId $customer -CartId $cart.CartId
    Assert-Equal 2 @(@($result.Orders)[0].LineItems).Count
}

Scenario 'Text of every kind arrives and comes back as it was' {
    $text = "`"quotes`" \ /`t`r`n" + [char]0 + 'é€𝄞' + [char]0x2028
    $item = New-Item10
    $item.FriendlyName = $text
    $cart = New-PartnerCustomerCart -CustomerId $customer -LineItems $item
    Assert-Equal $text @($cart.LineItems)[0].FriendlyName
}

Scenario 'An error carries what a script needs to decide' {
    $null = Get-PartnerCustomerCart -CustomerId $customer -CartId 'none' -ErrorAction SilentlyContinue -ErrorVariable failure
    $exception = $failure[0].Exception
    Assert-Equal '404 Rejected NotFound' "$($exception.StatusCode) $($exception.Outcome) $($exception.ErrorCategory)"
    Assert-Equal $exception.RequestId $exception.Context.RequestId
    Assert-Equal $exception.ServiceCode $exception.ServiceErrorPayload.ErrorCode
    $null = [Guid]$exception.CorrelationId
    try {
        $null = Get-PartnerCustomerCart -CustomerId $customer -CartId 'none' -ErrorAction Stop
        throw 'not reached'
    } catch [Microsoft.Store.PartnerCenter.Exceptions.PartnerException] {
        Assert-Equal 404 $_.Exception.StatusCode
    }
}

Scenario '-WhatIf needs no sign-in and no process' {
    With-Environment @{ PARTNER_CART_HOME = '/none'; PARTNER_CART_SANDBOX = $null } {
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -WhatIf -ErrorAction Stop
    }
}

Scenario 'Without a sign-in it says what to run' {
    With-Environment @{ PARTNER_CART_SANDBOX = $null } {
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Equal 'Run Connect-PartnerCenter to login.' $failure[0].ToString()
        Assert-Equal 'Microsoft.Store.PartnerCenter.PowerShell.Commands.NewPartnerCustomerCart' $failure[0].FullyQualifiedErrorId
        Assert-Equal 'CloseError: (:) [New-PartnerCustomerCart], PSInvalidOperationException' $failure[0].CategoryInfo
        Assert-Equal 'NotSent' $failure[0].Exception.Outcome
        Assert-Equal 0 @(Get-PartnerContext).Count 'contexts'
    }
}

Scenario 'A changed environment is used by the next command' {
    $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -ErrorAction Stop
    With-Environment @{ PARTNER_CART_SANDBOX = $null; PARTNER_CART_ENDPOINT = 'http://127.0.0.1:9'; PARTNER_CART_MAX_ATTEMPTS = '1'; PARTNER_CENTER_ACCESS_TOKEN = 'a.b.c' } {
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Equal 'CloseError: (:) [New-PartnerCustomerCart], HttpRequestException' $failure[0].CategoryInfo
        Assert-Equal 'NotSent' $failure[0].Exception.Outcome
    }
}

Scenario 'Every runspace gets its own carts from the one process' {
    $null = Get-PartnerContext
    $results = 1..160 | ForEach-Object -ThrottleLimit 16 -Parallel {
        Import-Module $using:Module
        $item = [Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem]@{ CatalogItemId = 'DG7GMGF0DWTL:0001:DG7GMGF0DSJB'; Quantity = $_; BillingCycle = 'OneTime'; ProvisioningContext = @{ duration = '1Year'; scope = 'shared'; subscriptionId = 'D526EF3A-35E6-477F-A64C-906F6177FBFA' } }
        $cart = New-PartnerCustomerCart -CustomerId $using:customer -LineItems $item
        "$_=$(@($cart.LineItems)[0].Quantity)"
    }
    Assert-Equal 160 @($results | Where-Object { ($_ -split '=')[0] -eq ($_ -split '=')[1] }).Count 'carts of their own'
    Assert-Equal 1 @(Get-Child).Count 'processes'
}

Scenario 'A process that dies is reported with what may have been done, and the next call starts another' {
    With-SilentService {
        param($listener)
        $waiting = Start-Waiting $listener
        $java = @(Get-Child)[-1]
        & kill -9 $java
        $null = $waiting.Shell.EndInvoke($waiting.Running)
        $record = $waiting.Shell.Streams.Error[0]
        Assert-Equal 'ProcessEnded,Microsoft.Store.PartnerCenter.PowerShell.Commands.NewPartnerCustomerCart' $record.FullyQualifiedErrorId
        Assert-Equal 'Unknown' $record.Exception.Outcome
        Assert-Like "*exit code 137*It may have been done.*RequestId $($record.Exception.RequestId)*" "$record"
    }
    $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -ErrorAction Stop
}

Scenario 'A process that hangs is ended, and the next call starts another' {
    # Long enough for a cold Java on a slow machine.
    With-Environment @{ PARTNER_CART_TIMEOUT = '10' } {
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -ErrorAction Stop
        $java = @(Get-Child)[-1]
        & kill -STOP $java
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Like '*did not answer within 20 s and was ended*' "$($failure[0])"
        Assert-Equal 'Unknown' $failure[0].Exception.Outcome
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -ErrorAction Stop
    }
}

Scenario 'Ctrl+C returns soon and says what may have been sent' {
    With-SilentService {
        param($listener)
        $waiting = Start-Waiting $listener
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $waiting.Shell.Stop()
        if ($clock.Elapsed.TotalSeconds -gt 30) { throw "took $($clock.Elapsed)" }
        Assert-Like '*New-PartnerCustomerCart was stopped: it may have been done*RequestId*' "$($waiting.Host.Calls)"
    }
}

Scenario 'Ctrl+C harms no other command, even of a process that another has followed' {
    With-SilentService {
        param($listener)
        $stopped = Start-Waiting $listener
        $other = Start-Waiting $listener
        $java = @(Get-Child)[-1]
        With-Environment @{ PARTNER_CART_MAX_ATTEMPTS = '2' } { $null = Get-PartnerContext }
        $stopped.Shell.Stop()
        Assert-Like '*may have been done*' "$($stopped.Host.Calls)"
        Send-Answer $other.Client 201 '{"id":"c2"}'
        Wait-Command $other
        Assert-Equal 'c2' $other.Output.CartId
        # It was stopped there, too: it is not sent again, and nothing keeps the process.
        Send-Answer $stopped.Client 503 '{}'
        Wait-Until 'the process has ended' { @(Get-Child) -notcontains $java }
        if ($listener.Pending()) { throw 'it was sent again' }
    }
}

Scenario 'Ctrl+C of a command that waits for others says that it was not sent' {
    With-Process -Variable @{ PARTNER_CART_CONCURRENCY = '1' } -Do ': > "$here/read"; first=$id' -OnStop 'printf ''{"Id":%s,%s}\n'' "$first" "$cart"' -Use {
        param($folder)
        $first = Start-Command
        Wait-Until 'it is read' { [IO.File]::Exists("$folder/read") }
        $queued = Start-Command -Variable @{ DebugPreference = 'Continue' }
        Wait-Until 'it is sent' { $queued.Shell.Streams.Debug.Count }
        $queued.Shell.Stop()
        Assert-Like '*New-PartnerCustomerCart was stopped: it was not sent to Partner Center*' "$($queued.Host.Calls)"
        Assert-Equal $false $first.Running.IsCompleted
        $first.Shell.Stop()
    }
}

# What Ctrl+C of a command says that is done all the same; again where a slow machine was too slow to tell.
function Get-Said([string]$Cmdlet, [hashtable]$Parameter, [string]$Result) {
    With-Process -Do ': > "$here/read"; first=$id' -OnStop "printf '{`"Id`":%s,`"Result`":$Result}\n' `"`$first`"" -Use {
        param($folder)
        foreach ($attempt in 1..5) {
            $command = Start-Command $Cmdlet $Parameter
            Wait-Until 'it is read' { [IO.File]::Exists("$folder/read") }
            & rm "$folder/read"
            $command.Shell.Stop()
            if ("$($command.Host.Calls)" -like '*all the same*') { break }
        }
        "$($command.Host.Calls)"
    }
}

Scenario 'Ctrl+C of a command that was done all the same says which cart or orders there are' {
    Assert-Like '*it was done all the same, CartId c1. RequestId*' (Get-Said 'New-PartnerCustomerCart' @{ LineItems = New-Item10 } '{"CartId":"c1","LineItems":[]}')
    Assert-Like '*it was done all the same, orders o1, o2. RequestId*' (Get-Said 'Submit-PartnerCustomerCart' @{ CartId = 'c1' } '{"Orders":[{"Id":"o1"},{"Id":"o2"}]}')
}

Scenario 'Ctrl+C of a command that only reads speaks of nothing that may have been done' {
    Assert-Like '*Get-PartnerCustomerCart was stopped: it changed nothing.' (Get-Said 'Get-PartnerCustomerCart' @{ CartId = 'c1' } '{"CartId":"c1","LineItems":[]}')
    With-Process -Do 'exit 1' -Use {
        $null = Get-PartnerCustomerCart -CustomerId $customer -CartId 'c1' -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Like 'ProcessEnded,*' $failure[0].FullyQualifiedErrorId
        Assert-Equal 'NotSent' $failure[0].Exception.Outcome
        if ("$failure" -like '*may have been done*') { throw "says: $failure" }
    }
}

Scenario 'Ctrl+C loses no cart, at whatever moment it comes' {
    With-Process -Do 'echo "$id" >> "$here/read"; printf ''{"Id":%s,%s}\n'' "$id" "$cart"' -Use {
        param($folder)
        $told = 0
        foreach ($attempt in 1..120) {
            $command = Start-Command
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while ($clock.Elapsed.TotalMilliseconds -lt $attempt / 10) { }
            $command.Shell.Stop()
            if ($command.Output.Count -or "$($command.Host.Calls)" -match 'CartId c1|may have been done') { $told++ }
            $command.Shell.Runspace.Dispose()
        }
        $read = if ([IO.File]::Exists("$folder/read")) { [IO.File]::ReadAllLines("$folder/read").Count } else { 0 }
        if ($told -lt $read) { throw "told of $told carts of $read" }
    }
}

Scenario 'A process that is alive is not ended, however long its commands take and wait' {
    With-Process -Variable @{ PARTNER_CART_TIMEOUT = '0.5'; PARTNER_CART_CONCURRENCY = '1' } -Use {
        param($folder)
        $commands = 1..3 | ForEach-Object { Start-Command }
        foreach ($command in $commands) {
            Wait-Command $command
            Assert-Equal '' "$($command.Shell.Streams.Error)"
            Assert-Equal 'c1' $command.Output.CartId
        }
    } -Do 'if [ -e "$here/slow" ]; then printf ''{"Id":%s,%s}\n'' "$id" "$cart"; else : > "$here/slow"; { sleep 12; printf ''{"Id":%s,%s}\n'' "$id" "$cart"; } & fi' -OnStop 'printf ''{"Id":%s,"Result":{}}\n'' "$id"'
}

Scenario 'A process that hangs is ended with all that it has started, and each command knows whether it was sent' {
    With-Process -Variable @{ PARTNER_CART_TIMEOUT = '0.5'; PARTNER_CART_CONCURRENCY = '1' } -Do 'sleep 1000 & echo $! > "$here/child"; wait' -Use {
        param($folder)
        $first = Start-Command
        Wait-Until 'it is read' { [IO.File]::Exists("$folder/child") }
        $queued = Start-Command
        Wait-Command $first
        Wait-Command $queued
        Assert-Equal 'Unknown NotSent' "$($first.Shell.Streams.Error[0].Exception.Outcome) $($queued.Shell.Streams.Error[0].Exception.Outcome)"
        Assert-Like 'ProcessHung,*' $queued.Shell.Streams.Error[0].FullyQualifiedErrorId
        $child = [IO.File]::ReadAllText("$folder/child").Trim()
        Wait-Until 'its child has ended' { -not [IO.Directory]::Exists("/proc/$child") -or [IO.File]::ReadAllText("/proc/$child/stat") -match '\) Z ' }
    }
}

Scenario 'An answer that makes no sense ends the process, but neither PowerShell nor the wait' {
    foreach ($answer in '{"Id":%s,"Warning":{}}', '{"Id":%s,"Result"', '[]', 'OpenJDK warning') {
        With-Process -Do "printf '$answer\n' `"`$id`"" -Use {
            $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -ErrorAction SilentlyContinue -ErrorVariable failure
            Assert-Like 'ProcessEnded,*' $failure[0].FullyQualifiedErrorId
            Assert-Equal 'Unknown' $failure[0].Exception.Outcome
        }
    }
}

Scenario 'A number that no type holds does not lose the cart' {
    With-Process -Do 'printf ''{"Id":%s,"Result":{"CartId":"c1","LineItems":[{"Quantity":1e999}]}}\n'' "$id"' -Use {
        foreach ($preference in 'SilentlyContinue', 'Continue') {
            $DebugPreference = $preference
            $cart = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -WarningAction SilentlyContinue -WarningVariable warning 5>$null
            Assert-Equal 'c1' $cart.CartId
            Assert-Like '*LineItems?0?.Quantity*' "$warning"
        }
    }
}

function Format-Case($case) { (@($case.Parameter) + @($case['Variable']) | Where-Object { $_ } | ForEach-Object { "$($_.Keys) $($_.Values)" }) -join ' ' }

Scenario 'A cart is there before any line of another stream, which may end the pipeline' {
    With-Process -Do 'printf ''{"Id":%s,"Result":{"CartId":"c1","Status":"Odd","LineItems":[{"BillingCycle":"Odd"}]}}\n'' "$id"' -Use {
        $quiet = @{ LineItems = New-Item10; Confirm = $false }
        foreach ($case in @(
                @{ Parameter = $quiet; Variable = @{ WarningPreference = 'Stop' } }
                @{ Parameter = $quiet; Variable = @{ VerbosePreference = 'Stop' } }
                @{ Parameter = $quiet + @{ WarningAction = 'Inquire' }; Answer = @('Halt Command') }
                @{ Parameter = $quiet; Variable = @{ DebugPreference = 'Inquire' }; Answer = @('Yes', 'Halt Command') })) {
            $command = Start-Command @case
            Wait-Command $command
            if (-not $command.ContainsKey('Failure')) { throw "nothing ended the pipeline of $(Format-Case $case)" }
            Assert-Equal 'c1' $command.Output.CartId "CartId with $(Format-Case $case)"
        }
    }
}

Scenario 'An error is there before any line of another stream, which may end the pipeline' {
    With-Process -Do 'printf ''{"Id":%s,"Error":{"ErrorId":"ServiceError","Message":"no","Outcome":"Rejected"}}\n'' "$id"' -Use {
        $command = Start-Command -Variable @{ VerbosePreference = 'Stop' } -Parameter @{ LineItems = New-Item10; Confirm = $false }
        Wait-Command $command
        if (-not $command.ContainsKey('Failure')) { throw 'nothing ended the pipeline' }
        Assert-Equal 'no' "$($command.Shell.Streams.Error[0])"
    }
}

Scenario '-Verbose tells of each exchange, -Debug of the protocol''s lines, and neither more' {
    $verbose = @(New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -Verbose 4>&1 5>$null | Where-Object { $_ -is [Management.Automation.VerboseRecord] })
    Assert-Like "Performing*POST /v1/customers/$customer/carts (MS-RequestId *) was answered 201 after * ms New-PartnerCustomerCart succeeded*" "$verbose"
    $DebugPreference = 'Continue'
    $streams = @(New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) 4>&1 5>&1)
    Assert-Equal 'DebugRecord PSCart DebugRecord' ($streams.ForEach{ $_.GetType().Name } -join ' ')
    Assert-Like '{"Id":*"Command":"New-PartnerCustomerCart"*' "$($streams[0])"
    Assert-Like '{"Id":*"Result":{*' "$($streams[2])"
}

Scenario 'A day without a zone is that day in every time zone' {
    foreach ($zone in 'Asia/Tokyo', 'America/Los_Angeles') {
        With-Environment @{ TZ = $zone } {
            $command = "`$item = @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1; CustomTermEndDate = [datetime]'2027-06-30' }; Import-Module '$Module'; `$DebugPreference = 'Continue'; [TimeZoneInfo]::Local.Id; New-PartnerCustomerCart -CustomerId $customer -LineItems `$item 5>&1"
            $output = "$(& $pwsh -NoProfile -Command $command)"
            Assert-Like "$zone*`"CustomTermEndDate`":`"2027-06-30T00:00:00.0000000Z`"*" $output
        }
    }
}

Scenario 'What the environment says of piped input is not about cmdlets' {
    $journal = "$([IO.Path]::GetTempPath())$([guid]::NewGuid())"
    With-Environment @{ PARTNER_CART_JOURNAL = $journal; PARTNER_CART_COMMAND = 'Get-PartnerCustomerCart' } {
        $carts = 1..2 | ForEach-Object { New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -ErrorAction Stop }
        Assert-Equal 2 @($carts.CartId | Select-Object -Unique).Count 'carts'
    }
    Assert-Equal $false (Test-Path $journal)
}

Scenario 'Nothing installed, another version and no Java each get an error that says what to do' {
    $folder = New-Folder
    try {
        $null = & mkdir "$folder/lib" "$folder/bin"
        foreach ($case in @(
                @{ Home = '/none'; Path = $env:PATH; Message = '*was not found at /none. Unzip partner-cart-*' }
                @{ Home = $folder; Path = $env:PATH; Message = '*needs partner-cart-*.jar, but*has none. Install*' }
                @{ Home = $Distribution; Path = "$folder/bin"; Message = '*no Java found. Install Java 17*' })) {
            & ln -sf (Get-Command dirname).Source "$folder/bin/dirname"
            With-Environment @{ PARTNER_CART_HOME = $case.Home; PATH = $case.Path; JAVA_HOME = $null } {
                $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -ErrorAction SilentlyContinue -ErrorVariable failure
                Assert-Like $case.Message "$($failure[0])"
            }
        }
    } finally { & rm -r $folder }
}

Scenario 'The process ends with PowerShell, even when that is killed' {
    $child = [Diagnostics.Process]::new()
    $child.StartInfo = [Diagnostics.ProcessStartInfo]::new($pwsh, "-NoProfile -Command `"Import-Module '$Module'; Get-PartnerContext | Out-Null; & pgrep -P `$PID; [Threading.Thread]::Sleep(60000)`"")
    $child.StartInfo.RedirectStandardOutput = $true
    $null = $child.Start()
    $java = $child.StandardOutput.ReadLine()
    & kill -9 $child.Id
    Wait-Until 'it has ended' { -not [IO.Directory]::Exists("/proc/$java") -or [IO.File]::ReadAllText("/proc/$java/stat") -match '\) Z ' }
}

Scenario 'Types that are loaded already are used' {
    $folder = New-Folder
    try {
        $script = @"
`$models = (Get-ChildItem '$(Split-Path $Module)/Models' -Filter *.cs).FullName
Add-Type -Path `$models -OutputAssembly '$folder/Microsoft.Store.PartnerCenter.PowerShell.dll' -OutputType Library
`$theirs = [Reflection.Assembly]::LoadFrom('$folder/Microsoft.Store.PartnerCenter.PowerShell.dll')
Import-Module '$Module' -ErrorAction Stop
`$item = New-Object Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem -Property @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 }
`$cart = New-PartnerCustomerCart -CustomerId $customer -LineItems `$item -ErrorAction Stop
`$item.GetType().Assembly -eq `$theirs
`$cart.GetType().Assembly -eq `$theirs
"@
        $output = & $pwsh -NoProfile -Command $script
        Assert-Equal 'True True' "$output"
    } finally { & rm -r $folder }
}

Scenario 'Two versions of the module in one session share the types' {
    $folder = New-Folder
    try {
        & cp -r (Split-Path $Module) "$folder/PartnerCenterCart"
        foreach ($file in 'psd1', 'psm1') {
            $path = "$folder/PartnerCenterCart/PartnerCenterCart.$file"
            [IO.File]::WriteAllText($path, ([IO.File]::ReadAllText($path) -replace "ersion = '0\.[\d.]+'", "ersion = '0.0.1'"))
        }
        $script = @"
Import-Module '$Module' -ErrorAction Stop
`$item = New-Object Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem -Property @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 }
Import-Module '$folder/PartnerCenterCart/PartnerCenterCart.psd1' -ErrorAction Stop
New-PartnerCustomerCart -CustomerId $customer -LineItems `$item -WhatIf
"`$((Get-Command New-PartnerCustomerCart).Version)"
"@
        $output = & $pwsh -NoProfile -Command $script
        Assert-Like 'What if: *0.0.1' "$output"
    } finally { & rm -r $folder }
}

Scenario 'A cache that others can write to is not trusted' {
    $folder = New-Folder
    try {
        & chmod 777 $folder
        With-Environment @{ PARTNER_CART_CACHE = $folder } {
            $output = & $pwsh -NoProfile -Command "Import-Module '$Module'; (Get-Command New-PartnerCustomerCart).Name"
            Assert-Like '*New-PartnerCustomerCart*' "$output"
            Assert-Equal 0 @(Get-ChildItem $folder).Count 'files'
        }
        & chmod 700 $folder
        With-Environment @{ PARTNER_CART_CACHE = $folder } {
            $null = & $pwsh -NoProfile -Command "Import-Module '$Module'"
            Assert-Equal 1 @(Get-ChildItem $folder -Filter *.dll).Count 'assemblies'
        }
    } finally { & rm -r $folder }
}

Scenario 'Several first imports at once all succeed' {
    $folder = New-Folder
    try {
        & chmod 700 $folder
        $children = With-Environment @{ PARTNER_CART_CACHE = $folder } {
            1..3 | ForEach-Object {
                $child = [Diagnostics.Process]::new()
                $child.StartInfo = [Diagnostics.ProcessStartInfo]::new($pwsh, "-NoProfile -Command `"Import-Module '$Module'; (Get-Command New-PartnerCustomerCart).Name`"")
                $child.StartInfo.RedirectStandardOutput = $true
                $null = $child.Start()
                $child
            }
        }
        foreach ($child in $children) { Assert-Equal 'New-PartnerCustomerCart' $child.StandardOutput.ReadToEnd().Trim() }
    } finally { & rm -r $folder }
}

# Runs commands in a PowerShell of its own, which keeps its assembly in that folder.
function Invoke-Fresh([string]$Cache, [string]$Command) {
    With-Environment @{ PARTNER_CART_CACHE = $Cache; PARTNER_CART_HOME = $Distribution } {
        "$(& $pwsh -NoProfile -Command "`$module = '$Module'; `$item = @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 }; $Command")"
    }
}

# A cache folder of its own, and one that can't be made.
function With-Caches([scriptblock]$Use) {
    $folder = New-Folder
    try {
        foreach ($cache in "$folder", '/dev/null/none') { & $Use $cache }
    } finally { & rm -r $folder }
}

Scenario 'Import-Module -Force imports all cmdlets anew' {
    With-Caches {
        param($cache)
        $command = 'Import-Module $module; foreach ($i in 1..2) { Import-Module $module -Force; @(Get-Command -Module PartnerCenterCart).Count }'
        foreach ($start in 'compiling', 'loading') { Assert-Equal '8 8' (Invoke-Fresh $cache $command) $start }
    }
}

Scenario 'Import-Module -Prefix changes the cmdlets'' names, but not what they do' {
    With-Caches {
        param($cache)
        $command = "Import-Module `$module -Prefix My; (New-MyPartnerCustomerCart -CustomerId $customer -LineItems `$item).Status; Disconnect-MyPartnerCenter; try { New-MyPartnerCustomerCart -CustomerId $customer -LineItems `$item -ErrorAction Stop } catch { `$_.ToString() }"
        Assert-Equal 'Active Run Connect-PartnerCenter to login.' (Invoke-Fresh $cache $command)
    }
}

Scenario 'Remove-Module takes the cmdlets and the process away, until the next import' {
    With-Caches {
        param($cache)
        $command = @"
`$gone = { for (`$i = 0; `$i -lt 1500 -and @(& pgrep -P `$PID java).Count; `$i++) { [Threading.Thread]::Sleep(20) }; @(& pgrep -P `$PID java).Count }
Import-Module `$module
`$null = New-PartnerCustomerCart -CustomerId $customer -LineItems `$item
@(& pgrep -P `$PID java).Count
Remove-Module PartnerCenterCart
& `$gone
@(Get-Command New-PartnerCustomerCart -ErrorAction Ignore).Count
Import-Module `$module
@(New-PartnerCustomerCart -CustomerId $customer -LineItems `$item).Count
"@
        foreach ($start in 'compiling', 'loading') { Assert-Equal '1 0 0 1' (Invoke-Fresh $cache $command) $start }
    }
}

Scenario 'Runspaces that are the first to import at once all get the cmdlets' {
    With-Caches {
        param($cache)
        $command = '(1..16 | ForEach-Object -ThrottleLimit 16 -Parallel { try { Import-Module $using:module; @(Get-Command -Module PartnerCenterCart).Count } catch { $_ } }) -join " "; @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetType("PartnerCenterCart.PartnerCart") }).Count'
        Assert-Equal ('8 ' * 16 + '1') (Invoke-Fresh $cache $command)
    }
}

Scenario 'Jobs in the process share its sign-in and its Java' {
    $command = @"
Import-Module `$module
`$job = 1..8 | ForEach-Object -ThrottleLimit 8 -AsJob -Parallel { Import-Module `$using:module; (New-PartnerCustomerCart -CustomerId $customer -LineItems `$using:item).CartId }
@(`$job | Receive-Job -Wait | Select-Object -Unique).Count
@(& pgrep -P `$PID java).Count
"@
    With-Caches { param($cache) Assert-Equal '8 1' (Invoke-Fresh $cache $command) }
}

Scenario 'The module imports from a folder with brackets' {
    $folder = New-Folder
    try {
        $null = & mkdir "$folder/a [b] c"
        & cp -r (Split-Path $Module) "$folder/a [b] c/"
        $copy = "$folder/a [b] c/PartnerCenterCart/PartnerCenterCart.psd1"
        $command = "Import-Module '$copy'; (New-PartnerCustomerCart -CustomerId $customer -LineItems `$item).Status; (Get-Module PartnerCenterCart).ModuleBase"
        foreach ($start in 'compiling', 'loading') { Assert-Equal "Active $(Split-Path $copy)" (Invoke-Fresh "$folder/[cache]" $command) $start }
        Assert-Equal 1 @(& ls "$folder/[cache]" | Where-Object { $_ -like '*.dll' }).Count 'assemblies'
    } finally { & rm -r $folder }
}

Scenario 'Assemblies that this PowerShell compiled long ago are deleted when it compiles another' {
    $folder = New-Folder
    try {
        $engine = $PSVersionTable.PSVersion
        $null = & mkdir "$folder/en-US"
        & touch -d '40 days ago' "$folder/PartnerCenterCart-0.0.1-$engine-a.dll" "$folder/PartnerCenterCart-0.0.1-5.1.1-b.dll" "$folder/en-US/PartnerCenterCart-0.0.1-$engine-a.dll-Help.xml"
        & touch -d '20 days ago' "$folder/PartnerCenterCart-0.0.1-$engine-c.dll"
        $null = Invoke-Fresh $folder 'Import-Module $module'
        $left = @(& ls $folder | Where-Object { $_ -like '*.dll' })
        Assert-Equal "PartnerCenterCart-0.0.1-5.1.1-b.dll PartnerCenterCart-0.0.1-$engine-c.dll" "$($left[0..1])"
        Assert-Equal 3 $left.Count 'assemblies'
        Assert-Equal 1 @(& ls "$folder/en-US").Count 'help files'
    } finally { & rm -r $folder }
}

Scenario 'A folder of somebody else is not used' {
    # Only root can give a folder away.
    if ((& id -u) -ne 0) { return }
    $folder = New-Folder
    try {
        & chown 65534 $folder
        Assert-Equal 'New-PartnerCustomerCart' (Invoke-Fresh $folder 'Import-Module $module; (Get-Command New-PartnerCustomerCart).Name')
        Assert-Equal 0 @(& ls $folder).Count 'files'
        & chown 0 $folder
        $null = Invoke-Fresh $folder 'Import-Module $module'
        & chown 65534 $folder
        # Code of somebody else, which an import would run.
        foreach ($file in & ls $folder | Where-Object { $_ -like '*.dll' }) { [IO.File]::WriteAllText("$folder/$file", 'not an assembly') }
        Assert-Equal 'New-PartnerCustomerCart' (Invoke-Fresh $folder 'Import-Module $module; (Get-Command New-PartnerCustomerCart).Name')
    } finally { & rm -r $folder }
}

Scenario 'A folder that cannot be written is said, and the cmdlets are compiled in memory' {
    $said = Invoke-Fresh '/dev/null/none' '$VerbosePreference = ''Continue''; Import-Module $module 4>&1 | Where-Object { "$_" -like "*in memory*" }'
    Assert-Like '*compiled in memory at each import, as /dev/null/none can''t be used: *' $said
}

Scenario 'On Windows without LOCALAPPDATA the assembly is kept where .NET says, or nowhere' {
    $folder = New-Folder
    try {
        # What tells Windows from the others to the module; .NET asks XDG_DATA_HOME here.
        With-Environment @{ OS = 'Windows_NT'; LOCALAPPDATA = $null; XDG_DATA_HOME = "$folder/data" } {
            Assert-Equal '8' (Invoke-Fresh $null 'Import-Module $module; @(Get-Command -Module PartnerCenterCart).Count')
            Assert-Equal 0 @(& ls $folder).Count 'files'
            $null = & mkdir "$folder/data"
            Assert-Equal '8' (Invoke-Fresh $null 'Import-Module $module; @(Get-Command -Module PartnerCenterCart).Count')
            Assert-Equal 1 @(& ls "$folder/data/partner-cart" | Where-Object { $_ -like '*.dll' }).Count 'assemblies'
        }
        if ([IO.Directory]::Exists('/partner-cart')) { throw 'there is /partner-cart' }
    } finally { & rm -r $folder }
}

Scenario 'Java that is too old, and a jar that is cut off, each get an error that says what to do' {
    $folder = New-Folder
    try {
        $null = & mkdir "$folder/bin" "$folder/home"
        $old = @{
            'Error: LinkageError occurred: java.lang.UnsupportedClassVersionError: io/github/partnercart/Main' = '*Install Java 17 or later, or set JAVA_HOME*'
            'Unrecognized option: -Xlog:disable' = '*Install Java 17 or later, or set JAVA_HOME*'
        }
        foreach ($said in $old.Keys) {
            [IO.File]::WriteAllText("$folder/bin/java", "#!/bin/sh`necho '$said' >&2`nexit 1`n")
            & chmod 755 "$folder/bin/java"
            With-Environment @{ JAVA_HOME = $folder } {
                $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -ErrorAction SilentlyContinue -ErrorVariable failure
                Assert-Like $old[$said] "$($failure[0])"
            }
        }
        & cp -r "$Distribution/bin" "$Distribution/lib" "$folder/home/"
        $jar = @(& ls "$folder/home/lib" | Where-Object { $_ -like 'partner-cart-*.jar' })[0]
        & truncate -s 4000 "$folder/home/lib/$jar"
        With-Environment @{ PARTNER_CART_HOME = "$folder/home" } {
            $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-Item10) -ErrorAction SilentlyContinue -ErrorVariable failure
            Assert-Like '*are not complete: unzip partner-cart again*' "$($failure[0])"
        }
    } finally { & rm -r $folder }
}

Scenario 'Tab completes billing cycles and environments' {
    $complete = { param($text) @((TabExpansion2 $text $text.Length).CompletionMatches.CompletionText) -join ' ' }
    Assert-Equal 'AzureChinaCloud AzureCloud AzureGermanCloud AzurePPE AzureUSGovernment' (& $complete 'Connect-PartnerCenter -Environment Az')
    $type = '[Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem]'
    Assert-Like '*Monthly*' (& $complete "`$completed = ${type}::new(); `$completed.BillingCycle = ")
    Assert-Like '*BillingCycle*' (& $complete "$type@{ Bill")
}

Scenario 'The manifest is valid and exports the eight cmdlets only' {
    $null = Test-ModuleManifest $Module -ErrorAction Stop
    Assert-Equal 8 @((Get-Module PartnerCenterCart).ExportedCommands.Keys).Count 'exported commands'
    Assert-Equal 'Cmdlet' "$(@(Get-Command -Module PartnerCenterCart).CommandType | Select-Object -Unique)"
}

Scenario 'Every cmdlet has help with an example, and there is an about topic' {
    $script = @"
Import-Module '$Module'
foreach (`$name in (Get-Module PartnerCenterCart).ExportedCmdlets.Keys) {
    `$help = Get-Help `$name -Full
    if (-not `$help.Synopsis.EndsWith('.')) { "`$name has no synopsis" }
    if (-not `$help.examples.example) { "`$name has no example" }
    foreach (`$parameter in `$help.parameters.parameter) {
        if (-not "`$(`$parameter.description | Out-String)".Trim()) { "`$name -`$(`$parameter.name) is not described" }
    }
}
if ((Get-Help about_PartnerCenterCart | Out-String) -notlike '*PartnerCenterCart*') { 'no about topic' }
"@
    Assert-Equal '' "$(& $pwsh -NoProfile -Command $script)"
}

exit $failed
