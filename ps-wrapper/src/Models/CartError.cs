namespace Microsoft.Store.PartnerCenter.Models.Carts;

/// <summary>The reason why a line item of a cart can't be bought.</summary>
public class CartError {
    /// <summary>A code without a name here keeps its number.</summary>
    public CartErrorCode ErrorCode { get; set; }
    public string? ErrorDescription { get; set; }

    /// <summary>Such as AvailableQuantity and PurchasedQuantity.</summary>
    public Dictionary<string, string?> AdditionalInformation { get; } = [];
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
    InvalidInput = 10010,
    SubscriptionNotRegistered = 10011,
    AttestationNotAccepted = 10012,
    BillingPlanNotSupported = 10013,
    InvalidPromotionId = 10014,
    MaxAllowedSeatsPerSubscriptionExceeded = 10015,
    InvalidCustomTermEndDateProduct = 10016,
    InvalidCustomTermEndDate = 10017,
    BaseOfferSeatQuantityNotMet = 10018,
    MinimumAddOnSeatsNotMet = 10019,
    LegacyOfferNotEligibleForPurchase = 500600
}
