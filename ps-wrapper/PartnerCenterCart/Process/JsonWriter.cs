namespace PartnerCenterCart
{
    using System;
    using System.Collections;
    using System.Globalization;
    using System.Management.Automation;
    using System.Reflection;
    using System.Text;

    /// <summary>Writes parameters as JSON; an object by its properties, those that are null left out.</summary>
    internal sealed class JsonWriter
    {
        private readonly StringBuilder json = new StringBuilder(512);

        /// <exception cref="InvalidCastException">A value that has no meaning in a cart; it says where.</exception>
        internal static string Write(string path, object value)
        {
            JsonWriter writer = new JsonWriter();
            writer.WriteValue(path, value);
            return writer.json.ToString();
        }

        private void WriteValue(string path, object value)
        {
            PSObject wrapped = value as PSObject;
            if (wrapped != null)
            {
                value = wrapped.BaseObject;
            }

            if (value == null)
            {
                json.Append("null");
            }
            else if (value is string || value is char || value is Guid || value is Uri || value is Enum)
            {
                WriteString(value.ToString());
            }
            else if (value is bool)
            {
                json.Append((bool)value ? "true" : "false");
            }
            else if (value is SwitchParameter)
            {
                json.Append(((SwitchParameter)value).IsPresent ? "true" : "false");
            }
            else if (value is DateTime)
            {
                DateTime time = (DateTime)value;
                // One without a zone, such as [datetime]'2027-06-30', means that day wherever the script runs.
                DateTime utc = time.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : time.ToUniversalTime();
                WriteString(utc.ToString("o", CultureInfo.InvariantCulture));
            }
            else if (value is IConvertible && IsFinite((IConvertible)value))
            {
                json.Append(((IConvertible)value).ToString(CultureInfo.InvariantCulture));
            }
            else if (value is IDictionary)
            {
                WriteDictionary(path, (IDictionary)value);
            }
            else if (value is IEnumerable)
            {
                WriteArray(path, (IEnumerable)value);
            }
            else if (IsModel(value.GetType()))
            {
                WriteObject(path, value);
            }
            else
            {
                throw new InvalidCastException(string.Format(
                    CultureInfo.InvariantCulture,
                    "{0} must be a string, a number or a boolean, but was of type '{1}'.",
                    path,
                    value.GetType().FullName));
            }
        }

        private static bool IsFinite(IConvertible value)
        {
            double number;
            return value.GetTypeCode() >= TypeCode.SByte
                && value.GetTypeCode() <= TypeCode.Decimal
                && !double.IsNaN(number = value.ToDouble(CultureInfo.InvariantCulture))
                && !double.IsInfinity(number);
        }

        private static bool IsModel(Type type)
        {
            return (type.Namespace ?? string.Empty).StartsWith("Microsoft.Store.PartnerCenter", StringComparison.Ordinal)
                || (type.IsGenericType && type.Name.StartsWith("KeyValuePair", StringComparison.Ordinal));
        }

        private void WriteDictionary(string path, IDictionary dictionary)
        {
            char separator = '{';
            foreach (DictionaryEntry entry in dictionary)
            {
                string name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture);
                json.Append(separator);
                separator = ',';
                WriteString(name);
                json.Append(':');
                WriteValue(path + "." + name, entry.Value);
            }

            json.Append(separator == '{' ? "{}" : "}");
        }

        private void WriteArray(string path, IEnumerable values)
        {
            int index = 0;
            json.Append('[');
            foreach (object value in values)
            {
                if (index > 0)
                {
                    json.Append(',');
                }

                WriteValue(path + "[" + index.ToString(CultureInfo.InvariantCulture) + "]", value);
                index++;
            }

            json.Append(']');
        }

        private void WriteObject(string path, object model)
        {
            char separator = '{';
            foreach (PropertyInfo property in ModelProperties.Of(model.GetType()))
            {
                object value = property.GetValue(model, null);
                if (value == null)
                {
                    continue;
                }

                json.Append(separator);
                separator = ',';
                WriteString(property.Name);
                json.Append(':');
                WriteValue(path + "." + property.Name, ModelProperties.UnknownName(model, property, value) ?? value);
            }

            json.Append(separator == '{' ? "{}" : "}");
        }

        private void WriteString(string value)
        {
            json.Append('"');
            foreach (char c in value)
            {
                if (c == '"' || c == '\\')
                {
                    json.Append('\\').Append(c);
                }
                else if (c < ' ' || char.IsSurrogate(c))
                {
                    json.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                }
                else
                {
                    json.Append(c);
                }
            }

            json.Append('"');
        }
    }
}
