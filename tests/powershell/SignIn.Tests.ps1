# The account that the module signs in as, and the one that it buys as: a cart's LastModifiedUser is the access token that it
# was bought with.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    # The services are part of the Java tests. They end when their input does.
    $classPath = [IO.File]::ReadAllText([IO.Path]::GetFullPath("$distribution/../test.classpath")).Trim()
    $start = [Diagnostics.ProcessStartInfo]::new('java', "-cp `"$distribution/../test-classes:$distribution/../classes:$classPath`" io.github.partnercart.powershell.SignInServices")
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $services = [Diagnostics.Process]::Start($start)
    $addresses = $services.StandardOutput.ReadLine() | ConvertFrom-Json
    $service = $addresses.service
    # .NET keeps the user's certificates there.
    $homeOfTests = New-Folder
    $variablesBefore = @{ HOME = $env:HOME; AZURE_AUTHORITY_HOST = $null; PARTNER_CART_ENDPOINT = $null; PARTNER_CART_JAVA_OPTS = $null; PARTNER_CART_SANDBOX = $null }
    Set-Environment @{
        HOME = $homeOfTests
        AZURE_AUTHORITY_HOST = $addresses.identity
        PARTNER_CART_ENDPOINT = $service
        PARTNER_CART_JAVA_OPTS = "-Djavax.net.ssl.trustStore=$($addresses.trust) -Djavax.net.ssl.trustStorePassword=changeit"
        PARTNER_CART_SANDBOX = $null
    }
    $application = '22222222-2222-2222-2222-222222222222'
    $tenant = '11111111-1111-1111-1111-111111111111'
    $http = [Net.Http.HttpClient]::new()

    function Invoke-Service([string]$Wish) { $http.GetStringAsync("$Service/test/$Wish").GetAwaiter().GetResult() | ConvertFrom-Json }

    # The form that came to the identity service last; those before it are forgotten.
    function Get-Form {
        $last = $null
        while ($true) {
            $form = Invoke-Service form
            if (-not $form.PSObject.Properties['grant_type']) { return $last }
            $last = $form
        }
    }

    function New-Secret([string]$Text) {
        $secret = [Security.SecureString]::new()
        foreach ($c in $Text.ToCharArray()) { $secret.AppendChar($c) }
        return $secret
    }

    function New-ApplicationCredential([string]$Secret = 's3cret') { [pscredential]::new($application, (New-Secret $Secret)) }

    function Get-PlainText([Security.SecureString]$Secret) { [Net.NetworkCredential]::new('', $Secret).Password }

    function New-AccessToken([hashtable]$Claim) {
        $payload = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes((ConvertTo-Json $Claim -Compress))).TrimEnd('=').Replace('+', '-').Replace('/', '_')
        return "eyJhbGciOiJub25lIn0.$payload.x"
    }

    $buy = {
        param($customer)
        $item = New-Object Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem -Property @{ CatalogItemId = 'C:1:A'; Quantity = 1 }
        (New-PartnerCustomerCart -CustomerId $customer -LineItems $item -ErrorAction Stop).LastModifiedUser
    }

    function Assert-BuysAs([string]$Token) { (& $buy $customer) | Should -BeExactly "Bearer $Token" -Because 'buyer' }

    # Nothing is bought, and the error says why.
    function Assert-BuysNothing([string]$Message = 'Run Connect-PartnerCenter to login.') {
        $before = (Invoke-Service bought).count
        $failure = $null
        try { $buyer = & $buy $customer } catch { $failure = $_ }
        if (-not $failure) { throw "bought as $buyer" }
        "$failure" | Should -BeLike $Message
        $failure.Exception.Outcome | Should -BeExactly 'NotSent'
        (Invoke-Service bought).count | Should -BeExactly $before -Because 'carts'
    }

    # Buys in the runspace of another command: the buyer, or the error.
    function Invoke-Purchase($Session) {
        $Session.Shell.Commands.Clear()
        $Session.Shell.Streams.ClearStreams()
        $null = $Session.Shell.AddScript($buy).AddArgument($customer)
        try { return "$($Session.Shell.Invoke())" } catch { return "$($_.Exception.InnerException.Message)" -replace '^The running command stopped because .* is set to Stop: ' }
    }

    # Buys in a runspace that never connected.
    function Invoke-FreshPurchase {
        $session = Start-Command Get-PartnerContext @{}
        try { $null = $session.Shell.EndInvoke($session.Running) } catch { }
        Invoke-Purchase $session
        $session.Shell.Runspace.Dispose()
    }

    function Stop-Java {
        $java = @(Get-Child)[-1]
        & kill -9 $java
        Wait-Until 'it is gone' { @(Get-Child) -notcontains $java }
    }

    function Connect-Application {
        $null = Connect-PartnerCenter -ServicePrincipal -Credential (New-ApplicationCredential) -Tenant $tenant -ErrorAction Stop
        $null = Get-Form
    }

    function Start-DeviceSignIn {
        $null = Invoke-Service absent
        $session = Start-Command Connect-PartnerCenter @{ UseDeviceAuthentication = $true }
        Wait-Until 'the user is prompted' { "$($session.Host.Calls)" -like '*USERCODE*' }
        return $session
    }
}

AfterAll {
    # Only what was made: where BeforeAll failed, HOME is the user's own.
    if (Test-Path variable:homeOfTests) { & rm -r $homeOfTests }
    if (Test-Path variable:variablesBefore) { Set-Environment $variablesBefore }
    if (Test-Path variable:services) { $services.StandardInput.Close() }
}

Describe 'A sign-in' {
    It 'The environment signs in until Connect-PartnerCenter does, and not any more afterwards' {
        Use-Environment @{ PARTNER_CENTER_ACCESS_TOKEN = 'env.env.env' } {
            Assert-BuysAs env.env.env
            $env:PARTNER_CENTER_ACCESS_TOKEN = 'other.env.token'
            Assert-BuysAs other.env.token
            $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
            Assert-BuysAs given.given.given
            $java = "$(Get-Child)"
            $env:PARTNER_CENTER_ACCESS_TOKEN = 'env.env.env'
            Assert-BuysAs given.given.given
            "$(Get-Child)" | Should -BeExactly $java -Because 'process'
            Stop-Java
            Assert-BuysAs given.given.given
            Use-Environment @{ PARTNER_CART_LOCALE = 'de-DE' } { Assert-BuysAs given.given.given }
            Assert-BuysAs given.given.given
        }
    }

    It 'A sign-in that is refused to a fresh process buys nothing, and is tried again' {
        Use-Environment @{ PARTNER_CENTER_ACCESS_TOKEN = 'env.env.env' } {
            Connect-Application
            Stop-Java
            $null = Invoke-Service refuse
            Assert-BuysNothing
            (& $buy $customer) | Should -BeLike 'Bearer access-*'
        }
    }

    It 'Commands that come at once wait for one sign-in of the fresh process' {
        Connect-Application
        Stop-Java
        $sessions = 1..6 | ForEach-Object { Start-Command New-PartnerCustomerCart @{ LineItems = @{ CatalogItemId = 'C:1:A'; Quantity = 1 } } }
        $buyers = @($sessions | ForEach-Object { $null = $_.Shell.EndInvoke($_.Running); $_.Output.LastModifiedUser; $_.Shell.Runspace.Dispose() })
        $buyers.Count | Should -BeExactly 6 -Because 'carts'
        "$($buyers | Select-Object -Unique)" | Should -BeLike 'Bearer access-*'
        @($buyers | Select-Object -Unique).Count | Should -BeExactly 1 -Because 'buyers'
        if (-not (Get-Form)) { throw 'nobody asked for a token' }
        "$(Get-Form)" | Should -BeExactly ''
    }

    It 'After Disconnect-PartnerCenter nobody is signed in, whatever is restarted or set' {
        Use-Environment @{ PARTNER_CENTER_ACCESS_TOKEN = 'env.env.env' } {
            $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
            "$(Disconnect-PartnerCenter)" | Should -BeExactly ''
            Assert-BuysNothing
            @(Get-PartnerContext).Count | Should -BeExactly 0 -Because 'contexts'
            Stop-Java
            Assert-BuysNothing
            Use-Environment @{ PARTNER_CART_LOCALE = 'de-DE'; PARTNER_CENTER_ACCESS_TOKEN = 'new.new.new' } { Assert-BuysNothing }
            Disconnect-PartnerCenter
            $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
            Assert-BuysAs given.given.given
        }
    }

    It 'A sign-in that fails says why and leaves nobody signed in' {
        Use-Environment @{ PARTNER_CENTER_ACCESS_TOKEN = 'env.env.env' } {
            $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
            $null = Invoke-Service refuse
            $context = Connect-PartnerCenter -ServicePrincipal -Credential (New-ApplicationCredential) -Tenant $tenant -ErrorAction SilentlyContinue -ErrorVariable failure
            @($context).Count | Should -BeExactly 0 -Because 'contexts'
            "$($failure[0])" | Should -BeLike 'AADSTS7000215: Invalid client secret provided.*'
            $failure[0].FullyQualifiedErrorId | Should -BeExactly 'Microsoft.Store.PartnerCenter.PowerShell.Commands.ConnectPartnerCenter'
            "$($failure[0].CategoryInfo)" | Should -BeLike 'CloseError: (:) `[Connect-PartnerCenter`], *'
            Assert-BuysNothing
            Stop-Java
            Assert-BuysNothing
        }
    }

    It 'An expired token is refused in the original''s words' {
        $null = Connect-PartnerCenter -AccessToken (New-AccessToken @{ exp = 1700000000 }) -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].ToString() | Should -BeExactly 'The access token has expired. Generate a new one and try again.'
        $failure[0].Exception.ErrorId | Should -BeExactly 'AccessTokenExpired'
        $failure[0].FullyQualifiedErrorId | Should -BeExactly 'Microsoft.Store.PartnerCenter.PowerShell.Commands.ConnectPartnerCenter'
        $failure[0].CategoryInfo | Should -BeExactly 'CloseError: (:) [Connect-PartnerCenter], PartnerPowerShellException'
    }

    It 'A context shows who is signed in and where' {
        $token = New-AccessToken @{ tid = $tenant; oid = 'object'; upn = 'user@contoso.com'; exp = 4102444800 }
        foreach ($environment in 'AzureUSGovernment', 'AzureChinaCloud', 'AzureCloud') {
            $context = Connect-PartnerCenter -AccessToken $token -Environment $environment -ErrorAction Stop
            $context.GetType().FullName | Should -BeExactly 'Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication.PartnerContext'
            "$($context.Environment.EnvironmentName) $($context.Account.Type) $($context.Account.Identifier) $($context.Account.ObjectId) $($context.Account.Tenant)" | Should -BeExactly "$environment AccessToken user@contoso.com object $tenant"
            (Get-PartnerContext).Environment.EnvironmentName | Should -BeExactly $environment
            foreach ($member in 'ActiveDirectoryAuthority', 'AzureAdGraphEndpoint', 'AzureEndpoint', 'GraphEndpoint', 'PartnerCenterEndpoint') { $context.Environment.$member | Should -Match '^https?://' }
        }
        foreach ($environment in 'AzureGermanCloud', 'AzurePPE') {
            $null = Connect-PartnerCenter -AccessToken $token -Environment $environment -ErrorAction SilentlyContinue -ErrorVariable failure
            "$($failure[0])" | Should -BeLike '*AzureGermanCloud was closed in 2021, and AzurePPE is open to Microsoft only.'
        }
    }

    It 'An application signs in with its secret, which is shown nowhere' {
        $secret = "s3cr`"et\ä" + [char]::ConvertFromUtf32(0x1D11E)
        $DebugPreference = 'Continue'
        $all = Connect-PartnerCenter -ServicePrincipal -Credential (New-ApplicationCredential $secret) -Tenant $tenant -Verbose *>&1 | Out-String
        $DebugPreference = 'SilentlyContinue'
        $form = Get-Form
        "$($form.grant_type) $($form.client_id) $($form.client_secret)" | Should -BeExactly "client_credentials $application $secret"
        (Get-PartnerContext).Account.Type | Should -BeExactly 'ServicePrincipal'
        $java = @(Get-Child)[-1]
        $all += [IO.File]::ReadAllText("/proc/$java/cmdline") + [IO.File]::ReadAllText("/proc/$java/environ")
        $null = Invoke-Service refuse
        $null = Connect-PartnerCenter -ServicePrincipal -Credential (New-ApplicationCredential $secret) -Tenant $tenant -ErrorAction SilentlyContinue -ErrorVariable failure
        $all += $failure[0] | Format-List * -Force | Out-String
        if ($all.Contains('s3cr')) { throw "shows the secret: $all" }
    }

    It 'Tokens are taken as SecureStrings, too' {
        $null = Connect-PartnerCenter -AccessToken (New-Secret 'secure.secure.secure') -ErrorAction Stop
        Assert-BuysAs secure.secure.secure
        $context = Connect-PartnerCenter -RefreshToken (New-Secret 'refresh-secure') -ApplicationId $application -Credential (New-ApplicationCredential) -Tenant $tenant -ErrorAction Stop
        (Get-Form).refresh_token | Should -BeExactly 'refresh-secure'
        $next = Get-PlainText $context.RefreshToken
        $null = Connect-PartnerCenter -RefreshToken $context.RefreshToken -ApplicationId $application -Credential (New-ApplicationCredential) -Tenant $tenant -ErrorAction Stop
        (Get-Form).refresh_token | Should -BeExactly $next
    }

    It 'The refresh token that replaces the given one is handed back and used from then on' {
        $context = Connect-PartnerCenter -RefreshToken 'refresh-given' -ApplicationId $application -Credential (New-ApplicationCredential) -Tenant $tenant -ErrorAction Stop
        $form = Get-Form
        "$($form.grant_type) $($form.refresh_token) $($form.client_secret)" | Should -BeExactly 'refresh_token refresh-given s3cret'
        $next = Get-PlainText $context.RefreshToken
        $next | Should -BeLike 'refresh-?*'
        if (($context | Format-List * | Out-String).Contains($next)) { throw 'the refresh token is shown' }
        $context.Account.Type | Should -BeExactly 'User'
        Stop-Java
        (& $buy $customer) | Should -BeLike 'Bearer access-*'
        (Get-Form).refresh_token | Should -BeExactly $next
    }

    It 'A refresh token that comes later is in the context after the next Connect-PartnerCenter or Disconnect-PartnerCenter' {
        foreach ($next in { Disconnect-PartnerCenter }, { $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop }) {
            $context = Connect-PartnerCenter -RefreshToken 'refresh-given' -ApplicationId $application -Credential (New-ApplicationCredential) -Tenant $tenant -ErrorAction Stop
            $first = Get-PlainText $context.RefreshToken
            $null = Invoke-Service challenge
            (& $buy $customer) | Should -BeLike 'Bearer access-*'
            (Get-Form).refresh_token | Should -BeExactly $first
            & $next
            $second = Get-PlainText $context.RefreshToken
            $second | Should -BeLike 'refresh-?*'
            if ($second -eq $first) { throw 'it is the first one still' }
        }
    }

    It 'An application signs in with a certificate of the store' {
        $key = [Security.Cryptography.RSA]::Create(2048)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=partner-cart test', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $certificate = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
        $pfx = [Security.Cryptography.X509Certificates.X509Certificate2]::new($certificate.Export('Pfx', 'p'), 'p', 'Exportable, PersistKeySet')
        $store = [Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser')
        $store.Open('ReadWrite')
        $store.Add($pfx)
        try {
            $asCopied = [char]0x200e + ($pfx.Thumbprint.ToLower() -replace '(..)', '$1 ')
            $context = Connect-PartnerCenter -ApplicationId "{$application}" -CertificateThumbprint $asCopied -Tenant $tenant -ErrorAction Stop
            $context.Account.Type | Should -BeExactly 'Certificate'
            $form = Get-Form
            $header, $claims, $signature = $form.client_assertion.Split('.')
            $bytes = [Convert]::FromBase64String($signature.Replace('-', '+').Replace('_', '/') + '=' * ((4 - $signature.Length % 4) % 4))
            $signed = [Text.Encoding]::ASCII.GetBytes("$header.$claims")
            $isSigned = $key.VerifyData($signed, $bytes, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pss) -or $key.VerifyData($signed, $bytes, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
            $isSigned | Should -BeExactly $true -Because 'signature'
            Stop-Java
            (& $buy $customer) | Should -BeLike 'Bearer access-*'
            $null = Connect-PartnerCenter -RefreshToken 'refresh-given' -ApplicationId $application -CertificateThumbprint $pfx.Thumbprint -ErrorAction Stop
            $form = Get-Form
            if ("$($form.refresh_token)$($form.client_assertion)" -notlike 'refresh-given?*') { throw "asked with $form" }
        } finally { $store.Remove($pfx); $store.Close() }
        $null = Connect-PartnerCenter -ApplicationId $application -CertificateThumbprint $pfx.Thumbprint -Tenant $tenant -ErrorAction SilentlyContinue -ErrorVariable failure
        "$($failure[0])" | Should -BeLike 'There is no certificate with the thumbprint*'
        Assert-BuysNothing
    }

    It 'A sign-in for which no process can be started leaves nobody signed in' {
        $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
        $session = Use-Environment @{ PARTNER_CART_HOME = '/none' } {
            $started = Start-Command Connect-PartnerCenter @{ AccessToken = 'other.other.other' }
            $null = $started.Shell.EndInvoke($started.Running)
            $started
        }
        "$($session.Shell.Streams.Error)" | Should -BeLike '*was not found at /none.*'
        Invoke-Purchase $session | Should -BeExactly 'Run Connect-PartnerCenter to login.'
        Invoke-FreshPurchase | Should -BeExactly 'Run Connect-PartnerCenter to login.'
        Assert-BuysAs given.given.given
    }

    It 'A user is told the device code as a warning while Connect-PartnerCenter waits' {
        Disconnect-PartnerCenter
        $session = Start-DeviceSignIn
        $session.Shell.Streams.Warning[0].Message | Should -BeExactly 'Go to https://microsoft.com/devicelogin and enter USERCODE.'
        $session.Running.IsCompleted | Should -BeExactly $false -Because 'has ended'
        Assert-BuysNothing
        $null = Invoke-Service present
        $null = $session.Shell.EndInvoke($session.Running)
        $context = $session.Output[0]
        $context.Account.Type | Should -BeExactly 'User'
        Invoke-Purchase $session | Should -BeLike 'Bearer access-*'
        Invoke-FreshPurchase | Should -BeLike 'Bearer access-*'
        Assert-BuysNothing
        $lost = '*a user''s sign-in can''t be repeated without the user. Run Connect-PartnerCenter to login.'
        Use-Environment @{ PARTNER_CART_LOCALE = 'de-DE' } { Invoke-Purchase $session | Should -BeLike $lost }
        Invoke-Purchase $session | Should -BeLike 'Bearer access-*'
        Stop-Java
        Invoke-Purchase $session | Should -BeLike $lost
        Invoke-FreshPurchase | Should -BeLike $lost
    }

    It 'A sign-in whose answer is lost leaves its runspace without one' {
        $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
        $session = Start-DeviceSignIn
        Stop-Java
        $null = $session.Shell.EndInvoke($session.Running)
        $session.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'ProcessEnded,*'
        Invoke-Purchase $session | Should -BeExactly 'Run Connect-PartnerCenter to login.'
        Assert-BuysAs given.given.given
    }

    It 'Ctrl+C at a Connect-PartnerCenter leaves its runspace without a sign-in, and says so' {
        $said = '*Connect-PartnerCenter was stopped: it signed nobody in. Run Connect-PartnerCenter to login.'
        $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
        $session = Start-DeviceSignIn
        $session.Shell.Stop()
        "$($session.Host.Calls)" | Should -BeLike $said
        Wait-Until 'it is over' { (Invoke-Purchase $session) -eq 'Run Connect-PartnerCenter to login.' }
        $null = Invoke-Service present
        Invoke-Purchase $session | Should -BeExactly 'Run Connect-PartnerCenter to login.'

        $java = @(Get-Child)[-1]
        & kill -STOP $java
        $session = Start-Command Connect-PartnerCenter @{ AccessToken = 'late.late.late' }
        Wait-Until 'it runs' { $session.Shell.InvocationStateInfo.State -eq 'Running' }
        try { $session.Shell.Stop() } finally { & kill -CONT $java }
        Wait-Until 'it is over' { (Invoke-Purchase $session) -eq 'Run Connect-PartnerCenter to login.' }
        Assert-BuysAs given.given.given
    }

    It 'Disconnect-PartnerCenter ends the sign-in of its runspace, and of those that never connected' {
        $null = Connect-PartnerCenter -AccessToken 'first.first.first' -ErrorAction Stop
        $session = Start-Command Connect-PartnerCenter @{ AccessToken = 'second.second.second' }
        $null = $session.Shell.EndInvoke($session.Running)
        Disconnect-PartnerCenter
        Assert-BuysNothing
        @(Get-PartnerContext).Count | Should -BeExactly 0 -Because 'contexts'
        Invoke-Purchase $session | Should -BeExactly 'Bearer second.second.second'
        Invoke-FreshPurchase | Should -BeExactly 'Run Connect-PartnerCenter to login.'
        Stop-Java
        Invoke-Purchase $session | Should -BeExactly 'Bearer second.second.second'
        Assert-BuysNothing
    }

    It 'A user signs in with the browser, and is told the address, too' {
        $folder = New-Folder
        try {
            [IO.File]::WriteAllText("$folder/xdg-open", "#!/bin/sh`nprintf %s `"`$1`" > '$folder/part' && mv '$folder/part' '$folder/address'`n")
            & chmod 700 "$folder/xdg-open"
            # A fresh process, which finds that browser.
            Connect-Application
            Stop-Java
            $session = Use-Environment @{ PATH = "$folder`:$env:PATH" } {
                Start-Command Connect-PartnerCenter @{}
                Wait-Until 'the browser opens' { [IO.File]::Exists("$folder/address") }
            }
            $address = [Uri][IO.File]::ReadAllText("$folder/address")
            $session.Shell.Streams.Warning[0].Message | Should -BeLike "*open this address in a browser on this machine: $address"
            $query = @{}
            foreach ($field in $address.Query.TrimStart('?').Split('&')) { $name, $value = $field.Split('=', 2); $query[$name] = [Uri]::UnescapeDataString($value) }
            $back = [Net.Http.StringContent]::new("code=the-code&state=$($query.state)&session_state=s", [Text.Encoding]::ASCII, 'application/x-www-form-urlencoded')
            $null = $http.PostAsync("$($query.redirect_uri)/", $back)
            $null = $session.Shell.EndInvoke($session.Running)
        $context = $session.Output[0]
            $context.Account.Type | Should -BeExactly 'User'
            (Get-Form).code | Should -BeExactly 'the-code'
        } finally { & rm -r $folder }
    }

    It 'Each runspace buys as the account that it connected, and a fresh one as the last' {
        $null = Connect-PartnerCenter -AccessToken 'first.first.first' -ErrorAction Stop
        $session = Start-Command Connect-PartnerCenter @{ AccessToken = 'second.second.second' }
        $null = $session.Shell.EndInvoke($session.Running)
        Assert-BuysAs first.first.first
        Invoke-Purchase $session | Should -BeExactly 'Bearer second.second.second'
        Invoke-FreshPurchase | Should -BeExactly 'Bearer second.second.second'
        Stop-Java
        Invoke-Purchase $session | Should -BeExactly 'Bearer second.second.second'
        Assert-BuysAs first.first.first
        $null = Connect-PartnerCenter -AccessToken 'third.third.third' -ErrorAction Stop
        Invoke-Purchase $session | Should -BeExactly 'Bearer second.second.second'
        Assert-BuysAs third.third.third
        Invoke-FreshPurchase | Should -BeExactly 'Bearer third.third.third'
    }
}
