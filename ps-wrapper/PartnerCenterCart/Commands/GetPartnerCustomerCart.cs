namespace Microsoft.Store.PartnerCenter.PowerShell.Commands
{
    using System.Management.Automation;
    using System.Text.RegularExpressions;
    using Models.Carts;

    /// <summary>Gets a cart of a customer.</summary>
    [Cmdlet(VerbsCommon.Get, "PartnerCustomerCart")]
    [OutputType(typeof(PSCart))]
    public sealed class GetPartnerCustomerCart : PartnerCmdlet
    {
        [Parameter(HelpMessage = "The identifier for the cart.", Mandatory = true)]
        [ValidateNotNull]
        public string CartId { get; set; }

        [Parameter(HelpMessage = "The identifier for the customer.", Mandatory = true)]
        [ValidatePattern(Guid, Options = RegexOptions.IgnoreCase)]
        public string CustomerId { get; set; }

        protected override void ProcessRecord()
        {
            WriteResult<PSCart>(Parameters("CartId", CartId, "CustomerId", CustomerId));
        }
    }
}
