package dev.weir.plugins.engine.support;

import dev.weir.api.model.TensorFileHeader;
import dev.weir.api.model.TensorKind;
import dev.weir.api.model.WeightTensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Named tensors, of floats and of whole numbers, and notes, as a file of the safetensors format: the length of a header, the header in
 * JSON, the numbers. It holds data alone, never a program.
 *
 * @param notes   what else is to be known, by name
 * @param tensors with unique names
 * @see <a href="https://huggingface.co/docs/safetensors/index#format">the format</a>
 */
public record TensorFile(Map<String, String> notes, List<WeightTensor> tensors) {
    private static final int BLOCK = 1 << 16;

    public TensorFile {
        notes = Map.copyOf(notes);
        tensors = List.copyOf(tensors);
    }

    /**
     * Writes a file that is not there yet.
     *
     * @throws java.nio.file.FileAlreadyExistsException when it is
     */
    public void write(Path file) throws IOException {
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), BLOCK)) {
            write(out);
        }
    }

    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(OutputStream out) throws IOException {
        out.write(TensorFileHeader.of(
                        notes, tensors.stream().map(TensorFile::entry).toList())
                .toBytes());
        for (WeightTensor tensor : tensors) {
            int width = kind(tensor).width();
            for (int from = 0; from < tensor.size(); from += BLOCK) {
                int size = Math.min(BLOCK, tensor.size() - from);
                byte[] block = new byte[size * width];
                if (tensor instanceof WeightTensor.Floats floats) {
                    littleEndian(block).asFloatBuffer().put(floats.values(), from, size);
                } else if (tensor instanceof WeightTensor.Integers integers) {
                    littleEndian(block).asLongBuffer().put(integers.values(), from, size);
                }
                out.write(block);
            }
        }
    }

    private static TensorFileHeader.Entry entry(WeightTensor tensor) {
        return new TensorFileHeader.Entry(tensor.name(), kind(tensor), tensor.dimensions(), 0, 0);
    }

    private static TensorKind kind(WeightTensor tensor) {
        return tensor instanceof WeightTensor.Integers ? TensorKind.I64 : TensorKind.F32;
    }

    /**
     * Reads a file, of which nothing is believed before it is checked.
     *
     * @throws IllegalArgumentException when there is no such file or it is not whole; the message names it
     */
    public static TensorFile read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BLOCK)) {
            return read(in, Files.size(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": there is no such file", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads what {@link #toBytes} gave.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static TensorFile of(byte[] bytes) {
        try {
            return read(new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TensorFile read(InputStream stream, long size) throws IOException {
        TensorFileHeader header = TensorFileHeader.read(stream, size);
        DataInputStream in = new DataInputStream(stream);
        try {
            List<WeightTensor> tensors = new ArrayList<>();
            for (TensorFileHeader.Entry entry : header.entries()) {
                tensors.add(tensor(in, entry));
            }
            return new TensorFile(header.notes(), tensors);
        } catch (EOFException e) {
            throw new IllegalArgumentException("the file became shorter while it was read", e);
        }
    }

    private static WeightTensor tensor(DataInputStream in, TensorFileHeader.Entry entry) throws IOException {
        if (entry.kind() == TensorKind.I64) {
            long[] values = new long[entry.size()];
            blocks(in, entry, (block, from, size) -> block.asLongBuffer().get(values, from, size));
            return new WeightTensor.Integers(entry.name(), entry.dimensions(), values);
        }
        if (entry.kind() != TensorKind.F32) {
            throw new IllegalArgumentException("tensor " + entry.name() + " is " + entry.kind() + ", expected F32"
                    + " or I64\nWrite it as float32, or as int64 where it holds whole numbers.");
        }
        float[] values = new float[entry.size()];
        blocks(in, entry, (block, from, size) -> block.asFloatBuffer().get(values, from, size));
        return new WeightTensor.Floats(entry.name(), entry.dimensions(), values);
    }

    /** Takes numbers out of a block of bytes. */
    private interface Taking {
        void take(ByteBuffer block, int from, int size);
    }

    private static void blocks(DataInputStream in, TensorFileHeader.Entry entry, Taking taking) throws IOException {
        int width = entry.kind().width();
        byte[] block = new byte[Math.min(BLOCK, entry.size()) * width];
        for (int from = 0; from < entry.size(); from += BLOCK) {
            int size = Math.min(BLOCK, entry.size() - from);
            in.readFully(block, 0, size * width);
            taking.take(littleEndian(block), from, size);
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
