package dev.weir.runtime.merge;

import dev.weir.api.model.TensorFileHeader;
import dev.weir.api.model.TensorFileHeader.Entry;
import dev.weir.api.model.TensorKind;
import dev.weir.api.model.WeightTensor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A file of weights, of which only the header is kept: a tensor is read when it is wanted. */
final class WeightFile {
    /** How many numbers are read at a time. */
    static final int BLOCK = 1 << 16;

    private final Path path;
    private final TensorFileHeader header;
    private final long firstNumber;
    private final Map<String, Entry> byName = new HashMap<>();

    /**
     * Reads a header.
     *
     * @throws IllegalArgumentException when the file is no safetensors file, or not all of it
     */
    WeightFile(Path path) throws IOException {
        this.path = path;
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException("is a folder\nName the safetensors file itself.");
        }
        long size = Files.size(path);
        try (InputStream in = Files.newInputStream(path)) {
            this.header = TensorFileHeader.read(in, size);
        }
        this.firstNumber = size - header.bytesOfNumbers();
        header.entries().forEach(entry -> byName.put(entry.name(), entry));
    }

    Path path() {
        return path;
    }

    TensorFileHeader header() {
        return header;
    }

    Optional<Entry> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** How many numbers it holds. */
    long numbers() {
        return header.entries().stream().mapToLong(Entry::size).sum();
    }

    FileChannel open() throws IOException {
        return FileChannel.open(path);
    }

    /** Takes the bytes of some numbers. */
    @FunctionalInterface
    interface Taking {
        void take(ByteBuffer bytes, int from, int size) throws IOException;
    }

    /** Reads the numbers of one of its tensors, a block at a time. */
    void read(FileChannel in, Entry entry, Taking taking) throws IOException {
        int width = entry.kind().width();
        ByteBuffer block =
                ByteBuffer.allocate(Math.min(BLOCK, entry.size()) * width).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < entry.size(); from += BLOCK) {
            int size = Math.min(BLOCK, entry.size() - from);
            block.clear().limit(size * width);
            long at = firstNumber + entry.begin() + (long) from * width;
            while (block.hasRemaining()) {
                if (in.read(block, at + block.position()) < 0) {
                    throw new EOFException(path + " became shorter while it was read");
                }
            }
            taking.take(block.flip(), from, size);
        }
    }

    /** The tensor of a name, which is there and is of floats. */
    WeightTensor floats(FileChannel in, String name) throws IOException {
        Entry entry = find(name).orElseThrow();
        TensorKind kind = entry.kind();
        float[] values = new float[entry.size()];
        read(in, entry, (bytes, from, size) -> kind.read(bytes, values, from, size));
        return new WeightTensor.Floats(name, entry.dimensions(), values);
    }
}
