using System.Runtime.CompilerServices;

namespace PartnerCenterCart.Conversion;

/// <summary>
/// The values of the service that a .NET property can't show as they are, each with what is shown instead. A value that a
/// script left alone goes back to the service as it came.
/// </summary>
internal static class AnsweredValues {
    private static readonly ConditionalWeakTable<object, Dictionary<string, (object? Shown, object? Json)>> Known = new();

    internal static void Add(object model, string member, object? shown, object? json) =>
        Known.GetOrCreateValue(model)[member] = (Snapshot(shown), json);

    /// <summary>Gives the service's value if the member still has what was shown of it.</summary>
    internal static bool TryGet(object model, string member, object? present, out object? json) {
        json = null;
        if (!Known.TryGetValue(model, out Dictionary<string, (object? Shown, object? Json)>? members)
            || !members.TryGetValue(member, out (object? Shown, object? Json) answered)
            || !AreSame(answered.Shown, present)) {
            return false;
        }

        json = answered.Json;
        return true;
    }

    internal static void Copy(object from, object to) {
        if (Known.TryGetValue(from, out Dictionary<string, (object? Shown, object? Json)>? members)) {
            Known.Add(to, new(members));
        }
    }

    private static object? Snapshot(object? shown) => shown is IEnumerable<object> list ? list.ToArray() : shown;

    private static bool AreSame(object? shown, object? present) =>
        shown is IEnumerable<object> list ? present is IEnumerable<object> other && list.SequenceEqual(other) : Equals(shown, present);
}
