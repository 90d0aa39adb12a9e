namespace Microsoft.Store.PartnerCenter.PowerShell.Commands
{
    using System.Globalization;
    using System.Management.Automation;
    using System.Text.RegularExpressions;
    using Models.Carts;

    /// <summary>Adds a line item to a customer's cart.</summary>
    [Cmdlet(VerbsCommon.Add, "PartnerCustomerCartLineItem", SupportsShouldProcess = true)]
    [OutputType(typeof(PSCart))]
    public sealed class AddPartnerCustomerCartLineItem : PartnerCmdlet
    {
        [Parameter(HelpMessage = "The identifier for the cart.", Mandatory = true)]
        [ValidateNotNull]
        public string CartId { get; set; }

        [Parameter(HelpMessage = "The identifier for the customer.", Mandatory = true)]
        [ValidatePattern(Guid, Options = RegexOptions.IgnoreCase)]
        public string CustomerId { get; set; }

        [Parameter(HelpMessage = "The line item to be added.", Mandatory = true)]
        [ValidateNotNull]
        public PSCartLineItem LineItem { get; set; }

        protected override void ProcessRecord()
        {
            string target = string.Format(CultureInfo.CurrentCulture, "Adds a new line item to the cart with the identifier of {0}.", CartId);
            if (ShouldProcess(target))
            {
                WriteResult<PSCart>(Parameters("CartId", CartId, "CustomerId", CustomerId, "LineItem", LineItem));
            }
        }
    }
}
