namespace PartnerCenterCart
{
    using System;
    using System.Collections.Generic;
    using System.Management.Automation;
    using System.Security;
    using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

    /// <summary>Parameters of Connect-PartnerCenter, kept so that a fresh process can be signed in as the one before it.</summary>
    internal sealed class SignIn
    {
        /// <summary>Nobody is signed in, whatever the environment holds.</summary>
        internal static readonly SignIn Nobody = new SignIn(AccountType.AccessToken, EnvironmentName.AzureCloud, false);

        private readonly Dictionary<string, object> parameters = new Dictionary<string, object>();

        private readonly EnvironmentName environment;

        internal SignIn(AccountType accountType, EnvironmentName environment, bool asksUser)
        {
            this.environment = environment;
            AccountType = accountType;
            AsksUser = asksUser;
        }

        internal AccountType AccountType { get; private set; }

        /// <summary>Whether a user has to act, so that it can't be repeated unasked.</summary>
        internal bool AsksUser { get; private set; }

        /// <summary>Who is signed in, once that has succeeded.</summary>
        internal PartnerContext Context { get; private set; }

        /// <summary>Adds a parameter: a text, true or false, a PSCredential, or a SecureString.</summary>
        internal void Add(string name, object value)
        {
            parameters.Add(name, value);
        }

        /// <summary>Adds a parameter that nobody may see.</summary>
        internal void AddSecret(string name, string value)
        {
            parameters.Add(name, ToSecureString(value));
        }

        /// <summary>The parameters as JSON; whoever has used it wipes it.</summary>
        internal byte[] ToJson()
        {
            return SecretJson.Write(parameters);
        }

        /// <summary>Takes what the process answered. A refresh token that replaces the given one is kept in its place.</summary>
        internal void Accept(Dictionary<string, object> session)
        {
            PartnerContext context = SignedIn.ContextOf(session, AccountType, environment);
            Context = context;
            AcceptRefreshToken(session, "RefreshToken");
        }

        /// <summary>Takes a refresh token, if an answer has one: it replaces the one in the context that the user has.</summary>
        internal void AcceptRefreshToken(Dictionary<string, object> answer, string name)
        {
            object refreshToken;
            if (Context != null && answer.TryGetValue(name, out refreshToken))
            {
                SecureString secret = ToSecureString((string)refreshToken);
                parameters["RefreshToken"] = secret;
                PSMemberInfoCollection<PSPropertyInfo> properties = PSObject.AsPSObject(Context).Properties;
                properties.Remove("RefreshToken");
                properties.Add(new PSNoteProperty("RefreshToken", secret));
            }
        }

        /// <summary>Whether both have succeeded, and are known to be of the same account.</summary>
        internal bool IsKnownToBeAs(SignIn other)
        {
            if (Context == null || other.Context == null || Context.Environment.EnvironmentName != other.Context.Environment.EnvironmentName)
            {
                return false;
            }

            PartnerAccount account = Context.Account;
            PartnerAccount another = other.Context.Account;
            return string.IsNullOrEmpty(account.Tenant) || string.IsNullOrEmpty(another.Tenant)
                ? HasParametersOf(other)
                : string.Equals(account.Tenant + account.Identifier, another.Tenant + another.Identifier, StringComparison.OrdinalIgnoreCase);
        }

        private bool HasParametersOf(SignIn other)
        {
            byte[] given = ToJson();
            byte[] others = other.ToJson();
            bool areSame = given.Length == others.Length;
            for (int i = 0; areSame && i < given.Length; i++)
            {
                areSame = given[i] == others[i];
            }

            Array.Clear(given, 0, given.Length);
            Array.Clear(others, 0, others.Length);
            return areSame;
        }

        private static SecureString ToSecureString(string value)
        {
            SecureString secret = new SecureString();
            foreach (char c in value)
            {
                secret.AppendChar(c);
            }

            secret.MakeReadOnly();
            return secret;
        }
    }
}
