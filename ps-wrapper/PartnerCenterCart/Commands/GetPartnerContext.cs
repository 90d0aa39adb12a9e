namespace Microsoft.Store.PartnerCenter.PowerShell.Commands
{
    using System.Collections.Generic;
    using System.Management.Automation;
    using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
    using PartnerCenterCart;

    /// <summary>Shows who is signed in, and where; nothing if nobody is.</summary>
    [Cmdlet(VerbsCommon.Get, "PartnerContext")]
    [OutputType(typeof(PartnerContext))]
    public sealed class GetPartnerContext : PartnerCmdlet
    {
        protected override void ProcessRecord()
        {
            SignIn signIn = PartnerCart.SignIn;
            if (signIn != null)
            {
                if (signIn.Context != null)
                {
                    WriteObject(signIn.Context);
                }

                return;
            }

            // Nobody has connected: the environment says who is signed in.
            Run(Parameters(), context => WriteObject(SignedIn.ContextOf(context, AccountType.AccessToken, EnvironmentName.AzureCloud)));
        }

        internal override bool IsSilent(Dictionary<string, object> error)
        {
            string errorId = ErrorRecords.Text(error, "ErrorId");
            return errorId == "NotSignedIn" || errorId == "AccessTokenExpired";
        }
    }
}
