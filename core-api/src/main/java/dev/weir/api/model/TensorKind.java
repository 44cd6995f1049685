package dev.weir.api.model;

import dev.weir.api.Experimental;
import java.nio.ByteBuffer;

/**
 * What the numbers of a tensor are in a file, by the names of the safetensors format. Those of {@link #F32},
 * {@link #F16} and {@link #BF16} are read as floats without a loss; a float is written as the nearest number of its
 * kind, the even one of two.
 */
@Experimental
public enum TensorKind {
    F32(Float.BYTES),
    F16(Short.BYTES),
    BF16(Short.BYTES),
    F64(Double.BYTES),
    F8_E4M3(Byte.BYTES),
    F8_E5M2(Byte.BYTES),
    I64(Long.BYTES),
    I32(Integer.BYTES),
    I16(Short.BYTES),
    I8(Byte.BYTES),
    U64(Long.BYTES),
    U32(Integer.BYTES),
    U16(Short.BYTES),
    U8(Byte.BYTES),
    BOOL(Byte.BYTES);

    private static final int SIGN = 0x8000;
    private static final int HALF_INFINITE = 0x7c00;
    private static final int EXPONENT_SHIFT = 112; // 127 of a float less 15 of a half
    private static final float LEAST_NORMAL_HALF = 0x1p-14f;
    private static final float BEYOND_HALF = 65_520; // halfway between the largest half and the one that would follow

    private final int width;

    TensorKind(int width) {
        this.width = width;
    }

    /** Bytes of one number. */
    public int width() {
        return width;
    }

    /**
     * The largest number of the kind.
     *
     * @throws IllegalStateException when it is not {@linkplain #isFloats read as floats}
     */
    public float largest() {
        return switch (this) {
            case F32 -> Float.MAX_VALUE;
            case F16 -> 65_504;
            case BF16 -> 0x1.fep127f;
            default -> throw new IllegalStateException(this + " is not read as floats");
        };
    }

    /** Whether its numbers are read as floats. */
    public boolean isFloats() {
        return this == F32 || this == F16 || this == BF16;
    }

    /** Whether its numbers are whole, truth values among them. */
    public boolean isWhole() {
        return compareTo(I64) >= 0;
    }

    /**
     * Reads floats.
     *
     * @param bytes  little-endian, the next of them the first number's
     * @param target written from {@code from} on
     * @param size   how many
     * @throws IllegalStateException when it is not {@linkplain #isFloats read as floats}
     */
    public void read(ByteBuffer bytes, float[] target, int from, int size) {
        switch (this) {
            case F32 -> bytes.asFloatBuffer().get(target, from, size);
            case F16 -> {
                for (int i = 0; i < size; i++) {
                    target[from + i] = ofHalf(bytes.getShort());
                }
            }
            case BF16 -> {
                for (int i = 0; i < size; i++) {
                    target[from + i] = Float.intBitsToFloat(bytes.getShort() << 16);
                }
            }
            default -> throw new IllegalStateException(this + " is not read as floats");
        }
    }

    /**
     * Writes floats; one beyond the largest number of the kind becomes infinite.
     *
     * @param source read from {@code from} on
     * @param size   how many
     * @param bytes  little-endian
     * @throws IllegalStateException when it is not {@linkplain #isFloats written from floats}
     */
    public void write(float[] source, int from, int size, ByteBuffer bytes) {
        switch (this) {
            case F32 -> bytes.asFloatBuffer().put(source, from, size);
            case F16 -> {
                for (int i = 0; i < size; i++) {
                    bytes.putShort(half(source[from + i]));
                }
            }
            case BF16 -> {
                for (int i = 0; i < size; i++) {
                    int bits = Float.floatToIntBits(source[from + i]);
                    bytes.putShort((short) (rounded(bits, 16) >>> 16));
                }
            }
            default -> throw new IllegalStateException(this + " is not written from floats");
        }
    }

    private static float ofHalf(short half) {
        int exponent = (half & HALF_INFINITE) >>> 10;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            return Math.copySign(fraction * 0x1p-24f, half < 0 ? -1f : 1f);
        }
        int bits = exponent == 31 ? 0x7f800000 : (exponent + EXPONENT_SHIFT) << 23;
        return Float.intBitsToFloat((half & SIGN) << 16 | bits | fraction << 13);
    }

    private static short half(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & SIGN;
        float size = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (size >= BEYOND_HALF) {
            return (short) (sign | HALF_INFINITE);
        }
        if (size < LEAST_NORMAL_HALF) {
            return (short) (sign | (int) Math.rint(size * 0x1p24));
        }
        int bits = rounded(Float.floatToIntBits(size), 13);
        return (short) (sign | ((bits >>> 13) - (EXPONENT_SHIFT << 10)));
    }

    /** The bits of a float, to be cut by as many, rounded to the nearest, the even one of two. */
    private static int rounded(int bits, int cut) {
        return (bits & 0x7fffffff) > 0x7f800000 ? bits : bits + (1 << (cut - 1)) - 1 + (bits >>> cut & 1);
    }
}
