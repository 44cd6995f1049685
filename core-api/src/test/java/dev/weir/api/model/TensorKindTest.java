package dev.weir.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorKindTest {

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyNumberOfSixteenBitsComesBackBitForBit(TensorKind kind) {
        ByteBuffer all = bytes(2 << 16);
        for (int bits = 0; bits < 1 << 16; bits++) {
            all.putShort(2 * bits, (short) bits);
        }
        float[] values = new float[1 << 16];
        kind.read(all.duplicate().order(ByteOrder.LITTLE_ENDIAN), values, 0, values.length);
        ByteBuffer back = bytes(2 << 16);
        kind.write(values, 0, values.length, back);

        for (int bits = 0; bits < 1 << 16; bits++) {
            if (!Float.isNaN(values[bits])) {
                assertThat(back.getShort(2 * bits)).as("%x", bits).isEqualTo((short) bits);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0x3c00, 1",
        "0xc000, -2",
        "0x3555, 0.333251953125", // the half nearest to a third
        "0x7bff, 65504",
        "0x0400, 0.00006103515625", // 2^-14, the smallest normal half
        "0x0001, 0.000000059604644775390625", // 2^-24, the smallest of all
    })
    void halvesAreThoseOfTheStandard(String bits, float value) {
        float[] read = new float[1];
        TensorKind.F16.read(bytes(2).putShort(0, Integer.decode(bits).shortValue()), read, 0, 1);

        assertThat(read[0]).isEqualTo(value);
    }

    @Test
    void floatsAreRoundedToTheNearestTheEvenOneOfTwo() {
        // between 1 and the next half 1 + 2^-10, and the next bfloat16 1 + 2^-7
        assertThat(rounded(TensorKind.F16, 1 + 0x1p-11f)).isEqualTo(1);
        assertThat(rounded(TensorKind.F16, 1 + 0x1.8p-10f)).isEqualTo(1 + 0x1p-9f);
        assertThat(rounded(TensorKind.F16, 1 + 0x1.01p-11f)).isEqualTo(1 + 0x1p-10f);
        assertThat(rounded(TensorKind.F16, 0x1p-25f)).isEqualTo(0);
        assertThat(rounded(TensorKind.F16, 0x1.8p-24f)).isEqualTo(0x1p-23f);
        assertThat(rounded(TensorKind.BF16, 1 + 0x1p-8f)).isEqualTo(1);
        assertThat(rounded(TensorKind.BF16, -1 - 0x1.8p-7f)).isEqualTo(-1 - 0x1p-6f);
    }

    @Test
    void beyondTheLargestNumberIsInfinity() {
        assertThat(rounded(TensorKind.F16, 65_519.996f)).isEqualTo(TensorKind.F16.largest());
        assertThat(rounded(TensorKind.F16, 65_520)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(rounded(TensorKind.BF16, -Float.MAX_VALUE)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(rounded(TensorKind.BF16, TensorKind.BF16.largest())).isEqualTo(TensorKind.BF16.largest());
        assertThat(rounded(TensorKind.F16, Float.NaN)).isNaN();
        assertThat(rounded(TensorKind.BF16, Float.NaN)).isNaN();
    }

    @Test
    void whatWouldLoseDigitsIsNotReadAsFloats() {
        for (TensorKind kind : TensorKind.values()) {
            if (!kind.isFloats()) {
                assertThatIllegalStateException().isThrownBy(() -> kind.read(bytes(8), new float[1], 0, 1));
            }
        }
        assertThat(TensorKind.F64.isFloats() || TensorKind.F64.isWhole()).isFalse();
        assertThat(TensorKind.BOOL.isWhole()).isTrue();
    }

    private static float rounded(TensorKind kind, float value) {
        ByteBuffer bytes = bytes(2);
        kind.write(new float[] {value}, 0, 1, bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        float[] read = new float[1];
        kind.read(bytes, read, 0, 1);
        return read[0];
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
