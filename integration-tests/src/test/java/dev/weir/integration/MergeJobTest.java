package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.model.TensorFileHeader;
import dev.weir.api.model.TensorFileHeader.Entry;
import dev.weir.api.model.TensorKind;
import dev.weir.integration.Distribution.Ended;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The merge job through the real plugins, on real weights and on made ones. */
class MergeJobTest {
    private static final Path CONFIGS = Distribution.HOME.resolve("configs");
    private static final Path NOISY = CONFIGS.resolve("data/merge/digits-noisy.safetensors");
    private static final Path BLURRED = CONFIGS.resolve("data/merge/digits-blurred.safetensors");
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path work;

    @Test
    void whatWasMergedIsACandidateOfASelection() throws Exception {
        Ended merging = Distribution.weir(
                work, "run", CONFIGS.resolve("digits-merge.yaml").toString());
        assertThat(merging.exitCode()).as(merging.err()).isZero();
        String network = "use: pytorch, with: { network: { mlp: { hidden: [32] } }, epochs: 0, weights: ";
        Path job = Files.writeString(work.resolve("select.yaml"), """
                job: select
                data:
                  use: csv
                  with: { file: %s, label: digit, shape: [1, 8, 8], scale: 0.0625 }
                splits: { train: 0.6, test: 0.4 }
                zoo:
                  - { name: noisy, model: { %s %s } } }
                  - { name: merged, model: { %s out/digits-merge/merged.safetensors } } }
                selector: { use: proxy, with: { scores: [h-score], draws: 1 } }
                report: out/select
                """.formatted(
                        CONFIGS.resolve("data/optdigits.csv"), network, NOISY, network));
        Ended selecting = Distribution.weir(work, "run", job.toString());

        assertThat(selecting.exitCode()).as(selecting.err()).isZero();
        JsonNode scores = JSON.readTree(work.resolve("out/select/report.json"))
                .path("scores")
                .path("h-score");
        assertThat(scores.path("merged").asDouble()).isBetween(1.0, 9.0);
        assertThat(scores.path("merged").asDouble())
                .isNotEqualTo(scores.path("noisy").asDouble());
    }

