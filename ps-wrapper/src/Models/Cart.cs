namespace Microsoft.Store.PartnerCenter.Models.Carts;

/// <summary>A cart in the service's form.</summary>
public sealed class Cart : ResourceBaseWithLinks<StandardResourceLinks> {
    public DateTime? CreationTimestamp { get; set; }
    public DateTime ExpirationTimestamp { get; set; }
    public string? Id { get; set; }
    public DateTime? LastModifiedTimestamp { get; set; }
    public string? LastModifiedUser { get; set; }
    public IEnumerable<CartLineItem>? LineItems { get; set; }
    public string? Status { get; set; }

    /// <summary>The partner's legal statement, if the service shows it.</summary>
    public bool? PartnerOnRecordAttestationAccepted { get; set; }
}
