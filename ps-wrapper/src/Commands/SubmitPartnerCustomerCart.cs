using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Carts;

namespace Microsoft.Store.PartnerCenter.PowerShell.Commands;

/// <summary>Checks out a customer's cart: this is the purchase.</summary>
[Cmdlet(VerbsLifecycle.Submit, "PartnerCustomerCart", SupportsShouldProcess = true)]
[OutputType(typeof(PSCartCheckoutResult))]
public sealed class SubmitPartnerCustomerCart : PartnerCartChangeCmdlet {
    protected override void ProcessRecord() {
        if (ShouldProcess(string.Format(CultureInfo.CurrentCulture, "Checks out the cart with the identifier of {0}.", CartId))) {
            WriteResult<PSCartCheckoutResult>([("CartId", CartId), ("CustomerId", CustomerId)]);
        }
    }
}
