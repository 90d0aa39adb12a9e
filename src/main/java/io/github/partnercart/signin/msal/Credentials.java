package io.github.partnercart.signin.msal;

import com.google.gson.JsonObject;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.github.partnercart.json.InvalidJsonException;
import io.github.partnercart.json.JsonReading;
import io.github.partnercart.json.Members;
import io.github.partnercart.signin.Authority;
import io.github.partnercart.signin.Proof;
import io.github.partnercart.signin.SignInException;
import io.github.partnercart.signin.SmallFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** Makes what an application proves itself with, from what is in the files at that time. */
final class Credentials {
  private final JdkHttpClient http;

  Credentials(JdkHttpClient http) {
    this.http = http;
  }

  /**
   * Makes the credential anew.
   *
   * @param authority whom it is to convince
   * @throws SignInException if a file or another service does not give what it needs
   */
  IClientCredential of(Proof proof, Authority authority) throws SignInException {
    if (proof instanceof Proof.SharedSecret shared) {
      return ClientCredentialFactory.createFromSecret(shared.secret().text());
    }
    if (proof instanceof Proof.Certificate certificate) {
      CertificateFile file = CertificateFile.read(certificate);
      return ClientCredentialFactory.createFromCertificateChain(file.key(), file.chain());
    }
    if (proof instanceof Proof.GivenCertificate certificate) {
      CertificateFile given = CertificateFile.of(certificate);
      return ClientCredentialFactory.createFromCertificateChain(given.key(), given.chain());
    }
    if (proof instanceof Proof.FederatedTokenFile federated) {
      return ClientCredentialFactory.createFromClientAssertion(
          new SmallFile("federated token file", federated.file()).text());
    }
    return ClientCredentialFactory.createFromClientAssertion(
        ofGitHub((Proof.GitHubActionsToken) proof, authority.tokenExchange()));
  }

  private String ofGitHub(Proof.GitHubActionsToken proof, String audience) throws SignInException {
    URI address =
        URI.create(
            proof.requestAddress()
                + (proof.requestAddress().getRawQuery() == null ? "?" : "&")
                + "audience="
                + audience);
    try {
      JdkHttpClient.Answer answer =
          http.send(
              HttpRequest.newBuilder(address)
                  .header("Accept", "application/json")
                  .header("Authorization", "Bearer " + proof.requestToken().text()),
              null);
      if (answer.statusCode() == 200
          && JsonReading.OF_ANSWERS.read(answer.body().getBytes(StandardCharsets.UTF_8))
              instanceof JsonObject json) {
        return Members.findString(json, "value").orElseThrow(() -> noGitHubToken("has no value"));
      }
      throw noGitHubToken("has the status " + answer.statusCode());
    } catch (InvalidJsonException e) {
      throw noGitHubToken("is no JSON");
    } catch (IOException e) {
      throw Failures.explain(e, address.getHost());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SignInException("Signing in was interrupted.", e);
    }
  }

  private static SignInException noGitHubToken(String reason) {
    return new SignInException(
        "GitHub Actions gave no token: its answer "
            + reason
            + ". The job needs the permission id-token: write.");
  }
}
