using System.Management.Automation;

namespace Microsoft.Store.PartnerCenter.PowerShell.Commands;

/// <summary>Signs out.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "PartnerCenter", SupportsShouldProcess = true)]
public sealed class DisconnectPartnerCenter : PartnerCmdlet {
    protected override void ProcessRecord() {
        if (ShouldProcess("Disconnects from Partner Center.")) {
            SignIn? before = SharedProcess.SignIn;
            Run([], (_, answer) => before?.AcceptRefreshToken(answer, "RefreshToken"));
        }
    }
}
