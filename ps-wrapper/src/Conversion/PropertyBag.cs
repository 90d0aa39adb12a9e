using System.Management.Automation;

namespace PartnerCenterCart.Conversion;

/// <summary>
/// An object that a line item can be made of, by its members: a hashtable, what ConvertFrom-Json, Import-Csv, Import-Clixml,
/// a job or remoting gave, or a line item of another assembly.
/// </summary>
internal static class PropertyBag {
    /// <summary>What PowerShell itself adds to the objects of a job or of another computer.</summary>
    private static readonly HashSet<string> AddedByPowerShell = new(StringComparer.OrdinalIgnoreCase) {
        "PSComputerName", "PSShowComputerName", "PSSourceJobInstanceId", "RunspaceId"
    };

    internal static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>The members of such an object; null if the value is a simple one.</summary>
    internal static IEnumerable<KeyValuePair<string, object?>>? MembersOf(object? value) {
        if (Unwrap(value) is IDictionary dictionary) {
            return dictionary.Keys.Cast<object>()
                .Select(key => new KeyValuePair<string, object?>(Convert.ToString(key, CultureInfo.InvariantCulture)!, dictionary[key]));
        }

        if (value is null || Unwrap(value) is string or IConvertible or IEnumerable or Guid or Uri or DateTimeOffset) {
            return null;
        }

        return PSObject.AsPSObject(value).Properties
            .Where(property => !AddedByPowerShell.Contains(property.Name))
            .Select(property => new KeyValuePair<string, object?>(property.Name, property.Value));
    }

    /// <summary>Whether it is a property bag, or stands for an object of one of these types that another assembly or session has.</summary>
    internal static bool IsLike(object? value, params Type[] types) {
        if (Unwrap(value) is IDictionary) {
            return true;
        }

        if (value is not PSObject source) {
            return value is not null && types.Any(type => type != value.GetType() && type.FullName == value.GetType().FullName);
        }

        string name = source.TypeNames.FirstOrDefault() ?? string.Empty;
        return source.BaseObject is PSCustomObject || types.Any(type => name == "Deserialized." + type.FullName)
            || types.Any(type => type != source.BaseObject.GetType() && type.FullName == source.BaseObject.GetType().FullName);
    }
}
