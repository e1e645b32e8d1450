package dev.telltale.rig.fault;

import java.io.IOException;
import java.net.Socket;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ByteString;
import okio.Okio;

/** One connection of an {@link Http2Server}: the frames of RFC 9113 that its scripts need. */
final class Http2Connection {
  static final int NO_ERROR = 0;
  static final int REFUSED_STREAM = 7;

  private static final int PREFACE_BYTES = 24;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /** {@code :status: 200} of HPACK's static table. */
  private static final int STATUS_200 = 0x88;

  /** {@code content-type} of HPACK's static table, with a value that stands beside it. */
  private static final int[] CONTENT_TYPE = {0x0f, 0x10};

  private final Socket socket;
  private final BufferedSource in;
  private final BufferedSink out;

  Http2Connection(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    this.socket = socket;
    this.in = Okio.buffer(Okio.source(socket));
    this.out = Okio.buffer(Okio.sink(socket));
    in.skip(PREFACE_BYTES);
    frame(SETTINGS, 0, 0, ByteString.EMPTY);
  }

  /** Reads until a request is there whole, and returns its stream; 0 if the client went away. */
  int readRequest() throws IOException {
    while (!in.exhausted()) {
      int length = (in.readByte() & 0xff) << 16 | (in.readShort() & 0xffff);
      int type = in.readByte();
      int flags = in.readByte();
      int stream = in.readInt();
      ByteString payload = in.readByteString(length);
      if ((type == SETTINGS || type == PING) && (flags & ACK) == 0) {
        frame(type, ACK, 0, type == PING ? payload : ByteString.EMPTY);
      }
      if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
        return stream;
      }
    }
    return 0;
  }

  void headers(int stream, String contentType) throws IOException {
    Buffer block = new Buffer().writeByte(STATUS_200);
    for (int octet : CONTENT_TYPE) {
      block.writeByte(octet);
    }
    block.writeByte(contentType.length()).writeUtf8(contentType);
    frame(HEADERS, END_HEADERS, stream, block.readByteString());
  }

  void data(int stream, String text) throws IOException {
    frame(DATA, 0, stream, ByteString.encodeUtf8(text));
  }

  void lastData(int stream, String text) throws IOException {
    frame(DATA, END_STREAM, stream, ByteString.encodeUtf8(text));
  }

  void reset(int stream, int code) throws IOException {
    frame(RST_STREAM, 0, stream, new Buffer().writeInt(code).readByteString());
  }

  /** Says that streams after this one were not looked at, and that no more are taken. */
  void goAway(int lastStream) throws IOException {
    frame(GOAWAY, 0, 0, new Buffer().writeInt(lastStream).writeInt(NO_ERROR).readByteString());
  }

  void end() throws IOException {
    socket.close();
  }

  private void frame(int type, int flags, int stream, ByteString payload) throws IOException {
    out.writeByte(payload.size() >> 16)
        .writeShort(payload.size())
        .writeByte(type)
        .writeByte(flags)
        .writeInt(stream)
        .write(payload)
        .flush();
  }
}
