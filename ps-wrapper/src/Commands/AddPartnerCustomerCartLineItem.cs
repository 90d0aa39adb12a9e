using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Carts;

namespace Microsoft.Store.PartnerCenter.PowerShell.Commands;

/// <summary>Adds a line item to a customer's cart.</summary>
[Cmdlet(VerbsCommon.Add, "PartnerCustomerCartLineItem", SupportsShouldProcess = true)]
[OutputType(typeof(PSCart))]
public sealed class AddPartnerCustomerCartLineItem : PartnerCartChangeCmdlet {
    [Parameter(HelpMessage = "The line item to be added.", Mandatory = true)]
    [ValidateNotNull]
    public PSCartLineItem LineItem { get; set; } = null!;

    protected override void ProcessRecord() {
        if (ShouldProcess(string.Format(CultureInfo.CurrentCulture, "Adds a new line item to the cart with the identifier of {0}.", CartId))) {
            WriteResult<PSCart>([("CartId", CartId), ("CustomerId", CustomerId), ("LineItem", LineItem)], cart => cart.CustomerId = CustomerId);
        }
    }
}
