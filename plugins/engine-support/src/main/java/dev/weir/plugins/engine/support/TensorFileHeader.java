package dev.weir.plugins.engine.support;

import dev.weir.api.model.WeightTensor;
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
 * The header of a {@link TensorFile}.
 *
 * @param entries in the order of their numbers in the file, which they cover without a gap
 */
record TensorFileHeader(Map<String, String> notes, List<Entry> entries) {
    private static final long LONGEST = 100_000_000;
    private static final String NOTES = "__metadata__";

    /** What a tensor's numbers are, as the format names it. */
    enum Kind {
        F32(Float.BYTES),
        I64(Long.BYTES);

        private final int width;

        Kind(int width) {
            this.width = width;
        }

        static Kind of(WeightTensor tensor) {
            return tensor instanceof WeightTensor.Integers ? I64 : F32;
        }

        /** Bytes of one number. */
        int width() {
            return width;
        }
    }

    /**
     * Where a tensor is.
     *
     * @param begin of its numbers, in bytes after the header
     * @param end   of its numbers, exclusive
     */
    record Entry(String name, Kind kind, List<Integer> dimensions, long begin, long end) {

        Entry {
            dimensions = List.copyOf(dimensions);
        }

        int size() {
            return (int) ((end - begin) / kind.width());
        }
    }

    static TensorFileHeader of(TensorFile file) {
        List<Entry> entries = new ArrayList<>();
        long end = 0;
        for (WeightTensor tensor : file.tensors()) {
            Kind kind = Kind.of(tensor);
            long begin = end;
            end += (long) tensor.size() * kind.width();
            entries.add(new Entry(tensor.name(), kind, tensor.dimensions(), begin, end));
        }
        return new TensorFileHeader(file.notes(), entries);
    }

    /** Padded with spaces to a multiple of eight, so that the numbers are aligned in the file. */
    String toJson() {
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

    static void requireLength(long length, long left) {
        if (length < 2 || length > LONGEST || length > left) {
            throw new IllegalArgumentException("not a safetensors file, or not all of it: a header of "
                    + Long.toUnsignedString(length) + " bytes, " + left + " bytes left");
        }
    }

    /**
     * Reads a header.
     *
     * @param bytes behind the header
     */
    static TensorFileHeader parse(String json, long bytes) {
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
        Kind kind = Arrays.stream(Kind.values())
                .filter(known -> known.name().equals(members.get("dtype")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + " is " + members.get("dtype") + ", expected F32"
                        + " or I64\nWrite it as float32, or as int64 where it holds whole numbers."));
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
