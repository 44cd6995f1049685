package dev.weir.plugins.engine.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of a protocol buffers message, one after the other. Nothing is copied, and a length is believed
 * only when so many bytes are there.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
final class ProtobufReader {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FOUR_BYTES = 5;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ByteBuffer buffer;
    private int field;
    private long number;
    private boolean isDelimited;
    private ByteBuffer bytes = NOTHING;
    private int start;

    ProtobufReader(ByteBuffer buffer) {
        this.buffer = buffer.slice();
    }

    /**
     * Goes to the next field.
     *
     * @return whether there is one
     * @throws IllegalArgumentException when what follows is no field, or not all of it is there
     */
    boolean next() {
        if (!buffer.hasRemaining()) {
            return false;
        }
        start = buffer.position();
        long tag = varint();
        field = (int) (tag >>> 3);
        number = 0;
        isDelimited = (tag & 7) == LENGTH_DELIMITED;
        bytes = NOTHING;
        switch ((int) (tag & 7)) {
            case VARINT -> number = varint();
            case EIGHT_BYTES -> bytes = taken(8);
            case LENGTH_DELIMITED -> bytes = taken(varint());
            case FOUR_BYTES -> bytes = taken(4);
            default -> throw broken();
        }
        if (field == 0) {
            throw broken();
        }
        return true;
    }

    /** The number of the field, at least 1. */
    int field() {
        return field;
    }

    /** The field's value where it is a whole number, else 0. */
    long number() {
        return number;
    }

    /** The field's value where it is a message, a text, bytes or a number of fixed size, else nothing. */
    ByteBuffer bytes() {
        return bytes.duplicate();
    }

    /** The field as it stands in the message, its number and its value. */
    ByteBuffer whole() {
        return buffer.slice(start, buffer.position() - start);
    }

    /** The field's value as a text. */
    String text() {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    /** The field's value as a message. */
    ProtobufReader message() {
        return new ProtobufReader(bytes());
    }

    /** A field of whole numbers, which may stand one by one or packed into one. */
    long[] numbers() {
        if (!isDelimited) {
            return new long[] {number};
        }
        ProtobufReader packed = message();
        long[] values = new long[bytes.remaining()];
        int count = 0;
        while (packed.buffer.hasRemaining()) {
            values[count++] = packed.varint();
        }
        return Arrays.copyOf(values, count);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!buffer.hasRemaining()) {
                throw broken();
            }
            byte next = buffer.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw broken();
    }

    private ByteBuffer taken(long size) {
        if (size < 0 || size > buffer.remaining()) {
            throw broken();
        }
        ByteBuffer slice = buffer.slice(buffer.position(), (int) size);
        buffer.position(buffer.position() + (int) size);
        return slice;
    }

    private static IllegalArgumentException broken() {
        return new IllegalArgumentException("is no ONNX file, or was cut short");
    }
}
