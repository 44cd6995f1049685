package dev.weir.api.model;

import dev.weir.api.Experimental;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The header of a file of the safetensors format: which tensors it holds and where their numbers are. The file is the
 * length of the header in eight bytes, the header in JSON, and the numbers, all little-endian. Of what is read nothing
 * is believed before it is checked.
 *
 * @param notes   what else is to be known, by name
 * @param entries with unique names, in the order of their numbers in the file, which they cover without a gap
 * @see <a href="https://huggingface.co/docs/safetensors/index#format">the format</a>
 */
@Experimental
public record TensorFileHeader(Map<String, String> notes, List<Entry> entries) {
    private static final long LONGEST = 100_000_000;
    private static final String NOTES = "__metadata__";
    private static final String ANOTHER =
            "\nName a file that save_file of the safetensors library wrote, copy it again where"
                    + " it is one, and fetch what is only a pointer of Git LFS with git lfs pull.";
    private static final String DAMAGED =
            "\nCopy the file again, or write it anew with save_file of the safetensors library.";

    public TensorFileHeader {
        notes = Map.copyOf(notes);
        entries = List.copyOf(entries);
    }

    /**
     * Where a tensor is.
     *
     * @param begin of its numbers, in bytes after the header
     * @param end   of its numbers, exclusive
     */
    public record Entry(String name, TensorKind kind, List<Integer> dimensions, long begin, long end) {

        public Entry {
            dimensions = List.copyOf(dimensions);
        }

        /** How many numbers it has. */
        public int size() {
            return (int) ((end - begin) / kind.width());
        }

        @Override
        public String toString() {
            return name + dimensions;
        }
    }

    /**
     * The header of tensors whose numbers follow each other.
     *
     * @param like names, kinds and dimensions; where they begin and end is not looked at
     */
    public static TensorFileHeader of(Map<String, String> notes, List<Entry> like) {
        List<Entry> entries = new ArrayList<>();
        long end = 0;
        for (Entry entry : like) {
            long begin = end;
            long size = entry.kind.width();
            for (int dimension : entry.dimensions) {
                size = Math.multiplyExact(size, (long) dimension);
            }
            end += size;
            entries.add(new Entry(entry.name, entry.kind, entry.dimensions, begin, end));
        }
        return new TensorFileHeader(notes, entries);
    }

