using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Carts;

namespace Microsoft.Store.PartnerCenter.PowerShell.Commands;

/// <summary>Replaces the line items of a customer's cart.</summary>
[Cmdlet(VerbsCommon.Set, "PartnerCustomerCart", SupportsShouldProcess = true)]
[OutputType(typeof(PSCart))]
public sealed class SetPartnerCustomerCart : PartnerCartChangeCmdlet {
    [Parameter(HelpMessage = "The line items for the cart.", Mandatory = true)]
    [ValidateNotNull]
    public PSCartLineItem[] LineItems { get; set; } = null!;

    protected override void ProcessRecord() {
        if (ShouldProcess(string.Format(CultureInfo.CurrentCulture, "Updates the cart with the identifier of {0}.", CartId))) {
            WriteResult<PSCart>([("CartId", CartId), ("CustomerId", CustomerId), ("LineItems", LineItems)], cart => cart.CustomerId = CustomerId);
        }
    }
}
