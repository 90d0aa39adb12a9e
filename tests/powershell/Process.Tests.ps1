# The life of the Java process: its start, its settings, its end, and what a command is told of it.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # A copy of partner-cart at another place.
    function New-Distribution([string]$Folder) {
        $null = & mkdir -p $Folder
        & cp -r "$distribution/bin" "$distribution/lib" $Folder
    }

    function Get-Failure {
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction SilentlyContinue -ErrorVariable failure
        if (-not $failure) { throw 'a cart was made' }
        return $failure[0]
    }
}

Describe 'The process' {
    It 'Every runspace gets its own carts from the one process' {
        $null = Get-PartnerContext
        $results = 1..160 | ForEach-Object -ThrottleLimit 16 -Parallel {
            Import-Module $using:Module
            $item = [Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem]@{ CatalogItemId = 'DG7GMGF0DWTL:0001:DG7GMGF0DSJB'; Quantity = $_; BillingCycle = 'OneTime'; ProvisioningContext = @{ duration = '1Year'; scope = 'shared'; subscriptionId = 'D526EF3A-35E6-477F-A64C-906F6177FBFA' } }
            $cart = New-PartnerCustomerCart -CustomerId $using:customer -LineItems $item
            "$_=$(@($cart.LineItems)[0].Quantity)"
        }
        @($results | Where-Object { ($_ -split '=')[0] -eq ($_ -split '=')[1] }).Count | Should -BeExactly 160 -Because 'carts of their own'
        @(Get-Child).Count | Should -BeExactly 1 -Because 'processes'
    }

    It 'A process that dies is reported with what may have been done, and the next call starts another' {
        Use-SilentService {
            param($listener)
            $waiting = Start-Waiting $listener
            $java = @(Get-Child)[-1]
            & kill -9 $java
            $null = $waiting.Shell.EndInvoke($waiting.Running)
            $record = $waiting.Shell.Streams.Error[0]
            $record.FullyQualifiedErrorId | Should -BeExactly 'ProcessEnded,Microsoft.Store.PartnerCenter.PowerShell.Commands.NewPartnerCustomerCart'
            $record.Exception.Outcome | Should -BeExactly 'Unknown'
            "$record" | Should -BeLike "*exit code 137*It may have been done.*RequestId $($record.Exception.RequestId)*"
        }
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop
    }

    It 'A process that hangs is ended, and the next call starts another' {
        # Long enough for a cold Java on a slow machine.
        Use-Environment @{ PARTNER_CART_TIMEOUT = '10' } {
            $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop
            $java = @(Get-Child)[-1]
            & kill -STOP $java
            $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction SilentlyContinue -ErrorVariable failure
            "$($failure[0])" | Should -BeLike '*did not answer within 20 s and was ended*'
            $failure[0].Exception.Outcome | Should -BeExactly 'Unknown'
            $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop
        }
    }

    It 'A process that is alive is not ended, however long its commands take and wait' {
        Use-FakeProcess -Variable @{ PARTNER_CART_TIMEOUT = '0.5'; PARTNER_CART_CONCURRENCY = '1' } -Use {
            param($folder)
            $commands = 1..3 | ForEach-Object { Start-Command }
            foreach ($command in $commands) {
                Wait-Command $command
                "$($command.Shell.Streams.Error)" | Should -BeExactly ''
                $command.Output.CartId | Should -BeExactly 'c1'
            }
        } -Do 'if [ -e "$here/slow" ]; then printf ''{"Id":%s,%s}\n'' "$id" "$cart"; else : > "$here/slow"; { sleep 12; printf ''{"Id":%s,%s}\n'' "$id" "$cart"; } & fi' -OnStop 'printf ''{"Id":%s,"Result":{}}\n'' "$id"'
    }

    It 'A process that hangs is ended with all that it has started, and each command knows whether it was sent' {
        Use-FakeProcess -Variable @{ PARTNER_CART_TIMEOUT = '0.5' } -Do 'sleep 1000 & echo $! > "$here/child"; wait' -Use {
            param($folder)
            $first = Start-Command
            Wait-Until 'it is read' { [IO.File]::Exists("$folder/child") }
            $reading = Start-Command 'Get-PartnerCustomerCart' @{ CartId = 'c1' }
            Wait-Command $first
            Wait-Command $reading
            "$($first.Shell.Streams.Error[0].Exception.Outcome) $($reading.Shell.Streams.Error[0].Exception.Outcome)" | Should -BeExactly 'Unknown NotSent'
            $first.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'ProcessHung,*'
            $child = [IO.File]::ReadAllText("$folder/child").Trim()
            Wait-Until 'its child has ended' { -not (Test-Running $child) }
        }
    }

    It 'The process ends with PowerShell, even when that is killed' {
        $child = [Diagnostics.Process]::new()
        $child.StartInfo = [Diagnostics.ProcessStartInfo]::new($pwsh, "-NoProfile -Command `"Import-Module '$module'; Get-PartnerContext | Out-Null; & pgrep -P `$PID; [Threading.Thread]::Sleep(60000)`"")
        $child.StartInfo.RedirectStandardOutput = $true
        $null = $child.Start()
        $java = $child.StandardOutput.ReadLine()
        & kill -9 $child.Id
        Wait-Until 'it has ended' { -not [IO.Directory]::Exists("/proc/$java") -or [IO.File]::ReadAllText("/proc/$java/stat") -match '\) Z ' }
    }

    It 'A process that can''t start has read nothing, and its words are shown: <name>' -ForEach @(
        @{ name = 'a setting that it refuses'; variable = @{ PARTNER_CART_TIMEOUT = 'soon' }; message = '*ended with exit code 2 before it read a command: *PARTNER_CART_TIMEOUT*soon*' }
        @{ name = 'an unknown setting'; variable = @{ PARTNER_CART_TYPO = '1' }; message = '*PARTNER_CART_TYPO*' }
        @{ name = 'too little memory'; variable = @{ JAVA_TOOL_OPTIONS = '-Xmx1k' }; message = '*before it read a command: *heap*' }
        @{ name = 'an option that Java does not know'; variable = @{ PARTNER_CART_JAVA_OPTS = '-XX:+NoSuchOption' }; message = '*NoSuchOption*' }
    ) {
        Use-Environment $variable {
            $failure = Get-Failure
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProcessNotStarted,*'
            $failure.Exception.Outcome | Should -BeExactly 'NotSent'
            "$failure" | Should -BeLike $message
            "$failure" | Should -Not -BeLike '*may have been done*'
        }
        New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop | Should -Not -BeNullOrEmpty
    }

    It 'Exit code 2 says that nothing was read, whenever it comes' {
        Use-FakeProcess -Do 'echo "wrong option" >&2; exit 2' -Use {
            $failure = Get-Failure
            $failure.Exception.Outcome | Should -BeExactly 'NotSent'
            "$failure" | Should -BeLike '*exit code 2*wrong option*'
        }
    }

    It 'A deleted working folder, a limit of memory and a folder with ü in the locale POSIX: <name>' -ForEach @(
        @{ name = 'deleted folder'; command = 'd=$(mktemp -d); cd $d; rmdir $d; exec "$0" "$@"'; succeeds = $true }
        @{ name = 'ulimit -v'; command = 'java=$(command -v java); JAVA_HOME=$(mktemp -d); export JAVA_HOME; mkdir "$JAVA_HOME/bin"; printf ''#!/bin/sh\nulimit -v 300000; exec %s "$@"\n'' "$java" > "$JAVA_HOME/bin/java"; chmod 755 "$JAVA_HOME/bin/java"; exec "$0" "$@"'; succeeds = $false }
        @{ name = 'ü, POSIX'; command = 'LC_ALL=POSIX LANG= exec "$0" "$@"'; succeeds = $true }
        @{ name = 'ü, no LANG'; command = 'unset LC_ALL LANG LC_CTYPE; exec "$0" "$@"'; succeeds = $true }
    ) {
        $folder = New-Folder
        try {
            $copy = "$folder/Ordner für Körbe/ps-wrapper"
            New-Distribution "$folder/Ordner für Körbe"
            & cp -r "$distribution/ps-wrapper" "$folder/Ordner für Körbe"
            $script = "Import-Module (Get-ChildItem '$folder' -Recurse -Filter PartnerCenterCart.psd1).FullName; try { `$cart = New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'MS-AZR-0145P'; Quantity = 1 } -ErrorAction Stop; `$cart.Status } catch { `"`$(`$_.Exception.Outcome) `$_`" }"
            $said = "$(& sh -c $command $pwsh -NoProfile -Command $script 2>&1)"
            if ($succeeds) { $said | Should -BeExactly 'Active' } else { $said | Should -BeLike 'NotSent *before it read a command: *' }
        } finally { & rm -r $folder }
    }

    It 'Nothing installed, another version and no Java each get an error that says what to do' {
        $folder = New-Folder
        try {
            $null = & mkdir "$folder/lib" "$folder/bin"
            foreach ($case in @(
                    @{ Home = '/none'; Path = $env:PATH; Message = '*was not found at /none. Install the module again, or set PARTNER_CART_HOME*' }
                    @{ Home = $folder; Path = $env:PATH; Message = '*needs partner-cart-*.jar, but*has none. Install*' }
                    @{ Home = $distribution; Path = "$folder/bin"; Message = '*no Java found. Install Java 17*' })) {
                & ln -sf (Get-Command dirname).Source "$folder/bin/dirname"
                Use-Environment @{ PARTNER_CART_HOME = $case.Home; PATH = $case.Path; JAVA_HOME = $null } {
                    $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction SilentlyContinue -ErrorVariable failure
                    "$($failure[0])" | Should -BeLike $case.Message
                }
            }
        } finally { & rm -r $folder }
    }

    It 'Java that is too old, and a jar that is cut off, each get an error that says what to do' {
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
                Use-Environment @{ JAVA_HOME = $folder } {
                    $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction SilentlyContinue -ErrorVariable failure
                    "$($failure[0])" | Should -BeLike $old[$said]
                }
            }
            & cp -r "$distribution/bin" "$distribution/lib" "$folder/home/"
            $jar = @(& ls "$folder/home/lib" | Where-Object { $_ -like 'partner-cart-*.jar' })[0]
            & truncate -s 4000 "$folder/home/lib/$jar"
            Use-Environment @{ PARTNER_CART_HOME = "$folder/home" } {
                $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction SilentlyContinue -ErrorVariable failure
                "$($failure[0])" | Should -BeLike '*are not complete: install partner-cart again*'
            }
        } finally { & rm -r $folder }
    }
}

