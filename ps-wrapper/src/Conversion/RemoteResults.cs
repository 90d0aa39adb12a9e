using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace PartnerCenterCart.Conversion;

/// <summary>
/// Lets jobs and remoting have results whole: PowerShell would send line items and orders as the names of their types. It is
/// said when it is needed, as a types file would cost each import, and two versions of it would not go together.
/// </summary>
internal static class RemoteResults {
    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    internal static void KeepWhole(PSHost host, Type type) {
        if (host.Name != "ServerRemoteHost" || !Known.TryAdd(type, true)) {
            return;
        }

        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        try {
            shell.AddCommand("Update-TypeData").AddParameter("TypeName", type.FullName).AddParameter("SerializationDepth", 4).AddParameter("Force").Invoke();
        } catch (RuntimeException) {
            // A session without this command: results are cut short, as those of other modules are.
        }
    }
}
