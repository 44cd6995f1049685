package dev.weir.plugins.engine.onnx;

import dev.weir.api.FloatTensor;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A process of its own that opens a file: it says why it could not, or that it could, and then opens and asks
 * without end.
 */
final class OnnxProcess {
    static final String READY = "ready";
    private static final FloatTensor ONE = new FloatTensor(1, new int[] {2, 7, 5}, new float[70]);

    private OnnxProcess() {}

    /** Starts it; what it says comes out of the process. */
    static Process start(Path file, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-XX:ErrorFile=" + file.resolveSibling("hs_err.log"),
                "-cp",
                System.getProperty("java.class.path"),
                OnnxProcess.class.getName(),
                file.toString()));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        OnnxModelProvider provider = OnnxModelTest.provider(Path.of(arguments[0]));
        try (Model model = open(provider)) {
            for (int caller = 0; caller < 2; caller++) {
                new Thread(() -> ask(model)).start();
                new Thread(() -> openAgainAndAgain(provider)).start();
            }
            Thread.sleep(200);
            System.out.println(READY);
            Thread.sleep(60_000);
        } catch (IOException e) {
            System.out.println(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Model open(OnnxModelProvider provider) throws IOException {
        return provider.open(new ModelContext("m", ONE, 3, 1));
    }

    private static void ask(Model model) {
        while (model.outputs(ONE, Set.of()).rows() == 1) {
            Thread.onSpinWait();
        }
    }

    private static void openAgainAndAgain(OnnxModelProvider provider) {
        try {
            for (int i = 0; i < Integer.MAX_VALUE; i++) {
                open(provider).close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
