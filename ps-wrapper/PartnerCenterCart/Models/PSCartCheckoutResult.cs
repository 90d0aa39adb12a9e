namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Carts
{
    using System.Collections.Generic;
    using Microsoft.Store.PartnerCenter.Models.Carts;
    using Microsoft.Store.PartnerCenter.Models.Orders;

    /// <summary>What became of a cart's check-out.</summary>
    public sealed class PSCartCheckoutResult
    {
        public PSCartCheckoutResult()
        {
        }

        public PSCartCheckoutResult(CartCheckoutResult result)
        {
            if (result == null)
            {
                return;
            }

            OrderErrors = result.OrderErrors;
            Orders = result.Orders;
        }

        public IEnumerable<OrderError> OrderErrors { get; set; }

        public IEnumerable<Order> Orders { get; set; }
    }
}
