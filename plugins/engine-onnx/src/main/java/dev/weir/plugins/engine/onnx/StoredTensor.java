package dev.weir.plugins.engine.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tensor as an ONNX file keeps it.
 *
 * @param type       of its elements, by ONNX's number
 * @param dimensions none for a single number
 * @param floats     its numbers as little-endian floats, where it holds floats and keeps them in the file
 * @param external   where its numbers are, when they are kept in another file
 */
record StoredTensor(
        String name, long type, List<Long> dimensions, List<ByteBuffer> floats, Optional<External> external) {
    static final int DIMENSION = 1;
    static final int TYPE = 2;
    private static final int FLOAT_DATA = 4;
    static final int NAME = 8;
    static final int RAW_DATA = 9;
    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;

    static final int FLOAT = 1;
    /** Other element types that are trained or rounded from trained ones: uint8, int8, float16, double, bfloat16. */
    private static final Set<Long> OTHER_TRAINED = Set.of(2L, 3L, 10L, 11L, 16L);

    /**
     * A place in another file.
     *
     * @param file   relative to the folder of the ONNX file
     * @param offset in bytes
     * @param length in bytes; -1 for all that follows
     */
    record External(Path file, long offset, long length) {}

    /** Reads the message. */
    static StoredTensor of(ProtobufReader tensor) {
        String name = "";
        long type = 0;
        List<Long> dimensions = new ArrayList<>();
        List<ByteBuffer> floats = new ArrayList<>();
        List<ProtobufReader> entries = new ArrayList<>();
        boolean isExternal = false;
        while (tensor.next()) {
            switch (tensor.field()) {
                case DIMENSION -> {
                    for (long dimension : tensor.numbers()) {
                        dimensions.add(dimension);
                    }
                }
                case TYPE -> type = tensor.number();
                case FLOAT_DATA, RAW_DATA -> floats.add(tensor.bytes());
                case NAME -> name = tensor.text();
                case EXTERNAL_DATA -> entries.add(tensor.message());
                case DATA_LOCATION -> isExternal = tensor.number() == 1;
                default -> {}
            }
        }
        Optional<External> external = isExternal ? Optional.of(external(name, entries)) : Optional.empty();
        return new StoredTensor(name, type, List.copyOf(dimensions), List.copyOf(floats), external);
    }

    private static External external(String name, List<ProtobufReader> entries) {
        Optional<Path> file = Optional.empty();
        long offset = 0;
        long length = -1;
        for (ProtobufReader entry : entries) {
            String key = "";
            String value = "";
            while (entry.next()) {
                switch (entry.field()) {
                    case 1 -> key = entry.text();
                    case 2 -> value = entry.text();
                    default -> {}
                }
            }
            switch (key) {
                case "location" -> {
                    if (file.isPresent()) {
                        throw new IllegalArgumentException("keeps the data of " + name + " in two places");
                    }
                    file = Optional.of(path(value));
                }
                case "offset" -> offset = number(value);
                case "length" -> length = number(value);
                default -> {}
            }
        }
        long from = offset;
        long size = length;
        return file.map(found -> new External(found, from, size))
                .orElseThrow(() -> new IllegalArgumentException("does not say where the data of " + name + " is"));
    }

    private static Path path(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("keeps data in a place that is no path", e);
        }
    }

    private static long number(String value) {
        try {
            long number = Long.parseLong(value);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, as a negative number is
        }
        throw new IllegalArgumentException("keeps data at '" + value + "', which is no place in a file");
    }

    /** Whether its numbers are floats. */
    boolean isFloat() {
        return type == FLOAT;
    }

    /** Whether it holds trained numbers in a form that is not read here; a single one is a constant. */
    boolean isTrainedOtherwise() {
        return OTHER_TRAINED.contains(type) && !dimensions.isEmpty();
    }

    /** How many numbers it holds. */
    long size() {
        long size = 1;
        for (long dimension : dimensions) {
            if (dimension < 0) {
                throw new IllegalArgumentException("gives " + this + " a dimension below 0");
            }
            size = Math.multiplyExact(size, dimension);
        }
        return size;
    }

    /**
     * Its numbers, where they are floats.
     *
     * @param folder of the ONNX file
     * @throws IllegalArgumentException when there are more or fewer than its dimensions say
     */
    float[] values(Path folder) throws IOException {
        float[] values = new float[Math.toIntExact(size())];
        long expected = (long) values.length * Float.BYTES;
        if (external.isPresent()) {
            External place = external.get();
            try (FileChannel channel = FileChannel.open(folder.resolve(place.file()))) {
                long given = place.length() < 0 ? expected : place.length();
                requireSize(given, expected);
                if (place.offset() > channel.size() - expected) {
                    throw new IllegalArgumentException(
                            "keeps " + this + " in " + place.file() + ", which was cut short\nFetch that file again.");
                }
                copy(channel.map(FileChannel.MapMode.READ_ONLY, place.offset(), expected), values, 0);
            }
            return values;
        }
        requireSize(floats.stream().mapToLong(ByteBuffer::remaining).sum(), expected);
        int from = 0;
        for (ByteBuffer bytes : floats) {
            from = copy(bytes, values, from);
        }
        return values;
    }

    private void requireSize(long bytes, long expected) {
        if (bytes != expected) {
            throw new IllegalArgumentException("holds " + bytes + " bytes for " + this + ", expected " + expected);
        }
    }

    private static int copy(ByteBuffer bytes, float[] into, int from) {
        int size = bytes.remaining() / Float.BYTES;
        bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(into, from, size);
        return from + size;
    }

    @Override
    public String toString() {
        return name + dimensions;
    }
}
