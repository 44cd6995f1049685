package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.runtime.benchmark.BenchmarkSettings;
import dev.weir.runtime.cascade.CascadeSettings;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Repeats;
import dev.weir.runtime.config.SettingsSchema;
import dev.weir.runtime.config.YamlFile;
import dev.weir.runtime.config.YamlJson;
import dev.weir.runtime.explore.ExploreSettings;
import dev.weir.runtime.interpolate.InterpolateSettings;
import dev.weir.runtime.merge.MergeSettings;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.plugin.PluginLoader;
import dev.weir.runtime.select.SelectSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An editor that knows the schema says of a file what {@code weir check} says of its form. */
class SchemaAndBinderAgreeTest {

    private static final List<Path> GOOD = List.of(Path.of("../configs"), Path.of("src/test/resources/good"));
    private static final Path BAD = Path.of("src/test/resources/bad");

    /** The bad files of which there is no JSON that a schema could be asked about. */
    private static final Set<String> NOT_PLAIN_YAML = Set.of(
            "alias-bomb",
            "anchor-holding-itself",
            "bracket-left-open",
            "colon-without-space",
            "duplicate-key",
            "empty-file",
            "global-tag",
            "indented-by-a-tab",
            "key-that-is-a-list",
            "list-on-top",
            "local-tag",
            "nested-too-deeply",
            "only-a-comment",
            "tag-that-does-not-fit",
            "two-documents",
            "unknown-alias",
            "word-on-top");

