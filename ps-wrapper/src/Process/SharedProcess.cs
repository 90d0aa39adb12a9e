using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace PartnerCenterCart.Process;

/// <summary>
/// The one process that all runspaces of this PowerShell share, and its one sign-in. It is started by the first command that
/// needs it, and again when it has ended or its settings have changed. No lock is held while a process starts, ends or works.
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

    /// <summary>As whom commands are to be sent; null for whom the environment names.</summary>
    private static SignIn? signIn;

    /// <summary>As whom the process is signed in; null for whom the environment names.</summary>
    private static SignIn? signedIn;

    /// <summary>The Connect-PartnerCenter that is under way; there is never more than one.</summary>
    private static PendingCommand? connecting;

    /// <summary>Whether Disconnect-PartnerCenter came since that began.</summary>
    private static bool connectingIsUndone;

    /// <summary>The sign-in by Connect-PartnerCenter; null if there was none yet.</summary>
    internal static SignIn? SignIn {
        get {
            lock (Gate) {
                return signIn;
            }
        }
    }

    /// <summary>
    /// Gives the command to the process, or fails it. No command runs as another account than it should: while a sign-in is
    /// under way, it waits, and if a fresh process can't be signed in as the one before it, it fails.
    /// </summary>
    /// <returns>What has to be gone before this is tried again; null if it was given on or has failed.</returns>
    internal static Obstacle? TrySend(PendingCommand command, Installation installation) {
        lock (Gate) {
            if (command.Name == DisconnectName) {
                return Disconnect(command, installation);
            }

            if (IsOfAnother(Runspace.DefaultRunspace, command)) {
                return Refuse(
                    command,
                    "SignInReplaced",
                    "All runspaces share one sign-in, and another runspace has signed in with an account that is not the one of this runspace's Connect-PartnerCenter. " + RunConnect);
            }

            if (connecting is null) {
                return Dispatch(command, installation);
            }

            // A user may take minutes.
            return connecting.SignIn is { AsksUser: true }
                ? Refuse(command, "SignInUnderWay", "A user is signing in with Connect-PartnerCenter. Repeat the command when that is done.")
                : new(connecting.Answer, connecting.Process!);
        }
    }

    /// <summary>Leaves nobody signed in after a Connect-PartnerCenter that failed before the process was given it.</summary>
    internal static void Forget() {
        lock (Gate) {
            signIn = SignIn.Nobody;
        }
    }

    /// <summary>Lets the process end, unless a user is signed in, who would have to sign in again.</summary>
    internal static void CloseIfUnused() {
        lock (Gate) {
            if (signIn is null || signIn == SignIn.Nobody) {
                Close();
            }
        }
    }

    private static bool IsOfAnother(Runspace? runspace, PendingCommand command) {
        if (runspace is null) {
            return false;
        }

        if (command.SignIn is not null) {
            OwnSignIns.Remove(runspace);
            OwnSignIns.Add(runspace, command.SignIn);
            return false;
        }

        return signIn is not null
            && signIn != SignIn.Nobody
            && OwnSignIns.TryGetValue(runspace, out SignIn? own)
            && own != signIn
            && !own.IsKnownToBeAs(signIn);
    }

    private static Obstacle? Dispatch(PendingCommand command, Installation installation) {
        bool connects = command.SignIn is not null;
        if (!connects && signIn == SignIn.Nobody) {
            return Refuse(command, "NotSignedIn", RunConnect);
        }

        string key = installation.Key;
        string variables = Settings.SignInVariables();
        bool fits = process is { IsClosed: false } && process.Key == key && (signIn is not null || signInVariables == variables);
        if (!connects && signIn is { AsksUser: true } && !(fits && signedIn == signIn)) {
            // A process that still has the sign-in is left to it: the settings may come back.
            return Refuse(
                command,
                "SignInLost",
                "The process partner-cart has ended, or its settings were changed, and a user's sign-in can't be repeated without the user. " + RunConnect);
        }

        if (!fits) {
            Start(installation, key, variables);
        }

        if (connects) {
            return Connect(command);
        }

        if (signedIn != signIn) {
            PendingCommand repeated = signIn!.ToCommand();
            repeated.RepeatsSignIn = true;
            repeated.Prepare();
            return Connect(repeated) ?? new(repeated.Answer, process!, repeated);
        }

        return EarlierOn(command.Cart) ?? process!.TrySend(command);
    }

    private static void Start(Installation installation, string key, string variables) {
        Close();
        process = CartProcess.Start(installation, key);
        signInVariables = variables;
        signedIn = null;
    }

    private static void Close() {
        if (process is not null) {
            process.Close();
            Closing.Add(process);
            process = null;
        }
    }

    /// <summary>A command that an earlier process still has for the same cart: two at once could undo each other.</summary>
    private static Obstacle? EarlierOn(string? cart) {
        Closing.RemoveAll(earlier => earlier.IsIdle);
        return cart is not null && Closing.Select(earlier => earlier.PendingOn(cart)).FirstOrDefault(pending => pending is not null) is { } pending
            ? new(pending.Finished, pending.Process!)
            : null;
    }

    /// <summary>Forgets the sign-in; the process forgets it, too, after the sign-in that may be under way there.</summary>
    private static Obstacle? Disconnect(PendingCommand command, Installation installation) {
        signIn = SignIn.Nobody;
        signedIn = SignIn.Nobody;
        connectingIsUndone = true;
        if (Runspace.DefaultRunspace is { } runspace) {
            OwnSignIns.Remove(runspace);
        }

        if (process is not { IsClosed: false }) {
            Start(installation, installation.Key, Settings.SignInVariables());
        } else if (connecting?.SignIn is { AsksUser: true }) {
            // It would have to wait for the user.
            process.Stop(connecting);
        }

        return process!.TrySend(command);
    }

    private static Obstacle? Connect(PendingCommand command) {
        if (process!.TrySend(command) is { } obstacle) {
            return obstacle;
        }

        connecting = command.Answer.IsCompleted ? null : command;
        connectingIsUndone = false;
        return null;
    }

    /// <summary>Takes what became of a sign-in.</summary>
    internal static void Settle(PendingCommand command, JsonObject answer) {
        lock (Gate) {
            JsonObject? session = answer.Find("Result") as JsonObject;
            connecting = connecting == command ? null : connecting;
            signedIn = SignIn.Nobody;
            if (session is not null) {
                command.SignIn!.Accept(session);
                if (signIn is not null && signIn != command.SignIn) {
                    signIn.AcceptRefreshToken(session, "PreviousRefreshToken");
                }
            }

            // A user who has stopped it does not expect to be signed in.
            if (session is not null && !connectingIsUndone && !command.IsStopped) {
                signIn = command.SignIn;
                signedIn = command.SignIn;
            } else if (!command.RepeatsSignIn) {
                // Nothing may be bought as the account that was signed in before.
                signIn = SignIn.Nobody;
            }
        }
    }

    private static Obstacle? Refuse(PendingCommand command, string errorId, string message) {
        command.Settle(command.Failure(errorId, message, category: "AuthenticationError"));
        return null;
    }
}
