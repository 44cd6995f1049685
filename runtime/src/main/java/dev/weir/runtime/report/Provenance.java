package dev.weir.runtime.report;

import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Where the numbers come from: versions, file, seed, data, digests, and the job with all its defaults. */
final class Provenance {
    private final Html html;
    private final JsonNode report;

    private Provenance(Html html, JsonNode report) {
        this.html = html;
        this.report = report;
    }

    static void write(Html html, JsonNode report) {
        new Provenance(html, report).write();
    }

    private void write() {
        html.open("section", "id", "provenance").element("h2", "Where this comes from");
        html.element(
                "p",
                "The same file, seed and machine kind give the same numbers; a digest tells whether data and models are"
                        + " the same.",
                "class",
                "reading");
        html.open("dl");
        entry("Weir", report.path("weir"));
        entry("Job", report.path("job"));
        entry("Seed", report.path("seed"));
        seeds();
        entry("Seconds", report.path("seconds"));
        entry("File", report.path("config").path("file"));
        digest("File, SHA-256", report.path("config").path("sha256"));
        list("Plugins", report.path("plugins"), version -> version.asString(""));
        list(
                "Examples",
                report.path("splits"),
                split -> Numbers.count(split.path("examples").asLong(0)));
        classes();
        digests("Digest", report.path("digests"));
        html.close("dl");
        settings();
        html.close("section");
    }

    private void entry(String name, JsonNode value) {
        if (value.isString() || value.isNumber()) {
            html.element("dt", name).element("dd", value.asString());
        }
    }

    private void seeds() {
        JsonNode seeds = report.path("seeds");
        if (!seeds.isEmpty()) {
            html.element("dt", "Seeds")
                    .element("dd", seeds.valueStream().map(JsonNode::asString).collect(Collectors.joining(", ")));
        }
    }

    /** The names of an object, each with a few words on its value, in one line. */
    private void list(String name, JsonNode entries, Function<JsonNode, String> words) {
        if (!entries.isEmpty()) {
            String text = entries.properties().stream()
                    .map(it -> it.getKey() + " " + words.apply(it.getValue()))
                    .collect(Collectors.joining(", "));
            html.element("dt", name).element("dd", text);
        }
    }

    private void classes() {
        JsonNode classes = report.path("classes");
        if (!classes.isEmpty()) {
            String names = StreamSupport.stream(classes.spliterator(), false)
                    .limit(20)
                    .map(name -> name.asString(""))
                    .collect(Collectors.joining(", "));
            html.element("dt", classes.size() + " classes").element("dd", names + (classes.size() > 20 ? ", …" : ""));
        }
    }

    /** Digests nest as the report has them: of the data, by split, by model. */
    private void digests(String name, JsonNode digests) {
        digests.properties().forEach(it -> {
            String inner = name + ", " + it.getKey();
            if (it.getValue().isObject()) {
                digests(inner, it.getValue());
            } else {
                digest(inner, it.getValue());
            }
        });
    }

    private void digest(String name, JsonNode value) {
        if (value.isString()) {
            html.element("dt", name)
                    .open("dd")
                    .element("code", value.stringValue())
                    .close("dd");
        }
    }

    private void settings() {
        settings("The job", report.path("config").path("settings"));
        report.path("config")
                .path("variants")
                .properties()
                .forEach(variant -> settings("The variant '" + variant.getKey() + "'", variant.getValue()));
    }

    private void settings(String what, JsonNode settings) {
        if (settings.isObject()) {
            html.open("details").element("summary", what + ", with every default filled in");
            html.element("pre", settings.toPrettyString()).close("details");
        }
    }
}
