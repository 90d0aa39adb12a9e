using System.Management.Automation;
using System.Text.RegularExpressions;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

namespace Microsoft.Store.PartnerCenter.PowerShell.Commands;

/// <summary>Signs in to Partner Center, for the commands that follow.</summary>
[Cmdlet(VerbsCommunications.Connect, "PartnerCenter", DefaultParameterSetName = UserSet, SupportsShouldProcess = true)]
[OutputType(typeof(PartnerContext))]
public sealed class ConnectPartnerCenter : PartnerCmdlet {
    private const string AccessTokenSet = "AccessToken";
    private const string RefreshTokenSet = "RefreshToken";
    private const string CertificateSet = "ServicePrincipalCertificate";
    private const string ServicePrincipalSet = "ServicePrincipal";
    private const string UserSet = "User";

    private const string ApplicationIdHelp = "Identifier of the application used to connect to Partner Center.";
    private const string CertificateHelp = "Certificate thumbprint of a digital public key X.509 certificate.";
    private const string CredentialHelp = "Provides the application identifier and secret for service principal credentials.";
    private const string ServicePrincipalHelp = "Indicates that this account authenticates by providing service principal credentials.";
    private const string TenantHelp = "Identifier or name for the tenant.";

    [Parameter(HelpMessage = "Access token used to connect to Partner Center.", Mandatory = true, ParameterSetName = AccessTokenSet)]
    [SecretText]
    [ValidateNotNullOrEmpty]
    public string? AccessToken { get; set; }

    [Parameter(HelpMessage = ApplicationIdHelp, Mandatory = true, ParameterSetName = RefreshTokenSet)]
    [Parameter(HelpMessage = ApplicationIdHelp, Mandatory = true, ParameterSetName = CertificateSet)]
    [ValidatePattern(Guid, Options = RegexOptions.IgnoreCase)]
    public string? ApplicationId { get; set; }

    [Parameter(HelpMessage = CertificateHelp, ParameterSetName = RefreshTokenSet)]
    [Parameter(HelpMessage = CertificateHelp, Mandatory = true, ParameterSetName = CertificateSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    [Parameter(HelpMessage = CredentialHelp, ParameterSetName = RefreshTokenSet)]
    [Parameter(HelpMessage = CredentialHelp, Mandatory = true, ParameterSetName = ServicePrincipalSet)]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    [Parameter(HelpMessage = "Environment containing the account to login to.")]
    public EnvironmentName Environment { get; set; }

    [Parameter(HelpMessage = "Refresh token used to connect to Partner Center.", Mandatory = true, ParameterSetName = RefreshTokenSet)]
    [SecretText]
    [ValidateNotNull]
    public string? RefreshToken { get; set; }

    [Parameter(HelpMessage = ServicePrincipalHelp, Mandatory = true, ParameterSetName = ServicePrincipalSet)]
    [Parameter(HelpMessage = ServicePrincipalHelp, ParameterSetName = CertificateSet)]
    public SwitchParameter ServicePrincipal { get; set; }

    [Alias("Domain", "TenantId")]
    [Parameter(HelpMessage = TenantHelp, ParameterSetName = AccessTokenSet)]
    [Parameter(HelpMessage = TenantHelp, ParameterSetName = RefreshTokenSet)]
    [Parameter(HelpMessage = TenantHelp, Mandatory = true, ParameterSetName = CertificateSet)]
    [Parameter(HelpMessage = TenantHelp, Mandatory = true, ParameterSetName = ServicePrincipalSet)]
    [Parameter(HelpMessage = TenantHelp, ParameterSetName = UserSet)]
    [ValidateNotNullOrEmpty]
    public string? Tenant { get; set; }

    [Alias("Device", "DeviceAuth", "DeviceCode")]
    [Parameter(HelpMessage = "Use device code authentication instead of a browser control.", ParameterSetName = UserSet)]
    public SwitchParameter UseDeviceAuthentication { get; set; }

    internal override bool HasSecrets => true;

    internal override ErrorRecord RecordOf(JsonObject error) => ErrorRecords.OfSignIn(error);

    protected override void ProcessRecord() {
        if (!ShouldProcess("Connects to Partner Center.")) {
            return;
        }

        SignIn signIn = new(AccountTypeOfSet(), Environment, ParameterSetName == UserSet);
        try {
            AddParameters(signIn.Parameters);
            Run(signIn.ToCommand(), (_, _) => WriteObject(signIn.Context));
        } catch (InvalidOperationException e) when (e is not PSInvalidOperationException) {
            SharedProcess.Forget();
            WriteError(ErrorRecords.OfCertificate(e, CertificateThumbprint));
        }
    }

    private AccountType AccountTypeOfSet() => ParameterSetName switch {
        AccessTokenSet => AccountType.AccessToken,
        CertificateSet => AccountType.Certificate,
        ServicePrincipalSet => AccountType.ServicePrincipal,
        _ => AccountType.User
    };

    /// <exception cref="InvalidOperationException">The certificate can't be used.</exception>
    private void AddParameters(JsonObject parameters) {
        void Add(string name, object? value) {
            if (value is not null) {
                parameters[name] = value;
            }
        }

        Add("Environment", MyInvocation.BoundParameters.ContainsKey("Environment") ? Environment.ToString() : null);
        Add("AccessToken", AccessToken is null ? null : SignIn.Secret(AccessToken));
        Add("RefreshToken", RefreshToken is null ? null : SignIn.Secret(RefreshToken));
        Add("ApplicationId", ApplicationId?.Trim('{', '}'));
        Add("Credential", Credential is null ? null : new JsonObject { ["UserName"] = Credential.UserName, ["Password"] = Credential.Password });
        if (CertificateThumbprint is not null) {
            CertificateInStore certificate = CertificateInStore.Find(CertificateThumbprint);
            Add("CertificatePfx", certificate.Pfx);
            Add("CertificatePassword", certificate.Password);
        }

        Add("ServicePrincipal", ParameterSetName is ServicePrincipalSet or CertificateSet ? true : null);
        Add("Tenant", Tenant);
        Add("UseDeviceAuthentication", UseDeviceAuthentication.IsPresent ? true : null);
    }
}
