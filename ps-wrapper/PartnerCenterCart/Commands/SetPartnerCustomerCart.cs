namespace Microsoft.Store.PartnerCenter.PowerShell.Commands
{
    using System.Globalization;
    using System.Management.Automation;
    using System.Text.RegularExpressions;
    using Models.Carts;

    /// <summary>Replaces the line items of a customer's cart.</summary>
    [Cmdlet(VerbsCommon.Set, "PartnerCustomerCart", SupportsShouldProcess = true)]
    [OutputType(typeof(PSCart))]
    public sealed class SetPartnerCustomerCart : PartnerCmdlet
    {
        [Parameter(HelpMessage = "The identifier for the cart.", Mandatory = true)]
        [ValidateNotNull]
        public string CartId { get; set; }

        [Parameter(HelpMessage = "The identifier for the customer.", Mandatory = true)]
        [ValidatePattern(Guid, Options = RegexOptions.IgnoreCase)]
        public string CustomerId { get; set; }

        [Parameter(HelpMessage = "The line items for the cart.", Mandatory = true)]
        [ValidateNotNull]
        public PSCartLineItem[] LineItems { get; set; }

        protected override void ProcessRecord()
        {
            string target = string.Format(CultureInfo.CurrentCulture, "Updates the cart with the identifier of {0}.", CartId);
            if (ShouldProcess(target))
            {
                WriteResult<PSCart>(Parameters("CartId", CartId, "CustomerId", CustomerId, "LineItems", LineItems));
            }
        }
    }
}
