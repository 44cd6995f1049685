package dev.weir.plugins.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.api.FloatTensor;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.OnnxExport;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native library at the start and at the end of a process. */
class OnnxProcessTest {
    /** What a process ends with that SIGTERM ended. */
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void writeTheFile() throws IOException {
        file = folder.resolve("net.onnx");
        FloatTensor like = new FloatTensor(0, new int[] {2, 7, 5}, new float[0]);
        NetworkPlan plan = NetworkPlan.of(new Network.Cnn(List.of(4)), like, 3);
        new OnnxExport(plan).write(plan.initialWeights(7), file);
    }

    @Test
    void aSignalEndsAProcessQuietlyWhileItsModelsAreOpenedAndAsked() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self")), "another system has other signals");
        for (int round = 0; round < 6; round++) {
            Process process = OnnxProcess.start(file);
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                assertThat(out.readLine()).isEqualTo(OnnxProcess.READY);

                process.destroy();

                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(TERMINATED);
                assertThat(folder.resolve("hs_err.log")).doesNotExist();
            }
        }
    }

    @Test
    void anArchitectureItIsNotMadeForIsToldWithTheRemedy() throws Exception {
        String remedy = "Its library is there for Linux (x86-64, AArch64), macOS (AArch64) and Windows (x86-64): name"
                + " the folder of one of your own by -Donnxruntime.native.path=FOLDER.\n";

        assertThat(said("-Dos.arch=riscv64"))
                .isEqualTo("ONNX Runtime does not start on " + System.getProperty("os.name")
                        + " riscv64: Unsupported arch:riscv64\n" + remedy);
        assertThat(said("-Dos.arch=ppc64"))
                .startsWith("ONNX Runtime does not start on " + System.getProperty("os.name")
                        + " ppc64: no onnxruntime in java.library.path")
                .endsWith("\n" + remedy);
    }

    @Test
    void aFolderThatItsLibraryCannotBeUnpackedToIsToldWithTheRemedy() throws Exception {
        Path notAFolder = Files.writeString(folder.resolve("file"), "a file, not a folder");

        assertThat(said("-Djava.io.tmpdir=" + notAFolder))
                .startsWith("ONNX Runtime does not start on " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch") + ": " + notAFolder)
                .endsWith("\nIt unpacks its library into the folder for temporary files: name one that can be written"
                        + " to by -Djava.io.tmpdir=FOLDER.\n");
    }

    private String said(String option) throws Exception {
        Process process = OnnxProcess.start(file, option);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }
}
