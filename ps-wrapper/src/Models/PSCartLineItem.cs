using System.ComponentModel;
using Microsoft.Store.PartnerCenter.Models.Carts;
using Microsoft.Store.PartnerCenter.Models.Products;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Carts;

/// <summary>A line item as a script makes it, for a cart that is created or changed.</summary>
[TypeConverter(typeof(LineItemConverter))]
public sealed class PSCartLineItem {
    private Hashtable provisioningContext = [];

    public PSCartLineItem() {
    }

    public PSCartLineItem(CartLineItem? item) {
        if (item is null) {
            return;
        }

        AddonItems = item.AddonItems;
        BillingCycle = item.BillingCycle;
        CatalogItemId = item.CatalogItemId;
        CurrencyCode = item.CurrencyCode;
        Error = item.Error;
        FriendlyName = item.FriendlyName;
        Id = item.Id;
        OrderGroup = item.OrderGroup;
        Participants = item.Participants;
        Quantity = item.Quantity;
        TermDuration = item.TermDuration;
        RenewsTo = item.RenewsTo;
        AttestationAccepted = item.AttestationAccepted;
        CustomTermEndDate = item.CustomTermEndDate;
        PromotionId = item.PromotionId;
        Pricing = item.Pricing;
        foreach (KeyValuePair<string, string?> entry in item.ProvisioningContext) {
            provisioningContext.Add(entry.Key, entry.Value);
        }

        AnsweredValues.Copy(item, this);
    }

    public IEnumerable<CartLineItem>? AddonItems { get; set; }
    public BillingCycleType BillingCycle { get; set; }
    public string? CatalogItemId { get; set; }
    public string? CurrencyCode { get; set; }
    public CartError? Error { get; set; }
    public string? FriendlyName { get; set; }
    public int Id { get; set; }
    public string? OrderGroup { get; set; }
    public IEnumerable<KeyValuePair<ParticipantType, string>>? Participants { get; set; }

    /// <summary>Names, whose case counts, and their texts. It can be assigned, which it can't in the original.</summary>
    public Hashtable ProvisioningContext {
        get => provisioningContext;
        set => provisioningContext = value ?? [];
    }

    public int Quantity { get; set; }
    public string? TermDuration { get; set; }
    public RenewsTo? RenewsTo { get; set; }
    public bool? AttestationAccepted { get; set; }

    /// <summary>The day as it is written, whatever the time zone.</summary>
    public DateTime? CustomTermEndDate { get; set; }
    public string? PromotionId { get; set; }

    /// <summary>Set by the service; it is not sent.</summary>
    public Microsoft.Store.PartnerCenter.Models.Orders.Pricing? Pricing { get; set; }
}
