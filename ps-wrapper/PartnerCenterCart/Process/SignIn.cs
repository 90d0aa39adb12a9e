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
            object refreshToken;
            if (session.TryGetValue("RefreshToken", out refreshToken))
            {
                SecureString secret = ToSecureString((string)refreshToken);
                parameters["RefreshToken"] = secret;
                PSObject.AsPSObject(context).Properties.Add(new PSNoteProperty("RefreshToken", secret));
            }

            Context = context;
        }

        /// <summary>Whether both are known to be of different accounts, or in different environments.</summary>
        internal bool IsKnownToDifferFrom(SignIn other)
        {
            return Context != null
                && other.Context != null
                && !string.IsNullOrEmpty(Context.Account.Tenant)
                && !string.IsNullOrEmpty(other.Context.Account.Tenant)
                && !string.Equals(Context.Account.Tenant + Context.Account.Identifier, other.Context.Account.Tenant + other.Context.Account.Identifier, StringComparison.OrdinalIgnoreCase);
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
