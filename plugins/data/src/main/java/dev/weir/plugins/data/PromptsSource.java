package dev.weir.plugins.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.weir.api.Answers;
import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Labels;
import dev.weir.api.Name;
import dev.weir.api.Require;
import dev.weir.api.TokenIds;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Examples;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Texts as tokens, with an answer to each: what is written in a column, token by token and ended by {@code <end>}, or
 * the token that comes next in the text itself. The vocabulary is learned from the texts and answers of one part.
 *
 * <p>A text keeps its first tokens and is ended by {@code <answer>}. Where the next token is asked for, a text gives
 * an example for every so many of its tokens, each with the tokens before it.
 */
@Extension
@Name("prompts")
@Doc("texts of a CSV file as tokens, each with an answer that is written token by token, or with the token that comes"
        + " next")
public record PromptsSource(
        @Doc("the CSV file, in UTF-8; gzipped when its name ends with .gz")
        Path file,

        @Doc("the column of texts") String text,

        @Doc("a column of answers, such as the names of classes; either this or next-token is given")
        Optional<String> answer,

        @Doc("asks for the next token after every so many tokens of a text; at least 1")
        Optional<Integer> nextToken,

        @Doc("a column that names the part of each row, such as train or test")
        String split,

        @Doc("the part from whose texts and answers the vocabulary is learned, such as train")
        String learnedFrom,

        @Default("byte-pairs") @Doc("characters, or byte-pairs: characters and frequent pairs of tokens, within words")
        Tokens tokens,

        @Default("500") @Doc("tokens of the vocabulary at most, three of them special; from 4 to 2000")
        int vocabulary,

        @Default("64") @Doc("tokens of a text that are read at most, <answer> included; at least 2")
        int length)
        implements DataSource {

    private static final int SMALLEST = 4;
    private static final int LARGEST = 2000;

    /** What a token is. */
    public enum Tokens {
        CHARACTERS,
        BYTE_PAIRS
    }

    public PromptsSource {
        Settings.requireName("text", text);
        Settings.requireName("split", split);
        answer.ifPresent(column -> Settings.requireName("answer", column));
        if (answer.isPresent() == nextToken.isPresent()) {
            throw new IllegalArgumentException(
                    "either answer or next-token must be given, got " + (answer.isPresent() ? "both" : "neither"));
        }
        nextToken.ifPresent(every -> Require.atLeast("next-token", 1, every));
        if (vocabulary < SMALLEST || vocabulary > LARGEST) {
            throw new IllegalArgumentException("vocabulary must be from 4 to 2000, got " + vocabulary);
        }
        Require.atLeast("length", 2, length);
    }

    /** A row of the file. */
    private record Row(String part, String text, String answer, long line) {}

    /** An example: the tokens of a text, and its class. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Prompt(int[] tokens, int label) {}

    @Override
    public Parts read() throws IOException {
        List<Row> rows = rows();
        List<String> learned = new ArrayList<>();
        for (Row row : rows) {
            if (row.part().equals(learnedFrom)) {
                learned.add(row.text());
                learned.add(row.answer());
            }
        }
        if (learned.isEmpty()) {
            throw Refusal.of(
                    "learned-from",
                    file,
                    1,
                    "there is no row of the part '" + learnedFrom + "'",
                    "Parts are "
                            + String.join(
                                    ", ",
                                    rows.stream().map(Row::part).distinct().toList()) + ".");
        }
        TokenVocabulary known = TokenVocabulary.learned(learned, vocabulary, tokens == Tokens.BYTE_PAIRS);
        List<int[]> answers = new ArrayList<>();
        for (Row row : rows) {
            answers.add(answer.isPresent() ? answer(row, known) : new int[0]);
        }
        int places = answer.isPresent()
                ? answers.stream().mapToInt(of -> of.length).max().orElse(1)
                : 1;
        TokenLabels labels = new TokenLabels(places);
        List<String> names = new ArrayList<>();
        Map<String, List<Prompt>> prompts = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            List<Prompt> part = prompts.computeIfAbsent(row.part(), first -> new ArrayList<>());
            int[] written = known.encode(row.text());
            if (answer.isPresent()) {
                int[] padded = Arrays.copyOf(answers.get(i), places);
                Arrays.fill(padded, answers.get(i).length, places, Answers.NONE);
                int label = labels.classOf(padded);
                if (label == names.size()) {
                    names.add(row.answer());
                }
                int read = Math.min(written.length, length - 1);
                int[] prompt = Arrays.copyOf(written, read + 1);
                prompt[read] = TokenVocabulary.ANSWER;
                part.add(new Prompt(prompt, label));
            } else {
                int every = nextToken.orElseThrow();
                for (int next = every; next < written.length; next += every) {
                    if (written[next] != TokenVocabulary.UNKNOWN) {
                        int label = labels.classOf(new int[] {written[next]});
                        part.add(new Prompt(Arrays.copyOfRange(written, Math.max(0, next - length), next), label));
                    }
                }
            }
        }
        Answers all = labels.answers(known.size());
        List<String> classes = answer.isPresent() ? names : labels.names(known.names(), "");
        Map<String, Examples> parts = new LinkedHashMap<>();
        prompts.forEach((name, part) -> parts.put(name, examples(name, part, all)));
        return new Parts(classes, parts);
    }

    private List<Row> rows() throws IOException {
        List<Row> found = new ArrayList<>();
        try (CsvRows rows = CsvRows.open(file)) {
            CsvHeader header = rows.header();
            int textColumn = header.index("text", text);
            int splitColumn = header.index("split", split);
            int answerColumn = answer.isPresent() ? header.index("answer", answer.get()) : -1;
            for (CsvRecord row = rows.next(); row != null; row = rows.next()) {
                found.add(new Row(
                        filled(rows, row, splitColumn),
                        filled(rows, row, textColumn),
                        answerColumn < 0 ? "" : filled(rows, row, answerColumn),
                        rows.line()));
            }
        }
        if (found.isEmpty()) {
            throw Refusal.of(file, "there are no rows below the column names", "A source needs at least one example.");
        }
        return found;
    }

    private static String filled(CsvRows rows, CsvRecord row, int column) {
        String value = row.getField(column).strip();
        if (value.isEmpty()) {
            throw rows.refusal(
                    "column '" + rows.header().name(column) + "' is empty",
                    "Every row needs its part, a text of at least one token, and its answer where one is asked for.");
        }
        return value;
    }

    private int[] answer(Row row, TokenVocabulary known) {
        String unknown = known.unknownIn(row.answer());
        if (!unknown.isEmpty()) {
            throw Refusal.of(
                    file,
                    row.line(),
                    "the answer '" + row.answer() + "' has the character '" + unknown
                            + "', which is not in the vocabulary",
                    "Nobody could write it: enlarge the vocabulary, or learn it from a part that has the character.");
        }
        int[] written = known.encode(row.answer());
        return Arrays.copyOf(written, written.length + 1); // ended by END, which is 0
    }

    private Examples examples(String name, List<Prompt> part, Answers answers) {
        if (part.isEmpty()) {
            throw Refusal.of(
                    file,
                    "no text of the part '" + name + "' has more than " + nextToken.orElse(0) + " tokens",
                    "Nothing comes next there: ask more often with a smaller next-token.");
        }
        int[] ids = new int[Math.multiplyExact(part.size(), length)];
        boolean[] mask = new boolean[ids.length];
        int[] labels = new int[part.size()];
        for (int row = 0; row < part.size(); row++) {
            int[] written = part.get(row).tokens();
            System.arraycopy(written, 0, ids, row * length, written.length);
            Arrays.fill(mask, row * length, row * length + written.length, true);
            labels[row] = part.get(row).label();
        }
        return new Examples(new TokenIds(part.size(), length, ids, mask), new Labels(answers, labels));
    }
}
