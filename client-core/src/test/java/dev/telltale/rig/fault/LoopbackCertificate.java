package dev.telltale.rig.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A certificate for {@code localhost} that nobody trusts but whom it is given to. */
public final class LoopbackCertificate {
  /** The password of every store written. */
  public static final String PASSWORD = "not secret";

  private final HeldCertificate certificate =
      new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();

  /** Writes a PKCS12 store in which it is trusted. */
  public void writeTrustStore(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("localhost", certificate.certificate());
      store.store(out, PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  SSLContext sslContext() {
    return new HandshakeCertificates.Builder().heldCertificate(certificate).build().sslContext();
  }
}
