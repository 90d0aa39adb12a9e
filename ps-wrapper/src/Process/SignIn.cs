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

    /// <summary>Whether a user has to act, so that it can't be repeated unasked.</summary>
    internal bool AsksUser => asksUser;

    /// <summary>The account, once the sign-in has succeeded.</summary>
    internal PartnerContext? Context { get; private set; }

    internal static SecureString Secret(string text) {
        SecureString secret = new();
        foreach (char c in text) {
            secret.AppendChar(c);
        }

        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>A command that signs in so.</summary>
    internal PendingCommand ToCommand() {
        PendingCommand command = new("Connect-PartnerCenter", Parameters) { SignIn = this };
        command.Settled = answer => SharedProcess.Settle(command, answer);
        return command;
    }

    /// <summary>Takes the answer. A refresh token that replaces the given one takes its place.</summary>
    internal void Accept(JsonObject session) {
        Context = ContextOf(session, accountType, environment);
        AcceptRefreshToken(session, "RefreshToken");
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

    /// <summary>Whether both have succeeded, and are known to be of the same account.</summary>
    internal bool IsKnownToBeAs(SignIn other) {
        if (Context is not { Account: { } account, Environment: { } cloud } || other.Context is not { Account: { } another, Environment: { } otherCloud } || cloud.EnvironmentName != otherCloud.EnvironmentName) {
            return false;
        }

        return string.IsNullOrEmpty(account.Tenant) || string.IsNullOrEmpty(another.Tenant)
            ? JsonWriter.Write(Parameters).SequenceEqual(JsonWriter.Write(other.Parameters))
            : string.Equals(account.Tenant + account.Identifier, another.Tenant + another.Identifier, StringComparison.OrdinalIgnoreCase);
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
            Locale = session.Text("Locale")
        };
    }
}
