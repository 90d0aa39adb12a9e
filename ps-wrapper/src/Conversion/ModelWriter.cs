using System.Reflection;

namespace PartnerCenterCart.Conversion;

/// <summary>Makes JSON of parameters and line items. A line item's member that is null or an empty text counts as not given.</summary>
internal static class ModelWriter {
    /// <summary>More levels than partner-cart reads, and an end to items that contain themselves.</summary>
    private const int MaxDepth = 64;

    /// <summary>Set by the service, and not sent.</summary>
    private static readonly string[] ReadOnly = ["Error", "Pricing"];

    /// <exception cref="InvalidValueException">The value has no meaning in a cart; the message says where.</exception>
    internal static object? ToJson(string path, object? value, int depth = 0) {
        if (depth > MaxDepth) {
            throw new InvalidValueException(path, "is nested too deep: partner-cart reads 64 levels of JSON");
        }

        return value switch {
            null => null,
            bool or int => value,
            string or Enum => value.ToString(),
            DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00Z",
            IEnumerable list => list.Cast<object>()
                .Select((element, index) => ToJson($"{path}[{index.ToString(CultureInfo.InvariantCulture)}]", element, depth + 1))
                .ToList(),
            _ => ToObject(path, value, depth)
        };
    }

    private static JsonObject ToObject(string path, object model, int depth) {
        JsonObject members = [];
        foreach (PropertyInfo property in ModelProperties.Of(model.GetType())) {
            object? value = property.GetValue(model);
            string memberPath = path + "." + property.Name;
            if (ReadOnly.Contains(property.Name)) {
                continue;
            }

            if (AnsweredValues.TryGet(model, property.Name, value is IDictionary { Count: 0 } ? null : value, out object? answered)) {
                members.Add(property.Name, answered);
            } else if (value is IDictionary entries) {
                members.Add(property.Name, ToEntries(memberPath, model, property.Name, entries));
            } else if (value is not (null or "")) {
                members.Add(property.Name, ToJson(memberPath, value, depth + 1));
            }
        }

        return members;
    }

    private static JsonObject ToEntries(string path, object model, string member, IDictionary entries) {
        JsonObject texts = [];
        foreach (DictionaryEntry entry in entries) {
            string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!;
            string entryPath = path + "." + name;
            if (texts.ContainsKey(name)) {
                throw new InvalidValueException(entryPath, $"stands twice: as a text and as {entry.Key.GetType().Name}");
            }

            texts.Add(name, AnsweredValues.TryGet(model, member + "." + name, entry.Value, out object? answered) ? answered : Text(entryPath, entry.Value));
        }

        return texts;
    }

    /// <summary>What a script gave, as the text that the service takes.</summary>
    private static string Text(string path, object? value) {
        value = PropertyBag.Unwrap(value);
        return value switch {
            bool flag => flag ? "true" : "false",
            string or char or Guid or Uri or Enum => value.ToString()!,
            IConvertible number and not DateTime => number.ToString(CultureInfo.InvariantCulture),
            null => throw new InvalidValueException(path, "must be a string, a number or a boolean, but was null"),
            _ => throw new InvalidValueException(path, $"must be a string, a number or a boolean, but was of type '{value.GetType().FullName}'")
        };
    }
}
