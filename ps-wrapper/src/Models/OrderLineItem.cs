namespace Microsoft.Store.PartnerCenter.Models.Orders;

public sealed class OrderLineItem : ResourceBaseWithLinks<OrderLineItemLinks> {
    public string? FriendlyName { get; set; }
    public int LineItemNumber { get; set; }
    public string? OfferId { get; set; }
    public string? ParentSubscriptionId { get; set; }
    public string? PartnerIdOnRecord { get; set; }
    public Pricing? Pricing { get; set; }
    public Dictionary<string, string?> ProvisioningContext { get; private set; } = [];
    public int Quantity { get; set; }
    public RenewsTo? RenewsTo { get; set; }
    public string? SubscriptionId { get; set; }
    public string? TermDuration { get; private set; }
    public string? TransactionType { get; private set; }
}

public class OrderLineItemLinks {
    public Link? ActivationLinks { get; set; }
    public Link? Availability { get; set; }
    public Link? Product { get; set; }
    public Link? ProvisioningStatus { get; set; }
    public Link? Sku { get; set; }
    public Link? Subscription { get; set; }
}

public class Pricing {
    public double DiscountedPrice { get; set; }
    public double ExtendedPrice { get; set; }
    public double ListPrice { get; set; }
    public double Price { get; set; }
    public double ProratedPrice { get; set; }
}

public class RenewsTo {
    public string? TermDuration { get; set; }
}
