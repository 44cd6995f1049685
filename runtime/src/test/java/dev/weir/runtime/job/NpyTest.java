package dev.weir.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theHeaderIsThatOfTheFormatPaddedToAMultipleOf64() throws IOException {
        Path file = folder.resolve("logits.npy");

        Npy.write(file, new Logits(2, 3, new float[6]));

        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(128 + 6 * 4).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
        assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
                .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }" + " ".repeat(58) + "\n");
    }

    @Test
    void floatsStandRowByRowInLittleEndian() throws IOException {
        Path file = folder.resolve("logits.npy");

        Npy.write(file, new Logits(2, 2, new float[] {1, -2.5f, 0.1f, 3}));

        ByteBuffer values = values(file);
        assertThat(values.remaining()).isEqualTo(4 * Float.BYTES);
        assertThat(new float[] {values.getFloat(), values.getFloat(), values.getFloat(), values.getFloat()})
                .containsExactly(1, -2.5f, 0.1f, 3);
    }

    @Test
    void doublesKeepTheirWidth() throws IOException {
        Path file = folder.resolve("logits.npy");

        Npy.write(file, new Logits(1, 2, new double[] {0.1, -1e300}));

        assertThat(Files.readAllBytes(file))
                .asString(StandardCharsets.ISO_8859_1)
                .contains("'<f8'", "(1, 2)");
        ByteBuffer values = values(file);
        assertThat(new double[] {values.getDouble(), values.getDouble()}).containsExactly(0.1, -1e300);
    }

    @Test
    void labelsAreWholeNumbersOf64Bits() throws IOException {
        Path file = folder.resolve("labels.npy");

        Npy.write(file, new Labels(300, new int[] {0, 299, 7}));

        assertThat(Files.readAllBytes(file))
                .asString(StandardCharsets.ISO_8859_1)
                .contains("'<i8'", "(3,)");
        ByteBuffer values = values(file);
        assertThat(new long[] {values.getLong(), values.getLong(), values.getLong()})
                .containsExactly(0, 299, 7);
        assertThat(values.hasRemaining()).isFalse();
    }

    @Test
    void noRowsAreAHeaderAlone() throws IOException {
        Path file = folder.resolve("logits.npy");

        Npy.write(file, new Logits(0, 2, new float[0]));

        assertThat(values(file).hasRemaining()).isFalse();
    }

    @Test
    void theHeaderEndsAtAMultipleOf64WhateverTheShape() throws IOException {
        for (int digits = 1; digits <= 6; digits++) {
            Path file = folder.resolve("labels.npy");
            Npy.write(file, new Labels(1, new int[(int) Math.pow(10, digits)]));

            assertThat(values(file).position() % 64).isZero();
            assertThat(values(file).remaining()).isEqualTo((int) Math.pow(10, digits) * Long.BYTES);
        }
    }

    /** What follows the header, whose length stands in bytes 8 and 9. */
    private static ByteBuffer values(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        return bytes.position(10 + bytes.getShort(8));
    }
}
