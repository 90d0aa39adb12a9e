namespace Microsoft.Store.PartnerCenter.Models.Carts;

/// <summary>The reason why a line item of a cart can't be bought.</summary>
public class CartError {
    /// <summary>A code without a name here keeps its number.</summary>
    public CartErrorCode ErrorCode { get; set; }
    public string? ErrorDescription { get; set; }
}

public enum CartErrorCode {
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
