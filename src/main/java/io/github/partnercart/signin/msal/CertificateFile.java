package io.github.partnercart.signin.msal;

import io.github.partnercart.signin.Proof;
import io.github.partnercart.signin.Secret;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SmallFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its private key as a file, or a PFX that was given, held it.
 *
 * @param chain the certificate, then those that vouch for it
 */
record CertificateFile(PrivateKey key, List<X509Certificate> chain) {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /** A clock here may be wrong by as much; the identity service decides then. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  /**
   * Reads a PEM or PFX file.
   *
   * @throws SignInException if it can't be read or used; the message names the file
   */
  static CertificateFile read(Proof.Certificate certificate) throws SignInException {
    SmallFile file = new SmallFile("certificate file", certificate.file());
    byte[] content = file.bytes();
    try {
      return of(content, certificate.password(), file.toString());
    } catch (IOException e) {
      throw unusable(file.toString(), "it is neither PEM nor PFX (" + e + ")");
    }
  }

  /**
   * Reads a PFX that was given.
   *
   * @throws SignInException if it can't be used
   */
  static CertificateFile of(Proof.GivenCertificate certificate) throws SignInException {
    String name = "given certificate";
    try {
      return of(Base64.getDecoder().decode(certificate.pfx().text()), certificate.password(), name);
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(name, "it must be a PFX in base64");
    }
  }

  private static CertificateFile of(byte[] content, Secret secret, String name)
      throws SignInException, IOException {
    char[] password = secret.text().toCharArray();
    try {
      String text = new String(content, StandardCharsets.ISO_8859_1);
      CertificateFile read =
          text.contains("-----BEGIN ")
              ? ofPem(text, password, name)
              : ofPfx(content, password, name);
      read.requireUsable(name);
      return read;
    } catch (IOException e) {
      if (e.getCause() instanceof GeneralSecurityException) {
        throw wrongPassword(name);
      }
      throw e;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(
          name, "its key or certificate can't be read (" + e.getClass().getSimpleName() + ")");
    } finally {
      Arrays.fill(password, ' ');
    }
  }

  private static CertificateFile ofPfx(byte[] content, char[] password, String name)
      throws SignInException, IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(content), password);
    for (String alias : Collections.list(store.aliases())) {
      Certificate @Nullable [] certificates = store.getCertificateChain(alias);
      if (certificates != null
          && certificates.length > 0
          && store.getKey(alias, password) instanceof PrivateKey key) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : certificates) {
          chain.add((X509Certificate) certificate);
        }
        return new CertificateFile(key, chain);
      }
    }
    throw incomplete(name);
  }

  private static CertificateFile ofPem(String text, char[] password, String name)
      throws SignInException, GeneralSecurityException, IOException {
    Optional<PrivateKey> key = Optional.empty();
    List<X509Certificate> chain = new ArrayList<>();
    for (Matcher block = PEM.matcher(text); block.find(); ) {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      switch (block.group(1)) {
        case "CERTIFICATE" ->
            chain.add(
                (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(der)));
        case "PRIVATE KEY" -> key = Optional.of(rsaKey(new PKCS8EncodedKeySpec(der)));
        case "ENCRYPTED PRIVATE KEY" -> key = Optional.of(rsaKey(decrypted(der, password, name)));
        case "RSA PRIVATE KEY" ->
            throw unusable(
                name, "its key is in PKCS #1; convert it with openssl pkcs8 -topk8 -nodes");
        default -> {
          // Names and parameters that tools write beside them.
        }
      }
    }
    if (key.isEmpty() || chain.isEmpty()) {
      throw incomplete(name);
    }
    return new CertificateFile(key.get(), chain);
  }

  private static PrivateKey rsaKey(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePrivate(spec);
  }

  private static PKCS8EncodedKeySpec decrypted(byte[] der, char[] password, String name)
      throws SignInException, IOException {
    EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(der);
    @Nullable AlgorithmParameters parameters = encrypted.getAlgParameters();
    if (parameters == null) {
      throw unknownEncryption(name);
    }
    try {
      // For PBES2, only the parameters' text names the algorithm in full.
      String algorithm =
          encrypted.getAlgName().startsWith("PBES2") || encrypted.getAlgName().startsWith("1.")
              ? parameters.toString()
              : encrypted.getAlgName();
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password)),
          parameters);
      return encrypted.getKeySpec(cipher);
    } catch (NoSuchAlgorithmException | NoSuchPaddingException e) {
      throw unknownEncryption(name);
    } catch (GeneralSecurityException e) {
      throw wrongPassword(name);
    }
  }

  private void requireUsable(String name) throws SignInException {
    X509Certificate own = chain.get(0);
    if (!(key instanceof RSAKey privateKey && own.getPublicKey() instanceof RSAKey publicKey)) {
      throw unusable(name, "its key must be an RSA key");
    }
    if (!privateKey.getModulus().equals(publicKey.getModulus())) {
      throw unusable(name, "its first certificate does not belong to its private key");
    }
    Instant end = own.getNotAfter().toInstant();
    if (Instant.now().isAfter(end.plus(CLOCK_SKEW))) {
      throw unusable(name, "the certificate expired on " + end + "; renew it");
    }
  }

  private static SignInException incomplete(String name) {
    return unusable(name, "it must hold a certificate and its private key");
  }

  private static SignInException unknownEncryption(String name) {
    return unusable(
        name,
        "its key is encrypted in a way that is not known here; convert it with openssl pkcs8"
            + " -topk8");
  }

  private static SignInException wrongPassword(String name) {
    return unusable(name, "its password is wrong; see AZURE_CLIENT_CERTIFICATE_PASSWORD");
  }

  private static SignInException unusable(String name, String reason) {
    return new SignInException("The " + name + " can't be used: " + reason + ".");
  }

  @Override
  public String toString() {
    return "CertificateFile";
  }
}
