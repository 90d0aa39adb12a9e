namespace PartnerCenterCart
{
    using System;
    using System.Diagnostics;
    using System.Globalization;
    using System.IO;

    /// <summary>Where partner-cart is installed, and how it is started.</summary>
    internal sealed class Distribution
    {
        private const string HomeVariable = "PARTNER_CART_HOME";
        private const string ConcurrencyVariable = "PARTNER_CART_CONCURRENCY";
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

        /// <exception cref="InvalidOperationException">There is no Java.</exception>
        /// <summary>How many commands the process works on at once: as many as runspaces are likely to send, unless the user has set a number.</summary>
        internal static int Concurrency
        {
            get
            {
                int given;
                string text = Environment.GetEnvironmentVariable(ConcurrencyVariable);
                return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out given) && given > 0 ? given : 32;
            }
        }

        internal ProcessStartInfo StartInfo()
        {
            string options = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ConcurrencyVariable)) ? " --concurrency " + Concurrency : string.Empty;
            if (IsWindows)
            {
                // As bin/partner-cart.cmd does, but without a cmd.exe that would be killed in Java's place.
                return new ProcessStartInfo(
                    JavaOnWindows(),
                    "-XX:+UseSerialGC -Xms24m -XX:TieredStopAtLevel=1 -Xlog:disable -Xlog:all=error:stderr "
                    + Environment.GetEnvironmentVariable("PARTNER_CART_JAVA_OPTS")
                    + " -cp \"" + Path.Combine(Home, "lib", "*") + "\" io.github.partnercart.Main" + options);
            }

            // The launcher finds Java and has the options that it runs best with. Ctrl+C goes to the terminal's whole
            // process group, but other runspaces still need the process.
            string launcher = Path.Combine(Home, "bin", "partner-cart");
            return new ProcessStartInfo("/bin/sh", "-c \"trap '' INT; exec \\\"$0\\\" \\\"$@\\\"\" \"" + launcher + "\"" + options);
        }

        /// <summary>Its own Java, or JAVA_HOME's, or that of the PATH; a bare name would mean one in the current folder first.</summary>
        private string JavaOnWindows()
        {
            string folders = Path.Combine(Home, @"java\bin") + ";" + Environment.GetEnvironmentVariable("JAVA_HOME") + @"\bin;" + Environment.GetEnvironmentVariable("PATH");
            foreach (string folder in folders.Replace("\"", string.Empty).Split(';'))
            {
                string java = folder.Trim() + @"\java.exe";
                bool isAbsolute = folder.IndexOf(':') > 0 || folder.StartsWith(@"\\", StringComparison.Ordinal);
                if (isAbsolute && File.Exists(java))
                {
                    return java;
                }
            }

            throw new InvalidOperationException("There is no Java. Install Java 17 or later, or set JAVA_HOME to one.");
        }

        /// <summary>What to do about a process that ended at once, by what it said.</summary>
        internal string Advice(string errors)
        {
            // Java 8 ends at the first of the options that are newer.
            return errors.Contains("UnsupportedClassVersionError") || errors.Contains("Unrecognized option: -Xlog")
                ? " Install Java 17 or later, or set JAVA_HOME to one."
                : errors.Contains("ClassNotFoundException") || errors.Contains("NoClassDefFoundError")
                    ? " The files in " + Path.Combine(Home, "lib") + " are not complete: unzip partner-cart again."
                    : string.Empty;
        }
    }
}
