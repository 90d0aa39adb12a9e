using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Carts;

namespace Microsoft.Store.PartnerCenter.PowerShell.Commands;

/// <summary>Gets a cart of a customer.</summary>
[Cmdlet(VerbsCommon.Get, "PartnerCustomerCart")]
[OutputType(typeof(PSCart))]
public sealed class GetPartnerCustomerCart : PartnerCartCmdlet {
    protected override void ProcessRecord() =>
        WriteResult<PSCart>([("CartId", CartId), ("CustomerId", CustomerId)], cart => cart.CustomerId = CustomerId);
}