    /** How many bytes the numbers take. */
    public long bytesOfNumbers() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end;
    }

    /** The file up to its first number; padded with spaces to a multiple of eight, so that the numbers are aligned. */
    public byte[] toBytes() {
        byte[] json = toJson().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + json.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    private String toJson() {
        List<String> members = new ArrayList<>();
        if (!notes.isEmpty()) {
            members.add(Json.quoted(NOTES) + ":"
                    + new TreeMap<>(notes)
                            .entrySet().stream()
                                    .map(note -> Json.quoted(note.getKey()) + ":" + Json.quoted(note.getValue()))
                                    .collect(Collectors.joining(",", "{", "}")));
        }
        for (Entry entry : entries) {
            members.add(Json.quoted(entry.name) + ":{\"dtype\":\"" + entry.kind + "\",\"shape\":"
                    + entry.dimensions.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"))
                    + ",\"data_offsets\":[" + entry.begin + "," + entry.end + "]}");
        }
        // ASCII: Json quotes everything else
        String json = "{" + String.join(",", members) + "}";
        return json + " ".repeat((Long.BYTES - json.length() % Long.BYTES) % Long.BYTES);
    }

    /**
     * Reads a header; the stream then stands before the first number.
     *
     * @param size of the file, in bytes
     * @throws IllegalArgumentException when it is no header, or not that of a file of this size; the message's second
     *     line says what to do, and the caller says which file it is
     */
    public static TensorFileHeader read(InputStream stream, long size) throws IOException {
        if (size < Long.BYTES) {
            throw new IllegalArgumentException(
                    "not a safetensors file: it ends before the length of its header" + ANOTHER);
        }
        DataInputStream in = new DataInputStream(stream);
        try {
            long length = Long.reverseBytes(in.readLong());
            long left = size - Long.BYTES;
            if (length < 2 || length > LONGEST || length > left) {
                throw new IllegalArgumentException("not a safetensors file, or not all of it: a header of "
                        + Long.toUnsignedString(length) + " bytes, " + left + " bytes left" + ANOTHER);
            }
            byte[] json = new byte[(int) length];
            in.readFully(json);
            return checked(new String(json, StandardCharsets.UTF_8), left - length);
        } catch (EOFException e) {
            throw new IllegalArgumentException("the file became shorter while it was read" + DAMAGED, e);
        }
    }

    private static TensorFileHeader checked(String json, long bytes) {
        try {
            return parse(json, bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + DAMAGED, e);
        }
    }

    private static TensorFileHeader parse(String json, long bytes) {
        Map<String, String> notes = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        Json.object(json).forEach((name, value) -> {
            if (name.equals(NOTES)) {
                map("the notes", value)
                        .forEach((note, text) -> notes.put(note, typed(String.class, "note " + note, text)));
            } else {
                entries.add(entry(name, map("tensor " + name, value)));
            }
        });
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long covered = 0;
        for (Entry entry : entries) {
            if (entry.begin != covered) {
                throw new IllegalArgumentException("tensor " + entry.name + " begins at byte " + entry.begin
                        + ", where the one before ends at " + covered);
            }
            covered = entry.end;
        }
        if (covered != bytes) {
            throw new IllegalArgumentException(
                    "the header speaks of " + covered + " bytes of numbers, the file has " + bytes);
        }
        return new TensorFileHeader(notes, entries);
    }

    private static Entry entry(String name, Map<String, Object> members) {
        String what = "tensor " + name;
        if (!members.keySet().equals(Set.of("dtype", "shape", "data_offsets"))) {
            throw new IllegalArgumentException(what + " has the members " + members.keySet());
        }
        TensorKind kind = Arrays.stream(TensorKind.values())
                .filter(known -> known.name().equals(members.get("dtype")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + " is " + members.get("dtype") + ", expected "
                        + Arrays.stream(TensorKind.values()).map(Enum::name).collect(Collectors.joining(", "))));
        List<Integer> dimensions = new ArrayList<>();
        long size = kind.width();
        for (long dimension : numbers(what, members.getOrDefault("shape", List.of()))) {
            if (dimension > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(what + " has the dimension " + dimension);
            }
            dimensions.add((int) dimension);
            size = saturated(size, dimension);
        }
        List<Long> offsets = numbers(what, members.getOrDefault("data_offsets", List.of()));
        if (offsets.size() != 2 || offsets.get(1) < offsets.get(0) || offsets.get(1) - offsets.get(0) != size) {
            throw new IllegalArgumentException(
                    what + " of shape " + dimensions + " has the offsets " + offsets + ", not " + size + " bytes");
        }
        if (size / kind.width() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(what + " of shape " + dimensions + " is too large");
        }
        return new Entry(name, kind, dimensions, offsets.get(0), offsets.get(1));
    }

    private static long saturated(long first, long second) {
        return second != 0 && first > Long.MAX_VALUE / second ? Long.MAX_VALUE : first * second;
    }

    private static Map<String, Object> map(String what, Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        Map<?, ?> members = typed(Map.class, what, value);
        members.forEach((name, member) -> map.put((String) name, member));
        return map;
    }

    private static List<Long> numbers(String what, Object value) {
        List<Long> numbers = new ArrayList<>();
        List<?> values = typed(List.class, what, value);
        for (Object number : values) {
            numbers.add(typed(Long.class, what, number));
        }
        return numbers;
    }

    private static <T> T typed(Class<T> type, String what, Object value) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw new IllegalArgumentException(what + " holds " + value + " where a " + type.getSimpleName() + " belongs");
    }
}
