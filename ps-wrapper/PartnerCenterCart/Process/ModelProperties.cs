namespace PartnerCenterCart
{
    using System;
    using System.Collections.Concurrent;
    using System.Reflection;

    /// <summary>The properties of the model types, which may be the original module's own.</summary>
    internal static class ModelProperties
    {
        private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = new ConcurrentDictionary<Type, PropertyInfo[]>();

        internal static PropertyInfo[] Of(Type model)
        {
            return Known.GetOrAdd(model, type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance));
        }

        internal static PropertyInfo Find(Type model, string name)
        {
            return Array.Find(Of(model), property => string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase));
        }

        /// <summary>Keeps what the service answered where the property's enumeration has no name for it.</summary>
        internal static void KeepUnknownName(object model, PropertyInfo property, string name)
        {
            PropertyInfo unknown = UnknownNameProperty(model.GetType(), property);
            if (unknown != null)
            {
                unknown.SetValue(model, name, null);
            }
        }

        /// <summary>What was kept, so that it goes back as it came; null once a script has assigned another value.</summary>
        internal static string UnknownName(object model, PropertyInfo property, object value)
        {
            if (!(value is Enum) || !value.Equals(Activator.CreateInstance(property.PropertyType)))
            {
                return null;
            }

            PropertyInfo unknown = UnknownNameProperty(model.GetType(), property);
            return unknown == null ? null : (string)unknown.GetValue(model, null);
        }

        private static PropertyInfo UnknownNameProperty(Type model, PropertyInfo property)
        {
            return model.GetProperty("Unknown" + property.Name, BindingFlags.NonPublic | BindingFlags.Instance);
        }
    }
}
