namespace Microsoft.Store.PartnerCenter.Models.Orders;

/// <summary>An order that a checkout placed.</summary>
public sealed class Order : ResourceBase {
    public Offers.BillingCycleType BillingCycle { get; set; }
    public DateTime? CreationDate { get; set; }
    public string? CurrencyCode { get; set; }
    public string? CurrencySymbol { get; set; }
    public string? Id { get; set; }
    public IEnumerable<OrderLineItem>? LineItems { get; set; }
    public OrderLinks? Links { get; set; }
    public string? ReferenceCustomerId { get; set; }
    public string? Status { get; set; }
    public double? TotalPrice { get; private set; }
    public string? TransactionType { get; private set; }

    /// <summary>The id on invoices.</summary>
    public string? AlternateId { get; set; }
}

public class OrderLinks : StandardResourceLinks {
    public Link? PatchOperation { get; set; }
    public Link? ProvisioningStatus { get; set; }
}
