using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

namespace Microsoft.Store.PartnerCenter.PowerShell.Commands;

/// <summary>Shows the account that is signed in, and the service's address; nothing without a sign-in.</summary>
[Cmdlet(VerbsCommon.Get, "PartnerContext")]
[OutputType(typeof(PartnerContext))]
public sealed class GetPartnerContext : PartnerCmdlet {
    [Parameter(HelpMessage = "Asks the service whether the sign-in was made with multi-factor authentication.")]
    public SwitchParameter ValidateMfa { get; set; }

    protected override void ProcessRecord() {
        if (SharedProcess.SignIn is not { } signIn) {
            // Without Connect-PartnerCenter, the environment says who is signed in.
            Run(ValidateMfa ? [(nameof(ValidateMfa), true)] : [], (_, session) => WriteObject(SignIn.ContextOf(session, AccountType.AccessToken, EnvironmentName.AzureCloud)));
        } else if (signIn.Context is { } context && ValidateMfa) {
            Run([(nameof(ValidateMfa), true)], (_, session) => {
                context.MfaCompliant = session.Find("MfaCompliant") as bool?;
                WriteObject(context);
            });
        } else if (signIn.Context is not null) {
            WriteObject(signIn.Context);
        }
    }

    internal override bool IsSilent(JsonObject error) => error.Text("ErrorId") is "NotSignedIn" or "AccessTokenExpired";
}
