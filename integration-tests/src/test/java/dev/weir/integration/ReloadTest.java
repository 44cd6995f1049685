package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Progress;
import dev.weir.runtime.RuntimeModule;
import dev.weir.runtime.author.Explanation;
import dev.weir.runtime.config.FileFinder;
import dev.weir.runtime.job.JobRunner;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.job.Npy;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.LoadedPlugins;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.plugin.PluginLoader;
import dev.weir.runtime.split.Extent;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A strategy's plugin is replaced while the JVM lives: the new code runs, the old classes go, no file is held. */
class ReloadTest {
    /** {@code -Dweir.reloads=200} for as many. */
    private static final int RELOADS = Integer.getInteger("weir.reloads", 20);

    @TempDir
    Path folder;

    @Test
    void aStrategyIsReplacedAgainAndAgain() throws IOException {
        List<Path> versions = List.of(version(0), version(1));
        Path job = job();
        Path jar = folder.resolve("mine.jar");
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int reload = 0; reload < RELOADS; reload++) {
            Files.copy(versions.get(reload % 2), jar);

            loaders.add(new WeakReference<>(used(jar, job, reload % 2)));

            assertThat(isOpen(jar)).isFalse();
            Files.delete(jar);
        }
        for (int attempt = 0; attempt < 50 && loaders.stream().anyMatch(loader -> loader.get() != null); attempt++) {
            System.gc();
        }
        assertThat(loaders.stream().map(WeakReference::get).filter(Objects::nonNull))
                .isEmpty();
    }

    /** Runs a job with the plugin's code and explains it; gives its class loader. */
    private static ClassLoader used(Path jar, Path job, double expected) throws IOException {
        try (LoadedPlugins loaded = PluginLoader.open(List.of(jar));
                ModelCache cache = ModelCache.scratch()) {
            PluginCatalog all = PluginLoader.shared(List.of(InProcess.PLUGINS)).with(loaded.catalog());
            JobRunner runner = Guice.createInjector(new RuntimeModule(all, FileFinder.NONE))
                    .getInstance(JobRunner.class);
            Path report = runner.run(job, Extent.WHOLE, cache, Progress.SILENT).folder();
            assertThat(JsonMapper.shared()
                            .readTree(Files.readString(report.resolve("report.json")))
                            .at("/stages/0/rule/low")
                            .asDouble())
                    .isEqualTo(expected);
            Component mine = loaded.catalog().components().get(0);
            assertThat(Explanation.of(mine).text()).contains("plugin bad 0.1.0");
            return mine.type().getClassLoader();
        }
    }

    /** A jar whose policy passes on what scores at least a number. */
    private Path version(int low) throws IOException {
        Path of = Files.createDirectory(folder.resolve("version-" + low));
        new PluginJar()
                .extension("Top", """
                        @Name("top")
                        public record Top() implements ConfidenceScore {
                            public double[] scores(Outputs outputs) {
                                return outputs.logits().mapRows(outputs.logits()::max);
                            }
                        }
                        """)
                .extension("Mine", """
                        @Name("mine")
                        public record Mine() implements DeferralPolicy {
                            public DeferralRule rule(CalibrationOutputs outputs) {
                                return DeferralRule.between(new Top(), %d, 9);
                            }
                        }
                        """.formatted(low))
                .in(of);
        return of.resolve("bad.jar");
    }

    private Path job() throws IOException {
        Npy.write(folder.resolve("labels.npy"), new Labels(2, new int[] {0, 1, 1, 0}));
        Npy.write(folder.resolve("logits.npy"), new Logits(4, 2, new float[] {2, 1, 0, 1, 3, 1, 2, 0}));
        Npy.write(folder.resolve("test.npy"), new Logits(4, 2, new float[] {1, 2, 0, 1, 3, 1, 2, 0}));
        return Files.writeString(folder.resolve("job.yaml"), """
                job: cascade
                data: { use: recorded, with: { calibration: { labels: labels.npy }, test: { labels: labels.npy } } }
                models:
                  small: { use: recorded, with: { calibration: logits.npy, test: test.npy } }
                  large: { use: recorded, with: { calibration: logits.npy, test: test.npy } }
                stages: [ { model: small, defer: mine }, { model: large } ]
                report: %s
                """.formatted(folder.resolve("out")));
    }

    /** Whether this process holds the file open; false where the system does not tell. */
    private static boolean isOpen(Path file) throws IOException {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return false;
        }
        Path real = file.toRealPath();
        try (Stream<Path> descriptors = Files.list(open)) {
            return descriptors.anyMatch(descriptor -> {
                try {
                    return Files.readSymbolicLink(descriptor).equals(real);
                } catch (IOException e) {
                    return false; // closed since
                }
            });
        }
    }
}
