package dev.weir.runtime.author;

import dev.weir.api.Doc;
import dev.weir.api.Paper;
import dev.weir.api.model.Capability;
import dev.weir.runtime.config.FileDigest;
import dev.weir.runtime.config.Setting;
import dev.weir.runtime.config.SettingWords;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Offered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What there is to say of a component or a job, on the screen and on a page of the reference: both say the same.
 *
 * @param title    what it is
 * @param lines    what it does, where it comes from, what it can do; one line each
 * @param settings one after the other
 */
public record Explanation(String title, List<String> lines, List<Line> settings) {

    /**
     * A setting.
     *
     * @param key  in YAML
     * @param form its type and default
     * @param doc  what it is, its unit and its range; may be empty
     */
    public record Line(String key, String form, String doc) {}

    public Explanation {
        lines = List.copyOf(lines);
        settings = List.copyOf(settings);
    }

    /** Explains a component. */
    public static Explanation of(Component component) {
        List<String> lines = new ArrayList<>();
        doc(component.type()).ifPresent(lines::add);
        Paper paper = component.type().getAnnotation(Paper.class);
        if (paper != null) {
            lines.addAll(List.of(paper.value()));
        }
        Offered.by(component)
                .map(offered -> offered.stream().map(Capability::key).collect(Collectors.joining(", ")))
                .ifPresent(offered -> lines.add("can, by its settings: " + offered));
        return new Explanation(component + " (plugin " + component.plugin() + ")", lines, settings(component.type()));
    }

    /** Explains a job by the record that its file becomes. */
    public static Explanation ofJob(String name, Class<? extends Record> settings) {
        return new Explanation("job '" + name + "'", List.of(), settings(settings));
    }

    /** What a component does, in a line. */
    public static Optional<String> doc(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(Doc.class)).map(Doc::value);
    }

    private static List<Line> settings(Class<? extends Record> type) {
        List<Setting> settings = Setting.of(type);
        List<Line> lines = new ArrayList<>();
        for (Setting setting : settings) {
            lines.add(new Line(setting.key(), SettingWords.of(setting), setting.doc()));
        }
        Setting.file(settings)
                .ifPresent(file -> lines.add(new Line("sha256", "a text; may be left out", FileDigest.words(file))));
        return lines;
    }

    /** For the screen. */
    public String text() {
        StringBuilder text = new StringBuilder(title).append('\n');
        lines.forEach(line -> text.append("  ").append(line).append('\n'));
        for (Line setting : settings) {
            text.append("  ")
                    .append(setting.key())
                    .append(": ")
                    .append(setting.form())
                    .append('\n');
            if (!setting.doc().isEmpty()) {
                text.append("      ").append(setting.doc()).append('\n');
            }
        }
        return text.append('\n').toString();
    }

    /** For a page. */
    public String markdown() {
        StringBuilder page = new StringBuilder("# ").append(title).append("\n\n");
        lines.forEach(line -> page.append(line).append("\n\n"));
        if (settings.isEmpty()) {
            return page.append("It has no settings.\n").toString();
        }
        page.append("| setting | form | what it is |\n| --- | --- | --- |\n");
        settings.forEach(setting -> page.append("| `")
                .append(setting.key())
                .append("` | ")
                .append(cell(setting.form()))
                .append(" | ")
                .append(cell(setting.doc()))
                .append(" |\n"));
        return page.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
