using System.Diagnostics;
using System.IO;
using SystemProcess = System.Diagnostics.Process;

namespace PartnerCenterCart.Process;

/// <summary>Ends a process with all that it has started: a java on the PATH may be one that starts the real one.</summary>
internal static class ProcessTree {
    internal static void Kill(SystemProcess? process) {
        try {
            if (typeof(SystemProcess).GetMethod("Kill", [typeof(bool)]) is { } killTree) {
                killTree.Invoke(process, [true]);
            } else if (process is not null) {
                // .NET Framework has no such method, and is on Windows.
                string arguments = "/T /F /PID " + process.Id.ToString(CultureInfo.InvariantCulture);
                ProcessStartInfo start = new(Path.Combine(Environment.SystemDirectory, "taskkill.exe"), arguments) { UseShellExecute = false, CreateNoWindow = true };
                using SystemProcess? killing = SystemProcess.Start(start);
                killing?.WaitForExit(5000);
                process.Kill();
            }
        } catch (Exception) {
            // It has ended already, or can't be ended: what waits for it is answered in any case.
        }
    }
}
