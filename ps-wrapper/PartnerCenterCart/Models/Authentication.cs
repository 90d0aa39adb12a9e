namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication
{
    /// <summary>Who is signed in, and where.</summary>
    public class PartnerContext
    {
        public PartnerAccount Account { get; set; }

        public string CountryCode { get; set; }

        public PartnerEnvironment Environment { get; set; }

        public string Locale { get; set; }
    }

    public class PartnerAccount
    {
        public string Identifier { get; set; }

        public string ObjectId { get; set; }

        public string Tenant { get; set; }

        public AccountType Type { get; set; }
    }

    public class PartnerEnvironment
    {
        public EnvironmentName EnvironmentName { get; set; }

        public string PartnerCenterEndpoint { get; set; }
    }

    public enum AccountType
    {
        AccessToken,
        Certificate,
        ManagedService,
        ServicePrincipal,
        User
    }

    public enum EnvironmentName
    {
        AzureCloud = 0,
        AzureChinaCloud = 1,
        AzureGermanCloud = 2,
        AzurePPE = 3,
        AzureUSGovernment = 4
    }
}
