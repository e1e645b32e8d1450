package dev.telltale.functional;

import dev.telltale.ChatClient;
import dev.telltale.ChatStream;
import dev.telltale.rig.PlainProvider;

/** Calls a server, in a class loader that knows the OpenTelemetry API but no SDK. */
public final class OffProbe {
  private OffProbe() {}

  public static String answers(String url) {
    try (ChatClient client = ChatClient.builder(PlainProvider.at(url)).build();
        ChatStream stream = client.stream("Porto?")) {
      return stream.forEachText(text -> {}).text() + client.chat("Porto?").text();
    }
  }
}
