package dev.telltale.internal.http;

import dev.telltale.HttpOptions.ClientCertificate;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Whom the client trusts, and what it proves itself with. */
final class TlsIdentity {
  private final SSLContext context;
  private final X509TrustManager trust;

  private TlsIdentity(SSLContext context, X509TrustManager trust) {
    this.context = context;
    this.trust = trust;
  }

  /**
   * Reads both from key stores.
   *
   * @param trusted null for the system's
   * @throws IllegalArgumentException if a store cannot be used; the message does not hold why, as
   *     it may name what is in it
   */
  static TlsIdentity of(@Nullable KeyStore trusted, @Nullable ClientCertificate certificate) {
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      X509TrustManager judge =
          Arrays.stream(trust.getTrustManagers())
              .filter(X509TrustManager.class::isInstance)
              .map(X509TrustManager.class::cast)
              .findFirst()
              .orElseThrow();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(certificate), new TrustManager[] {judge}, null);
      return new TlsIdentity(context, judge);
    } catch (GeneralSecurityException unusable) {
      throw new IllegalArgumentException(
          "The trusted or the client's certificates cannot be used ("
              + unusable.getClass().getSimpleName()
              + "); check the key stores and the password of the key");
    }
  }

  void addTo(OkHttpClient.Builder builder) {
    builder.sslSocketFactory(context.getSocketFactory(), trust);
  }

  private static KeyManager @Nullable [] keys(@Nullable ClientCertificate certificate)
      throws GeneralSecurityException {
    if (certificate == null) {
      return null;
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    char[] password = certificate.password().reveal().toCharArray();
    try {
      keys.init(certificate.keys(), password);
    } finally {
      Arrays.fill(password, ' ');
    }
    return keys.getKeyManagers();
  }
}
