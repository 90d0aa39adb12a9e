using System.Diagnostics;
using System.IO;
using System.Reflection;
using System.Text;

namespace PartnerCenterCart.Process;

/// <summary>Where partner-cart lies, and how it is started.</summary>
internal sealed class Installation {
    internal static readonly bool IsWindows = Path.DirectorySeparatorChar == '\\';

    /// <summary>Variables that name files: the process has another working folder than the user.</summary>
    private static readonly string[] FileVariables =
    [
        "PARTNER_CART_ACCESS_TOKEN_FILE", "PARTNER_CART_JOURNAL", "PARTNER_CART_TOKEN_CACHE", "PARTNER_CENTER_REFRESH_TOKEN_FILE",
        "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE", "JAVA_HOME"
    ];

    private static readonly string Version = Assembly.GetExecutingAssembly().GetName().Version.ToString(3);

    private readonly string moduleBase;
    private readonly string folder;

    /// <param name="moduleBase">The folder of the module that was imported.</param>
    /// <param name="folder">The user's folder, in which relative names of files are.</param>
    internal Installation(string moduleBase, string folder) {
        this.moduleBase = moduleBase;
        this.folder = folder;
        Home = Candidates().FirstOrDefault(HasJars) ?? Candidates().First();
    }

    /// <summary>PARTNER_CART_HOME, else the module itself, as a package has it, else two folders above it, as the zip has it.</summary>
    internal string Home { get; }

    /// <summary>What a process depends on: if it is another one, commands go to another process.</summary>
    internal string Key => Home + "\n" + Settings.Variables(withPath: !HasJava(Path.Combine(Home, "java")) && !HasJava(Environment.GetEnvironmentVariable("JAVA_HOME")));

    /// <exception cref="InvalidOperationException">It can't be started; the message says what to do.</exception>
    internal ProcessStartInfo StartInfo() {
        RequireJar();
        string options = Settings.HasConcurrency ? string.Empty : " --concurrency " + Settings.Concurrency;
        ProcessStartInfo start = IsWindows
            // As bin/partner-cart.cmd does, but without a cmd.exe, which would be killed in the place of Java.
            ? new(JavaOnWindows(), "-XX:+UseSerialGC -Xms24m -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=error:stderr -XX:+DisplayVMOutputToStderr "
                + Environment.GetEnvironmentVariable("PARTNER_CART_JAVA_OPTS") + @" -cp lib\* io.github.partnercart.Main" + options)
            // By sh, as a package has lost the executable bit. Ctrl+C goes to the terminal's whole process group, but other
            // runspaces still need the process.
            : new("/bin/sh", "-c \"trap '' INT; exec /bin/sh bin/partner-cart \\\"$@\\\"\" sh" + options);
        start.WorkingDirectory = Home;
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = new UTF8Encoding(false);
        // On Windows, Java writes it in the system's code page, which is number 0.
        start.StandardErrorEncoding = IsWindows ? Encoding.GetEncoding(0) : start.StandardOutputEncoding;
        SetVariables(start);
        return start;
    }

    /// <summary>What to do about a process that did not start, by its words.</summary>
    internal string Advice(string words) =>
        words.Contains("UnsupportedClassVersionError") || words.Contains("Unrecognized option: -X") ? " Install Java 17 or later, or set JAVA_HOME to one."
        : words.Contains("ClassNotFoundException") || words.Contains("NoClassDefFoundError") ? $" The files in {Path.Combine(Home, "lib")} are not complete: install partner-cart again."
        : string.Empty;

    private IEnumerable<string> Candidates() {
        if (Settings.Home is { } given) {
            yield return Path.GetFullPath(Path.Combine(folder, given));
            yield break;
        }

        yield return moduleBase;
        if (Path.GetDirectoryName(moduleBase) is { } parent && Path.GetFileName(parent) == "ps-wrapper") {
            yield return Path.GetDirectoryName(parent)!;
        }
    }

    private static bool HasJars(string home) => Directory.Exists(Path.Combine(home, "lib"));

    private bool HasJava(string? home) =>
        home is { Length: > 0 } && File.Exists(Path.Combine(folder, home, "bin", IsWindows ? "java.exe" : "java"));

    private void RequireJar() {
        string lib = Path.Combine(Home, "lib");
        if (!Directory.Exists(lib)) {
            throw new InvalidOperationException(
                $"partner-cart {Version} was not found at {string.Join(" or ", Candidates())}. Install the module again, or set PARTNER_CART_HOME to the folder that partner-cart-{Version}.zip was unzipped to.");
        }

        if (!File.Exists(Path.Combine(lib, $"partner-cart-{Version}.jar"))) {
            string other = Directory.GetFiles(lib, "partner-cart-*.jar").Select(Path.GetFileName).FirstOrDefault() ?? "none";
            throw new InvalidOperationException(
                $"The module PartnerCenterCart {Version} needs partner-cart-{Version}.jar, but {lib} has {other}. Install partner-cart {Version} there, or set PARTNER_CART_HOME to where it is.");
        }
    }

    /// <summary>Its own Java, or JAVA_HOME's, or that of the PATH; a bare name would mean one in the current folder first.</summary>
    private string JavaOnWindows() {
        string folders = Path.Combine(Home, @"java\bin") + ";" + Environment.GetEnvironmentVariable("JAVA_HOME") + @"\bin;" + Environment.GetEnvironmentVariable("PATH");
        return folders.Replace("\"", string.Empty).Split(';')
            .Where(name => name.IndexOf(':') > 0 || name.StartsWith(@"\\", StringComparison.Ordinal))
            .Select(name => name.Trim() + @"\java.exe")
            .FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("There is no Java. Install Java 17 or later, or set JAVA_HOME to one.");
    }

    private void SetVariables(ProcessStartInfo start) {
        try {
            // A cmdlet that is called again is not the same run again: without a key it is a new command.
            start.EnvironmentVariables["PARTNER_CART_KEYED_ONLY"] = "true";
            start.EnvironmentVariables.Remove("PARTNER_CART_COMMAND");
            foreach (string variable in FileVariables) {
                if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } file) {
                    start.EnvironmentVariables[variable] = Path.Combine(folder, file);
                }
            }
        } catch (ArgumentException e) {
            throw new InvalidOperationException("Two environment variables have names that differ in upper and lower case only, which .NET Framework can't pass on. Remove one of them: " + e.Message, e);
        }
    }
}
