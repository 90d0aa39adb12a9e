namespace PartnerCenterCart
{
    using System;
    using System.Diagnostics;
    using System.IO;

    /// <summary>Where partner-cart is installed, and how it is started.</summary>
    internal sealed class Distribution
    {
        private const string HomeVariable = "PARTNER_CART_HOME";
        private static readonly bool IsWindows = Path.DirectorySeparatorChar == '\\';

        private Distribution(string home)
        {
            Home = home;
        }

        internal string Home { get; private set; }

        /// <exception cref="InvalidOperationException">There is none, or one of another version.</exception>
        internal static Distribution Find(string moduleBase, string version)
        {
            string given = Environment.GetEnvironmentVariable(HomeVariable);
            string root = Path.GetFullPath(Path.Combine(moduleBase, "..", ".."));
            string[] homes = string.IsNullOrEmpty(given)
                ? new[] { root, Path.Combine(root, "target", "partner-cart") }
                : new[] { given };
            foreach (string home in homes)
            {
                string lib = Path.Combine(home, "lib");
                if (!Directory.Exists(lib))
                {
                    continue;
                }

                if (File.Exists(Path.Combine(lib, "partner-cart-" + version + ".jar")))
                {
                    return new Distribution(home);
                }

                string[] others = Directory.GetFiles(lib, "partner-cart-*.jar");
                throw new InvalidOperationException(
                    "The module PartnerCenterCart " + version + " needs partner-cart-" + version + ".jar, but " + lib + " has "
                    + (others.Length == 0 ? "none" : Path.GetFileName(others[0]))
                    + ". Install partner-cart " + version + " there, or set " + HomeVariable + " to where it is.");
            }

            throw new InvalidOperationException(
                "partner-cart " + version + " was not found at " + string.Join(" or ", homes)
                + ". Unzip partner-cart-" + version + ".zip and import the module from its folder ps-wrapper, or set "
                + HomeVariable + " to the unzipped folder.");
        }

        internal ProcessStartInfo StartInfo()
        {
            // The launcher finds Java and has the options that it runs best with.
            string launcher = Path.Combine(Home, "bin", IsWindows ? "partner-cart.cmd" : "partner-cart");
            // As many in flight as runspaces are likely to send, unless the user has set a number.
            string options = Unless("PARTNER_CART_CONCURRENCY", " --concurrency 32")
                // What -Verbose shows of the HTTP exchange.
                + Unless("PARTNER_CART_LOG_LEVEL", " --log-level debug");
            return IsWindows
                ? new ProcessStartInfo("cmd.exe", "/d /s /c \"\"" + launcher + "\"" + options + "\"")
                // Ctrl+C goes to the terminal's whole process group, but other runspaces still need the process.
                : new ProcessStartInfo("/bin/sh", "-c \"trap '' INT; exec \\\"$0\\\" \\\"$@\\\"\" \"" + launcher + "\"" + options);
        }

        private static string Unless(string variable, string option)
        {
            return string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)) ? option : string.Empty;
        }

        /// <summary>What to do about a process that ended at once, by what it said.</summary>
        internal string Advice(string errors)
        {
            return errors.Contains("UnsupportedClassVersionError")
                ? " Install Java 17 or later, or set JAVA_HOME to one."
                : errors.Contains("ClassNotFoundException") || errors.Contains("NoClassDefFoundError")
                    ? " The files in " + Path.Combine(Home, "lib") + " are not complete: unzip partner-cart again."
                    : string.Empty;
        }
    }
}
