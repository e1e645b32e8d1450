package dev.telltale.azure;

import dev.telltale.openai.wire.ChunkDecoder;
import dev.telltale.provider.SseEvent;
import dev.telltale.provider.StreamDecoder;
import dev.telltale.provider.StreamSink;
import java.io.IOException;

/** Reads the events of one stream, and tells of verdicts as they come, also after the last text. */
final class AzureStreamDecoder implements StreamDecoder {
  private final FilterMembers filters = new FilterMembers();
  private final ChunkDecoder chunks = new ChunkDecoder(filters);

  @Override
  public void decode(SseEvent event, StreamSink sink) throws IOException {
    chunks.decode(event, sink);
    ContentFilterResults latest = filters.latest();
    ContentFilterResults all = filters.all();
    if (latest != null && all != null) {
      sink.vendorData(latest);
      sink.extension(ContentFilterResults.class, all);
    }
  }
}
