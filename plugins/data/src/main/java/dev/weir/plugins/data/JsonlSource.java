package dev.weir.plugins.data;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.Parts;
import dev.weir.plugins.data.JsonlRows.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Labelled examples from a file with one JSON object a line: texts, or numbers, which make a tensor. */
@Extension
@Name("jsonl")
@Doc("labelled numbers or texts from a file with one JSON object a line")
public record JsonlSource(
        @Doc("the file, in UTF-8, plain or gzipped") Path file,

        @Doc("the name under which an object holds its label: a text, a number, true or false")
        String label,

        @Doc("the name under which an object holds its text, which is the input")
        Optional<String> text,

        @Doc("the names under which an object holds its numbers, or lists of numbers, in this order")
        Optional<List<String>> columns,

        @Doc("the shape of one example, filled in the order of the numbers, such as [1, 8, 8]; without it [how many]")
        Optional<List<Integer>> shape,

        @Default("1.0") @Doc("numbers are multiplied by it; finite and not 0")
        double scale,

        @Doc("the name under which an object holds its part, such as train or test; without it all are one part")
        Optional<String> split,

        @Doc("the class names in label order; without it the labels of the file in numeric order when all are "
                + "integers, else in lexical order")
        Optional<List<String>> classes)
        implements DataSource {

    public JsonlSource {
        Settings.requireName("label", label);
        columns = Settings.names("columns", columns);
        shape = Settings.shape(shape);
        Settings.requireScale(scale);
        classes = Settings.names("classes", classes);
        if (text.isPresent() == columns.isPresent()) {
            throw new IllegalArgumentException(
                    (text.isPresent() ? "text cannot stand beside columns" : "neither text nor columns is given")
                            + "\nExamples are either one text or numbers.");
        }
        if (text.isPresent() && (shape.isPresent() || scale != 1)) {
            throw new IllegalArgumentException("text cannot stand beside " + (shape.isPresent() ? "shape" : "scale")
                    + "\nExamples are either one text or numbers.");
        }
        Set<String> taken = new HashSet<>(Set.of(label));
        split.ifPresent(name -> requireOther("split", name, taken));
        text.ifPresent(name -> requireOther("text", name, taken));
        columns.ifPresent(names -> names.forEach(name -> requireOther("columns", name, taken)));
    }

    private static void requireOther(String setting, String name, Set<String> taken) {
        Settings.requireName(setting, name);
        if (!taken.add(name)) {
            throw new IllegalArgumentException(
                    setting + " must not name '" + name + "', which is the label or the split already");
        }
    }

    @Override
    public Parts read() throws IOException {
        Set<String> wanted = inputNames();
        wanted.add(label);
        split.ifPresent(wanted::add);
        JsonlColumns inputs = inputs();
        try (JsonlRows rows = JsonlRows.open(file, wanted)) {
            MetClasses met = new MetClasses(classes);
            Map<String, GrowingPart> parts = new LinkedHashMap<>();
            int width = 0;
            for (Map<String, Member> row = rows.next(); row != null; row = rows.next()) {
                String name = split.isPresent() ? named(rows, row, split.get()) : Parts.ALL;
                GrowingPart part = parts.computeIfAbsent(name, first -> new GrowingPart());
                width = inputs.read(rows, row, width, part);
                part.endRow(met.index(rows, named(rows, row, label)));
            }
            if (parts.isEmpty()) {
                throw Refusal.of(file, "there are no objects in it", "A source needs at least one example.");
            }
            int[] order = met.order();
            List<Integer> exampleShape = inputs.shape(width);
            Map<String, Examples> finished = new LinkedHashMap<>();
            parts.forEach((name, part) -> finished.put(name, part.finish(exampleShape, order)));
            return new Parts(met.names(), finished);
        }
    }

    @Override
    public InputReader reader(Path other) throws IOException {
        return new JsonlReader(JsonlRows.open(other, inputNames()), inputs());
    }

    private Set<String> inputNames() {
        Set<String> names = new HashSet<>(columns.orElse(List.of()));
        text.ifPresent(names::add);
        return names;
    }

    private JsonlColumns inputs() {
        return new JsonlColumns(text, columns.orElse(List.of()), shape, scale);
    }

    private static String named(JsonlRows rows, Map<String, Member> row, String name) {
        Member member = JsonlColumns.member(rows, row, name);
        boolean isName = member.form() == Member.Form.TEXT
                || member.form() == Member.Form.NUMBER
                || member.form() == Member.Form.BOOLEAN;
        if (!isName || member.text().isBlank()) {
            throw rows.refusal(
                    "'" + name + "' must be a text, a number, true or false, and not empty",
                    "Every object needs its label, and its part where 'split' is given.");
        }
        return member.text().strip();
    }
}
