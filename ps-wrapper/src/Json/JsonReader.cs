using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;

namespace PartnerCenterCart.Json;

/// <summary>Reads a line of JSON with the reader that Windows PowerShell 5.1 and PowerShell 7 both have: it gives JSON as XML.</summary>
internal static class JsonReader {
    private const int MaxDepth = 128;

    /// <exception cref="FormatException">The text is not one JSON object.</exception>
    internal static JsonObject ReadObject(string text) {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        try {
            using XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(utf8, XmlDictionaryReaderQuotas.Max);
            reader.Read();
            object? value = ReadValue(reader, 0);
            return value as JsonObject is { } read && reader.EOF ? read : throw new FormatException("not one JSON object");
        } catch (XmlException e) {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>Reads the value of the element at which the reader stands, and goes on to what follows it.</summary>
    private static object? ReadValue(XmlDictionaryReader reader, int depth) {
        if (depth > MaxDepth) {
            throw new FormatException("nested too deep");
        }

        string? type = reader.GetAttribute("type");
        if (type is "object" or "array") {
            JsonObject members = [];
            List<object?> elements = [];
            // A first member of this name is taken for a hint of Microsoft's serializer.
            if (reader.GetAttribute("__type") is { } hint) {
                members["__type"] = hint;
            }

            reader.ReadStartElement();
            while (reader.NodeType == XmlNodeType.Element) {
                string name = reader.NamespaceURI == "item" ? reader.GetAttribute("item") ?? string.Empty : reader.LocalName;
                object? value = ReadValue(reader, depth + 1);
                members[name] = value;
                elements.Add(value);
            }

            reader.ReadEndElement();
            return type == "object" ? members : elements;
        }

        string text = reader.ReadElementContentAsString();
        return type switch {
            "string" => text,
            "number" => new JsonNumber(text),
            "boolean" => text == "true",
            _ => null
        };
    }
}
