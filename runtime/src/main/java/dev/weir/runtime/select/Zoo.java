package dev.weir.runtime.select;

import dev.weir.api.selection.Candidate;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.config.YamlFile;
import dev.weir.runtime.plugin.Component;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The candidates of a job in the order of their names, whatever the order of the file.
 *
 * @param file    where they stand
 * @param entries at least one, no two of one name
 */
record Zoo(Bound<?> file, List<CandidateSettings> entries) {

    /**
     * Reads the zoo of a job.
     *
     * @throws ConfigException when it stands in a file that is wrong, or a name stands twice
     */
    static Zoo of(Bound<SelectSettings> job, Binder binder) {
        ZooSettings settings = job.value().zoo();
        if (settings.with().isEmpty()) {
            return sorted(job, settings.candidates(), "zoo");
        }
        Bound<ZooSettings.Candidates> file =
                binder.bind(YamlFile.read(settings.with().get().file()), ZooSettings.Candidates.class);
        return sorted(file, file.value().candidates(), "candidates");
    }

    private static Zoo sorted(Bound<?> file, List<CandidateSettings> given, String path) {
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
            if (given.get(i).model().training().isPresent()) {
                problems.add(file.problem(
                        at + ".model",
                        "this model is trained from the start, so it has learned nothing yet that could be of use",
                        "A candidate is ready as it is opened: recorded outputs, or a model in a file."));
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

    /** As selectors see them. */
    List<Candidate> candidates() {
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

    Component component(CandidateSettings entry) {
        return file.origin(entry.model()).component();
    }
}
