namespace PartnerCenterCart
{
    using System;
    using System.Globalization;
    using System.Security;
    using System.Security.Cryptography;
    using System.Security.Cryptography.X509Certificates;
    using System.Text;

    /// <summary>A certificate with its private key, taken from the user's or the machine's store to be given to the process.</summary>
    internal sealed class CertificateInStore
    {
        private CertificateInStore(string pfx, SecureString password)
        {
            Pfx = pfx;
            Password = password;
        }

        /// <summary>Base64, encrypted with the password.</summary>
        internal string Pfx { get; private set; }

        /// <summary>Made for this export only.</summary>
        internal SecureString Password { get; private set; }

        /// <summary>Looks where the original looks: Cert:\CurrentUser\My, then Cert:\LocalMachine\My.</summary>
        /// <exception cref="InvalidOperationException">It can't be used; the message says why and what to do.</exception>
        internal static CertificateInStore Find(string thumbprint)
        {
            // Copied from a dialog, it has spaces and an invisible mark in it.
            StringBuilder digits = new StringBuilder();
            foreach (char c in thumbprint)
            {
                if (Uri.IsHexDigit(c))
                {
                    digits.Append(c);
                }
            }

            bool wasThere = false;
            foreach (StoreLocation location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
            {
                foreach (X509Certificate2 certificate in CertificatesIn(location))
                {
                    if (!string.Equals(certificate.Thumbprint, digits.ToString(), StringComparison.OrdinalIgnoreCase))
                    {
                        continue;
                    }

                    wasThere = true;
                    if (certificate.HasPrivateKey)
                    {
                        return Export(certificate);
                    }
                }
            }

            throw new InvalidOperationException(string.Format(
                CultureInfo.InvariantCulture,
                wasThere
                    ? "The certificate {0} has no private key in the store. Import it together with its key, from a PFX file."
                    : "There is no certificate with the thumbprint {0} in Cert:\\CurrentUser\\My or Cert:\\LocalMachine\\My.",
                thumbprint));
        }

        private static X509Certificate2Collection CertificatesIn(StoreLocation location)
        {
            X509Store store = new X509Store(StoreName.My, location);
            try
            {
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
                return store.Certificates;
            }
            catch (CryptographicException)
            {
                // There is no such store: elsewhere than on Windows the machine has none.
                return new X509Certificate2Collection();
            }
            finally
            {
                store.Close();
            }
        }

        private static CertificateInStore Export(X509Certificate2 certificate)
        {
            SecureString password = NewPassword();
            try
            {
                byte[] pfx = certificate.Export(X509ContentType.Pfx, password);
                return new CertificateInStore(Convert.ToBase64String(pfx), password);
            }
            catch (CryptographicException e)
            {
                throw new InvalidOperationException(
                    string.Format(
                        CultureInfo.InvariantCulture,
                        "The private key of the certificate {0} can't be taken from the store ({1}), and partner-cart signs with it outside of the store. "
                            + "Import the certificate with an exportable key (Import-PfxCertificate -Exportable), or name its file in AZURE_CLIENT_CERTIFICATE_PATH instead of running Connect-PartnerCenter.",
                        certificate.Thumbprint,
                        e.Message.TrimEnd('.', '\r', '\n')),
                    e);
            }
        }

        private static SecureString NewPassword()
        {
            byte[] random = new byte[32];
            using (RandomNumberGenerator generator = RandomNumberGenerator.Create())
            {
                generator.GetBytes(random);
            }

            SecureString password = new SecureString();
            foreach (byte b in random)
            {
                password.AppendChar("0123456789abcdef"[b >> 4]);
                password.AppendChar("0123456789abcdef"[b & 15]);
            }

            Array.Clear(random, 0, random.Length);
            password.MakeReadOnly();
            return password;
        }
    }
}
