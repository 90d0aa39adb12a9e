namespace Microsoft.Store.PartnerCenter.Models.Products {
    /// <summary>The numbers of Triennial and Biennial are those of Microsoft's SDK 3.4, which came after the original.</summary>
    public enum BillingCycleType {
        Unknown = 0,
        Monthly = 1,
        Annual = 2,
        None = 3,
        OneTime = 4,
        Triennial = 5,
        Biennial = 6
    }
}

namespace Microsoft.Store.PartnerCenter.Models.Offers {
    /// <summary>The same of an order, a type of its own in the original.</summary>
    public enum BillingCycleType {
        Unknown = 0,
        Monthly = 1,
        Annual = 2,
        None = 3,
        OneTime = 4,
        Triennial = 5,
        Biennial = 6
    }
}
