namespace Microsoft.Store.PartnerCenter.PowerShell.Exceptions;

/// <summary>The module can't do what a command asks for.</summary>
public class PartnerPowerShellException : Exception {
    public PartnerPowerShellException() {
    }

    public PartnerPowerShellException(string message)
        : base(message) {
    }

    public PartnerPowerShellException(string message, Exception? innerException)
        : base(message, innerException) {
    }
}
