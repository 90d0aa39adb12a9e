namespace PartnerCenterCart.Process;

/// <summary>What a failure means for the purchase or change.</summary>
internal static class Outcome {
    /// <summary>Nothing that could change anything left this machine.</summary>
    internal const string NotSent = nameof(NotSent);

    /// <summary>The service said no.</summary>
    internal const string Rejected = nameof(Rejected);

    /// <summary>It may have been done.</summary>
    internal const string Unknown = nameof(Unknown);
}
