package dev.weir.runtime.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Features;
import dev.weir.api.FloatTensor;
import dev.weir.api.Need;
import dev.weir.api.model.Capability;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.select.SelectBaselines.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of candidates between runs, and what could be chosen without asking any. */
class TrialsTest {

    @Test
    void whatWasKeptComesBackInItsWidth(@TempDir Path folder) throws IOException {
        OutputsCache cache = new OutputsCache(ModelCache.in(folder));
        Features features = new Features(2, 3, new float[] {1, 2, 3, 4, 5, 0.1f});
        Features probabilities = new Features(2, 1, new double[] {1, 0.1});
        cache.keep(
                "key",
                new CandidateOutputs(
                        Map.of(Need.FEATURES, features, Need.SOURCE_PROBABILITIES, probabilities),
                        Map.of(),
                        OptionalLong.of(5)),
                Set.of(Need.FEATURES, Need.SOURCE_PROBABILITIES));

        CandidateOutputs found = cache.find("key", Set.of(Need.FEATURES, Need.SOURCE_PROBABILITIES))
                .orElseThrow();

        assertThat(found.parameters()).hasValue(5);
        Features kept = Optional.ofNullable(found.rows().get(Need.FEATURES)).orElseThrow();
        assertThat(kept.isDouble()).isFalse();
        assertThat(kept.toFloats()).containsExactly(features.toFloats());
        Features keptProbabilities =
                Optional.ofNullable(found.rows().get(Need.SOURCE_PROBABILITIES)).orElseThrow();
        assertThat(keptProbabilities.toDoubles()).containsExactly(1, 0.1);
        assertThat(cache.find("other", Set.of())).isEmpty();
    }

    @Test
    void aDamagedFileIsForgotten(@TempDir Path folder) throws IOException {
        ModelCache models = ModelCache.in(folder);
        OutputsCache cache = new OutputsCache(models);
        cache.keep(
                "key",
                new CandidateOutputs(
                        Map.of(Need.FEATURES, new Features(1, 2, new float[] {1, 2})), Map.of(), OptionalLong.empty()),
                Set.of(Need.FEATURES));
        Path file = models.find("key").orElseThrow().resolve("features.npy");
        Files.write(file, new byte[] {1, 2, 3});

        assertThat(cache.find("key", Set.of(Need.FEATURES))).isEmpty();
        assertThat(models.find("key")).isEmpty();
    }

    @Test
    void whatFailedAtANeedIsNotKept(@TempDir Path folder) throws IOException {
        OutputsCache cache = new OutputsCache(ModelCache.in(folder));
        cache.keep(
                "key",
                new CandidateOutputs(Map.of(), Map.of(Need.FEATURES, "it failed"), OptionalLong.empty()),
                Set.of(Need.FEATURES));

        assertThat(cache.find("key", Set.of())).isEmpty();
    }

    @Test
    void whatACandidateNeverOffersDoesNotKeepTheRestFromTheDisk(@TempDir Path folder) throws IOException {
        OutputsCache cache = new OutputsCache(ModelCache.in(folder));
        CandidateReader reader = new CandidateReader(
                new FloatTensor(1, new int[] {2}, new float[2]), Set.of(Need.FEATURES, Need.SOURCE_PROBABILITIES));
        Set<Capability> capabilities = Set.of(Capability.FEATURES);
        Features features = new Features(1, 2, new float[] {1, 2});
        cache.keep(
                "key",
                new CandidateOutputs(
                        Map.of(Need.FEATURES, features),
                        Map.of(Need.SOURCE_PROBABILITIES, "it gives no probabilities"),
                        OptionalLong.empty()),
                reader.offered(capabilities));

        CandidateOutputs found = reader.kept(cache, "key", capabilities).orElseThrow();

        assertThat(found.rows()).containsOnlyKeys(Need.FEATURES);
        assertThat(found.missing()).containsOnlyKeys(Need.SOURCE_PROBABILITIES);
    }

    @Test
    void baselinesRankByWhatIsKnownWithoutTheTarget() {
        List<Candidate> zoo = List.of(
                new Candidate("a", Map.of("source-accuracy", 0.5)),
                new Candidate("b", Map.of("source-accuracy", 0.9, "parameters", 7.0)),
                new Candidate("c", Map.of()));
        PerformanceMatrix matrix = new PerformanceMatrix(List.of("c", "a"), List.of("x"), List.of(List.of(0.4, 0.4)));

        List<Baseline> baselines = new SelectBaselines(
                        zoo, matrix, name -> name.equals("c") ? OptionalLong.of(9) : OptionalLong.empty(), 1)
                .all();

        assertThat(baselines.get(0).ranking()).containsExactly("c", "b");
        assertThat(baselines.get(1).ranking()).containsExactly("b", "a");
        assertThat(baselines.get(2).ranking()).containsExactly("a", "c"); // a tie goes by name
        assertThat(baselines.get(3).ranking()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void aBaselineWithoutFactsSaysWhy() {
        Baseline bySize = new SelectBaselines(
                        List.of(new Candidate("a", Map.of())), PerformanceMatrix.EMPTY, name -> OptionalLong.empty(), 1)
                .all()
                .get(0);

        assertThat(bySize.ranking()).isEmpty();
        assertThat(bySize.reason()).isEqualTo("no candidate states its parameters");
    }
}
