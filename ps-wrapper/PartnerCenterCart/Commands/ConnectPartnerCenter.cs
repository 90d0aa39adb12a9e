namespace Microsoft.Store.PartnerCenter.PowerShell.Commands
{
    using System;
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

        /// <summary>A user has as long as a device code lives, and then some.</summary>
        internal override TimeSpan Patience
        {
            get { return ParameterSetName == UserSet ? TimeSpan.FromMinutes(20) : base.Patience; }
        }

        /// <summary>Here, the identity service's own words say what to do.</summary>
        internal override ErrorRecord RecordOf(Dictionary<string, object> error)
        {
            if (ErrorRecords.Text(error, "ErrorId") == "NotSignedIn")
            {
                error["ErrorId"] = "SignInRefused";
                error["Category"] = "CloseError";
            }

            ErrorRecord record = ErrorRecords.Of(error);
            return record.FullyQualifiedErrorId == "SignInRefused" ? new ErrorRecord(record.Exception, string.Empty, ErrorCategory.CloseError, null) : record;
        }

        protected override void ProcessRecord()
        {
            if (!ShouldProcess("Connects to Partner Center."))
            {
                return;
            }

            SignIn signIn = new SignIn(AccountTypeOfSet(), Environment, ParameterSetName == UserSet);
            try
            {
                AddParameters(signIn);
            }
            catch (InvalidOperationException e)
            {
                PartnerCart.Forget();
                WriteError(new ErrorRecord(new PartnerPowerShellException(e.Message), "CertificateNotUsable", ErrorCategory.ObjectNotFound, CertificateThumbprint));
                return;
            }

            Run(new PendingCommand(signIn), context => WriteObject(signIn.Context));
        }

        private AccountType AccountTypeOfSet()
        {
            switch (ParameterSetName)
            {
                case AccessTokenSet:
                    return AccountType.AccessToken;
                case CertificateSet:
                    return AccountType.Certificate;
                case ServicePrincipalSet:
                    return AccountType.ServicePrincipal;
                default:
                    return AccountType.User;
            }
        }

        /// <exception cref="InvalidOperationException">The certificate can't be used.</exception>
        private void AddParameters(SignIn signIn)
        {
            if (MyInvocation.BoundParameters.ContainsKey("Environment"))
            {
                signIn.Add("Environment", Environment.ToString());
            }

            if (AccessToken != null)
            {
                signIn.AddSecret("AccessToken", AccessToken);
            }

            if (RefreshToken != null)
            {
                signIn.AddSecret("RefreshToken", RefreshToken);
            }

            if (ApplicationId != null)
            {
                signIn.Add("ApplicationId", ApplicationId.Trim('{', '}'));
            }

            if (Credential != null)
            {
                signIn.Add("Credential", Credential);
            }

            if (CertificateThumbprint != null)
            {
                CertificateInStore certificate = CertificateInStore.Find(CertificateThumbprint);
                signIn.Add("CertificatePfx", certificate.Pfx);
                signIn.Add("CertificatePassword", certificate.Password);
            }

            if (ParameterSetName == ServicePrincipalSet || ParameterSetName == CertificateSet)
            {
                signIn.Add("ServicePrincipal", true);
            }

            if (Tenant != null)
            {
                signIn.Add("Tenant", Tenant);
            }

            if (UseDeviceAuthentication)
            {
                signIn.Add("UseDeviceAuthentication", true);
            }
        }
    }
}