    @Test
    void theConfigLeavesMergedWeightsACardAndAReport() throws Exception {
        Ended ended = Distribution.weir(
                work, "run", CONFIGS.resolve("digits-merge.yaml").toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        Path out = work.resolve("out/digits-merge");
        JsonNode report = JSON.readTree(out.resolve("report.json"));
        JsonNode card = JSON.readTree(out.resolve("merged.json"));
        assertThat(report.path("merge").asString()).isEqualTo("ties (dialect per-tensor, density 0.5, scale 0.5)");
        assertThat(card.path("weir").asString()).isEqualTo("1.0.0");
        assertThat(card.path("plugins").path("merging").asString()).isEqualTo("1.0.0");
        assertThat(card.path("merge").path("with").path("density").asDouble()).isEqualTo(0.5);
        assertThat(card.path("parents")).hasSize(3);
        assertThat(card.path("parents").get(0).path("file").asString())
                .isEqualTo("data/merge/digits-noisy.safetensors");
        assertThat(card.path("parents").get(1).path("sha256").asString()).isEqualTo(sha256(BLURRED));
        assertThat(card.path("merged").path("sha256").asString()).isEqualTo(sha256(out.resolve("merged.safetensors")));
        assertThat(report.path("merged")).isEqualTo(card.path("merged"));
        assertThat(Files.readString(out.resolve("report.html"))).contains("Merged weights", "digits-base.safetensors");
        assertThat(ended.out())
                .contains("endpoints[0] data/merge/digits-noisy.safetensors", "4 tensors, 2,410 numbers");
    }

    @ParameterizedTest
    @CsvSource({"whole-model, 0.3", "per-tensor, 1.0"})
    void theCardHoldsTheSettingsThatTheDialectFillsIn(String dialect, double scale) throws IOException {
        Path base = CONFIGS.resolve("data/merge/digits-base.safetensors");

        Ended ended = merge("{ use: ties, with: { dialect: " + dialect + " } }", base, NOISY, BLURRED);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode with =
                JSON.readTree(work.resolve("out/merged.json")).path("merge").path("with");
        assertThat(with.path("scale").asDouble()).isEqualTo(scale);
        assertThat(with.path("combine").asString("none")).isEqualTo(scale == 1 ? "none" : "sum");
        assertThat(JSON.readTree(work.resolve("out/report.json")).path("merge").asString())
                .isEqualTo(scale == 1 ? "ties (dialect per-tensor)" : "ties");
    }

    @Test
    void aStaticMixIsTheWeightedSumOfEveryNumber() throws IOException {
        Ended ended = merge("{ use: static, with: { coefficient: 0.25 } }", NOISY, BLURRED);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        List<float[]> first = floats(NOISY);
        List<float[]> second = floats(BLURRED);
        List<float[]> merged = floats(merged());
        for (int i = 0; i < merged.size(); i++) {
            for (int j = 0; j < merged.get(i).length; j++) {
                double expected = 0.75 * first.get(i)[j] + 0.25 * second.get(i)[j];
                assertThat((double) merged.get(i)[j]).isCloseTo(expected, within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, digits-noisy", "1, digits-blurred"})
    void coefficientsZeroAndOneGiveTheEndpointsBitForBit(int coefficient, String endpoint) throws IOException {
        merge("{ use: static, with: { coefficient: " + coefficient + " } }", NOISY, BLURRED);

        byte[] merged = numbers(merged());
        assertThat(merged).isEqualTo(numbers(CONFIGS.resolve("data/merge/" + endpoint + ".safetensors")));
    }

    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void weightsOfSixteenBitsAreMergedInTheirKind(TensorKind kind) throws IOException {
        Path first = made("first", kind, Map.of("format", "pt"), 1, -2, 0.5f);
        Path second = made("second", kind, Map.of(), 2, 4, -0.5f);

        Ended ended = merge("soup", first, second);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        TensorFileHeader header = header(merged());
        assertThat(header.entries()).extracting(Entry::kind).containsExactly(kind, TensorKind.I32);
        assertThat(header.notes()).containsEntry("format", "pt").containsEntry("weir", "merged by Weir 1.0.0: soup");
        assertThat(floats(merged()).get(0)).containsExactly(1.5f, 1, 0);
    }

    @Test
    void whatTheKindDoesNotHoldIsRefusedAndNothingIsLeft() throws IOException {
        Path first = made("first", TensorKind.F16, Map.of(), 60_000, 1, 0);
        Path second = made("second", TensorKind.F16, Map.of(), 58_976, 1, 0);
        Path zero = made("zero", TensorKind.F16, Map.of(), 0, 1, 0);

        Ended ended = merge("task-arithmetic", zero, first, second);
        Ended beyond = merge("{ use: task-arithmetic, with: { scale: 1 } }", zero, first, second);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(beyond.exitCode()).isEqualTo(2);
        assertThat(beyond.err())
                .contains("merge: came to 118976.0 in w[3], which F16 does not hold\n  Scale less, or write");
        assertThat(floats(merged()).get(0)[0]).isEqualTo(35_680); // what stood there before: 0.3 * 118976 as a half
        try (var left = Files.list(work.resolve("out"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "merged.json", "merged.safetensors", "report.html", "report.json", "rules.json");
        }
    }

    @Test
    void aCheckTellsWhatIsOddAndMayBeMeant() throws IOException {
        Path first = made("first", TensorKind.F32, Map.of(), List.of(1f, 2f, 3f), List.of(1f, 2f, 3f), 7);
        Path again = made("again", TensorKind.F32, Map.of(), List.of(1f, 2f, 3f), List.of(1f, 2f, 3f), 7);
        Path other = made("other", TensorKind.F32, Map.of(), List.of(30f, 20f, 30f), List.of(10f, 20f, 30f), 8);

        Ended ended = weir("check", job("soup", other, first, again));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("is right; nothing was run");
        assertThat(ended.err().replace(work + "/", "")).isEqualTo("""
                        job.yaml:3:11: ancestor: warning: is compared with the endpoints, and not used by this merge
                        job.yaml:2:32: endpoints[1]: warning: holds the same weights as endpoints[0]
                        job.yaml:3:11: ancestor: warning: has other whole numbers than endpoints[0]: steps[1]
                          Whole numbers are not merged; those of endpoints[0] are kept.
                        job.yaml:3:11: ancestor: warning: its weights have the length 60.00, those of the others about 5.292
                          Copies of one network are about as long as each other: is this one of them?
                        job.yaml:2:13: endpoints[0]: warning: w[3] and v are the same here, and not in ancestor
                          If the network ties them, one of the two is lost when the merged file is loaded.
                        """);
    }

    @Test
    void aFileInTheReportFolderIsNotReplacedThoughALinkLeadsToIt() throws IOException {
        Path held = Files.createDirectories(work.resolve("out")).resolve("held.safetensors");
        Files.copy(NOISY, held);
        Path link = Files.createSymbolicLink(work.resolve("link.safetensors"), held);

        Ended ended = merge("soup", link, Files.copy(BLURRED, work.resolve("other.safetensors")));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("report: the report's folder holds 'link.safetensors', which this job reads");
        assertThat(held).hasSameBinaryContentAs(NOISY);
    }

    @Test
    void anEndpointThatIsItsAncestorIsTold() throws IOException {
        Ended ended =
                weir("check", job("model-stock", CONFIGS.resolve("data/merge/digits-base.safetensors"), NOISY, copy()));

        assertThat(ended.err())
                .contains(
                        "endpoints[1]: warning: holds the same weights as the ancestor\n  Fine-tuning changed nothing");
    }

    @Test
    void variantsAreToldByWhatWasMadeAndAQuickRunTakesAllOfIt() throws IOException {
        Path job = Files.writeString(work.resolve("variants.yaml"), """
                job: merge
                endpoints: [%s, %s]
                merge: soup
                variants: { mean: {}, arc: { merge: slerp } }
                report: %s
                """.formatted(NOISY, BLURRED, work.resolve("out")));

        Ended ended = InProcess.weir("run", "--quick", job.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("this job reads no rows").doesNotContain("2%");
        assertThat(ended.out())
                .contains("mean: soup, length ", "arc: slerp, length ")
                .containsPattern("distance to endpoints\\[0] [\\d.]+, endpoints\\[1] [\\d.]+")
                .doesNotContain("accuracy");
        JsonNode report = JSON.readTree(work.resolve("out-quick/report.json"));
        assertThat(report.has("quick")).isFalse();
        assertThat(report.path("summary").get(1).path("merged").path("merge").asString())
                .isEqualTo("slerp");
        assertThat(Files.readString(work.resolve("out-quick/report.html")))
                .contains("Merged weights", "slerp")
                .doesNotContain("2% of the rows", "Mean over seeds");
    }

    private Path copy() throws IOException {
        return Files.copy(CONFIGS.resolve("data/merge/digits-base.safetensors"), work.resolve("base.safetensors"));
    }

    @Test
    void aNetworkTakesTheMergedWeights() throws IOException {
        merge("slerp", NOISY, BLURRED);
        Path cascade = Files.writeString(
                work.resolve("cascade.yaml"), """
                job: cascade
                data: { use: csv, with: { file: %s, label: digit, shape: [1, 8, 8], scale: 0.0625 } }
                splits: { train: 0.5, validation: 0.1, calibration: 0.2, test: 0.2 }
                models:
                  merged:
                    use: pytorch
                    with: { network: { mlp: { hidden: [32] } }, weights: %s, epochs: 0 }
                  drawn: { use: pytorch, with: { network: { mlp: { hidden: [64] } }, epochs: 0 } }
                stages:
                  - { model: merged, defer: { use: threshold, with: { score: max-softmax, deferral-rate: 0.3 } } }
                  - { model: drawn }
                report: out/cascade
                """.formatted(CONFIGS.resolve("data/optdigits.csv"), merged()));

        Ended ended = weir("check", cascade);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soup", "{ use: ties, with: { dialect: whole-model } }"})
    void aLargeNetworkIsMergedTensorByTensorAndElseRefusedWhereMemoryIsShort(String merge) throws Exception {
        List<Path> files = List.of(large("first"), large("second"), large("ancestor"));

        Ended ended = Distribution.weirWith(
                "-Xmx64m",
                work,
                "run",
                job(merge, files.get(2), files.get(0), files.get(1)).toString());

        if (merge.equals("soup")) { // 40 MB each, of which a tensor takes 4
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(Files.size(merged())).isGreaterThan(40_000_000);
        } else {
            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.err())
                    .contains("merge: needs at least 192 megabytes for 3 files and the merge, and Java may take")
                    .contains("Allow more: WEIR_OPTS=-Xmx1g weir run ...");
        }
    }

    @Test
    void asMuchMemoryAsAMergeIsSaidToNeedIsEnough() throws Exception {
        Path job = job(
                "{ use: ties, with: { dialect: whole-model } }", large("ancestor"), large("first"), large("second"));

        // 193 million bytes, and the collector that Java takes by itself
        Ended ended = Distribution.weirWith("-XX:-UseSerialGC -XX:+UseG1GC -Xmx184m", work, "run", job.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    /** Ten tensors of a million ones each. */
    private Path large(String name) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            entries.add(new Entry("layer" + i, TensorKind.F32, List.of(1_000, 1_000), 0, 0));
        }
        TensorFileHeader header = TensorFileHeader.of(Map.of(), entries);
        Path file = work.resolve(name + ".safetensors");
        byte[] ones = new byte[1_000_000];
        for (int at = 0; at < ones.length; at += Float.BYTES) {
            ByteBuffer.wrap(ones).order(ByteOrder.LITTLE_ENDIAN).putFloat(at, 1);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(header.toBytes());
            for (long left = header.bytesOfNumbers(); left > 0; left -= ones.length) {
                out.write(ones);
            }
        }
        return file;
    }

    /** Merges two files, or the last two over the first as their ancestor. */
    private Ended merge(String merge, Path... files) throws IOException {
        return weir(
                "run",
                files.length == 2 ? job(merge, null, files[0], files[1]) : job(merge, files[0], files[1], files[2]));
    }

    private Path job(String merge, @Nullable Path ancestor, Path first, Path second) throws IOException {
        String of = first.startsWith(work) && second.startsWith(work)
                ? "[" + work.relativize(first) + ", " + work.relativize(second) + "]"
                : "[" + first + ", " + second + "]";
        return Files.writeString(
                work.resolve("job.yaml"),
                "job: merge\nendpoints: " + of + "\n" + (ancestor == null ? "" : "ancestor: " + ancestor + "\n")
                        + "merge: " + merge + "\nreport: " + work.resolve("out") + "\n");
    }

    private static Ended weir(String command, Path job) {
        return InProcess.weir(command, job.toString());
    }

    private Path merged() {
        return work.resolve("out/merged.safetensors");
    }

    private Path made(String name, TensorKind kind, Map<String, String> notes, float... values) throws IOException {
        TensorFileHeader header = TensorFileHeader.of(
                notes,
                List.of(
                        new Entry("w", kind, List.of(values.length), 0, 0),
                        new Entry("steps", TensorKind.I32, List.of(1), 0, 0)));
        ByteBuffer numbers = bytes(header);
        kind.write(values, 0, values.length, numbers);
        return Files.write(work.resolve(name + ".safetensors"), whole(header, numbers));
    }

    private Path made(String name, TensorKind kind, Map<String, String> notes, List<Float> w, List<Float> v, int steps)
            throws IOException {
        TensorFileHeader header = TensorFileHeader.of(
                notes,
                List.of(
                        new Entry("w", kind, List.of(w.size()), 0, 0),
                        new Entry("v", kind, List.of(v.size()), 0, 0),
                        new Entry("steps", TensorKind.I32, List.of(1), 0, 0)));
        ByteBuffer numbers = bytes(header);
        w.forEach(numbers::putFloat);
        v.forEach(numbers::putFloat);
        numbers.putInt(steps);
        return Files.write(work.resolve(name + ".safetensors"), whole(header, numbers));
    }

    private static ByteBuffer bytes(TensorFileHeader header) {
        return ByteBuffer.allocate((int) header.bytesOfNumbers()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] whole(TensorFileHeader header, ByteBuffer numbers) {
        byte[] head = header.toBytes();
        return ByteBuffer.allocate(head.length + numbers.capacity())
                .put(head)
                .put(numbers.rewind())
                .array();
    }

    private static TensorFileHeader header(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return TensorFileHeader.read(in, Files.size(file));
        }
    }

    private static byte[] numbers(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        try (InputStream in = new ByteArrayInputStream(all)) {
            TensorFileHeader.read(in, all.length);
            return in.readAllBytes();
        }
    }

    private static List<float[]> floats(Path file) throws IOException {
        byte[] numbers = numbers(file);
        List<float[]> floats = new ArrayList<>();
        for (Entry entry : header(file).entries()) {
            if (entry.kind().isFloats()) {
                float[] values = new float[entry.size()];
                ByteBuffer bytes = ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN);
                entry.kind().read(bytes.position((int) entry.begin()), values, 0, values.length);
                floats.add(values);
            }
        }
        return floats;
    }

    private static String sha256(Path file) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return "%064x".formatted(new BigInteger(1, digest));
    }
}
