using System.Management.Automation;
using System.Text.RegularExpressions;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Carts;

namespace Microsoft.Store.PartnerCenter.PowerShell.Commands;

/// <summary>Creates a cart for a customer.</summary>
[Cmdlet(VerbsCommon.New, "PartnerCustomerCart", SupportsShouldProcess = true)]
[OutputType(typeof(PSCart))]
public sealed class NewPartnerCustomerCart : PartnerCmdlet {
    [Parameter(HelpMessage = "The identifier of the customer.", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(Guid, Options = RegexOptions.IgnoreCase)]
    public string CustomerId { get; set; } = null!;

    [Parameter(HelpMessage = "A list of cart line items.", Mandatory = true)]
    [ValidateNotNull]
    public PSCartLineItem[] LineItems { get; set; } = null!;

    /// <summary>A legal statement: it is sent only where it is given.</summary>
    [Parameter(HelpMessage = "The partner's statement that it is the partner of record; -PartnerOnRecordAttestationAccepted:$false says that it is not.")]
    public SwitchParameter PartnerOnRecordAttestationAccepted { get; set; }

    [Parameter(HelpMessage = "Your own name for this one command, such as the number of an order line.", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? IdempotencyKey { get; set; }

    internal override string? Key => IdempotencyKey;

    protected override void ProcessRecord() {
        if (ShouldProcess(string.Format(CultureInfo.CurrentCulture, "Creates a new cart for the customer with the identifier of {0}.", CustomerId))) {
            WriteResult<PSCart>([("CustomerId", CustomerId), ("LineItems", LineItems), ("PartnerOnRecordAttestationAccepted", Given(nameof(PartnerOnRecordAttestationAccepted), PartnerOnRecordAttestationAccepted))], cart => cart.CustomerId = CustomerId);
        }
    }
}
