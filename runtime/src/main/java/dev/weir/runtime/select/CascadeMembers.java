package dev.weir.runtime.select;

import dev.weir.api.Logits;
import dev.weir.api.model.Capability;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.selection.Selection;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.JobRunner;
import dev.weir.runtime.job.Npy;
import dev.weir.runtime.job.RunContext;
import dev.weir.runtime.split.Extent;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * From a selection to a cascade: the best candidates are trained to the end, what they put out is explored on the
 * calibration split, and the best chain within the budget becomes a cascade job, which is run. Both jobs' files and
 * reports stand beside the selection's, and can be run again.
 */
record CascadeMembers(
        Bound<SelectSettings> file, Zoo zoo, DataSet target, LiveTrainings live, JobRunner jobs, RunContext run) {
    private static final String WEIGHTS = "weights.safetensors";

    /** Whether a provider takes weights to start from and a number of epochs, so that it can open a trained member. */
    static boolean canBeMember(ModelProvider provider) {
        Set<String> settings = Stream.of(provider.getClass().getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
        return provider.capabilities().containsAll(Set.of(Capability.WEIGHTS, Capability.SAVE))
                && settings.containsAll(Set.of("weights", "epochs"));
    }

    /** A trained member. */
    private record Member(String name, long macs) {}

    /** Makes the cascade, and says what it came to: the part of the report under {@code cascade}. */
    ObjectNode make(Selection selection, CascadeGoal goal) throws IOException {
        int before = live.trained();
        List<Member> members = new ArrayList<>();
        for (Selection.Ranked ranked : selection.ranking()) {
            if (members.size() < goal.members() && selection.recalled().contains(ranked.name())) {
                trained(ranked.name(), file.value().selector().epochs()).ifPresent(members::add);
            }
        }
        if (members.size() < 2) {
            throw new ConfigException(file.problem(
                    "cascade.members",
                    "only " + members.size() + " of the recalled candidates could be trained to the end",
                    "A cascade needs two: recall more."));
        }
        Npy.write(
                run.folder().file("members/labels-calibration.npy"),
                target.on(SplitName.CALIBRATION).labels());
        Npy.write(
                run.folder().file("members/labels-test.npy"),
                target.on(SplitName.TEST).labels());
        Path explore = write("explore.yaml", explore(members, goal));
        jobs.run(explore, Extent.WHOLE, run.cache(), run.progress());
        JsonNode front = JsonMapper.shared()
                .readTree(Files.readString(run.folder().file("explore/report.json")))
                .path("front");
        JsonNode point = best(front, goal.budget());
        Path cascade = write("cascade.yaml", cascade(members, point));
        jobs.run(cascade, Extent.WHOLE, run.cache(), run.progress());
        JsonNode report =
                JsonMapper.shared().readTree(Files.readString(run.folder().file("cascade/report.json")));
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        members.forEach(member -> made.withArrayProperty("members").add(member.name()));
        made.put("trained", live.trained() - before);
        made.put("budget", goal.budget());
        made.put("point", point.path("name").asString());
        made.set("models", point.path("models"));
        made.set("calibration", point.path("calibration"));
        made.put("file", "cascade.yaml").put("bundle", "cascade/bundle");
        made.set("test", report.path("cascade"));
        return made;
    }

    /** Trains a member to the end, and keeps its weights and what it puts out; empty where its training fails. */
    private Optional<Member> trained(String name, int epochs) throws IOException {
        if (live.of(name, epochs).accuracies().size() < epochs) {
            return Optional.empty();
        }
        try (TrainableModel model = live.after(name, epochs)) {
            Path saved = Files.createTempDirectory("weir-member-");
            model.save(saved);
            Files.copy(saved.resolve(WEIGHTS), run.folder().file("members/" + name + ".safetensors"));
            try (Stream<Path> files = Files.walk(saved)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
            for (SplitName split : List.of(SplitName.CALIBRATION, SplitName.TEST)) {
                Logits logits =
                        model.outputs(target.on(split).inputs(), Set.of()).logits();
                Npy.write(run.folder().file("members/" + name + "-" + split.key() + ".npy"), logits);
            }
            return Optional.of(new Member(name, model.macs().orElseThrow()));
        }
    }

    private Map<String, Object> explore(List<Member> members, CascadeGoal goal) throws IOException {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("job", "explore");
        job.put("seed", file.value().seed());
        job.put(
                "data",
                Map.of(
                        "use",
                        "recorded",
                        "with",
                        Map.of(
                                "calibration", Map.of("labels", "members/labels-calibration.npy"),
                                "test", Map.of("labels", "members/labels-test.npy"))));
        Map<String, Object> models = new LinkedHashMap<>();
        members.forEach(member -> models.put(
                member.name(),
                Map.of(
                        "use",
                        "recorded",
                        "with",
                        Map.of(
                                "calibration", "members/" + member.name() + "-calibration.npy",
                                "test", "members/" + member.name() + "-test.npy",
                                "macs", member.macs()))));
        job.put("models", models);
        job.put("stages", Math.min(goal.stages(), members.size()));
        job.put("confidence", SettingsTree.of(goal.confidence()));
        job.put("policies", goal.policies().stream().map(SettingsTree::of).toList());
        job.put("combine", goal.combine().stream().map(SettingsTree::of).toList());
        job.put("report", place("explore"));
        return job;
    }

    /** The point with the highest quality on the calibration split that costs no more than the budget there. */
    private JsonNode best(JsonNode front, double budget) {
        double cheapest = front.valueStream()
                .mapToDouble(point -> point.at("/calibration/averageMacs").asDouble())
                .min()
                .orElse(Double.NaN);
        return front.valueStream()
                .filter(point -> point.at("/calibration/averageMacs").asDouble() <= budget)
                .max(Comparator.comparingDouble(
                        point -> point.at("/calibration/accuracy").asDouble()))
                .orElseThrow(() -> new ConfigException(file.problem(
                        "cascade.budget",
                        "no cascade of the members costs at most " + budget + " MACs on average; the cheapest takes "
                                + cheapest,
                        "Raise it, or recall smaller candidates.")));
    }

    private Map<String, Object> cascade(List<Member> members, JsonNode point) throws IOException {
        Map<String, Object> job = new Yaml()
                .load(Files.readString(
                        run.folder().file("explore/" + point.path("file").asString())));
        job.put("data", SettingsTree.of(file.value().data().orElseThrow(), CascadeMembers::whole));
        file.value().splits().ifPresent(splits -> job.put("splits", SettingsTree.of(splits)));
        Map<String, Object> models = new LinkedHashMap<>();
        for (Member member : members) {
            if (job.get("models") instanceof Map<?, ?> named && named.containsKey(member.name())) {
                models.put(member.name(), opened(member.name()));
            }
        }
        job.put("models", models);
        job.put("report", place("cascade"));
        return job;
    }

    /** The provider of a trained member: it starts from the weights, and learns nothing more. */
    @SuppressWarnings("unchecked") // a component's tree is { use, with }
    private Object opened(String name) {
        Map<String, Object> tree = new LinkedHashMap<>(
                (Map<String, Object>) SettingsTree.of(zoo.entry(name).provider(), CascadeMembers::whole));
        Map<String, Object> with = new LinkedHashMap<>((Map<String, Object>) tree.get("with"));
        with.put("weights", "members/" + name + ".safetensors");
        with.put("epochs", 0);
        tree.put("with", with);
        return tree;
    }

    private static String whole(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    private String place(String name) throws IOException {
        return whole(run.folder().file(name));
    }

    private Path write(String name, Map<String, Object> job) throws IOException {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return Files.writeString(run.folder().file(name), new Yaml(options).dump(job));
    }
}
