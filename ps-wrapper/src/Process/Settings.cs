using System.Text.RegularExpressions;

namespace PartnerCenterCart.Process;

/// <summary>What the environment says about the process.</summary>
internal static class Settings {
    /// <summary>They sign in a process without Connect-PartnerCenter, and count for nothing after it.</summary>
    private static readonly Regex SignInVariable = new(
        "^(PARTNER_CENTER_|AZURE_(?!AUTHORITY_HOST$)|ACTIONS_ID_TOKEN_|IDENTITY_|MSI_)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>A change of one of these is taken up by a new process.</summary>
    private static readonly Regex SettingVariable = new(
        "^(PARTNER_CART_|AZURE_AUTHORITY_HOST$|(HTTPS?|ALL|NO)_PROXY$|JAVA_HOME$|JAVA_TOOL_OPTIONS$|JDK_JAVA_OPTIONS$)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    internal static string? Home => Environment.GetEnvironmentVariable("PARTNER_CART_HOME") is { Length: > 0 } home ? home : null;

    internal static bool HasConcurrency => Environment.GetEnvironmentVariable("PARTNER_CART_CONCURRENCY") is { Length: > 0 };

    /// <summary>How many commands the process works on at once: unless set, as many as runspaces are likely to send.</summary>
    internal static int Concurrency => (int)Number("PARTNER_CART_CONCURRENCY", 32, 256);

    internal static int MaxLineBytes => (int)Number("PARTNER_CART_MAX_LINE_BYTES", 16 * 1024 * 1024, 1024 * 1024 * 1024);

    /// <summary>The longest that a process may be silent while a command runs: the command's own time, and then some.</summary>
    internal static TimeSpan Patience => TimeSpan.FromSeconds(Number("PARTNER_CART_TIMEOUT", 300, 86400) + 10);

    internal static string SignInVariables() => VariablesOf(SignInVariable);

    /// <param name="withPath">Whether Java is looked for on the PATH.</param>
    internal static string Variables(bool withPath) =>
        VariablesOf(SettingVariable) + (withPath ? "\n" + Environment.GetEnvironmentVariable("PATH") : string.Empty);

    private static double Number(string variable, double otherwise, double most) =>
        double.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Float, CultureInfo.InvariantCulture, out double given) && given > 0 && given <= most
            ? given
            : otherwise;

    private static string VariablesOf(Regex names) {
        IEnumerable<string> variables = Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Where(variable => names.IsMatch((string)variable.Key))
            .Select(variable => variable.Key + "=" + variable.Value);
        return string.Join("\n", variables.OrderBy(variable => variable, StringComparer.Ordinal));
    }
}
