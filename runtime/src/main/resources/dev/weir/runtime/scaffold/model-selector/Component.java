package {{package}};

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Progress;
import dev.weir.api.Require;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TrialRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Ranks the candidates by one score on all examples.
 *
 * @param score the higher, the better
 * @param keep  how many candidates the shortlist has, at most
 */
@Extension
@Name("{{name}}")
@Doc("ranks candidates by one score on all examples")
public record {{Type}}(
        @Default("lfc") @Doc("the higher, the better") TransferabilityScore score,
        @Default("1") @Doc("candidates on the shortlist, at most; at least 1") int keep)
        implements ModelSelector {

    public {{Type}} {
        Require.atLeast("keep", 1, keep);
    }

    @Override
    public Set<Need> needs() {
        return score.needs();
    }

    @Override
    public Selection select(SelectionTask task, TrialRunner runner, Progress progress) {
        int[] all = IntStream.range(0, runner.labels().size()).toArray();
        List<Selection.Ranked> ranking = new ArrayList<>();
        for (Candidate candidate : task.candidates()) {
            progress.report("scoring", ranking.size() + 1, task.candidates().size(), candidate.name());
            Transferability found = runner.score(candidate, score, all);
            Estimate estimate = found instanceof Transferability.Value value
                    ? Estimate.withoutInterval(value.number(), "it was scored once")
                    : Estimate.none(((Transferability.None) found).reason());
            ranking.add(new Selection.Ranked(candidate.name(), estimate, Estimate.none("it was not trained")));
        }
        ranking.sort(Comparator.<Selection.Ranked>comparingDouble(
                        ranked -> -ranked.score().value().orElse(Double.NEGATIVE_INFINITY))
                .thenComparing(Selection.Ranked::name));
        List<String> shortlist = ranking.stream()
                .filter(ranked -> ranked.score().value().isPresent())
                .limit(keep)
                .map(Selection.Ranked::name)
                .toList();
        return new Selection(ranking, Map.of(), List.of(), shortlist);
    }
}
