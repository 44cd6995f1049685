package dev.weir.runtime.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Features;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.Capability;
import dev.weir.api.model.GradientProjection;
import dev.weir.api.model.OutputGradientModel;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.runtime.job.ModelCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gradients of last blocks: asked of a model row by row, kept on disk, read from there. */
class BlockGradientsTest {
    private static final Set<Capability> OFFERED = Set.of(Capability.OUTPUT_GRADIENTS);
    private static final CandidateOutputs NOTHING = new CandidateOutputs(Map.of(), Map.of(), OptionalLong.empty());
    private static final FloatTensor INPUTS = new FloatTensor(3, new int[] {2}, new float[] {1, 0, 2, 1, -1, 3});

    @TempDir
    Path folder = Path.of("");

    private BlockGradients gradients(int projection) {
        return BlockGradients.of(INPUTS, List.of(new Wanting(projection)), 1, new OutputsCache(ModelCache.in(folder)));
    }

    /** With {@code h = v x} and two outputs {@code w h}, the kernel is {@code |w|^2 x x' + 2 h h'}. */
    @Test
    void productsOfRowsAreTheKernelOfTwoLayersSummedOverTheOutputs() throws IOException {
        CandidateOutputs outputs = gradients(0).asked(NOTHING, new TwoLayers(), OFFERED, "key");

        double[][] rows = rows(outputs, 0);
        double[][] x = {{1, 0}, {2, 1}, {-1, 3}};
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double hidden = (x[i][0] - x[i][1]) * (x[j][0] - x[j][1]);
                assertThat(dot(rows[i], rows[j])).isCloseTo(5 * dot(x[i], x[j]) + 2 * hidden, within(1e-6));
            }
        }
    }

    @Test
    void aProjectionMakesRowsShorterAndIsTheSameForTheSameSeed() throws IOException {
        double[][] rows = rows(gradients(4).asked(NOTHING, new TwoLayers(), OFFERED, "one"), 4);

        assertThat(rows[0]).hasSize(4);
        assertThat(rows(gradients(4).asked(NOTHING, new TwoLayers(), OFFERED, "other"), 4))
                .isDeepEqualTo(rows);
    }

    @Test
    void whatIsOnDiskIsNotAskedAgain() throws IOException {
        TwoLayers model = new TwoLayers();
        BlockGradients gradients = gradients(0);
        assertThat(gradients.found(NOTHING, OFFERED, "key")).isEmpty();
        double[][] first = rows(gradients.asked(NOTHING, model, OFFERED, "key"), 0);
        int passes = model.asked;

        double[][] again = rows(gradients.asked(NOTHING, model, OFFERED, "key"), 0);

        assertThat(again).isDeepEqualTo(first);
        assertThat(model.asked).isEqualTo(passes);
        assertThat(gradients.found(NOTHING, OFFERED, "key")).isPresent();
        assertThat(gradients.found(NOTHING, OFFERED, "other")).isEmpty();
    }

    @Test
    void aDamagedFileIsComputedAgain() throws IOException {
        TwoLayers model = new TwoLayers();
        gradients(0).asked(NOTHING, model, OFFERED, "key");
        try (Stream<Path> files = Files.walk(folder)) {
            Path file = files.filter(path -> path.toString().endsWith(".npy"))
                    .findFirst()
                    .orElseThrow();
            Files.write(file, new byte[] {1});
        }

        assertThat(gradients(0).found(NOTHING, OFFERED, "key")).isEmpty();
        assertThat(rows(gradients(0).asked(NOTHING, model, OFFERED, "key"), 0)).hasDimensions(3, 8);
    }

    @Test
    void aModelThatGivesNoneIsToldWhatToDo() throws IOException {
        CandidateOutputs outputs = gradients(0).found(NOTHING, Set.of(), "key").orElseThrow();

        Transferability found = new Scoring(new Labels(2, new int[] {0, 1, 1}), score -> {
                    throw new AssertionError("the score is not asked");
                })
                .of("wanting", outputs, new Wanting(0), new int[] {0, 1, 2});

        assertThat(found)
                .isEqualTo(Transferability.none(
                        "it gives no output gradients; with block: last-layer they are made of its features"));
    }

    @Test
    void nothingIsMadeThatNoScoreReads() throws IOException {
        BlockGradients none = BlockGradients.of(INPUTS, List.of(), 1, new OutputsCache(ModelCache.in(folder)));

        assertThat(none.found(NOTHING, Set.of(), "key")).contains(NOTHING);
        assertThat(none.found(NOTHING, OFFERED, "key")).contains(NOTHING);
    }

    private static double[][] rows(CandidateOutputs outputs, int projection) {
        RowBlocks blocks =
                Optional.ofNullable(outputs.gradients().get(projection)).orElseThrow();
        double[][] rows = new double[blocks.rows()][blocks.width()];
        blocks.read((from, count, values) -> {
            for (int row = 0; row < count; row++) {
                System.arraycopy(values, row * blocks.width(), rows[from + row], 0, blocks.width());
            }
        });
        return rows;
    }

    private static double dot(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i];
        }
        return sum;
    }

    /** A score that reads the gradients of last blocks. */
    private record Wanting(int projection) implements TransferabilityScore {

        @Override
        public Set<Need> needs() {
            return Set.of(Need.BLOCK_GRADIENTS);
        }

        @Override
        public Transferability score(Evidence evidence) {
            throw new AssertionError("not asked here");
        }
    }

    /** Two inputs, one hidden number {@code x1 - x2}, and two outputs, 1 and 2 times it. */
    private static final class TwoLayers implements OutputGradientModel {
        private int asked;

        @Override
        public List<String> lastBlock() {
            return List.of("v", "w");
        }

        @Override
        public int lastBlockSize() {
            return 4;
        }

        @Override
        public Features outputGradients(Inputs inputs, GradientProjection projection) {
            float[] x = new float[inputs.rows() * 2];
            ((FloatTensor) inputs).copyRows(0, inputs.rows(), x);
            float[] all = new float[inputs.rows() * 8];
            for (int row = 0; row < inputs.rows(); row++) {
                asked++;
                for (int k = 0; k < 2; k++) {
                    int at = row * 8 + k * 4;
                    all[at] = (k + 1) * x[row * 2];
                    all[at + 1] = (k + 1) * -x[row * 2 + 1];
                    all[at + 2 + k] = x[row * 2] - x[row * 2 + 1];
                }
            }
            return new Features(inputs.rows(), 8, all);
        }

        @Override
        public Outputs outputs(Inputs inputs, Set<Need> needs) {
            throw new AssertionError("only its gradients are asked");
        }

        @Override
        public OptionalLong parameters() {
            return OptionalLong.empty();
        }

        @Override
        public OptionalLong macs() {
            return OptionalLong.empty();
        }

        @Override
        public void close() {}
    }
}
