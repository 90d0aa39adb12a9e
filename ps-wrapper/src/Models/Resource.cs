namespace Microsoft.Store.PartnerCenter.Models;

/// <summary>The base of all resources of the service.</summary>
public abstract class ResourceBase {
    protected ResourceBase() => Attributes = new ResourceAttributes(GetType());

    public ResourceAttributes Attributes { get; }
}

public abstract class ResourceBaseWithLinks<T> : ResourceBase {
    public T? Links { get; set; }
}

public sealed class ResourceAttributes {
    public ResourceAttributes() {
    }

    public ResourceAttributes(Type? type) => ObjectType = type?.Name;

    public string? Etag { get; set; }
    public string? ObjectType { get; set; }
}

public class StandardResourceLinks {
    public Link? Self { get; set; }
}

public sealed class Link {
    public IEnumerable<KeyValuePair<string, string>>? Headers { get; private set; }
    public string? Method { get; private set; }
    public Uri? Uri { get; private set; }
}
