package dev.weir.plugins.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code .npy} files byte by byte, right ones and wrong ones. */
final class NpyFiles {
    private NpyFiles() {}

    static Path floats(Path file, String shape, float... values) throws IOException {
        byte[] bytes = new byte[values.length * Float.BYTES];
        ByteBuffer data = littleEndian(bytes);
        for (float value : values) {
            data.putFloat(value);
        }
        return write(file, "<f4", shape, bytes);
    }

    static Path doubles(Path file, String shape, double... values) throws IOException {
        byte[] bytes = new byte[values.length * Double.BYTES];
        ByteBuffer data = littleEndian(bytes);
        for (double value : values) {
            data.putDouble(value);
        }
        return write(file, "<f8", shape, bytes);
    }

    static Path longs(Path file, String shape, long... values) throws IOException {
        byte[] bytes = new byte[values.length * Long.BYTES];
        ByteBuffer data = littleEndian(bytes);
        for (long value : values) {
            data.putLong(value);
        }
        return write(file, "<i8", shape, bytes);
    }

    static Path ints(Path file, String shape, int... values) throws IOException {
        byte[] bytes = new byte[values.length * Integer.BYTES];
        ByteBuffer data = littleEndian(bytes);
        for (int value : values) {
            data.putInt(value);
        }
        return write(file, "<i4", shape, bytes);
    }

    static Path bytes(Path file, String type, String shape, int... values) throws IOException {
        byte[] bytes = new byte[values.length];
        ByteBuffer data = littleEndian(bytes);
        for (int value : values) {
            data.put((byte) value);
        }
        return write(file, type, shape, bytes);
    }

    /** A file of version 1 as NumPy writes it: the header padded with blanks to a multiple of 64 bytes. */
    static Path write(Path file, String type, String shape, byte[] data) throws IOException {
        return write(file, 1, "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }", data);
    }

    static Path write(Path to, int version, String header, byte[] data) throws IOException {
        int prefix = version == 1 ? 10 : 12;
        int length = (prefix + header.length() + 1 + 63) / 64 * 64 - prefix;
        byte[] file = new byte[prefix + length + data.length];
        ByteBuffer bytes = littleEndian(file);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) version).put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) length);
        } else {
            bytes.putInt(length);
        }
        String padded = header + " ".repeat(length - header.length() - 1) + "\n";
        bytes.put(padded.getBytes(StandardCharsets.ISO_8859_1)).put(data);
        return Files.write(to, file);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
