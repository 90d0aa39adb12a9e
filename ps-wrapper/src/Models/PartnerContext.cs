namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>The account that is signed in, and the service's address.</summary>
public class PartnerContext {
    public PartnerAccount? Account { get; set; }
    public string? CountryCode { get; set; }
    public PartnerEnvironment? Environment { get; set; }
    public string? Locale { get; set; }
}

public class PartnerAccount {
    public string? Identifier { get; set; }
    public string? ObjectId { get; set; }
    public string? Tenant { get; set; }
    public AccountType Type { get; set; }
}

public enum AccountType {
    AccessToken,
    Certificate,
    ManagedService,
    ServicePrincipal,
    User
}
