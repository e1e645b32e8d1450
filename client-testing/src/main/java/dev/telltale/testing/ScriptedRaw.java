package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import okio.ByteString;

/** A body of the user's own. */
final class ScriptedRaw extends Scripted {
  private final Reply reply;

  private ScriptedRaw(Reply reply, Delivery delivery) {
    super(delivery);
    this.reply = reply;
  }

  static Scripted of(int status, String contentType, String body) {
    requireNonNull(contentType, "contentType");
    requireNonNull(body, "body");
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be 200 to 599");
    }
    return new ScriptedRaw(
        Reply.whole(status, contentType, ByteString.encodeUtf8(body)), Delivery.AT_ONCE);
  }

  @Override
  Scripted deliveredAs(Delivery delivery) {
    return new ScriptedRaw(reply, delivery);
  }

  @Override
  Reply reply(Exchange exchange) {
    return reply;
  }
}
