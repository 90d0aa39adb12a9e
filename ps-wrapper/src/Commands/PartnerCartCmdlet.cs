using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Microsoft.Store.PartnerCenter.PowerShell.Commands;

/// <summary>A cmdlet that works on a cart which is there. Both ids also come from the pipeline: a PSCart has them.</summary>
public abstract class PartnerCartCmdlet : PartnerCmdlet {
    [Parameter(HelpMessage = "The identifier for the cart.", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public string CartId { get; set; } = null!;

    [Parameter(HelpMessage = "The identifier for the customer.", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidatePattern(Guid, Options = RegexOptions.IgnoreCase)]
    public string CustomerId { get; set; } = null!;
}
