namespace Microsoft.Store.PartnerCenter.Models.Orders
{
    using System;
    using System.Collections.Generic;

    /// <summary>An order that a check-out placed.</summary>
    public sealed class Order : ResourceBase
    {
        public Offers.BillingCycleType BillingCycle { get; set; }

        public DateTime? CreationDate { get; set; }

        public string CurrencyCode { get; set; }

        public string CurrencySymbol { get; set; }

        public string Id { get; set; }

        public IEnumerable<OrderLineItem> LineItems { get; set; }

        public OrderLinks Links { get; set; }

        public string ReferenceCustomerId { get; set; }

        public string Status { get; set; }

        public double? TotalPrice { get; private set; }

        public string TransactionType { get; private set; }

        /// <summary>What the service answered where the enumeration has no name for it.</summary>
        internal string UnknownBillingCycle { get; set; }
    }

    public sealed class OrderLineItem : ResourceBaseWithLinks<OrderLineItemLinks>
    {
        public OrderLineItem()
        {
            ProvisioningContext = new Dictionary<string, string>();
        }

        public string FriendlyName { get; set; }

        public int LineItemNumber { get; set; }

        public string OfferId { get; set; }

        public string ParentSubscriptionId { get; set; }

        public string PartnerIdOnRecord { get; set; }

        public Pricing Pricing { get; set; }

        public Dictionary<string, string> ProvisioningContext { get; private set; }

        public int Quantity { get; set; }

        public RenewsTo RenewsTo { get; set; }

        public string SubscriptionId { get; set; }

        public string TermDuration { get; private set; }

        public string TransactionType { get; private set; }
    }

    public class OrderLinks : StandardResourceLinks
    {
        public Link PatchOperation { get; set; }

        public Link ProvisioningStatus { get; set; }
    }

    public class OrderLineItemLinks
    {
        public Link ActivationLinks { get; set; }

        public Link Availability { get; set; }

        public Link Product { get; set; }

        public Link ProvisioningStatus { get; set; }

        public Link Sku { get; set; }

        public Link Subscription { get; set; }
    }

    public class Pricing
    {
        public double DiscountedPrice { get; set; }

        public double ExtendedPrice { get; set; }

        public double ListPrice { get; set; }

        public double Price { get; set; }
    }

    public class RenewsTo
    {
        public string TermDuration { get; set; }
    }
}

namespace Microsoft.Store.PartnerCenter.Models.Offers
{
    public enum BillingCycleType
    {
        Unknown = 0,
        Monthly = 1,
        Annual = 2,
        None = 3,
        OneTime = 4
    }
}
