using System.Collections.Concurrent;
using System.Reflection;

namespace PartnerCenterCart.Conversion;

/// <summary>The properties of the model types.</summary>
internal static class ModelProperties {
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = new();

    internal static PropertyInfo[] Of(Type model) =>
        Known.GetOrAdd(model, type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance));

    internal static PropertyInfo? Find(Type model, string name) =>
        Of(model).FirstOrDefault(property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase));
}
