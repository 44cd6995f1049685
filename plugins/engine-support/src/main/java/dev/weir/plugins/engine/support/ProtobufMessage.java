package dev.weir.plugins.engine.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A message of the protocol buffers format, in the making: fields under their numbers, in the order in which they
 * are added.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
public final class ProtobufMessage {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a whole number. */
    public ProtobufMessage number(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
        return this;
    }

    /** Adds a text. */
    public ProtobufMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes. */
    public ProtobufMessage bytes(int field, byte[] value) {
        varint((long) field << 3 | LENGTH_DELIMITED);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** What stands before the bytes of a field, for who writes them elsewhere. */
    public static byte[] header(int field, long length) {
        ProtobufMessage header = new ProtobufMessage();
        header.varint((long) field << 3 | LENGTH_DELIMITED);
        header.varint(length);
        return header.toBytes();
    }

    /** Adds a message within this one. */
    public ProtobufMessage message(int field, ProtobufMessage value) {
        return bytes(field, value.toBytes());
    }

    /** The message as it is so far. */
    public byte[] toBytes() {
        return bytes.toByteArray();
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            bytes.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        bytes.write((int) left);
    }
}
