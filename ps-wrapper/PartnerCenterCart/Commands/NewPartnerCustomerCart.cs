namespace Microsoft.Store.PartnerCenter.PowerShell.Commands
{
    using System.Globalization;
    using System.Management.Automation;
    using System.Text.RegularExpressions;
    using Models.Carts;

    /// <summary>Creates a cart for a customer.</summary>
    [Cmdlet(VerbsCommon.New, "PartnerCustomerCart", SupportsShouldProcess = true)]
    [OutputType(typeof(PSCart))]
    public sealed class NewPartnerCustomerCart : PartnerCmdlet
    {
        [Parameter(HelpMessage = "The identifier of the customer.", Mandatory = true)]
        [ValidatePattern(Guid, Options = RegexOptions.IgnoreCase)]
        public string CustomerId { get; set; }

        [Parameter(HelpMessage = "A list of cart line items.", Mandatory = true)]
        [ValidateNotNull]
        public PSCartLineItem[] LineItems { get; set; }

        protected override void ProcessRecord()
        {
            string target = string.Format(CultureInfo.CurrentCulture, "Creates a new cart for the customer with the identifier of {0}.", CustomerId);
            if (ShouldProcess(target))
            {
                WriteResult<PSCart>(Parameters("CustomerId", CustomerId, "LineItems", LineItems));
            }
        }
    }
}
