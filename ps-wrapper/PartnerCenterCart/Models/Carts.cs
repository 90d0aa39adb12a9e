namespace Microsoft.Store.PartnerCenter.Models.Carts
{
    using System;
    using System.Collections.Generic;
    using Microsoft.Store.PartnerCenter.Models.Orders;
    using Microsoft.Store.PartnerCenter.Models.Products;

    /// <summary>A cart as the service has it.</summary>
    public sealed class Cart : ResourceBaseWithLinks<StandardResourceLinks>
    {
        public DateTime? CreationTimestamp { get; set; }

        public DateTime ExpirationTimestamp { get; set; }

        public string Id { get; set; }

        public DateTime? LastModifiedTimestamp { get; set; }

        public string LastModifiedUser { get; set; }

        public IEnumerable<CartLineItem> LineItems { get; set; }

        public string Status { get; set; }
    }

    /// <summary>A line item as the service has it.</summary>
    public sealed class CartLineItem
    {
        private readonly Dictionary<string, string> provisioningContext = new Dictionary<string, string>();

        public IEnumerable<CartLineItem> AddonItems { get; set; }

        public BillingCycleType BillingCycle { get; set; }

        public string CatalogItemId { get; set; }

        public string CurrencyCode { get; set; }

        public CartError Error { get; set; }

        public string FriendlyName { get; set; }

        public int Id { get; set; }

        public string OrderGroup { get; set; }

        public IEnumerable<KeyValuePair<ParticipantType, string>> Participants { get; set; }

        public Dictionary<string, string> ProvisioningContext
        {
            get { return provisioningContext; }
        }

        public int Quantity { get; set; }

        public RenewsTo RenewsTo { get; set; }

        public string TermDuration { get; set; }

        public bool? AttestationAccepted { get; set; }

        public DateTime? CustomTermEndDate { get; set; }

        public string PromotionId { get; set; }

        /// <summary>What the service answered where the enumeration has no name for it.</summary>
        internal string UnknownBillingCycle { get; set; }
    }

    /// <summary>Why a line item of a cart can't be bought.</summary>
    public class CartError
    {
        public CartErrorCode ErrorCode { get; set; }

        public string ErrorDescription { get; set; }
    }

    public enum CartErrorCode
    {
        Unknown = 0,
        CurrencyIsNotSupported = 10000,
        CatalogItemIdIsNotValid = 10001,
        QuotaNotAvailable = 10002,
        InventoryNotAvailable = 10003,
        ParticipantsIsNotSupportedForPartner = 10004,
        UnableToProcessCartLineItem = 10006,
        SubscriptionIsNotValid = 10007,
        SubscriptionIsNotEnabledForRI = 10008,
        SandboxLimitExceeded = 10009,
        InvalidInput = 10010
    }

    public enum ParticipantType
    {
        Unknown = 0,
        TransactionReseller = 1
    }

    /// <summary>The term that a line item renews to.</summary>
    public class RenewsTo
    {
        public string TermDuration { get; set; }
    }

    /// <summary>What became of a cart's check-out, as the service has it.</summary>
    public class CartCheckoutResult : ResourceBase
    {
        public CartCheckoutResult()
        {
            Orders = new List<Order>();
            OrderErrors = new List<OrderError>();
        }

        public IEnumerable<Order> Orders { get; set; }

        public IEnumerable<OrderError> OrderErrors { get; set; }
    }

    /// <summary>Why the items of one order group could not be ordered.</summary>
    public class OrderError : ResourceBase
    {
        public string OrderGroupId { get; set; }

        public int Code { get; set; }

        public string Description { get; set; }
    }
}

namespace Microsoft.Store.PartnerCenter.Models.Products
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
