namespace Microsoft.Store.PartnerCenter.PowerShell.Commands
{
    using System.Management.Automation;
    using PartnerCenterCart;

    /// <summary>Forgets who is signed in.</summary>
    [Cmdlet(VerbsCommunications.Disconnect, "PartnerCenter", SupportsShouldProcess = true)]
    public sealed class DisconnectPartnerCenter : PartnerCmdlet
    {
        protected override void ProcessRecord()
        {
            if (ShouldProcess("Disconnects from Partner Center."))
            {
                SignIn before = PartnerCart.SignIn;
                Run(
                    Parameters(),
                    answer =>
                    {
                        if (before != null)
                        {
                            before.AcceptRefreshToken(answer, "RefreshToken");
                        }
                    });
            }
        }
    }
}
