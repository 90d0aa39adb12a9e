namespace PartnerCenterCart
{
    using System;
    using System.Collections.Generic;
    using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

    /// <summary>Makes the original's PartnerContext of what partner-cart says of its session.</summary>
    internal static class SignedIn
    {
        internal static PartnerContext ContextOf(Dictionary<string, object> session, AccountType accountType, EnvironmentName fallback)
        {
            object account;
            session.TryGetValue("Account", out account);
            Dictionary<string, object> members = account as Dictionary<string, object> ?? new Dictionary<string, object>();
            EnvironmentName environment;
            if (!Enum.TryParse(ErrorRecords.Text(session, "Environment"), out environment))
            {
                // An address of one's own is in no environment.
                environment = fallback;
            }

            return new PartnerContext
            {
                Account = new PartnerAccount
                {
                    Identifier = ErrorRecords.Text(members, "Id"),
                    ObjectId = ErrorRecords.Text(members, "ObjectId"),
                    Tenant = ErrorRecords.Text(members, "Tenant"),
                    Type = accountType
                },
                Environment = new PartnerEnvironment
                {
                    EnvironmentName = environment,
                    PartnerCenterEndpoint = ErrorRecords.Text(session, "Endpoint")
                },
                Locale = ErrorRecords.Text(session, "Locale")
            };
        }
    }
}
