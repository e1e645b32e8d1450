package dev.telltale.samples.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What Key Vault answers to the client of its library, in this process: it asks for a token, keeps
 * its keys to itself, and wraps and unwraps with RSA-OAEP-256.
 */
final class FakeVault implements HttpClient {
  private static final Pattern VALUE = Pattern.compile("\"value\":\"([A-Za-z0-9_-]+)\"");
  private static final String CHALLENGE =
      "Bearer authorization=\"https://login.microsoftonline.com/tenant\","
          + " resource=\"https://vault.azure.net\"";

  private final Map<String, KeyPair> keys = new HashMap<>();

  /** Operations with a token, such as {@code wrapkey https://...}. */
  final List<String> operations = new ArrayList<>();

  FakeVault(String... keyIds) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    for (String id : keyIds) {
      keys.put(id, generator.generateKeyPair());
    }
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    String[] path = request.getUrl().toString().split("\\?", -1);
    String operation = path[0].substring(path[0].lastIndexOf('/') + 1);
    String keyId = path[0].substring(0, path[0].lastIndexOf('/'));
    if (request.getHeaders().getValue(HttpHeaderName.AUTHORIZATION) == null) {
      return Mono.just(new Answer(request, 401, "{}"));
    }
    KeyPair pair = keys.get(keyId);
    if (pair == null) {
      return Mono.just(new Answer(request, 403, "{\"error\":{\"code\":\"Forbidden\"}}"));
    }
    operations.add(operation + " " + keyId);
    try {
      String body = request.getBodyAsBinaryData().toString();
      boolean wraps = operation.equals("wrapkey");
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
      cipher.init(
          wraps ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE,
          wraps ? pair.getPublic() : pair.getPrivate());
      Matcher value = VALUE.matcher(body);
      boolean asked = body.contains("\"RSA-OAEP-256\"") && value.find();
      byte[] given = Base64.getUrlDecoder().decode(asked ? value.group(1) : "");
      String made = Base64.getUrlEncoder().withoutPadding().encodeToString(cipher.doFinal(given));
      String answer = "{\"kid\":\"" + keyId + "\",\"value\":\"" + made + "\"}";
      return Mono.just(new Answer(request, 200, answer));
    } catch (GeneralSecurityException refused) {
      return Mono.just(new Answer(request, 400, "{\"error\":{\"code\":\"BadParameter\"}}"));
    }
  }

  private static final class Answer extends HttpResponse {
    private final int status;
    private final byte[] body;
    private final HttpHeaders headers = new HttpHeaders();

    Answer(HttpRequest request, int status, String body) {
      super(request);
      this.status = status;
      this.body = body.getBytes(StandardCharsets.UTF_8);
      headers.set(HttpHeaderName.CONTENT_TYPE, "application/json");
      if (status == 401) {
        headers.set(HttpHeaderName.WWW_AUTHENTICATE, CHALLENGE);
      }
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    @Deprecated
    public String getHeaderValue(String name) {
      return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.just(ByteBuffer.wrap(body));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(body);
    }

    @Override
    public Mono<String> getBodyAsString() {
      return getBodyAsString(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just(new String(body, charset));
    }
  }
}
