# Whom the module signs in, and as whom it buys: a cart's LastModifiedUser is the access token that it was bought with.
param([string]$Module, [string]$Service, [string]$Only = '*')
$failed = 0
. ([IO.Path]::Combine($PSScriptRoot, 'Scenarios.ps1'))
Add-Type -Path ([IO.Path]::Combine($PSScriptRoot, 'ScenarioHost.cs'))
Import-Module $Module -ErrorAction Stop
$customer = '46a62ece-10ad-42e5-b3f1-b2ed53e6fc08'
$application = '22222222-2222-2222-2222-222222222222'
$tenant = '11111111-1111-1111-1111-111111111111'
$http = [Net.Http.HttpClient]::new()
$state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault()
$state.ImportPSModule(@($Module))

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

function Assert-BuysAs([string]$Token) { Assert-Equal "Bearer $Token" (& $buy $customer) 'buyer' }

# Nothing is bought, and the error says why.
function Assert-BuysNothing([string]$Message = 'Run Connect-PartnerCenter to login.') {
    $before = (Invoke-Service bought).count
    $failure = $null
    try { $buyer = & $buy $customer } catch { $failure = $_ }
    if (-not $failure) { throw "bought as $buyer" }
    Assert-Like $Message "$failure"
    Assert-Equal 'NotSent' $failure.Exception.Outcome
    Assert-Equal $before (Invoke-Service bought).count 'carts'
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

# Runs a command in a session of its own, which can be watched while it runs.
function Start-Session([string]$Command, [hashtable]$Parameter) {
    $ui = [ScenarioHost]::new(120, @(), [cultureinfo]::InvariantCulture)
    $runspace = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($ui, $state)
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $null = $shell.AddCommand($Command).AddParameters($Parameter)
    return @{ Shell = $shell; Running = $shell.BeginInvoke(); Host = $ui }
}

function Start-DeviceSignIn {
    $null = Invoke-Service absent
    $session = Start-Session Connect-PartnerCenter @{ UseDeviceAuthentication = $true }
    Wait-Until 'the user is prompted' { "$($session.Host.Calls)" -like '*USERCODE*' }
    return $session
}

Scenario 'The environment signs in until Connect-PartnerCenter does, and not any more afterwards' {
    With-Environment @{ PARTNER_CENTER_ACCESS_TOKEN = 'env.env.env' } {
        Assert-BuysAs env.env.env
        $env:PARTNER_CENTER_ACCESS_TOKEN = 'other.env.token'
        Assert-BuysAs other.env.token
        $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
        Assert-BuysAs given.given.given
        $java = "$(Get-Child)"
        $env:PARTNER_CENTER_ACCESS_TOKEN = 'env.env.env'
        Assert-BuysAs given.given.given
        Assert-Equal $java "$(Get-Child)" 'process'
        Stop-Java
        Assert-BuysAs given.given.given
        With-Environment @{ PARTNER_CART_LOCALE = 'de-DE' } { Assert-BuysAs given.given.given }
        Assert-BuysAs given.given.given
    }
}

Scenario 'A sign-in that is refused to a fresh process buys nothing, and is tried again' {
    With-Environment @{ PARTNER_CENTER_ACCESS_TOKEN = 'env.env.env' } {
        Connect-Application
        Stop-Java
        $null = Invoke-Service refuse
        Assert-BuysNothing
        Assert-Like 'Bearer access-*' (& $buy $customer)
    }
}

Scenario 'Commands that come at once wait for one sign-in of the fresh process' {
    Connect-Application
    Stop-Java
    $sessions = 1..6 | ForEach-Object { Start-Session New-PartnerCustomerCart @{ CustomerId = $customer; LineItems = @{ CatalogItemId = 'C:1:A'; Quantity = 1 } } }
    $buyers = @($sessions | ForEach-Object { $_.Shell.EndInvoke($_.Running).LastModifiedUser; $_.Shell.Runspace.Dispose() })
    Assert-Equal 6 $buyers.Count 'carts'
    Assert-Like 'Bearer access-*' "$($buyers | Select-Object -Unique)"
    Assert-Equal 1 @($buyers | Select-Object -Unique).Count 'buyers'
    if (-not (Get-Form)) { throw 'nobody asked for a token' }
    Assert-Equal '' "$(Get-Form)"
}

Scenario 'After Disconnect-PartnerCenter nobody is signed in, whatever is restarted or set' {
    With-Environment @{ PARTNER_CENTER_ACCESS_TOKEN = 'env.env.env' } {
        $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
        Assert-Equal '' "$(Disconnect-PartnerCenter)"
        Assert-BuysNothing
        Assert-Equal 0 @(Get-PartnerContext).Count 'contexts'
        Stop-Java
        Assert-BuysNothing
        With-Environment @{ PARTNER_CART_LOCALE = 'de-DE'; PARTNER_CENTER_ACCESS_TOKEN = 'new.new.new' } { Assert-BuysNothing }
        Disconnect-PartnerCenter
        $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
        Assert-BuysAs given.given.given
    }
}

Scenario 'A sign-in that fails says why and leaves nobody signed in' {
    With-Environment @{ PARTNER_CENTER_ACCESS_TOKEN = 'env.env.env' } {
        $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
        $null = Invoke-Service refuse
        $context = Connect-PartnerCenter -ServicePrincipal -Credential (New-ApplicationCredential) -Tenant $tenant -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Equal 0 @($context).Count 'contexts'
        Assert-Like 'AADSTS7000215: Invalid client secret provided.*' "$($failure[0])"
        Assert-Equal 'Microsoft.Store.PartnerCenter.PowerShell.Commands.ConnectPartnerCenter' $failure[0].FullyQualifiedErrorId
        Assert-Like 'CloseError: (:) `[Connect-PartnerCenter`], *' "$($failure[0].CategoryInfo)"
        Assert-BuysNothing
        Stop-Java
        Assert-BuysNothing
    }
}

Scenario 'An expired token is refused in the original''s words' {
    $null = Connect-PartnerCenter -AccessToken (New-AccessToken @{ exp = 1700000000 }) -ErrorAction SilentlyContinue -ErrorVariable failure
    Assert-Equal 'The access token has expired. Generate a new one and try again.' $failure[0].ToString()
    Assert-Equal 'AccessTokenExpired' $failure[0].Exception.ErrorId
    Assert-Equal 'Microsoft.Store.PartnerCenter.PowerShell.Commands.ConnectPartnerCenter' $failure[0].FullyQualifiedErrorId
    Assert-Equal 'CloseError: (:) [Connect-PartnerCenter], PartnerPowerShellException' $failure[0].CategoryInfo
}

Scenario 'A context shows who is signed in and where' {
    $token = New-AccessToken @{ tid = $tenant; oid = 'object'; upn = 'user@contoso.com'; exp = 4102444800 }
    foreach ($environment in 'AzureUSGovernment', 'AzureChinaCloud', 'AzureCloud') {
        $context = Connect-PartnerCenter -AccessToken $token -Environment $environment -ErrorAction Stop
        Assert-Equal 'Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication.PartnerContext' $context.GetType().FullName
        Assert-Equal "$environment AccessToken user@contoso.com object $tenant" "$($context.Environment.EnvironmentName) $($context.Account.Type) $($context.Account.Identifier) $($context.Account.ObjectId) $($context.Account.Tenant)"
        Assert-Equal $environment (Get-PartnerContext).Environment.EnvironmentName
    }
    foreach ($environment in 'AzureGermanCloud', 'AzurePPE') {
        $null = Connect-PartnerCenter -AccessToken $token -Environment $environment -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Like '*AzureGermanCloud was closed in 2021, and AzurePPE is open to Microsoft only.' "$($failure[0])"
    }
}

Scenario 'An application signs in with its secret, which is shown nowhere' {
    $secret = "s3cr`"et\ä" + [char]::ConvertFromUtf32(0x1D11E)
    $DebugPreference = 'Continue'
    $all = Connect-PartnerCenter -ServicePrincipal -Credential (New-ApplicationCredential $secret) -Tenant $tenant -Verbose *>&1 | Out-String
    $DebugPreference = 'SilentlyContinue'
    $form = Get-Form
    Assert-Equal "client_credentials $application $secret" "$($form.grant_type) $($form.client_id) $($form.client_secret)"
    Assert-Equal ServicePrincipal (Get-PartnerContext).Account.Type
    $java = @(Get-Child)[-1]
    $all += [IO.File]::ReadAllText("/proc/$java/cmdline") + [IO.File]::ReadAllText("/proc/$java/environ")
    $null = Invoke-Service refuse
    $null = Connect-PartnerCenter -ServicePrincipal -Credential (New-ApplicationCredential $secret) -Tenant $tenant -ErrorAction SilentlyContinue -ErrorVariable failure
    $all += $failure[0] | Format-List * -Force | Out-String
    if ($all.Contains('s3cr')) { throw "shows the secret: $all" }
}

Scenario 'The refresh token that replaces the given one is handed back and used from then on' {
    $context = Connect-PartnerCenter -RefreshToken 'refresh-given' -ApplicationId $application -Credential (New-ApplicationCredential) -Tenant $tenant -ErrorAction Stop
    $form = Get-Form
    Assert-Equal 'refresh_token refresh-given s3cret' "$($form.grant_type) $($form.refresh_token) $($form.client_secret)"
    $next = Get-PlainText $context.RefreshToken
    Assert-Like 'refresh-?*' $next
    if (($context | Format-List * | Out-String).Contains($next)) { throw 'the refresh token is shown' }
    Assert-Equal User $context.Account.Type
    Stop-Java
    Assert-Like 'Bearer access-*' (& $buy $customer)
    Assert-Equal $next (Get-Form).refresh_token
}

Scenario 'A refresh token that comes later is in the context after the next Connect-PartnerCenter or Disconnect-PartnerCenter' {
    foreach ($next in { Disconnect-PartnerCenter }, { $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop }) {
        $context = Connect-PartnerCenter -RefreshToken 'refresh-given' -ApplicationId $application -Credential (New-ApplicationCredential) -Tenant $tenant -ErrorAction Stop
        $first = Get-PlainText $context.RefreshToken
        $null = Invoke-Service challenge
        Assert-Like 'Bearer access-*' (& $buy $customer)
        Assert-Equal $first (Get-Form).refresh_token
        & $next
        $second = Get-PlainText $context.RefreshToken
        Assert-Like 'refresh-?*' $second
        if ($second -eq $first) { throw 'it is the first one still' }
    }
}

Scenario 'An application signs in with a certificate of the store' {
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
        Assert-Equal Certificate $context.Account.Type
        $form = Get-Form
        $header, $claims, $signature = $form.client_assertion.Split('.')
        $bytes = [Convert]::FromBase64String($signature.Replace('-', '+').Replace('_', '/') + '=' * ((4 - $signature.Length % 4) % 4))
        $signed = [Text.Encoding]::ASCII.GetBytes("$header.$claims")
        $isSigned = $key.VerifyData($signed, $bytes, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pss) -or $key.VerifyData($signed, $bytes, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        Assert-Equal $true $isSigned 'signature'
        Stop-Java
        Assert-Like 'Bearer access-*' (& $buy $customer)
        $null = Connect-PartnerCenter -RefreshToken 'refresh-given' -ApplicationId $application -CertificateThumbprint $pfx.Thumbprint -ErrorAction Stop
        $form = Get-Form
        if ("$($form.refresh_token)$($form.client_assertion)" -notlike 'refresh-given?*') { throw "asked with $form" }
    } finally { $store.Remove($pfx); $store.Close() }
    $null = Connect-PartnerCenter -ApplicationId $application -CertificateThumbprint $pfx.Thumbprint -Tenant $tenant -ErrorAction SilentlyContinue -ErrorVariable failure
    Assert-Like 'There is no certificate with the thumbprint*' "$($failure[0])"
    Assert-BuysNothing
}

Scenario 'A sign-in for which no process can be started leaves nobody signed in' {
    $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
    With-Environment @{ PARTNER_CART_HOME = '/none' } {
        $session = Start-Session Connect-PartnerCenter @{ AccessToken = 'other.other.other' }
        $null = $session.Shell.EndInvoke($session.Running)
        Assert-Like '*was not found at /none.*' "$($session.Shell.Streams.Error)"
        $session.Shell.Runspace.Dispose()
    }
    Assert-BuysNothing
}

Scenario 'A user is told the device code as a warning while Connect-PartnerCenter waits' {
    # So that this runspace has no account of its own.
    Disconnect-PartnerCenter
    $session = Start-DeviceSignIn
    Assert-Equal 'Go to https://microsoft.com/devicelogin and enter USERCODE.' $session.Shell.Streams.Warning[0].Message
    Assert-Equal $false $session.Running.IsCompleted 'has ended'
    Assert-BuysNothing 'A user is signing in with Connect-PartnerCenter.*'
    $null = Invoke-Service present
    $context = $session.Shell.EndInvoke($session.Running)[0]
    Assert-Equal User $context.Account.Type
    Assert-Like 'Bearer access-*' (& $buy $customer)
    With-Environment @{ PARTNER_CART_LOCALE = 'de-DE' } { Assert-BuysNothing '*a user''s sign-in can''t be repeated without the user. Run Connect-PartnerCenter to login.' }
    Assert-Like 'Bearer access-*' (& $buy $customer)
    Stop-Java
    Assert-BuysNothing '*a user''s sign-in can''t be repeated without the user. Run Connect-PartnerCenter to login.'
}

Scenario 'A sign-in whose answer is lost leaves nobody signed in' {
    $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
    $session = Start-DeviceSignIn
    Stop-Java
    $null = $session.Shell.EndInvoke($session.Running)
    Assert-Like 'ProcessEnded,*' $session.Shell.Streams.Error[0].FullyQualifiedErrorId
    Assert-BuysNothing
}

Scenario 'Ctrl+C at a Connect-PartnerCenter leaves nobody signed in, and says so' {
    $said = '*Connect-PartnerCenter was stopped: it signed nobody in. Run Connect-PartnerCenter to login.'
    $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
    $session = Start-DeviceSignIn
    $session.Shell.Stop()
    Assert-Like $said "$($session.Host.Calls)"
    Assert-BuysNothing '*'
    $null = Invoke-Service present
    Assert-BuysNothing '*'

    Disconnect-PartnerCenter
    $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
    $java = @(Get-Child)[-1]
    & kill -STOP $java
    $session = Start-Session Connect-PartnerCenter @{ AccessToken = 'late.late.late' }
    Wait-Until 'it runs' { $session.Shell.InvocationStateInfo.State -eq 'Running' }
    try { $session.Shell.Stop() } finally { & kill -CONT $java }
    Assert-BuysNothing
    $null = Connect-PartnerCenter -AccessToken 'given.given.given' -ErrorAction Stop
    Assert-BuysAs given.given.given
}

Scenario 'Disconnect-PartnerCenter undoes a sign-in that is under way' {
    Disconnect-PartnerCenter
    $session = Start-DeviceSignIn
    $disconnecting = Start-Session Disconnect-PartnerCenter @{}
    Wait-Until 'nobody is signing in' {
        # Where it can't be stopped, the user comes at last.
        $null = Invoke-Service present
        $session.Running.IsCompleted -and $disconnecting.Running.IsCompleted
    }
    Assert-Equal 0 $disconnecting.Shell.Streams.Error.Count 'errors'
    Assert-BuysNothing
    Assert-Equal 0 @(Get-PartnerContext).Count 'contexts'
}

Scenario 'A user signs in with the browser, and is told the address, too' {
    $folder = New-Folder
    try {
        [IO.File]::WriteAllText("$folder/xdg-open", "#!/bin/sh`nprintf %s `"`$1`" > '$folder/part' && mv '$folder/part' '$folder/address'`n")
        & chmod 700 "$folder/xdg-open"
        # A fresh process, which finds that browser.
        Connect-Application
        Stop-Java
        $session = With-Environment @{ PATH = "$folder`:$env:PATH" } {
            Start-Session Connect-PartnerCenter @{ Tenant = $tenant }
            Wait-Until 'the browser opens' { [IO.File]::Exists("$folder/address") }
        }
        $address = [Uri][IO.File]::ReadAllText("$folder/address")
        Assert-Like "*open this address in a browser on this machine: $address" $session.Shell.Streams.Warning[0].Message
        $query = @{}
        foreach ($field in $address.Query.TrimStart('?').Split('&')) { $name, $value = $field.Split('=', 2); $query[$name] = [Uri]::UnescapeDataString($value) }
        $back = [Net.Http.StringContent]::new("code=the-code&state=$($query.state)&session_state=s", [Text.Encoding]::ASCII, 'application/x-www-form-urlencoded')
        $null = $http.PostAsync("$($query.redirect_uri)/", $back)
        $context = $session.Shell.EndInvoke($session.Running)[0]
        Assert-Equal User $context.Account.Type
        Assert-Equal 'the-code' (Get-Form).code
    } finally { & rm -r $folder }
}

Scenario 'A runspace never buys as the account that another runspace connected' {
    $first = New-AccessToken @{ tid = $tenant; upn = 'first@contoso.com' }
    $second = New-AccessToken @{ tid = $tenant; upn = 'second@contoso.com' }
    $null = Connect-PartnerCenter -AccessToken $first -ErrorAction Stop
    $session = Start-Session Connect-PartnerCenter @{ AccessToken = $second }
    $null = $session.Shell.EndInvoke($session.Running)
    Assert-BuysNothing 'All runspaces share one sign-in, and another runspace has signed in*Run Connect-PartnerCenter to login.'
    $session.Shell.Commands.Clear()
    $null = $session.Shell.AddScript($buy).AddArgument($customer)
    Assert-Equal "Bearer $second" $session.Shell.Invoke()[0]
    $null = Connect-PartnerCenter -AccessToken $first -ErrorAction Stop
    Assert-BuysAs $first
}

Scenario 'A runspace buys as the account of another''s sign-in only if that is known to be its own' {
    # Nobody can see in these whose they are.
    $null = Connect-PartnerCenter -AccessToken 'first.first.first' -ErrorAction Stop
    foreach ($case in @{ Token = 'second.second.second'; IsRefused = $true }, @{ Token = 'first.first.first'; IsRefused = $false }) {
        $session = Start-Session Connect-PartnerCenter @{ AccessToken = $case.Token }
        $null = $session.Shell.EndInvoke($session.Running)
        if ($case.IsRefused) { Assert-BuysNothing 'All runspaces share one sign-in*' } else { Assert-BuysAs $case.Token }
    }
}

exit $failed
