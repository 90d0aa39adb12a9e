using Microsoft.Store.PartnerCenter.Models.Carts;
using Microsoft.Store.PartnerCenter.Models.Orders;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Carts;

/// <summary>The result of a checkout.</summary>
public sealed class PSCartCheckoutResult {
    public PSCartCheckoutResult() {
    }

    public PSCartCheckoutResult(CartCheckoutResult? result) {
        OrderErrors = result?.OrderErrors;
        Orders = result?.Orders;
    }

    public IEnumerable<OrderError>? OrderErrors { get; set; }
    public IEnumerable<Order>? Orders { get; set; }
}
