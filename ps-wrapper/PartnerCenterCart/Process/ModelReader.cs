namespace PartnerCenterCart
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.Globalization;
    using System.Reflection;

    /// <summary>
    /// Makes model objects of an answer. A value that its type can't hold never fails the call, the cart exists: it is
    /// left at its default, with a warning.
    /// </summary>
    internal sealed class ModelReader
    {
        private readonly List<string> warnings = new List<string>();

        internal IEnumerable<string> Warnings
        {
            get { return warnings; }
        }

        internal T Read<T>(IDictionary<string, object> answer)
            where T : new()
        {
            T model = new T();
            Fill(string.Empty, model, answer);
            return model;
        }

        private void Fill(string path, object model, IDictionary<string, object> members)
        {
            foreach (KeyValuePair<string, object> member in members)
            {
                PropertyInfo property = ModelProperties.Find(model.GetType(), member.Key);
                if (property == null || member.Value == null)
                {
                    continue;
                }

                string memberPath = path.Length == 0 ? property.Name : path + "." + property.Name;
                try
                {
                    Set(memberPath, model, property, member.Value);
                }
                catch (Exception e)
                {
                    if (!(e is FormatException || e is InvalidCastException || e is OverflowException))
                    {
                        throw;
                    }

                    Warn(memberPath, member.Value, property.PropertyType);
                }
            }
        }

        private void Set(string path, object model, PropertyInfo property, object value)
        {
            if (typeof(IDictionary).IsAssignableFrom(property.PropertyType))
            {
                IDictionary dictionary = (IDictionary)property.GetValue(model, null);
                foreach (KeyValuePair<string, object> entry in (IDictionary<string, object>)value)
                {
                    dictionary[entry.Key] = Text(entry.Value);
                }

                return;
            }

            if (property.PropertyType.IsEnum && !IsNameOf(property.PropertyType, value))
            {
                ModelProperties.KeepUnknownName(model, property, Text(value));
                Warn(path, value, property.PropertyType);
                return;
            }

            MethodInfo setter = property.GetSetMethod(true);
            object present = setter == null ? property.GetValue(model, null) : null;
            if (setter != null)
            {
                setter.Invoke(model, new[] { To(path, property.PropertyType, value) });
            }
            else if (present != null)
            {
                Fill(path, present, (IDictionary<string, object>)value);
            }
        }

        private object To(string path, Type type, object value)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (value == null)
            {
                return type.IsValueType ? Activator.CreateInstance(type) : null;
            }

            if (type == typeof(string))
            {
                return Text(value);
            }

            if (type.IsEnum)
            {
                return Enum.Parse(type, Text(value), true);
            }

            if (type == typeof(DateTime))
            {
                return DateTime.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
            }

            if (type == typeof(Uri))
            {
                return new Uri((string)value, UriKind.RelativeOrAbsolute);
            }

            if (type.IsPrimitive)
            {
                return Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
            }

            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            {
                return ToList(path, type.GetGenericArguments()[0], (List<object>)value);
            }

            IDictionary<string, object> members = value as IDictionary<string, object>;
            if (members == null)
            {
                throw new InvalidCastException();
            }

            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            {
                return ToPair(path, type, members);
            }

            object model = Activator.CreateInstance(type);
            Fill(path, model, members);
            return model;
        }

        private object ToList(string path, Type element, List<object> values)
        {
            IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element));
            for (int i = 0; i < values.Count; i++)
            {
                list.Add(To(path + "[" + i.ToString(CultureInfo.InvariantCulture) + "]", element, values[i]));
            }

            return list;
        }

        private object ToPair(string path, Type type, IDictionary<string, object> members)
        {
            Type[] types = type.GetGenericArguments();
            object key;
            object value;
            members.TryGetValue("Key", out key);
            members.TryGetValue("Value", out value);
            if (types[0].IsEnum && !IsNameOf(types[0], key))
            {
                Warn(path + ".Key", key, types[0]);
                key = null;
            }

            return Activator.CreateInstance(type, To(path + ".Key", types[0], key), To(path + ".Value", types[1], value));
        }

        private static bool IsNameOf(Type enumeration, object value)
        {
            string name = Text(value);
            return name != null && Array.Exists(Enum.GetNames(enumeration), known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
        }

        private static string Text(object value)
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        private void Warn(string path, object value, Type type)
        {
            warnings.Add(string.Format(
                CultureInfo.InvariantCulture,
                "The service answered {0} '{1}', which {2} can't hold; it is shown as {3}.",
                path,
                Text(value),
                (Nullable.GetUnderlyingType(type) ?? type).Name,
                type.IsEnum ? Activator.CreateInstance(type) : "if it were not there"));
        }
    }
}
