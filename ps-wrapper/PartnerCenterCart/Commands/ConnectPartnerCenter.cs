namespace Microsoft.Store.PartnerCenter.PowerShell.Commands
{
    using System.Collections.Generic;
    using System.Management.Automation;
    using System.Text.RegularExpressions;
    using Microsoft.Store.PartnerCenter.PowerShell.Exceptions;
    using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
    using PartnerCenterCart;

    /// <summary>Signs in to Partner Center, for the commands that follow.</summary>
    [Cmdlet(VerbsCommunications.Connect, "PartnerCenter", DefaultParameterSetName = UserSet, SupportsShouldProcess = true)]
    [OutputType(typeof(PartnerContext))]
    public sealed class ConnectPartnerCenter : PartnerCmdlet
    {
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
        [ValidateNotNullOrEmpty]
        public string AccessToken { get; set; }

        [Parameter(HelpMessage = ApplicationIdHelp, Mandatory = true, ParameterSetName = RefreshTokenSet)]
        [Parameter(HelpMessage = ApplicationIdHelp, Mandatory = true, ParameterSetName = CertificateSet)]
        [ValidatePattern(Guid, Options = RegexOptions.IgnoreCase)]
        public string ApplicationId { get; set; }

        [Parameter(HelpMessage = CertificateHelp, ParameterSetName = RefreshTokenSet)]
        [Parameter(HelpMessage = CertificateHelp, Mandatory = true, ParameterSetName = CertificateSet)]
        [ValidateNotNullOrEmpty]
        public string CertificateThumbprint { get; set; }

        [Parameter(HelpMessage = CredentialHelp, ParameterSetName = RefreshTokenSet)]
        [Parameter(HelpMessage = CredentialHelp, Mandatory = true, ParameterSetName = ServicePrincipalSet)]
        [ValidateNotNull]
        public PSCredential Credential { get; set; }

        [Parameter(HelpMessage = "Environment containing the account to login to.")]
        public EnvironmentName Environment { get; set; }

        [Parameter(HelpMessage = "Refresh token used to connect to Partner Center.", Mandatory = true, ParameterSetName = RefreshTokenSet)]
        [ValidateNotNull]
        public string RefreshToken { get; set; }

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
        public string Tenant { get; set; }

        [Alias("Device", "DeviceAuth", "DeviceCode")]
        [Parameter(HelpMessage = "Use device code authentication instead of a browser control.", ParameterSetName = UserSet)]
        public SwitchParameter UseDeviceAuthentication { get; set; }

        internal override bool HasSecrets
        {
            get { return true; }
        }

        private const string NotYet =
            "This version of the module can't sign in this way yet: use -AccessToken, or set PARTNER_CENTER_ACCESS_TOKEN or the variables of "
            + "the Azure Identity libraries, such as AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.";

        protected override void ProcessRecord()
        {
            if (!ShouldProcess("Connects to Partner Center."))
            {
                return;
            }

            if (ParameterSetName != AccessTokenSet)
            {
                WriteError(new ErrorRecord(new PartnerPowerShellException(NotYet), "SignInNotSupported", ErrorCategory.NotImplemented, null));
                return;
            }

            Dictionary<string, object> parameters = Parameters("AccessToken", AccessToken);
            foreach (string name in new[] { "Environment", "Tenant" })
            {
                object value;
                if (MyInvocation.BoundParameters.TryGetValue(name, out value))
                {
                    parameters.Add(name, value);
                }
            }

            Dictionary<string, object> context = Run(parameters);
            if (context != null)
            {
                PartnerCart.SetSignIn(ToJson(parameters));
                WriteObject(SignedIn.ContextOf(context, AccountType.AccessToken));
            }
        }
    }
}
