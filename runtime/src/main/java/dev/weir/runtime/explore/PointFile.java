package dev.weir.runtime.explore;

import dev.weir.runtime.cascade.Combine;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.NamedPlugins;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.config.YamlFile;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes a candidate as the file of a cascade job that comes to the same numbers. */
final class PointFile {
    /** The policy that a model alone is written with: it passes nothing on. */
    private static final String NEVER = "threshold";

    private final Bound<ExploreSettings> file;
    private final PluginCatalog catalog;
    private final List<PolicyChoice> policies;
    private final Path folder;

    /**
     * A writer.
     *
     * @param report the folder of the report, in which the files stand
     */
    PointFile(Bound<ExploreSettings> file, PluginCatalog catalog, List<PolicyChoice> policies, Path report) {
        this.file = file;
        this.catalog = catalog;
        this.policies = policies;
        this.folder = report.toAbsolutePath().normalize().resolve("points");
    }

    /** The name of a point's file in the folder of the report. */
    static String name(String point) {
        return "points/" + point + ".yaml";
    }

    /** Whether a candidate can be written: a model alone needs a policy that never passes anything on. */
    boolean isWritten(Candidate candidate) {
        return candidate.chain().stages() > 1
                || catalog.find(Kind.DEFERRAL_POLICY, NEVER).isPresent();
    }

    /** The content of a point's file. */
    Optional<String> yaml(String point, Candidate candidate) {
        if (!isWritten(candidate)) {
            return Optional.empty();
        }
        ExploreSettings settings = file.value();
        List<String> names = List.copyOf(settings.models().keySet());
        List<Integer> chain = new ArrayList<>(candidate.chain().models());
        boolean isAlone = chain.size() == 1;
        if (isAlone) {
            chain.add(chain.get(0) == 0 ? 1 : 0); // a cascade has two stages; nothing reaches the second
        }
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("job", "cascade");
        job.put("seed", settings.seed());
        List<String> plugins = NamedPlugins.written(YamlFile.read(Path.of(file.file())));
        if (!plugins.isEmpty()) {
            job.put("plugins", plugins);
        }
        job.put("data", tree(settings.data()));
        settings.splits().ifPresent(splits -> job.put("splits", tree(splits)));
        Map<String, Object> models = new LinkedHashMap<>();
        chain.forEach(model -> models.put(
                names.get(model), tree(settings.model(names.get(model)).provider())));
        job.put("models", models);
        job.put("confidence", tree(settings.confidence()));
        List<Object> stages = new ArrayList<>();
        for (int stage = 0; stage < chain.size(); stage++) {
            PoolModelSettings model = settings.model(names.get(chain.get(stage)));
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("model", names.get(chain.get(stage)));
            if (stage < chain.size() - 1) {
                entry.put(
                        "defer",
                        isAlone
                                ? never()
                                : tree(policies.get(candidate.policies()[stage]).policy()));
            }
            if (stage > 0 && candidate.chain().combine() == Combine.AVERAGE && !isAlone) {
                entry.put("combine", "average");
            }
            if (settings.cost() != CostUnit.MACS) {
                entry.put("cost", (settings.cost() == CostUnit.COST ? model.cost() : model.seconds()).orElseThrow());
            }
            stages.add(entry);
        }
        job.put("stages", stages);
        job.put("report", settings.report() + "-" + point);
        return Optional.of(comment(point, candidate, isAlone) + dump(job));
    }

    private String comment(String point, Candidate candidate, boolean isAlone) {
        ExploreSettings settings = file.value();
        String said = String.format(
                Locale.ROOT,
                "# Point %s of the front that %s found: %s %.4f at %s %s an example on the calibration split.\n",
                point,
                Path.of(file.file()).getFileName(),
                settings.objective().words(),
                candidate.quality(),
                ExploreText.quantity(candidate.cost()),
                settings.cost().words());
        return said
                + (isAlone
                        ? "# It is one model alone: its rule passes nothing on, so nothing reaches the second stage.\n"
                        : "")
                + (settings.cost() == CostUnit.SECONDS ? "# The costs of its stages are seconds.\n" : "");
    }

    private static Map<String, Object> never() {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("use", NEVER);
        policy.put("with", Map.of("deferral-rate", 0.0));
        return policy;
    }

    private Object tree(Object value) {
        return plain(SettingsTree.of(value, path -> file.nameFrom(folder, path)));
    }

    /** Unbounded numbers as numbers, which the tree has as words. */
    private static Object plain(Object tree) {
        if (tree instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((key, value) -> plain.put(String.valueOf(key), plain(value)));
            return plain;
        }
        if (tree instanceof List<?> list) {
            return list.stream().map(PointFile::plain).toList();
        }
        if (".inf".equals(tree)) {
            return Double.POSITIVE_INFINITY;
        }
        return "-.inf".equals(tree) ? (Object) Double.NEGATIVE_INFINITY : tree;
    }

    private static String dump(Map<String, Object> job) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        return new Yaml(options).dump(job);
    }
}
