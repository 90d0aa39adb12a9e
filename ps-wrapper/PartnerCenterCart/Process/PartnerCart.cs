namespace PartnerCenterCart
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.Globalization;
    using System.Management.Automation;

    /// <summary>
    /// The one process that all runspaces of this PowerShell share. It is started by the first command that needs it,
    /// and again when it has ended or when the environment that it was started with has changed.
    /// </summary>
    public sealed class PartnerCart : IModuleAssemblyCleanup
    {
        private static readonly object Gate = new object();
        private static JavaProcess process;
        private static string environment;
        private static string signIn;
        private static string moduleBase;
        private static string version;

        /// <summary>Says where the module is, as its assembly is elsewhere.</summary>
        public static void Initialize(string location, string moduleVersion)
        {
            lock (Gate)
            {
                moduleBase = location;
                version = moduleVersion;
            }
        }

        /// <summary>Lets the process end when the module is removed.</summary>
        public void OnRemove(PSModuleInfo psModuleInfo)
        {
            lock (Gate)
            {
                Close();
            }
        }

        /// <summary>The longest that a command may take, after which the process counts as hung.</summary>
        internal static TimeSpan Patience
        {
            get
            {
                double seconds;
                string given = Environment.GetEnvironmentVariable("PARTNER_CART_TIMEOUT");
                bool isGiven = double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds) && seconds > 0 && seconds <= 86400;
                return TimeSpan.FromSeconds((isGiven ? seconds : 300) + 10);
            }
        }

        /// <summary>Gives the command to the process, which is started if there is none.</summary>
        /// <exception cref="InvalidOperationException">There is no process, and the message says why.</exception>
        internal static JavaProcess Send(PendingCommand command)
        {
            lock (Gate)
            {
                string now = EnvironmentOfProcess();
                if (process != null && !process.HasEnded && now != environment)
                {
                    // What is in flight there is finished there.
                    Close();
                }

                if (process == null || process.HasEnded)
                {
                    process = JavaProcess.Start(Distribution.Find(moduleBase, version));
                    environment = now;
                    if (signIn != null)
                    {
                        process.Send(new PendingCommand("Connect-PartnerCenter", signIn));
                    }
                }

                process.Send(command);
                return process;
            }
        }

        /// <summary>Remembers the parameters of Connect-PartnerCenter for a fresh process; null forgets them.</summary>
        internal static void SetSignIn(string parameters)
        {
            lock (Gate)
            {
                signIn = parameters;
            }
        }

        private static void Close()
        {
            if (process != null)
            {
                process.Close();
                process = null;
            }
        }

        private static string EnvironmentOfProcess()
        {
            List<string> settings = new List<string>();
            foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            {
                string name = (string)variable.Key;
                if (name.StartsWith("PARTNER_C", StringComparison.OrdinalIgnoreCase) || name == "JAVA_HOME")
                {
                    settings.Add(name + "=" + variable.Value);
                }
            }

            settings.Sort(StringComparer.Ordinal);
            return string.Join("\n", settings.ToArray());
        }
    }
}
