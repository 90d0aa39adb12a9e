namespace Microsoft.Store.PartnerCenter.Models;

/// <summary>The service's reasons for rejecting a request.</summary>
public sealed class ApiFault : ResourceBase {
    public string? ErrorCode { get; set; }
    public IEnumerable<object> ErrorData { get; set; } = [];
    public string? ErrorMessage { get; set; }

    public override string ToString() =>
        $"\nError code: {ErrorCode}\nError message: {ErrorMessage}\nError data:\n{string.Concat(ErrorData.Select(data => data + "\n"))}\n";
}
