using System.Management.Automation;
using System.Reflection;
using Microsoft.Store.PartnerCenter.Models.Carts;
using Microsoft.Store.PartnerCenter.Models.Orders;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Carts;

namespace PartnerCenterCart.Conversion;

/// <summary>
/// Makes a line item of what a script has, wherever PowerShell converts: casts, parameters, elements of arrays. Nothing that
/// is given is dropped or rounded in silence.
/// </summary>
public sealed class LineItemConverter : PSTypeConverter {
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        PropertyBag.IsLike(sourceValue, typeof(PSCartLineItem), typeof(CartLineItem));

    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) {
        string item = PropertyBag.MembersOf(sourceValue)!.FirstOrDefault(member => string.Equals(member.Key, "CatalogItemId", StringComparison.OrdinalIgnoreCase)).Value is { } catalogItem
            ? $"The line item '{catalogItem}'"
            : "A line item";
        try {
            return ToModel(string.Empty, destinationType, sourceValue);
        } catch (InvalidMemberException e) {
            throw new PSInvalidCastException($"{item}: {e.Message}", e);
        }
    }

    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();

    private static object ToModel(string path, Type type, object? source) {
        object model = Activator.CreateInstance(type)!;
        foreach (KeyValuePair<string, object?> member in PropertyBag.MembersOf(source) ?? throw InvalidMemberException.OfType(path, "an object", source)) {
            PropertyInfo property = ModelProperties.Find(type, member.Key) ?? throw InvalidMemberException.Unknown(path, member.Key, type);
            string memberPath = path.Length == 0 ? property.Name : path + "." + property.Name;
            if (PropertyBag.Unwrap(member.Value) is null or "") {
                continue;
            }

            if (property.GetValue(model) is IDictionary dictionary) {
                FillEntries(memberPath, dictionary, member.Value);
            } else if (property.CanWrite) {
                property.SetValue(model, Scalar.Convert(memberPath, property.PropertyType, member.Value, out object? converted) ? converted : ToObject(memberPath, property.PropertyType, member.Value));
            }
        }

        return model;
    }

    private static object? ToObject(string path, Type type, object? value) {
        if (type == typeof(IEnumerable<CartLineItem>)) {
            return ToList(path, value, (elementPath, element) => element as CartLineItem ?? (CartLineItem)ToModel(elementPath, typeof(CartLineItem), element));
        }

        if (type == typeof(IEnumerable<KeyValuePair<ParticipantType, string>>)) {
            return ToList(path, value, ToParticipant);
        }

        if (PropertyBag.Unwrap(value) is { } same && type.IsInstanceOfType(same)) {
            return same;
        }

        // Set by the service, and not sent: what a session that cuts objects short made of it does not matter.
        return (type == typeof(CartError) || type == typeof(Pricing)) && PropertyBag.MembersOf(value) is null ? null : ToModel(path, type, value);
    }

    private static List<T> ToList<T>(string path, object? value, Func<string, object?, T> convert) {
        object? list = PropertyBag.Unwrap(value);
        IEnumerable<object?> elements = list is IEnumerable and not (string or IDictionary) ? ((IEnumerable)list).Cast<object?>() : [value];
        return elements.Select((element, index) => convert($"{path}[{index.ToString(CultureInfo.InvariantCulture)}]", PropertyBag.Unwrap(element))).ToList();
    }

    private static KeyValuePair<ParticipantType, string> ToParticipant(string path, object? value) {
        if (value is KeyValuePair<ParticipantType, string> same) {
            return same;
        }

        Dictionary<string, object?> members = (PropertyBag.MembersOf(value) ?? throw InvalidMemberException.OfType(path, "an object with Key and Value", value))
            .ToDictionary(member => member.Key, member => member.Value, StringComparer.OrdinalIgnoreCase);
        if (members.Count != 2 || !members.TryGetValue("Key", out object? key) || !members.TryGetValue("Value", out object? mpnId)) {
            throw InvalidMemberException.OfType(path, "an object with Key and Value", value);
        }

        Scalar.Convert(path + ".Key", typeof(ParticipantType), key, out object? type);
        Scalar.Convert(path + ".Value", typeof(string), mpnId, out object? text);
        return new((ParticipantType)type!, (string)text!);
    }

    private static void FillEntries(string path, IDictionary dictionary, object? value) {
        bool areTexts = dictionary is IDictionary<string, string?>;
        foreach (KeyValuePair<string, object?> entry in PropertyBag.MembersOf(value) ?? throw InvalidMemberException.OfType(path, "an object", value)) {
            object? text = entry.Value;
            if (areTexts) {
                Scalar.Convert(path + "." + entry.Key, typeof(string), entry.Value, out text);
            }

            dictionary[entry.Key] = text;
        }
    }
}
