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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code weir predict BUNDLE --data FILE --out FILE}. */
@Command(
        name = "predict",
        description = "Answers new data with a bundle that a run left; trains and calibrates nothing.")
final class PredictCommand implements Callable<Integer> {
    @ParentCommand
    private WeirCommand weir = new WeirCommand();

    @Spec
    private CommandSpec spec = CommandSpec.create();

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
        PrintWriter err = spec.commandLine().getErr();
        try {
            PredictionFile.requireWritable(out);
            try (Cascade cascade = Cascade.open(bundle, weir.runtime().getInstance(PluginCatalog.class))) {
                print(new PredictionFile(cascade, new ProgressLines(err)).write(data, out));
            }
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(String.valueOf(e.getMessage()).replace("\n", "\n  "));
            err.println("Nothing was written.");
            return WeirCommand.WRONG_FILE;
        }
    }

    private void print(PredictionFile.Written written) {
        PrintWriter screen = spec.commandLine().getOut();
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