    /** The bad files whose form is right, by what is wrong with them: only the binder or the job can tell. */
    private static final Map<String, Set<String>> ONLY_WEIR_SEES = Map.of(
            "a value that the record's constructor refuses",
            Set.of(
                    "benchmark-settings-out-of-range",
                    "blank-report",
                    "copy-epochs-below-zero",
                    "deferral-rate-of-thirty",
                    "exit-zero",
                    "explore-no-policy",
                    "explore-rate-of-thirty",
                    "fit-temperature-of-zero",
                    "interpolate-coefficient-above-one",
                    "interpolated-and-served",
                    "merge-breadcrumbs-overlap",
                    "merge-of-nothing",
                    "merge-ties-combine",
                    "infinite-accept",
                    "infinite-learning-rate",
                    "mix-beyond-one",
                    "negative-epochs",
                    "network-exit-behind-its-last-block",
                    "network-exit-twice",
                    "network-exits-out-of-order",
                    "no-hidden-layer",
                    "risk-above-one",
                    "scale-of-zero",
                    "select-settings-out-of-range",
                    "share-of-thirty",
                    "share-that-is-a-word",
                    "tune-alpha-above-one",
                    "tune-drop-of-two-percent-points",
                    "tune-empty-sweep"),
            "a number that Java does not hold",
            Set.of("number-beyond-double", "number-too-large"),
            "settings that exclude each other",
            Set.of(
                    "copy-settings-without-from",
                    "copy-with-use",
                    "select-cascade-without-fine-tune",
                    "select-trials-recorded-and-run",
                    "default-that-does-not-do",
                    "interpolate-without-interpolator",
                    "model-without-use",
                    "share-of-given",
                    "threshold-with-two-wishes",
                    "threshold-without-wish",
                    "tune-epochs-twice",
                    "tune-without-objective",
                    "window-reversed",
                    "window-with-target-and-ends"),
            "a file that is missing or holds something else",
            Set.of(
                    "benchmark-matrix-of-seed-5",
                    "benchmark-matrix-of-version-9",
                    "benchmark-matrix-with-a-name-twice",
                    "file-that-is-no-npy",
                    "folder-for-a-file",
                    "interpolate-plan-that-is-none",
                    "missing-data-file",
                    "missing-recorded-file",
                    "select-scores-of-one-line",
                    "select-trials-of-no-such-target"),
            "an exploration that cannot be",
            Set.of(
                    "explore-stages-beyond-models",
                    "explore-one-model",
                    "explore-cost-missing",
                    "explore-macs-missing",
                    "explore-nan-logits",
                    "explore-one-class",
                    "explore-same-rows",
                    "explore-one-row"),
            "an interpolation or a merge that cannot be",
            Set.of(
                    "interpolate-greedy-soup-without-validation",
                    "interpolate-live-that-cannot-work",
                    "interpolate-merge-without-ancestor",
                    "interpolate-more-clusters-than-examples",
                    "interpolate-nan-logits",
                    "interpolate-networks-of-other-sizes",
                    "interpolate-one-endpoint",
                    "interpolate-onnx-batch-normalization",
                    "interpolate-one-example",
                    "interpolate-static-without-validation",
                    "interpolate-three-live-endpoints",
                    "interpolate-unknown-endpoint",
                    "merge-ancestor-among-endpoints",
                    "merge-dawin",
                    "merge-damaged-files",
                    "merge-files-that-do-not-fit",
                    "merge-greedy-soup",
                    "merge-static-of-three",
                    "merge-static-without-coefficient",
                    "merge-without-ancestor"),
            "stages that do not fit each other or the models",
            Set.of(
                    "average-on-the-first-stage",
                    "copies-in-a-circle",
                    "copy-of-nothing",
                    "exit-beyond-the-last",
                    "exit-in-two-stages",
                    "exit-of-a-model-without",
                    "exit-served-as-onnx",
                    "exit-that-is-tuned",
                    "exits-of-stages-out-of-order",
                    "many-mistakes-of-stages",
                    "model-in-two-stages",
                    "no-stage",
                    "one-stage",
                    "policy-missing",
                    "copy-of-recorded-model",
                    "policy-on-the-last-stage",
                    "serve-recorded-model",
                    "serve-transformer",
                    "stage-of-unknown-model",
                    "tune-on-the-last-stage",
                    "tune-recorded-model"),
            "candidates and targets that cannot be compared",
            Set.of(
                    "select-of-gradients-that-nobody-gives",
                    "benchmark-of-candidates-that-cannot-be-benchmarked",
                    "benchmark-of-one-candidate",
                    "benchmark-of-one-target",
                    "benchmark-selector-of-more-epochs",
                    "select-of-a-candidate-with-a-source",
                    "select-candidate-without-a-row",
                    "select-constant-column",
                    "select-more-than-the-zoo",
                    "select-trials-without-how",
                    "select-trials-too-short",
                    "select-without-data",
                    "select-without-model"),
            "splits that do not fit the data or the job",
            Set.of(
                    "benchmark-divided-otherwise",
                    "benchmark-of-too-many-examples",
                    "benchmark-without-validation",
                    "copy-divided-otherwise",
                    "copy-of-a-union-with-the-job",
                    "copy-of-the-same-file",
                    "copy-without-train-split",
                    "given-split-of-no-part",
                    "share-of-nothing",
                    "split-from-unknown-part",
                    "select-cascade-without-calibration",
                    "splits-above-one",
                    "splits-missing",
                    "tune-without-validation",
                    "test-split-missing",
                    "train-split-missing",
                    "two-splits-missing"),
            "data and models that do not fit each other",
            Set.of(
                    "benchmark-of-other-shape",
                    "classes-disagree",
                    "cnn-without-shape",
                    "copy-of-other-classes",
                    "copy-of-other-shape",
                    "column-absent",
                    "image-too-small",
                    "label-column-absent",
                    "label-not-among-classes",
                    "many-mistakes-of-data",
                    "interpolate-recorded-with-memory",
                    "interpolated-answers-of-tokens",
                    "interpolated-by-another-plan",
                    "interpolated-of-what-cannot-be",
                    "interpolated-that-cannot-work",
                    "interpolated-tuned",
                    "interpolated-without-validation",
                    "mix-of-other-models",
                    "network-on-texts",
                    "networks-and-tokens",
                    "recorded-model-on-csv",
                    "shape-does-not-fit",
                    "tokens-averaged-and-priced",
                    "tokens-of-numbers",
                    "tokens-of-one-model",
                    "tokens-that-cannot-come-next",
                    "tokens-too-few-for-the-classes",
                    "transformer-on-texts"));