Describe 'An answer' {
    It 'that makes no sense ends the process, but neither PowerShell nor the wait: <answer>' -ForEach @(
        @{ answer = '{"Id":%s,"Warning":{}}' }, @{ answer = '{"Id":%s,"Result"' }, @{ answer = '{"Id":%s}' }, @{ answer = '{}' }, @{ answer = '{"Id":%s,"Result":[]}' }, @{ answer = '{"Error":{"Message":"x"}}' }
    ) {
        Use-FakeProcess -Do "printf '$answer\n' `"`$id`"" -Use {
            $failure = Get-Failure
            $failure.FullyQualifiedErrorId | Should -BeLike 'ProcessEnded,*'
            $failure.Exception.Outcome | Should -BeExactly 'Unknown'
        }
    }

    It 'without an Id belongs to the command of its line' {
        Use-FakeProcess -Do 'n=$((n + 1)); printf ''{"Error":{"ErrorId":"InvalidCommandLine","Message":"line %s","Outcome":"NotSent","Line":%s}}\n'' "$n" "$n"' -OnStart 'n=1' -Use {
            $failure = Get-Failure
            "$failure" | Should -BeExactly 'line 2'
            "$(Get-Failure)" | Should -BeExactly 'line 3'
        }
    }

    It 'is read among other text, which is never taken for one' {
        Use-FakeProcess -Do 'echo "Full thread dump OpenJDK"; echo "[0.1s][warning] log"; printf ''noise {"Id":%s,%s}\n'' "$id" "$cart"' -OnStart 'echo "Picked up JAVA_TOOL_OPTIONS"' -Use {
            (New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop).CartId | Should -BeExactly 'c1'
        }
    }
}

