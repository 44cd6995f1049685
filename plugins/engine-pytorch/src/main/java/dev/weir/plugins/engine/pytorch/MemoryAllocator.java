package dev.weir.plugins.engine.pytorch;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/**
 * The allocator of the C library. As it comes, glibc gives the memory of each large tensor back to the
 * system and fetches it again for the next one, page by page: with small networks that takes longer than the
 * arithmetic.
 */
final class MemoryAllocator {
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_THRESHOLD = -3;
    private static final int M_ARENA_MAX = -8;

    private MemoryAllocator() {}

    /** Makes glibc keep what is freed; does nothing where there is another library, or where the user chose. */
    static void keepFreedMemory() {
        if (System.getenv("GLIBC_TUNABLES") != null) {
            return;
        }
        try {
            NativeLibrary library = NativeLibrary.getProcess();
            library.getFunction("gnu_get_libc_version"); // glibc alone has it
            Function mallopt = library.getFunction("mallopt");
            set(mallopt, M_ARENA_MAX, 1);
            set(mallopt, M_TRIM_THRESHOLD, 2_000_000_000);
            set(mallopt, M_MMAP_THRESHOLD, 32 << 20);
            set(mallopt, M_TOP_PAD, 256 << 20);
        } catch (LinkageError | RuntimeException e) {
            return; // slower, not wrong
        }
    }

    private static void set(Function mallopt, int parameter, int value) {
        mallopt.invokeInt(new Object[] {parameter, value});
    }
}
