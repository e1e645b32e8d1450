package dev.telltale.testing;

import okio.ByteString;

/** A 200 that is not JSON, in the form the request asked for. */
final class ScriptedMalformed extends Scripted {
  private static final ByteString BROKEN = ByteString.encodeUtf8("{\"id\":\"x\",\"choices\":[{");

  ScriptedMalformed(Delivery delivery) {
    super(delivery);
  }

  @Override
  Scripted deliveredAs(Delivery delivery) {
    return new ScriptedMalformed(delivery);
  }

  @Override
  Reply reply(Exchange exchange) {
    if (!exchange.request().streaming()) {
      return Reply.json(200, BROKEN, Ending.COMPLETE);
    }
    AnswerJson json = new AnswerJson(exchange, null, null, 0);
    return new EventStream()
        .add(json.roleChunk())
        .add(BROKEN)
        .add(json.finishChunk("stop"))
        .addDone()
        .reply(Ending.COMPLETE);
  }
}
