using System.Management.Automation;

namespace PartnerCenterCart.Conversion;

/// <summary>Converts single values, strictly: what would lose anything is refused.</summary>
internal static class Scalar {
    /// <returns>Whether the type is one of single values.</returns>
    /// <exception cref="InvalidMemberException">The value can't be one of the type.</exception>
    internal static bool Convert(string path, Type type, object? value, out object? converted) {
        type = Nullable.GetUnderlyingType(type) ?? type;
        object? plain = PropertyBag.Unwrap(value);
        bool isScalar = type == typeof(string) || type == typeof(int) || type == typeof(bool) || type == typeof(DateTime) || type.IsEnum;
        converted = null;
        if (!isScalar || plain is null) {
            return isScalar;
        }

        converted = type == typeof(string) ? ToText(path, plain)
            : type == typeof(int) ? ToWholeNumber(path, plain)
            : type == typeof(bool) ? ToBoolean(path, plain)
            : type == typeof(DateTime) ? ToDay(path, plain)
            : ToEnum(path, type, value!);
        return true;
    }

    private static string ToText(string path, object value) => value switch {
        bool flag => flag ? "true" : "false",
        string or char or Guid or Uri or Enum => value.ToString()!,
        IConvertible number and not DateTime => number.ToString(CultureInfo.InvariantCulture),
        _ => throw InvalidMemberException.OfType(path, "a text", value)
    };

    private static int ToWholeNumber(string path, object value) {
        bool isWhole = decimal.TryParse(
            System.Convert.ToString(value, CultureInfo.InvariantCulture),
            value is string ? NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite : NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out decimal number);
        return value is not (bool or Enum) && isWhole && number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw InvalidMemberException.OfType(path, "a whole number", value);
    }

    private static bool ToBoolean(string path, object value) => value switch {
        bool flag => flag,
        SwitchParameter flag => flag.IsPresent,
        string text when bool.TryParse(text, out bool flag) => flag,
        _ => throw InvalidMemberException.OfType(path, "true or false", value)
    };

    /// <summary>The day as it is written, whatever the time zone.</summary>
    private static DateTime ToDay(string path, object value) => value switch {
        DateTime time => time,
        DateTimeOffset time => DateTime.SpecifyKind(time.DateTime, DateTimeKind.Unspecified),
        string text when DateTimeOffset.TryParseExact(
            text.Trim(),
            ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time) => DateTime.SpecifyKind(time.DateTime, DateTimeKind.Unspecified),
        _ => throw InvalidMemberException.OfType(path, "a date such as 2027-06-30", value)
    };

    /// <summary>One of the names, or one of their numbers; an enumeration that another assembly or session has comes by its name.</summary>
    private static object ToEnum(string path, Type type, object value) {
        string text = value.ToString()!.Trim();
        string? name = Enum.GetNames(type).FirstOrDefault(known => string.Equals(known, text, StringComparison.OrdinalIgnoreCase))
            ?? Enum.GetNames(type).FirstOrDefault(known => ((int)Enum.Parse(type, known)).ToString(CultureInfo.InvariantCulture) == text);
        // Codes are the service's, which has more of them than names are known.
        return name is not null ? Enum.Parse(type, name)
            : type == typeof(Microsoft.Store.PartnerCenter.Models.Carts.CartErrorCode) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? Enum.ToObject(type, code)
            : throw InvalidMemberException.OfType(path, "one of " + string.Join(", ", Enum.GetNames(type)), value);
    }
}