Describe 'A change of the environment' {
    It 'A changed environment is used by the next command' {
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop
        Use-Environment @{ PARTNER_CART_SANDBOX = $null; PARTNER_CART_ENDPOINT = 'http://127.0.0.1:9'; PARTNER_CART_MAX_ATTEMPTS = '1'; PARTNER_CENTER_ACCESS_TOKEN = 'a.b.c' } {
            $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].CategoryInfo | Should -BeExactly 'CloseError: (:) [New-PartnerCustomerCart], HttpRequestException'
            $failure[0].Exception.Outcome | Should -BeExactly 'NotSent'
        }
    }

    It 'counts if it matters: <name>' -ForEach @(
        @{ name = 'HTTPS_PROXY'; restarts = $true }, @{ name = 'no_proxy'; restarts = $true }, @{ name = 'JAVA_HOME'; restarts = $true }
        @{ name = 'AZURE_CLIENT_ID'; restarts = $true }, @{ name = 'PARTNER_CART_LOCALE'; restarts = $true }, @{ name = 'ANYTHING'; restarts = $false }
    ) {
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop
        $before = @(Get-Child)[-1]
        $value = if ($name -eq 'JAVA_HOME') { Split-Path (Split-Path (& readlink -f (Get-Command java).Source)) } else { 'de' }
        Use-Environment @{ $name = $value } {
            $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop
            $after = @(Get-Child)[-1]
            ($after -ne $before) | Should -BeExactly $restarts
        }
    }

    It 'counts for PATH if Java was found by it' {
        $java = & readlink -f (Get-Command java).Source
        foreach ($case in @{ JavaHome = $null; Restarts = $true }, @{ JavaHome = (Split-Path (Split-Path $java)); Restarts = $false }) {
            Use-Environment @{ JAVA_HOME = $case.JavaHome } {
                $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop
                $before = @(Get-Child)[-1]
                Use-Environment @{ PATH = "$($env:PATH):/none" } {
                    $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop
                    (@(Get-Child)[-1] -ne $before) | Should -BeExactly $case.Restarts
                }
            }
        }
    }

    It 'does not let two commands work on one cart at once' {
        Use-FakeProcess -Do 'echo "begin $id" >> "$here/log"; { while [ -e "$here/wait" ]; do sleep 0.05; done; echo "end $id" >> "$here/log"; printf ''{"Id":%s,%s}\n'' "$id" "$cart"; } &' -Use {
            param($folder)
            [IO.File]::WriteAllText("$folder/wait", '')
            $parameter = @{ CartId = 'c1'; LineItem = New-TestItem }
            $first = Start-Command 'Add-PartnerCustomerCartLineItem' ($parameter + @{ CustomerId = $customer })
            Wait-Until 'it is read' { [IO.File]::Exists("$folder/log") }
            Use-Environment @{ PARTNER_CART_LOCALE = 'de-DE' } {
                $second = Start-Command 'Add-PartnerCustomerCartLineItem' ($parameter + @{ CustomerId = $customer })
                $other = Start-Command 'Add-PartnerCustomerCartLineItem' @{ CustomerId = $customer; CartId = 'c2'; LineItem = New-TestItem }
                Wait-Until 'the other cart is worked on' { @([IO.File]::ReadAllLines("$folder/log")).Count -eq 2 }
                [IO.File]::Delete("$folder/wait")
                foreach ($command in $first, $second, $other) { Wait-Command $command }
            }
            $log = [IO.File]::ReadAllLines("$folder/log")
            $log[0] | Should -BeLike 'begin *'
            [array]::IndexOf($log, $log[0].Replace('begin', 'end')) | Should -BeLessThan ($log.Count - 2)
        }
    }

    It 'Get-PartnerContext -ValidateMfa asks the service about multi-factor authentication' {
        $connect = '$env:PARTNER_CART_SANDBOX = ''true''; Import-Module $module; $null = Connect-PartnerCenter -AccessToken x -ErrorAction Stop;'
        Invoke-Fresh "$connect '[' + (Get-PartnerContext).MfaCompliant + '] ' + (Get-PartnerContext -ValidateMfa).MfaCompliant" | Should -BeExactly '[] True'
        Invoke-Fresh "`$env:PARTNER_CART_SANDBOX = 'true'; Import-Module `$module; (Get-PartnerContext -ValidateMfa).MfaCompliant" | Should -BeExactly 'True'
    }

    It 'does not change where a relative name of a file leads' {
        $folder = New-Folder
        try {
            [IO.File]::WriteAllText("$folder/token", 'a.b.c')
            $said = Invoke-Fresh "Set-Location '$folder'; `$env:PARTNER_CART_SANDBOX = `$null; `$env:PARTNER_CART_ACCESS_TOKEN_FILE = 'token'; `$env:PARTNER_CART_ENDPOINT = 'http://127.0.0.1:9'; `$env:PARTNER_CART_MAX_ATTEMPTS = '1'; Import-Module `$module; (Get-PartnerContext).Environment.PartnerCenterEndpoint"
            $said | Should -BeExactly 'http://127.0.0.1:9'
        } finally { & rm -r $folder }
    }
}
