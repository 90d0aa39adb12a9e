using System.Management.Automation;
using System.Security;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

namespace PartnerCenterCart.Process;

/// <summary>The parameters of a Connect-PartnerCenter, kept so that a fresh process can be signed in as the one before it.</summary>
internal sealed class SignIn(AccountType accountType, EnvironmentName environment, bool asksUser) {
    /// <summary>Nobody is signed in, whatever the environment has.</summary>
    internal static readonly SignIn Nobody = new(AccountType.AccessToken, EnvironmentName.AzureCloud, false);

    /// <summary>By name: texts, true, SecureStrings, or objects of these.</summary>
    internal JsonObject Parameters { get; } = [];

    private PendingCommand? repeated;
    private CartProcess? signedIn;
    private string? session;

    /// <summary>Whether a user has to act, so that it can't be repeated unasked.</summary>
    internal bool AsksUser => asksUser;

    /// <summary>The account, once the sign-in has succeeded.</summary>
    internal PartnerContext? Context { get; private set; }

    /// <summary>Whether a Disconnect-PartnerCenter has ended it.</summary>
    internal bool IsEnded { get; private set; }

    internal static SecureString Secret(string text) {
        SecureString secret = new();
        foreach (char c in text) {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>A command that signs in so.</summary>
    internal PendingCommand ToCommand() => new("Connect-PartnerCenter", Parameters) { SignIn = this };

    /// <summary>The command that signs a fresh process in as the one before it; one for all commands that wait for it.</summary>
    internal PendingCommand RepeatedIn(CartProcess fresh) {
        if (repeated is null || repeated.Answer.IsCompleted || repeated.Process is { } earlier && earlier != fresh) {
            PendingCommand command = ToCommand();
            command.Settled = answer => {
                if (answer.Find("Result") is JsonObject accepted) {
                    Accept(accepted, fresh);
                }
            };
            command.Prepare();
            repeated = command;
        }

        return repeated;
    }

    /// <summary>What names it in a process; null if that was not signed in so.</summary>
    internal string? SessionIn(CartProcess process) => signedIn == process ? session : null;

    /// <summary>Nothing is done as this account any more.</summary>
    internal void End() => IsEnded = this != Nobody;

    /// <summary>Takes the answer. A refresh token that replaces the given one takes its place.</summary>
    internal void Accept(JsonObject answer, CartProcess process) {
        Context = ContextOf(answer, accountType, environment);
        AcceptRefreshToken(answer, "RefreshToken");
        session = answer.Text("Session");
        signedIn = process;
    }

    /// <summary>Takes a refresh token, if an answer has one: it replaces the one in the context that the user has.</summary>
    internal void AcceptRefreshToken(JsonObject answer, string name) {
        if (Context is not null && answer.Find(name) is string refreshToken) {
            SecureString secret = Secret(refreshToken);
            Parameters["RefreshToken"] = secret;
            PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(Context).Properties;
            properties.Remove("RefreshToken");
            properties.Add(new PSNoteProperty("RefreshToken", secret));
        }
    }

    /// <summary>Makes the original's PartnerContext of the session that the process answers.</summary>
    internal static PartnerContext ContextOf(JsonObject session, AccountType accountType, EnvironmentName environment) {
        JsonObject account = session.Object("Account");
        return new PartnerContext {
            Account = new PartnerAccount {
                Identifier = account.Text("Id"),
                ObjectId = account.Text("ObjectId"),
                Tenant = account.Text("Tenant"),
                Type = accountType
            },
            // An address of one's own is in no environment.
            Environment = PartnerEnvironment.Of(
                Enum.TryParse(session.Text("Environment"), out EnvironmentName named) ? named : environment,
                session.Text("Endpoint")),
            Locale = session.Text("Locale"),
            ApplicationId = session.Find("ApplicationId") as string,
            Audience = session.Find("Audience") as string,
            ExpiresOn = session.Find("ExpiresOn") is string time
                ? DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
                : null,
            Mfa = session.Find("Mfa") as bool?,
            MfaCompliant = session.Find("MfaCompliant") as bool?
        };
    }
}
