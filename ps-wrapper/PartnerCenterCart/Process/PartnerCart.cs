namespace PartnerCenterCart
{
    using System;
    using System.Collections;
    using System.Collections.Generic;
    using System.Globalization;
    using System.Management.Automation;
    using System.Management.Automation.Runspaces;
    using System.Runtime.CompilerServices;
    using System.Text.RegularExpressions;

    /// <summary>
    /// The one process that all runspaces of this PowerShell share, and its one sign-in. It is started by the first
    /// command that needs it, and again when it has ended or when its settings in the environment have changed.
    /// </summary>
    public sealed class PartnerCart : IModuleAssemblyCleanup
    {
        internal const string DisconnectName = "Disconnect-PartnerCenter";
        private const string RunConnect = "Run Connect-PartnerCenter to login.";

        /// <summary>By whom a process without Connect-PartnerCenter is signed in; of no account after it.</summary>
        private static readonly Regex SignInVariable = new Regex(
            "^(PARTNER_CENTER_|AZURE_(?!AUTHORITY_HOST$)|ACTIONS_ID_TOKEN_|IDENTITY_|MSI_)",
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

        private static readonly Regex SettingVariable = new Regex(
            "^(PARTNER_CART_|AZURE_AUTHORITY_HOST$|JAVA_HOME$)",
            RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

        private static readonly object Gate = new object();

        /// <summary>Commands that came while a sign-in was under way, in their order.</summary>
        private static readonly Queue<PendingCommand> held = new Queue<PendingCommand>();

        /// <summary>What each runspace signed in as itself.</summary>
        private static readonly ConditionalWeakTable<Runspace, SignIn> ownSignIns = new ConditionalWeakTable<Runspace, SignIn>();

        private static JavaProcess process;
        private static string settings;
        private static string signInVariables;
        private static string moduleBase;
        private static string version;

        /// <summary>As whom commands are to be sent; null for whom the environment names.</summary>
        private static SignIn signIn;

        /// <summary>As whom the process is signed in; null for whom the environment names.</summary>
        private static SignIn signedIn;

        /// <summary>The Connect-PartnerCenter that is under way; there is never more than one.</summary>
        private static PendingCommand connecting;

        /// <summary>Whether that only signs a fresh process in as the one before it.</summary>
        private static bool connectingRepeats;

        /// <summary>Whether Disconnect-PartnerCenter came since that began.</summary>
        private static bool connectingIsUndone;

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

        /// <summary>Who is signed in with Connect-PartnerCenter; null if nobody did that yet.</summary>
        internal static SignIn SignIn
        {
            get
            {
                lock (Gate)
                {
                    return signIn;
                }
            }
        }

        /// <summary>
        /// Gives the command to the process, which is started if there is none. No command runs as another one than it
        /// should: while a sign-in is under way, it waits, and if a fresh process can't be signed in as the one before
        /// it, it fails. The process is null where the command has failed at once.
        /// </summary>
        /// <exception cref="InvalidOperationException">There is no process, and the message says why.</exception>
        internal static JavaProcess Send(PendingCommand command)
        {
            lock (Gate)
            {
                if (command.Name == DisconnectName)
                {
                    Disconnect(command);
                }
                else if (IsOfAnother(Runspace.DefaultRunspace, command))
                {
                    Refuse(
                        command,
                        "SignInReplaced",
                        "All runspaces share one sign-in, and another runspace has signed in with an account that is not the one of this runspace's Connect-PartnerCenter. " + RunConnect);
                }
                else if (connecting == null)
                {
                    Dispatch(command);
                }
                else if (connecting.SignIn.AsksUser)
                {
                    // A user may take minutes.
                    Refuse(command, "SignInUnderWay", "A user is signing in with Connect-PartnerCenter. Repeat the command when that is done.");
                }
                else if (settings != VariablesOf(SettingVariable))
                {
                    Refuse(command, "SignInUnderWay", "Settings were changed while Connect-PartnerCenter was signing in. Repeat the command.");
                }
                else
                {
                    held.Enqueue(command);
                }

                return process;
            }
        }

        private static bool IsOfAnother(Runspace runspace, PendingCommand command)
        {
            SignIn own;
            if (runspace == null)
            {
                return false;
            }

            if (command.SignIn != null)
            {
                ownSignIns.Remove(runspace);
                ownSignIns.Add(runspace, command.SignIn);
                return false;
            }

            return signIn != null
                && signIn != SignIn.Nobody
                && ownSignIns.TryGetValue(runspace, out own)
                && own != signIn
                && !own.IsKnownToBeAs(signIn);
        }

        /// <summary>Lets nobody stay signed in after a Connect-PartnerCenter that failed before the process heard of it.</summary>
        internal static void Forget()
        {
            lock (Gate)
            {
                signIn = SignIn.Nobody;
            }
        }

        private static void Dispatch(PendingCommand command)
        {
            bool connects = command.SignIn != null;
            if (!connects && signIn == SignIn.Nobody)
            {
                Refuse(command, "NotSignedIn", RunConnect);
                return;
            }

            string presentSettings = VariablesOf(SettingVariable);
            string presentSignIn = VariablesOf(SignInVariable);
            bool fits = process != null
                && !process.HasEnded
                && settings == presentSettings
                && (signIn != null || signInVariables == presentSignIn);
            if (!connects && signIn != null && signIn.AsksUser && !(fits && signedIn == signIn))
            {
                // A process that still has the sign-in is left to it: the settings may come back.
                Refuse(
                    command,
                    "SignInLost",
                    "The process partner-cart has ended, or its settings were changed, and a user's sign-in can't be repeated without the user. " + RunConnect);
                return;
            }

            if (!fits)
            {
                try
                {
                    Start(presentSettings, presentSignIn);
                }
                catch (InvalidOperationException)
                {
                    if (connects)
                    {
                        Forget();
                    }

                    throw;
                }
            }

            if (connects)
            {
                Connect(command);
            }
            else if (signedIn == signIn)
            {
                process.Send(command);
            }
            else
            {
                held.Enqueue(command);
                Connect(new PendingCommand(signIn));
            }
        }

        private static void Start(string presentSettings, string presentSignIn)
        {
            // What is in flight in the old one is finished there.
            Close();
            process = JavaProcess.Start(Distribution.Find(moduleBase, version));
            settings = presentSettings;
            signInVariables = presentSignIn;
            signedIn = null;
        }

        /// <summary>Forgets who is signed in; the process forgets it, too, after the sign-in that may be under way there.</summary>
        private static void Disconnect(PendingCommand command)
        {
            signIn = SignIn.Nobody;
            signedIn = SignIn.Nobody;
            connectingIsUndone = true;
            if (Runspace.DefaultRunspace != null)
            {
                ownSignIns.Remove(Runspace.DefaultRunspace);
            }

            if (process == null || process.HasEnded)
            {
                Start(VariablesOf(SettingVariable), VariablesOf(SignInVariable));
            }
            else if (connecting != null && connecting.SignIn.AsksUser)
            {
                // It would have to wait for the user.
                process.Stop(connecting);
            }

            process.Send(command);
        }

        private static void Connect(PendingCommand command)
        {
            connecting = command;
            connectingRepeats = command.SignIn == signIn;
            connectingIsUndone = false;
            command.Settled = Settle;
            process.Send(command);
        }

        /// <summary>Learns what became of a sign-in, and lets those go on that waited for it.</summary>
        private static void Settle(PendingCommand command, Dictionary<string, object> answer)
        {
            lock (Gate)
            {
                object result;
                bool succeeded = answer.TryGetValue("Result", out result);
                connecting = null;
                signedIn = SignIn.Nobody;
                if (succeeded)
                {
                    command.SignIn.Accept((Dictionary<string, object>)result);
                    if (signIn != null && signIn != command.SignIn)
                    {
                        signIn.AcceptRefreshToken((Dictionary<string, object>)result, "PreviousRefreshToken");
                    }
                }

                // Whoever has stopped it does not expect to be signed in.
                if (succeeded && !connectingIsUndone && !command.IsStopped)
                {
                    signIn = command.SignIn;
                    signedIn = command.SignIn;
                }
                else if (!connectingRepeats)
                {
                    // Nothing may be bought as whoever was signed in before.
                    signIn = SignIn.Nobody;
                }

                while (held.Count > 0 && connecting == null)
                {
                    PendingCommand next = held.Dequeue();
                    if (next.Answer == null && !succeeded && connectingRepeats && next.SignIn == null)
                    {
                        next.Complete(AnswerOf(next, answer));
                    }
                    else if (next.Answer == null && !next.IsStopped)
                    {
                        Resume(next);
                    }
                }
            }
        }

        private static void Resume(PendingCommand command)
        {
            try
            {
                Dispatch(command);
            }
            catch (InvalidOperationException e)
            {
                command.Fail("ProcessNotStarted", e.Message);
            }
        }

        /// <summary>A command's failure for the reason that the sign-in failed for; the command itself was not sent.</summary>
        private static Dictionary<string, object> AnswerOf(PendingCommand command, Dictionary<string, object> refusal)
        {
            Dictionary<string, object> answer = command.Failure(string.Empty, string.Empty);
            Dictionary<string, object> error = (Dictionary<string, object>)answer["Error"];
            foreach (KeyValuePair<string, object> member in (Dictionary<string, object>)refusal["Error"])
            {
                if (member.Key != "Outcome" && member.Key != "RequestId" && member.Key != "CorrelationId")
                {
                    error[member.Key] = member.Value;
                }
            }

            return answer;
        }

        private static void Refuse(PendingCommand command, string errorId, string message)
        {
            Dictionary<string, object> answer = command.Failure(errorId, message);
            ((Dictionary<string, object>)answer["Error"])["Category"] = "AuthenticationError";
            command.Complete(answer);
        }

        private static void Close()
        {
            if (process != null)
            {
                process.Close();
                process = null;
            }
        }

        private static string VariablesOf(Regex names)
        {
            List<string> variables = new List<string>();
            foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            {
                if (names.IsMatch((string)variable.Key))
                {
                    variables.Add(variable.Key + "=" + variable.Value);
                }
            }

            variables.Sort(StringComparer.Ordinal);
            return string.Join("\n", variables.ToArray());
        }
    }
}
