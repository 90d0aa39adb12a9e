using System.Management.Automation;

namespace Microsoft.Store.PartnerCenter.PowerShell.Commands;

/// <summary>A cmdlet that changes a cart which is there, or checks it out.</summary>
public abstract class PartnerCartChangeCmdlet : PartnerCartCmdlet {
    [Parameter(HelpMessage = "Your own name for this one command, such as the number of an order line.", ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? IdempotencyKey { get; set; }

    internal override string? Key => IdempotencyKey;
}
