using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PartnerCenterCart.Process;

/// <summary>A certificate with its private key, taken from the user's or the machine's store to be given to the process.</summary>
internal sealed class CertificateInStore {
    private CertificateInStore(string pfx, SecureString password) {
        Pfx = pfx;
        Password = password;
    }

    /// <summary>Base64, encrypted with the password.</summary>
    internal string Pfx { get; }

    /// <summary>Made for this export only.</summary>
    internal SecureString Password { get; }

    /// <summary>Looks where the original looks: Cert:\CurrentUser\My, then Cert:\LocalMachine\My.</summary>
    /// <exception cref="InvalidOperationException">It can't be used; the message says why and what to do.</exception>
    internal static CertificateInStore Find(string thumbprint) {
        // Copied from a dialog, it has spaces and an invisible mark in it.
        string digits = string.Concat(thumbprint.Where(Uri.IsHexDigit));
        X509Certificate2[] found = new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine }
            .SelectMany(location => CertificatesIn(location).Cast<X509Certificate2>())
            .Where(certificate => string.Equals(certificate.Thumbprint, digits, StringComparison.OrdinalIgnoreCase))
            .ToArray();
        return found.FirstOrDefault(certificate => certificate.HasPrivateKey) is { } usable
            ? Export(usable)
            : throw new InvalidOperationException(found.Length > 0
                ? $"The certificate {thumbprint} has no private key in the store. Import it together with its key, from a PFX file."
                : $@"There is no certificate with the thumbprint {thumbprint} in Cert:\CurrentUser\My or Cert:\LocalMachine\My.");
    }

    private static X509Certificate2Collection CertificatesIn(StoreLocation location) {
        using X509Store store = new(StoreName.My, location);
        try {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            return store.Certificates;
        } catch (CryptographicException) {
            // There is no such store: only Windows has one of the machine.
            return [];
        }
    }

    private static CertificateInStore Export(X509Certificate2 certificate) {
        SecureString password = NewPassword();
        try {
            return new CertificateInStore(Convert.ToBase64String(certificate.Export(X509ContentType.Pfx, password)), password);
        } catch (CryptographicException e) {
            throw new InvalidOperationException(
                $"The private key of the certificate {certificate.Thumbprint} can't be taken from the store ({e.Message.TrimEnd('.', '\r', '\n')}), and partner-cart signs with it outside of the store. "
                + "Import the certificate with an exportable key (Import-PfxCertificate -Exportable), or name its file in AZURE_CLIENT_CERTIFICATE_PATH instead of running Connect-PartnerCenter.",
                e);
        }
    }

    private static SecureString NewPassword() {
        byte[] random = new byte[32];
        using RandomNumberGenerator generator = RandomNumberGenerator.Create();
        generator.GetBytes(random);
        SecureString password = new();
        foreach (byte b in random) {
            password.AppendChar("0123456789abcdef"[b >> 4]);
            password.AppendChar("0123456789abcdef"[b & 15]);
        }

        Array.Clear(random, 0, random.Length);
        password.MakeReadOnly();
        return password;
    }
}
