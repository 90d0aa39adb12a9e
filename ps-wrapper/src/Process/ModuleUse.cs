using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace PartnerCenterCart.Process;

/// <summary>The runspaces that have the module: when the last one removes it, the process may end.</summary>
public sealed class ModuleUse : IModuleAssemblyInitializer, IModuleAssemblyCleanup {
    private static readonly List<WeakReference<Runspace>> Users = [];

    /// <summary>Lets a runspace import the module.</summary>
    /// <exception cref="PSNotSupportedException">Its PowerShell is none that the module is made for, or has another version of it.</exception>
    public void OnImport() {
        if (Runspace.DefaultRunspace is not { } runspace) {
            return;
        }

        RequireSupported(runspace.Version);
        RequireOneVersion();
        lock (Users) {
            Users.Add(new(runspace));
        }
    }

    public void OnRemove(PSModuleInfo psModuleInfo) {
        lock (Users) {
            Users.RemoveAll(user => !user.TryGetTarget(out Runspace? runspace) || runspace == Runspace.DefaultRunspace || runspace.RunspaceStateInfo.State != RunspaceState.Opened);
            if (Users.Count > 0) {
                return;
            }
        }

        SharedProcess.CloseIfUnused();
    }

    internal static void RequireSupported(Version powerShell) {
        if (powerShell.Major == 6 || (powerShell.Major == 7 && powerShell.Minor < 4)) {
            throw new PSNotSupportedException($"PartnerCenterCart runs on PowerShell 7.4 or later and on Windows PowerShell 5.1, but this is PowerShell {powerShell}, which Microsoft no longer supports.");
        }
    }

    /// <summary>PowerShell does not take cmdlets of the same name from two versions, and says so in words that help nobody.</summary>
    private static void RequireOneVersion() {
        Assembly own = typeof(ModuleUse).Assembly;
        if (!Array.Exists(AppDomain.CurrentDomain.GetAssemblies(), other => other != own && other.FullName.StartsWith("PartnerCenterCart-", StringComparison.Ordinal))) {
            return;
        }

        string version = own.GetName().Version.ToString(3);
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        if (shell.AddCommand("Get-Module").AddParameter("Name", "PartnerCenterCart").Invoke<PSModuleInfo>().FirstOrDefault(module => module.Version.ToString(3) != version) is { } other) {
            throw new PSNotSupportedException($"PartnerCenterCart {other.Version} is imported in this session. Run Remove-Module PartnerCenterCart before you import version {version}.");
        }
    }
}
