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

    /// <summary>A legal statement: it is sent only where it is given.</summary>
    [Parameter(HelpMessage = "The partner's statement that it is the partner of record; -PartnerOnRecordAttestationAccepted:$false says that it is not.")]
    public SwitchParameter PartnerOnRecordAttestationAccepted { get; set; }

    protected override void ProcessRecord() {
        if (ShouldProcess(string.Format(CultureInfo.CurrentCulture, "Updates the cart with the identifier of {0}.", CartId))) {
            WriteResult<PSCart>([("CartId", CartId), ("CustomerId", CustomerId), ("LineItems", LineItems), ("PartnerOnRecordAttestationAccepted", Given(nameof(PartnerOnRecordAttestationAccepted), PartnerOnRecordAttestationAccepted))], cart => cart.CustomerId = CustomerId);
        }
    }
}
