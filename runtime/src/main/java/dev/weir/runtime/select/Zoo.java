package dev.weir.runtime.select;

import dev.weir.api.Need;
import dev.weir.api.model.Capability;
import dev.weir.api.selection.Candidate;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.config.YamlFile;
import dev.weir.runtime.plugin.Component;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The candidates of a job in the order of their names, whatever the order of the file.
 *
 * @param file    where they stand
 * @param entries at least one, no two of one name
 */
public record Zoo(Bound<?> file, List<CandidateSettings> entries) {

    /**
     * Why a job does not take a candidate.
     *
     * @param key     of the candidate, at which it is said
     * @param message what is wrong
     * @param remedy  what to do
     */
    public record Refused(String key, String message, String remedy) {}

    /**
     * Reads the zoo of a job.
     *
     * @param job      the job's file
     * @param settings its key {@code zoo}
     * @param refusals why the job does not take a candidate
     * @throws ConfigException when it stands in a file that is wrong, a name stands twice or a candidate is refused
     */
    public static Zoo of(
            Bound<?> job, ZooSettings settings, Binder binder, Function<CandidateSettings, List<Refused>> refusals) {
        if (settings.with().isEmpty()) {
            return sorted(job, settings.candidates(), "zoo", refusals);
        }
        Bound<ZooSettings.Candidates> file =
                binder.bind(YamlFile.read(settings.with().get().file()), ZooSettings.Candidates.class);
        return sorted(file, file.value().candidates(), "candidates", refusals);
    }

    private static Zoo sorted(
            Bound<?> file,
            List<CandidateSettings> given,
            String path,
            Function<CandidateSettings, List<Refused>> refusals) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            Integer earlier = first.putIfAbsent(given.get(i).name(), i);
            String at = path + "[" + i + "]";
            if (earlier != null) {
                problems.add(file.problem(
                        at + ".name",
                        "'" + given.get(i).name() + "' is candidate " + earlier + " already",
                        "Reports know candidates by their names."));
            }
            for (Refused refused : refusals.apply(given.get(i))) {
                problems.add(file.problem(at + "." + refused.key(), refused.message(), refused.remedy()));
            }
        }
        if (given.isEmpty()) {
            problems.add(file.problem(path, "has no candidate", "A zoo has at least one."));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Zoo(
                file,
                given.stream()
                        .sorted(Comparator.comparing(CandidateSettings::name))
                        .toList());
    }

    /**
     * Refuses what reads outputs that no candidate gives.
     *
     * @param reader a score or a selector of the job
     * @param needs  what it reads
     */
    public void requireOffered(Bound<?> job, Object reader, Set<Need> needs) {
        for (Need need : needs) {
            Set<Capability> any = giving(need);
            if (!any.isEmpty()
                    && entries.stream()
                            .filter(entry -> entry.model().isPresent())
                            .allMatch(entry ->
                                    Collections.disjoint(entry.provider().capabilities(), any))) {
                throw new ConfigException(
                        job.problem(
                                reader,
                                "reads what no candidate of the zoo gives: the capability '"
                                        + any.iterator().next().key()
                                        + "' is needed\nTake models that have it, as 'weir explain' tells of each, or leave it out."));
            }
        }
    }

    private static Set<Capability> giving(Need need) {
        return switch (need) {
            case FEATURES, OUTPUT_GRADIENTS -> EnumSet.of(Capability.FEATURES);
            case SOURCE_PROBABILITIES -> EnumSet.of(Capability.SOURCE_PROBABILITIES, Capability.INFER);
            case BLOCK_GRADIENTS -> EnumSet.of(Capability.OUTPUT_GRADIENTS);
            default -> EnumSet.noneOf(Capability.class);
        };
    }

    /** As selectors see them. */
    public List<Candidate> candidates() {
        return entries.stream()
                .map(entry -> new Candidate(entry.name(), entry.facts()))
                .toList();
    }

    CandidateSettings entry(String name) {
        return entries.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the zoo has no candidate '" + name + "'"));
    }

    public Component component(CandidateSettings entry) {
        return file.origin(entry.provider()).component();
    }
}
