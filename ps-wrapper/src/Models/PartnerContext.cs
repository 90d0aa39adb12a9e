namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>The account that is signed in, and the service's address.</summary>
public class PartnerContext {
    public PartnerAccount? Account { get; set; }
    public string? CountryCode { get; set; }
    public PartnerEnvironment? Environment { get; set; }
    public string? Locale { get; set; }

    /// <summary>The application that the access token was issued to.</summary>
    public string? ApplicationId { get; set; }

    /// <summary>The service that the access token is for.</summary>
    public string? Audience { get; set; }

    /// <summary>When the access token ends, in UTC.</summary>
    public DateTime? ExpiresOn { get; set; }

    /// <summary>Whether the user has signed in with multi-factor authentication; null for an application, and for a token that can't be read.</summary>
    public bool? Mfa { get; set; }

    /// <summary>After -ValidateMfa: whether the service finds that the sign-in was made with multi-factor authentication; null if it does not say so.</summary>
    public bool? MfaCompliant { get; set; }
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
