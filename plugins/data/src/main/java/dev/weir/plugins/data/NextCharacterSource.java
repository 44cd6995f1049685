package dev.weir.plugins.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Require;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Texts up to a place, and the character that comes next: a text gives an example after every so many of its
 * characters. Only the characters that come next most often are asked for, so that each can be learned. A space is
 * written {@code ␣}, a line break {@code ␊}, a tab {@code ␉}.
 */
@Extension
@Name("next-character")
@Doc("texts of a CSV file, each up to every so many of its characters, and the character that comes next")
public record NextCharacterSource(
        @Doc("the CSV file, in UTF-8; gzipped when its name ends with .gz")
        Path file,

        @Doc("the column of texts") String text,

        @Doc("asks what comes next after every so many characters of a text; at least 1")
        int every,

        @Default("40") @Doc("characters that are asked for: those that come next most often; at least 2")
        int characters,

        @Doc("a column that names the part of each row, such as train or test; without it all rows are one part")
        Optional<String> split)
        implements DataSource {

    private static final String BLANKS = " \n\t";
    private static final String SHOWN = "\u2423\u240a\u2409";

    public NextCharacterSource {
        Settings.requireName("text", text);
        split.ifPresent(column -> Settings.requireName("split", column));
        Require.atLeast("every", 1, every);
        Require.atLeast("characters", 2, characters);
    }

    /** A text up to a place, and what comes next. */
    private record Prompt(String part, String text, String next) {}

    /** A text in which blanks can be seen. */
    static String shown(String text) {
        return replaced(text, BLANKS, SHOWN);
    }

    /** The text that was {@link #shown}. */
    static String unshown(String shown) {
        return replaced(shown, SHOWN, BLANKS);
    }

    private static String replaced(String text, String from, String to) {
        String replaced = text;
        for (int i = 0; i < from.length(); i++) {
            replaced = replaced.replace(from.charAt(i), to.charAt(i));
        }
        return replaced;
    }

    @Override
    public Parts read() throws IOException {
        List<Prompt> prompts = prompts();
        Map<String, Long> counts =
                prompts.stream().collect(Collectors.groupingBy(Prompt::next, TreeMap::new, Collectors.counting()));
        List<String> classes = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(characters)
                .map(Map.Entry::getKey)
                .toList();
        Map<String, GrowingPart> parts = new LinkedHashMap<>();
        for (Prompt prompt : prompts) {
            GrowingPart part = parts.computeIfAbsent(prompt.part(), first -> new GrowingPart());
            int label = classes.indexOf(prompt.next());
            if (label >= 0) {
                part.add(prompt.text());
                part.endRow(label);
            }
        }
        int[] order = IntStream.range(0, classes.size()).toArray();
        Map<String, Examples> finished = new LinkedHashMap<>();
        parts.forEach((name, part) -> finished.put(name, part.finish(List.of(), order)));
        return new Parts(classes, finished);
    }

    private List<Prompt> prompts() throws IOException {
        List<Prompt> prompts = new ArrayList<>();
        try (CsvRows rows = CsvRows.open(file)) {
            int textColumn = rows.header().index("text", text);
            int splitColumn = split.isPresent() ? rows.header().index("split", split.get()) : -1;
            for (CsvRecord row = rows.next(); row != null; row = rows.next()) {
                String part =
                        splitColumn < 0 ? Parts.ALL : row.getField(splitColumn).strip();
                if (part.isEmpty()) {
                    throw rows.refusal(
                            "column '" + rows.header().name(splitColumn) + "' is empty",
                            "Every row needs its part where 'split' is given.");
                }
                int[] written = row.getField(textColumn).strip().codePoints().toArray();
                for (int place = every; place < written.length; place += every) {
                    prompts.add(
                            new Prompt(part, new String(written, 0, place), shown(Character.toString(written[place]))));
                }
            }
        }
        if (prompts.isEmpty()) {
            throw Refusal.of(
                    "every",
                    file,
                    1,
                    "no text has more than " + every + " characters",
                    "Nothing comes next there: ask more often, with a smaller number.");
        }
        return prompts;
    }

    @Override
    public InputReader reader(Path other) throws IOException {
        CsvRows rows = CsvRows.open(other);
        try {
            return new CsvInputReader(rows, CsvColumns.text(rows.header().index(text)), List.of());
        } catch (RuntimeException failure) {
            rows.close();
            throw failure;
        }
    }
}
