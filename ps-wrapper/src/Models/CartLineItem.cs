using System.ComponentModel;
using Microsoft.Store.PartnerCenter.Models.Products;

namespace Microsoft.Store.PartnerCenter.Models.Carts;

/// <summary>A line item as a cart cmdlet returns it.</summary>
[TypeConverter(typeof(LineItemConverter))]
public sealed class CartLineItem {
    public IEnumerable<CartLineItem>? AddonItems { get; set; }
    public BillingCycleType BillingCycle { get; set; }
    public string? CatalogItemId { get; set; }
    public string? CurrencyCode { get; set; }
    public CartError? Error { get; set; }
    public string? FriendlyName { get; set; }
    public int Id { get; set; }
    public string? OrderGroup { get; set; }
    public IEnumerable<KeyValuePair<ParticipantType, string>>? Participants { get; set; }
    public Dictionary<string, string?> ProvisioningContext { get; } = [];
    public int Quantity { get; set; }
    public RenewsTo? RenewsTo { get; set; }
    public string? TermDuration { get; set; }
    public bool? AttestationAccepted { get; set; }
    public DateTime? CustomTermEndDate { get; set; }
    public string? PromotionId { get; set; }

    /// <summary>Set by the service; it is not sent.</summary>
    public Orders.Pricing? Pricing { get; set; }
}

public enum ParticipantType {
    Unknown = 0,
    TransactionReseller = 1,
    ConsumptionReseller = 2,
    AdditionalTransactionReseller = 3
}

/// <summary>The term that a line item renews to.</summary>
public class RenewsTo {
    public string? TermDuration { get; set; }
}
