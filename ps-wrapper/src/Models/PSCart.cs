using Microsoft.Store.PartnerCenter.Models.Carts;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Carts;

/// <summary>A cart as a cart cmdlet returns it.</summary>
public sealed class PSCart {
    public PSCart() {
    }

    public PSCart(Cart? cart) {
        if (cart is null) {
            return;
        }

        CreationTimestamp = cart.CreationTimestamp;
        ExpirationTimestamp = cart.ExpirationTimestamp;
        CartId = cart.Id;
        LastModifiedTimestamp = cart.LastModifiedTimestamp;
        LastModifiedUser = cart.LastModifiedUser;
        LineItems = cart.LineItems;
        Status = cart.Status;
        PartnerOnRecordAttestationAccepted = cart.PartnerOnRecordAttestationAccepted;
    }

    public DateTime? CreationTimestamp { get; set; }
    public DateTime ExpirationTimestamp { get; set; }
    public string? CartId { get; set; }
    public DateTime? LastModifiedTimestamp { get; set; }
    public string? LastModifiedUser { get; set; }
    public IEnumerable<CartLineItem>? LineItems { get; set; }
    public string? Status { get; set; }

    /// <summary>The partner's legal statement, if the service shows it.</summary>
    public bool? PartnerOnRecordAttestationAccepted { get; set; }

    /// <summary>The customer that the cart was asked for, so that it can be piped to the next cmdlet.</summary>
    public string? CustomerId { get; set; }
}
