using Microsoft.Store.PartnerCenter.Models.Orders;

namespace Microsoft.Store.PartnerCenter.Models.Carts;

/// <summary>The result of a checkout in the service's form.</summary>
public class CartCheckoutResult : ResourceBase {
    public IEnumerable<Order> Orders { get; set; } = new List<Order>();
    public IEnumerable<OrderError> OrderErrors { get; set; } = new List<OrderError>();
}

/// <summary>The reason why the items of an order group could not be ordered.</summary>
public class OrderError : ResourceBase {
    public string? OrderGroupId { get; set; }
    public int Code { get; set; }
    public string? Description { get; set; }
}
