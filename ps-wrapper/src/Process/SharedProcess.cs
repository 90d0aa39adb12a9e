using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PartnerCenterCart.Process;

/// <summary>
/// The one process that all runspaces of this PowerShell share. It is started by the first command that needs it, and again
/// when it has ended or its settings have changed. Each runspace has the sign-in that it made; one that never made one has
/// the last of all. No lock is held while a process starts, ends or works.
/// </summary>
internal static class SharedProcess {
    private const string DisconnectName = "Disconnect-PartnerCenter";
    private const string RunConnect = "Run Connect-PartnerCenter to login.";

    private static readonly object Gate = new();

    /// <summary>The sign-in of each runspace that made one.</summary>
    private static readonly ConditionalWeakTable<Runspace, SignIn> OwnSignIns = new();

    /// <summary>Earlier processes, which finish what they have.</summary>
    private static readonly List<CartProcess> Closing = [];

    private static CartProcess? process;
    private static string? signInVariables;

    /// <summary>The last sign-in of all; null as long as the environment names the account.</summary>
    private static SignIn? latest;

    /// <summary>The sign-in of this runspace; null if the environment names the account.</summary>
    internal static SignIn? SignIn {
        get {
            lock (Gate) {
                return Of(Runspace.DefaultRunspace);
            }
        }
    }

    /// <summary>Gives the command to the process, or fails it. It runs as the account of its runspace, or not at all.</summary>
    /// <returns>What has to be gone before this is tried again; null if it was given on or has failed.</returns>
    internal static Obstacle? TrySend(PendingCommand command, Installation installation) {
        lock (Gate) {
            Runspace? runspace = Runspace.DefaultRunspace;
            SignIn? signIn = Of(runspace);
            if (command.Name == DisconnectName) {
                return Disconnect(command, signIn, runspace, installation);
            }

            bool connects = command.SignIn is not null;
            if (!connects && signIn == SignIn.Nobody) {
                return Refuse(command, "NotSignedIn", RunConnect);
            }

            string key = installation.Key;
            string variables = Settings.SignInVariables();
            bool fits = process is { IsClosed: false } && process.Key == key && (latest is not null || signInVariables == variables);
            if (!connects && signIn is { AsksUser: true } && !(fits && signIn.SessionIn(process!) is not null)) {
                // A process that still has the sign-in is left to it: the settings may come back.
                return Refuse(
                    command,
                    "SignInLost",
                    "The process partner-cart has ended, or its settings were changed, and a user's sign-in can't be repeated without the user. " + RunConnect);
            }

            if (!fits) {
                Start(installation, key, variables);
            }

            return connects ? Connect(command, signIn, runspace) : Send(command, signIn);
        }
    }

    /// <summary>Leaves this runspace without a sign-in, after a Connect-PartnerCenter that failed before the process was given it.</summary>
    internal static void Forget() {
        lock (Gate) {
            Set(Runspace.DefaultRunspace, SignIn.Nobody);
        }
    }

    /// <summary>Lets the process end, unless a user is signed in, who would have to sign in again.</summary>
    internal static void CloseIfUnused() {
        lock (Gate) {
            if (latest is null || latest == SignIn.Nobody) {
                Close();
            }
        }
    }

    private static SignIn? Of(Runspace? runspace) {
        SignIn? signIn = runspace is not null && OwnSignIns.TryGetValue(runspace, out SignIn? own) ? own : latest;
        return signIn is { IsEnded: true } ? SignIn.Nobody : signIn;
    }

    private static void Set(Runspace? runspace, SignIn signIn) {
        latest = signIn;
        if (runspace is not null) {
            OwnSignIns.Remove(runspace);
            OwnSignIns.Add(runspace, signIn);
        }
    }

    private static Obstacle? Send(PendingCommand command, SignIn? signIn) {
        if (signIn is not null && signIn.SessionIn(process!) is null) {
            PendingCommand repeated = signIn.RepeatedIn(process!);
            return (repeated.Process is null ? process!.TrySend(repeated) : null) ?? new(repeated.Answer, process!, repeated);
        }

        command.Session = signIn?.SessionIn(process!);
        return EarlierThan(command) ?? process!.TrySend(command);
    }

    private static Obstacle? Connect(PendingCommand command, SignIn? before, Runspace? runspace) {
        command.Session = before?.SessionIn(process!);
        command.Settled = answer => Settle(command, answer, before, runspace);
        return process!.TrySend(command);
    }

    /// <summary>Ends the sign-in; the process ends it, too.</summary>
    private static Obstacle? Disconnect(PendingCommand command, SignIn? signIn, Runspace? runspace, Installation installation) {
        if (process is not { IsClosed: false }) {
            Start(installation, installation.Key, Settings.SignInVariables());
        }

        command.Session = signIn?.SessionIn(process!);
        signIn?.End();
        Set(runspace, SignIn.Nobody);
        return process!.TrySend(command);
    }

    private static void Start(Installation installation, string key, string variables) {
        Close();
        process = CartProcess.Start(installation, key);
        signInVariables = variables;
    }

    private static void Close() {
        if (process is not null) {
            process.Close();
            Closing.Add(process);
            process = null;
        }
    }

    /// <summary>
    /// What an earlier process still has: a command on the same cart, as two at once could undo each other; or the journal,
    /// which a command with a key needs.
    /// </summary>
    private static Obstacle? EarlierThan(PendingCommand command) {
        Closing.RemoveAll(earlier => earlier.Ended.IsCompleted);
        if (command.Key is not null && Closing.Count > 0) {
            return new(Task.WhenAll(Closing.Select(earlier => earlier.Ended)), Closing[0]);
        }

        return command.Cart is { } cart && Closing.Select(earlier => earlier.PendingOn(cart)).FirstOrDefault(pending => pending is not null) is { } pending
            ? new(pending.Finished, pending.Process!)
            : null;
    }

    /// <summary>Takes what became of a Connect-PartnerCenter.</summary>
    private static void Settle(PendingCommand command, JsonObject answer, SignIn? before, Runspace? runspace) {
        lock (Gate) {
            if (answer.Find("Result") is not JsonObject session) {
                // Nothing may be bought as the account that was signed in before.
                Set(runspace, SignIn.Nobody);
                return;
            }

            command.SignIn!.Accept(session, command.Process!);
            before?.AcceptRefreshToken(session, "PreviousRefreshToken");
            // A user who has stopped it does not expect to be signed in.
            Set(runspace, command.IsStopped ? SignIn.Nobody : command.SignIn);
        }
    }

    private static Obstacle? Refuse(PendingCommand command, string errorId, string message) {
        command.Settle(command.Failure(errorId, message, category: "AuthenticationError"));
        return null;
    }
}
