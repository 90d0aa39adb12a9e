using System.Management.Automation;
using System.Net;
using System.Security;

namespace Microsoft.Store.PartnerCenter.PowerShell.Commands;

/// <summary>Takes a SecureString where the original takes a text, as people keep tokens in one.</summary>
public sealed class SecretTextAttribute : ArgumentTransformationAttribute {
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is SecureString secret ? new NetworkCredential(string.Empty, secret).Password : inputData;
}
