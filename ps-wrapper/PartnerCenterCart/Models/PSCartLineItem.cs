namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Carts
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using Microsoft.Store.PartnerCenter.Models.Carts;
    using Microsoft.Store.PartnerCenter.Models.Products;

    /// <summary>A line item as a script makes it, for a cart that is created or changed.</summary>
    public sealed class PSCartLineItem
    {
        private Hashtable provisioningContext = new Hashtable();

        public PSCartLineItem()
        {
        }

        public PSCartLineItem(CartLineItem item)
        {
            if (item == null)
            {
                return;
            }

            AddonItems = item.AddonItems;
            BillingCycle = item.BillingCycle;
            UnknownBillingCycle = item.UnknownBillingCycle;
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
            foreach (KeyValuePair<string, string> entry in item.ProvisioningContext)
            {
                provisioningContext.Add(entry.Key, entry.Value);
            }
        }

        public IEnumerable<CartLineItem> AddonItems { get; set; }

        public BillingCycleType BillingCycle { get; set; }

        public string CatalogItemId { get; set; }

        public string CurrencyCode { get; set; }

        public CartError Error { get; set; }

        public string FriendlyName { get; set; }

        public int Id { get; set; }

        public string OrderGroup { get; set; }

        public IEnumerable<KeyValuePair<ParticipantType, string>> Participants { get; set; }

        /// <summary>Names of their exact case, with their texts; settable, so that a hashtable converts.</summary>
        public Hashtable ProvisioningContext
        {
            get { return provisioningContext; }
            set { provisioningContext = value ?? new Hashtable(); }
        }

        public int Quantity { get; set; }

        public string TermDuration { get; set; }

        public RenewsTo RenewsTo { get; set; }

        public bool? AttestationAccepted { get; set; }

        public DateTime? CustomTermEndDate { get; set; }

        public string PromotionId { get; set; }

        /// <summary>What the service answered where the enumeration has no name for it.</summary>
        internal string UnknownBillingCycle { get; set; }
    }
}
