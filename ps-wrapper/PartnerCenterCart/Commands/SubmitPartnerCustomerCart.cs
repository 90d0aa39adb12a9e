namespace Microsoft.Store.PartnerCenter.PowerShell.Commands
{
    using System.Globalization;
    using System.Management.Automation;
    using System.Text.RegularExpressions;
    using Models.Carts;

    /// <summary>Checks out a customer's cart: this is the purchase.</summary>
    [Cmdlet(VerbsLifecycle.Submit, "PartnerCustomerCart", SupportsShouldProcess = true)]
    [OutputType(typeof(PSCartCheckoutResult))]
    public sealed class SubmitPartnerCustomerCart : PartnerCmdlet
    {
        [Parameter(HelpMessage = "The identifier for the cart.", Mandatory = true)]
        [ValidateNotNull]
        public string CartId { get; set; }

        [Parameter(HelpMessage = "The identifier for the customer.", Mandatory = true)]
        [ValidatePattern(Guid, Options = RegexOptions.IgnoreCase)]
        public string CustomerId { get; set; }

        protected override void ProcessRecord()
        {
            string target = string.Format(CultureInfo.CurrentCulture, "Checks out the cart with the identifier of {0}.", CartId);
            if (ShouldProcess(target))
            {
                WriteResult<PSCartCheckoutResult>(Parameters("CartId", CartId, "CustomerId", CustomerId));
            }
        }
    }
}