    /** The runner sees it before a job's settings are bound. */
    private static final String UNKNOWN_JOB = "unknown-job";

    private static PluginCatalog catalog;
    private static Schema schema;

    @BeforeAll
    static void load() {
        catalog = PluginLoader.load(List.of(Distribution.HOME.resolve("plugins")));
        schema = schemas()
                .getSchema(new SettingsSchema(catalog)
                        .ofJobs(Map.of(
                                "benchmark",
                                BenchmarkSettings.class,
                                "cascade",
                                CascadeSettings.class,
                                "explore",
                                ExploreSettings.class,
                                "interpolate",
                                InterpolateSettings.class,
                                "merge",
                                MergeSettings.class,
                                "select",
                                SelectSettings.class)));
    }

    @Test
    void theSchemaIsValidItself() {
        Schema ofSchemas = schemas().getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

        assertThat(ofSchemas.validate(schema.getSchemaNode())).isEmpty();
    }

    static List<Path> goodFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : GOOD) {
            files.addAll(yamlFiles(folder));
        }
        return files;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodFiles")
    void bothAcceptAGoodFile(Path path) {
        YamlFile file = YamlFile.read(path);

        assertThatCode(() -> bindForm(file)).as("%s by the binder", path).doesNotThrowAnyException();
        assertThat(mistakes(file)).as("%s by the schema", path).isEmpty();
    }

    static Stream<Path> badFiles() throws IOException {
        return yamlFiles(BAD).stream()
                .filter(path -> !NOT_PLAIN_YAML.contains(name(path)))
                .filter(path -> onlyWeirSees().noneMatch(path::equals))
                .filter(path -> !name(path).equals(UNKNOWN_JOB));
    }

    @Test
    void anUnknownJobIsRefusedByTheSchemaToo() {
        assertThat(mistakes(YamlFile.read(bad(UNKNOWN_JOB)))).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void bothRefuseABadFile(Path path) {
        YamlFile file = YamlFile.read(path);

        assertThatThrownBy(() -> bind(file)).as("%s by the binder", path).isInstanceOf(ConfigException.class);
        assertThat(mistakes(file)).as("%s by the schema", path).isNotEmpty();
    }

    static Stream<Path> onlyWeirSees() {
        return ONLY_WEIR_SEES.values().stream().flatMap(Set::stream).sorted().map(SchemaAndBinderAgreeTest::bad);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onlyWeirSees")
    void theSchemaAcceptsAFileWhoseFormIsRight(Path path) {
        assertThat(mistakes(YamlFile.read(path))).as("%s by the schema", path).isEmpty();
    }

    static Stream<Path> notPlainYaml() {
        return NOT_PLAIN_YAML.stream().sorted().map(SchemaAndBinderAgreeTest::bad);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notPlainYaml")
    void aFileThatIsNotPlainYamlIsRefusedBeforeEither(Path path) {
        assertThat(path).exists();
        assertThatThrownBy(() -> YamlFile.read(path)).as("%s", path).isInstanceOf(ConfigException.class);
    }

    /** The form alone: data that a script fetches may be absent. */
    private static void bindForm(YamlFile file) {
        Binder binder = new Binder(catalog);
        Repeats.of(file, settings(file)).runs().forEach(run -> binder.bindStored(run.file(), settings(file)));
    }

    private static void bind(YamlFile file) {
        new Binder(catalog).bind(file, settings(file));
    }

    private static List<Error> mistakes(YamlFile file) {
        return schema.validate(YamlJson.of(file));
    }

    private static Class<? extends Record> settings(YamlFile file) {
        String job = file.has("job") ? file.topLevel("job") : "";
        return switch (job) {
            case "benchmark" -> BenchmarkSettings.class;
            case "explore" -> ExploreSettings.class;
            case "interpolate" -> InterpolateSettings.class;
            case "merge" -> MergeSettings.class;
            case "select" -> SelectSettings.class;
            default -> CascadeSettings.class;
        };
    }

    private static SchemaRegistry schemas() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    }

    private static List<Path> yamlFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static Path bad(String name) {
        return BAD.resolve(name + ".yaml");
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.yaml$", "");
    }
}
