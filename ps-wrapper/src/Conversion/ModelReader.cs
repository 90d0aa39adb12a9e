using System.Reflection;
using System.Text;

namespace PartnerCenterCart.Conversion;

/// <summary>
/// Makes model objects of a result. The cart exists, so a value that its property can't hold never fails the call: the
/// property stays at its default, with a warning.
/// </summary>
internal sealed class ModelReader {
    internal List<string> Warnings { get; } = [];

    internal T Read<T>(JsonObject result)
        where T : new() {
        T model = new();
        Fill(string.Empty, model, result);
        return model;
    }

    private void Fill(string path, object model, JsonObject members) {
        foreach (KeyValuePair<string, object?> member in members) {
            PropertyInfo? property = ModelProperties.Find(model.GetType(), member.Key);
            if (property is null || member.Value is null) {
                continue;
            }

            string memberPath = path.Length == 0 ? property.Name : path + "." + property.Name;
            int warnings = Warnings.Count;
            try {
                Set(memberPath, model, property, member.Value);
            } catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException) {
                Warn(memberPath, member.Value, property.PropertyType);
            }

            if (Warnings.Count > warnings && !typeof(IDictionary).IsAssignableFrom(property.PropertyType) || property.PropertyType == typeof(DateTime?)) {
                AnsweredValues.Add(model, property.Name, property.GetValue(model), member.Value);
            }
        }
    }

    private void Set(string path, object model, PropertyInfo property, object value) {
        if (property.GetValue(model) is IDictionary dictionary) {
            SetEntries(model, dictionary, property.Name, (JsonObject)value);
        } else if (property.GetSetMethod(true) is { } setter) {
            setter.Invoke(model, [To(path, property.PropertyType, value)]);
        } else if (property.GetValue(model) is { } present) {
            Fill(path, present, (JsonObject)value);
        }
    }

    private static void SetEntries(object model, IDictionary dictionary, string name, JsonObject entries) {
        foreach (KeyValuePair<string, object?> entry in entries) {
            string? text = entry.Value is null ? null : Text(entry.Value);
            dictionary[entry.Key] = text;
            if (entry.Value is not string) {
                AnsweredValues.Add(model, name + "." + entry.Key, text, entry.Value);
            }
        }
    }

    private object? To(string path, Type type, object? value) {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null) {
            return type.IsValueType ? Activator.CreateInstance(type) : null;
        }

        if (type == typeof(string)) {
            return value is JsonObject or IEnumerable<object?> ? throw new FormatException() : Text(value);
        }

        if (type.IsEnum) {
            return ToEnum(type, value);
        }

        if (type == typeof(DateTime)) {
            // A time without a zone is UTC, a bare date too.
            return DateTime.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        }

        if (type == typeof(Uri)) {
            return new Uri((string)value, UriKind.RelativeOrAbsolute);
        }

        if (type.IsPrimitive) {
            return value is JsonNumber number ? number.To(type) : Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)) {
            return ToList(path, type.GetGenericArguments()[0], (List<object?>)value);
        }

        JsonObject members = (JsonObject)value;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)) {
            return ToPair(path, type, members);
        }

        object model = Activator.CreateInstance(type)!;
        Fill(path, model, members);
        return model;
    }

    /// <summary>A name, in any case; or any number, which .NET shows where the enumeration has no name for it.</summary>
    private static object ToEnum(Type type, object value) {
        string text = Text(value);
        return Array.Exists(Enum.GetNames(type), name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
            || int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? Enum.Parse(type, text, true)
            : throw new FormatException();
    }

    private IList ToList(string path, Type element, List<object?> values) {
        IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        for (int i = 0; i < values.Count; i++) {
            list.Add(To($"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", element, values[i]));
        }

        return list;
    }

    private object ToPair(string path, Type type, JsonObject members) {
        Type[] types = type.GetGenericArguments();
        object? key;
        try {
            key = To(path + ".Key", types[0], members.Find("Key"));
        } catch (FormatException) {
            Warn(path + ".Key", members.Find("Key"), types[0]);
            key = Activator.CreateInstance(types[0]);
        }

        return Activator.CreateInstance(type, key, To(path + ".Value", types[1], members.Find("Value")))!;
    }

    /// <summary>The value as text: true, a number's digits, or an object's JSON.</summary>
    private static string Text(object? value) => value as string ?? Encoding.UTF8.GetString(JsonWriter.Write(value));

    private void Warn(string path, object? value, Type type) {
        string shown = type.IsEnum ? Activator.CreateInstance(type)!.ToString()! : "if it were not there";
        Warnings.Add($"The service answered {path} '{Text(value)}', which {(Nullable.GetUnderlyingType(type) ?? type).Name} can't hold; it is shown as {shown}.");
    }
}
