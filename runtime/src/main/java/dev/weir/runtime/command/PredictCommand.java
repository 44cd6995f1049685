package dev.weir.runtime.command;

import dev.weir.runtime.cascade.Cascade;
import dev.weir.runtime.cascade.PredictionFile;
import dev.weir.runtime.plugin.PluginCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir predict BUNDLE --data FILE --out FILE}. */
@Command(
        name = "predict",
        description = "Answers new data with a bundle that a run left; trains and calibrates nothing.")
final class PredictCommand implements Callable<Integer> {
    @Mixin
    private Session session = new Session();

    @Parameters(paramLabel = "BUNDLE", description = "The folder 'bundle' of a report.")
    private Path bundle = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "FILE",
            required = true,
            description =
                    "New data of the form of the job's data: columns by name; labels may be there. A folder of images"
                            + " where the job read folders of images.")
    private Path data = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The CSV to write: row (from 0), prediction, confidence, stage, accepted.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
        try {
            PredictionFile.requireWritable(out);
            try (Cascade cascade = Cascade.open(bundle, session.runtime().getInstance(PluginCatalog.class))) {
                print(new PredictionFile(cascade, new ProgressLines(session.err())).write(data, out));
            }
            return 0;
        } catch (IllegalArgumentException e) {
            return session.wrong(String.valueOf(e.getMessage()), "Nothing was written.");
        }
    }

    private void print(PredictionFile.Written written) {
        PrintWriter screen = session.out();
        screen.println(String.format(
                Locale.ROOT,
                "%,d rows in %s; answered by stage: %s; abstained from %,d.",
                written.rows(),
                out,
                Arrays.toString(written.byStage()),
                written.rows() - written.accepted()));
        screen.flush();
    }
}
