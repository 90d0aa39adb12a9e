namespace PartnerCenterCart.Json;

/// <summary>
/// A JSON object, in the order of its members. A value is null, a string, a bool, a JsonNumber, a JsonObject or a list of
/// such values; where it is to be written, also a SecureString.
/// </summary>
internal sealed class JsonObject : Dictionary<string, object?> {
    internal JsonObject()
        : base(StringComparer.Ordinal) {
    }

    /// <summary>The member as text, empty if it is missing or null.</summary>
    internal string Text(string name) => Convert.ToString(Find(name), CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>The member if it is an object, else an empty one.</summary>
    internal JsonObject Object(string name) => Find(name) as JsonObject ?? [];

    /// <summary>The member if it is a list, else an empty one.</summary>
    internal List<object?> List(string name) => Find(name) as List<object?> ?? [];

    internal object? Find(string name) => TryGetValue(name, out object? value) ? value : null;
}

/// <summary>A number with the digits that it was written with.</summary>
internal sealed class JsonNumber(string digits) {
    public override string ToString() => digits;

    internal bool TryGetInt64(out long whole) =>
        long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out whole);

    /// <exception cref="FormatException">The type has no such number.</exception>
    internal object To(Type type) {
        try {
            return type == typeof(double)
                ? double.Parse(digits, CultureInfo.InvariantCulture)
                : Convert.ChangeType(decimal.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture), type, CultureInfo.InvariantCulture);
        } catch (OverflowException e) {
            throw new FormatException(e.Message, e);
        }
    }
}
