namespace PartnerCenterCart.Conversion;

/// <summary>A member of what was given for a line item can't be one of it.</summary>
internal sealed class InvalidMemberException : Exception {
    private InvalidMemberException(string message)
        : base(message) {
    }

    internal static InvalidMemberException OfType(string path, string expected, object? value) =>
        new($"{(path.Length == 0 ? "it" : path)} must be {expected}, but was {Show(value)}.");

    internal static InvalidMemberException Unknown(string path, string name, Type type) {
        List<string> known = ModelProperties.Of(type).Select(property => property.Name).ToList();
        string nearest = known.OrderBy(member => Distance(member, name)).First();
        return new(
            $"there is no member {(path.Length == 0 ? name : path + "." + name)}. "
            + (Distance(nearest, name) <= 1 + name.Length / 4 ? $"Did you mean {nearest}?" : $"The members are {string.Join(", ", known)}."));
    }

    private static string Show(object? value) =>
        PropertyBag.Unwrap(value) switch {
            null => "null",
            string text => $"'{text}'",
            IConvertible simple => $"{Convert.ToString(simple, System.Globalization.CultureInfo.InvariantCulture)}",
            { } other => $"of type '{other.GetType().FullName}'"
        };

    /// <summary>How many letters must be put in, taken out or replaced to make one name of the other.</summary>
    private static int Distance(string one, string other) {
        int[] row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (int i = 1; i <= one.Length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++) {
                int replaced = diagonal + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j - 1], row[j]));
            }
        }

        return row[other.Length];
    }
}
