package dev.weir.plugins.engine.pytorch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A TorchScript file of one dense layer, written without PyTorch: a stored zip of code, a pickle and numbers. */
final class TorchScriptFile {
    private static final String CODE = """
            class Net(Module):
              __parameters__ = ["weight", "bias", ]
              __buffers__ = []
              weight : Tensor
              bias : Tensor
              training : bool
              def forward(self: __torch__.Net,
                x: Tensor) -> Tensor:
                return torch.linear(torch.flatten(x, 1), self.weight, self.bias)
            """;

    private TorchScriptFile() {}

    static Path write(Path file, int in, int out, float[] weight, float[] bias) throws IOException {
        return write(file, in, out, weight, bias, CODE, false);
    }

    /** The same with a buffer of zeros that it takes from its input, as batch normalization takes its means. */
    static Path withBuffer(Path file, int in, int out, float[] weight, float[] bias) throws IOException {
        String code = CODE.replace("__buffers__ = []", "__buffers__ = [\"running_mean\", ]")
                .replace("bias : Tensor\n", "bias : Tensor\n  running_mean : Tensor\n")
                .replace("torch.flatten(x, 1)", "torch.sub(torch.flatten(x, 1), self.running_mean)");
        return write(file, in, out, weight, bias, code, true);
    }

    private static Path write(Path file, int in, int out, float[] weight, float[] bias, String code, boolean hasBuffer)
            throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        put(pickle, "\u0080\u0002c__torch__\nNet\n)\u0081}(");
        putText(pickle, "weight");
        putTensor(pickle, "0", out, in);
        putText(pickle, "bias");
        putTensor(pickle, "1", out);
        if (hasBuffer) {
            putText(pickle, "running_mean");
            putTensor(pickle, "2", in);
        }
        putText(pickle, "training");
        put(pickle, "\u0089ub.");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            store(zip, "net/data.pkl", pickle.toByteArray());
            store(zip, "net/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "net/constants.pkl", "\u0080\u0002).".getBytes(StandardCharsets.ISO_8859_1));
            store(zip, "net/version", "3\n".getBytes(StandardCharsets.UTF_8));
            store(zip, "net/data/0", bytes(weight));
            store(zip, "net/data/1", bytes(bias));
            if (hasBuffer) {
                store(zip, "net/data/2", bytes(new float[in]));
            }
        }
        return file;
    }

    private static void putTensor(ByteArrayOutputStream pickle, String data, int... dimensions) {
        int size = 1;
        for (int dimension : dimensions) {
            size *= dimension;
        }
        put(pickle, "ctorch._utils\n_rebuild_tensor_v2\n((");
        putText(pickle, "storage");
        put(pickle, "ctorch\nFloatStorage\n");
        putText(pickle, data);
        putText(pickle, "cpu");
        putNumber(pickle, size);
        put(pickle, "tQK\0(");
        for (int dimension : dimensions) {
            putNumber(pickle, dimension);
        }
        put(pickle, "t(");
        for (int dimension : dimensions) {
            size /= dimension;
            putNumber(pickle, size);
        }
        put(pickle, "t\u0089ccollections\nOrderedDict\n)RtR");
    }

    private static void put(ByteArrayOutputStream pickle, String operations) {
        pickle.writeBytes(operations.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void putText(ByteArrayOutputStream pickle, String text) {
        pickle.write('X');
        putInt(pickle, text.length());
        put(pickle, text);
    }

    private static void putNumber(ByteArrayOutputStream pickle, int number) {
        pickle.write('J');
        putInt(pickle, number);
    }

    private static void putInt(ByteArrayOutputStream pickle, int number) {
        byte[] bytes = new byte[Integer.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(number);
        pickle.writeBytes(bytes);
    }

    private static byte[] bytes(float[] values) {
        byte[] bytes = new byte[values.length * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return bytes;
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
