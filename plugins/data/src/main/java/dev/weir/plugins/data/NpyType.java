package dev.weir.plugins.data;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** The types of number that are read from {@code .npy} files. */
enum NpyType {
    FLOAT32("<f4", 4),
    FLOAT64("<f8", 8),
    INT64("<i8", 8),
    INT32("<i4", 4),
    INT8("|i1", 1),
    UINT8("|u1", 1);

    private final String description;
    private final int bytes;

    NpyType(String description, int bytes) {
        this.description = description;
        this.bytes = bytes;
    }

    static Optional<NpyType> of(String description) {
        return Stream.of(values())
                .filter(type -> type.description.equals(description) || type.isOneByte(description))
                .findFirst();
    }

    /** A single byte has no order, but some writers state one. */
    private boolean isOneByte(String given) {
        return bytes == 1 && given.matches("[<>=]" + description.substring(1));
    }

    int bytes() {
        return bytes;
    }

    boolean isFloating() {
        return this == FLOAT32 || this == FLOAT64;
    }

    /** The next number of a little-endian buffer; every type but a large int64 fits a double exactly. */
    double nextDouble(ByteBuffer from) {
        return switch (this) {
            case FLOAT32 -> from.getFloat();
            case FLOAT64 -> from.getDouble();
            case INT64, INT32, INT8, UINT8 -> nextLong(from);
        };
    }

    /** The next whole number of a little-endian buffer. */
    long nextLong(ByteBuffer from) {
        return switch (this) {
            case INT64 -> from.getLong();
            case INT32 -> from.getInt();
            case INT8 -> from.get();
            case UINT8 -> Byte.toUnsignedLong(from.get());
            case FLOAT32, FLOAT64 -> throw new IllegalStateException("not a type of whole numbers: " + this);
        };
    }

    /** The type as NumPy writes it: {@code <f4}. */
    @Override
    public String toString() {
        return description;
    }
}
