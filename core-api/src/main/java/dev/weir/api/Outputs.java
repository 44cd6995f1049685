package dev.weir.api;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a model put out for a batch of {@code n} examples: its logits and, where they were asked for by a
 * {@link Need}, its features, its source probabilities and the outputs of earlier stages, all in the same row order.
 *
 * <p>A model that answers token by token puts out a row of logits for each position of each answer, and a mask of the
 * tokens; an example is still one answer. What such an answer is among the classes is known once it was compared with
 * the {@linkplain #answering classes}.
 */
public final class Outputs {
    private final int rows;
    private final @Nullable Logits logits;
    private final @Nullable Features features;
    private final @Nullable Features sourceProbabilities;
    private final @Nullable List<Outputs> earlierStages;
    private final @Nullable List<Outputs> members;
    private final @Nullable TokenMask tokens;
    private final int @Nullable [] predictions;

    private Outputs(
            int rows,
            @Nullable Logits logits,
            @Nullable Features features,
            @Nullable Features sourceProbabilities,
            @Nullable List<Outputs> earlierStages,
            @Nullable List<Outputs> members,
            @Nullable TokenMask tokens,
            int @Nullable [] predictions) {
        this.rows = rows;
        this.tokens = tokens;
        this.predictions = predictions;
        this.members = members;
        this.logits = logits;
        this.features = features;
        this.sourceProbabilities = sourceProbabilities;
        this.earlierStages = earlierStages;
    }

    public static Outputs of(Logits logits) {
        return new Outputs(logits.rows(), logits, null, null, null, null, null, null);
    }

    /** The outputs of a model that does not answer, only say what it sees in {@code n} examples. */
    public static Outputs withoutLogits(int rows) {
        return new Outputs(rows, null, null, null, null, null, null, null);
    }

    public Outputs withFeatures(Features given) {
        requireRows(given.rows());
        return new Outputs(rows, logits, given, sourceProbabilities, earlierStages, members, tokens, predictions);
    }

    /**
     * With the probabilities of the classes that the model first learned, {@code n x s}. Whether rows sum to 1 is
     * left to those who read them.
     */
    public Outputs withSourceProbabilities(Features given) {
        requireRows(given.rows());
        return new Outputs(rows, logits, features, given, earlierStages, members, tokens, predictions);
    }

    public Outputs withEarlierStages(List<Outputs> given) {
        given.forEach(stage -> requireRows(stage.rows()));
        return new Outputs(
                rows, logits, features, sourceProbabilities, List.copyOf(given), members, tokens, predictions);
    }

    /** The outputs that were averaged into these, of the same rows. */
    public Outputs withMembers(List<Outputs> given) {
        given.forEach(member -> requireRows(member.rows()));
        return new Outputs(
                rows, logits, features, sourceProbabilities, earlierStages, List.copyOf(given), tokens, predictions);
    }

    /**
     * The same outputs with other logits of the same rows, such as a combination with other models. Of answers of
     * several tokens they say how sure each token is; the answer stays what it was.
     */
    public Outputs withLogits(Logits given) {
        if (tokens == null) {
            requireRows(given.rows());
        } else if (given.rows() != logits().rows()) {
            throw new IllegalArgumentException(logits().rows() + " rows expected, got " + given.rows());
        }
        return new Outputs(rows, given, features, sourceProbabilities, earlierStages, members, tokens, predictions);
    }

    /**
     * What a model put out that answers token by token.
     *
     * @param logits a row for each position: {@code n * length x v}, answer by answer
     * @param tokens which positions hold a token
     */
    public static Outputs ofTokens(Logits logits, TokenMask tokens) {
        if (logits.rows() != (long) tokens.rows() * tokens.length()) {
            throw new IllegalArgumentException(logits + " do not fit a " + tokens);
        }
        return new Outputs(tokens.rows(), logits, null, null, null, null, tokens, null);
    }

    /** The same outputs, whose answers are compared with classes; themselves where an answer is one class. */
    public Outputs answering(Answers classes) {
        if (tokens == null) {
            return this;
        }
        int length = tokens.length();
        if (classes.length() != length || classes.vocabulary() > logits().classes()) {
            throw new IllegalArgumentException(logits() + " in answers of length " + length + " do not fit " + classes);
        }
        int[] found = new int[rows];
        for (int row = 0; row < rows; row++) {
            found[row] = classes.find(written(row));
        }
        return new Outputs(rows, logits, features, sourceProbabilities, earlierStages, members, tokens, found);
    }

    /**
     * The likeliest token at each position of an answer, the lowest where several are as likely; {@link Answers#NONE} where
     * there is none.
     *
     * @throws IllegalStateException when the model does not answer token by token
     */
    public int[] written(int row) {
        if (tokens == null) {
            throw new IllegalStateException("these answers are one class each");
        }
        int length = tokens.length();
        int[] written = new int[length];
        for (int position = 0; position < length; position++) {
            written[position] = tokens.isToken(row, position) ? logits().argMax(row * length + position) : Answers.NONE;
        }
        return written;
    }

    private void requireRows(int given) {
        if (given != rows) {
            throw new IllegalArgumentException(rows + " rows expected, got " + given);
        }
    }

    public int rows() {
        return rows;
    }

    /**
     * The logits.
     *
     * @throws IllegalStateException when the model does not answer
     */
    public Logits logits() {
        if (logits == null) {
            throw new IllegalStateException("these outputs hold no logits: the model does not answer");
        }
        return logits;
    }

    /** Whether the model answers. */
    public boolean hasLogits() {
        return logits != null;
    }

    /** Which tokens the answers have, where the model answers token by token; else empty. */
    public Optional<TokenMask> tokens() {
        return Optional.ofNullable(tokens);
    }

    /**
     * The predicted class of each row, the lowest index where several logits are equal; {@link Answers#NONE} for an
     * answer of several tokens that is no class. A new array.
     *
     * @throws IllegalStateException when the answers have several tokens and were not compared with classes
     */
    public int[] predictions() {
        if (tokens == null) {
            return logits().predictions();
        }
        if (predictions == null) {
            throw new IllegalStateException("these answers were not compared with classes");
        }
        return predictions.clone();
    }

    /** As {@link #predictions()}, of one row. */
    public int prediction(int row) {
        if (tokens == null) {
            return logits().argMax(row);
        }
        if (predictions == null) {
            throw new IllegalStateException("these answers were not compared with classes");
        }
        return predictions[row];
    }

    /**
     * One number for each example. Where an answer is one row of logits, it is the number of that row; where it has
     * several tokens, their numbers are combined in order, and padding is left out.
     *
     * @param ofRow    the number of a row of the logits
     * @param combined makes one number of those so far and that of the next token
     */
    public double[] mapAnswers(IntToDoubleFunction ofRow, DoubleBinaryOperator combined) {
        if (tokens == null) {
            return logits().mapRows(ofRow);
        }
        double[] result = new double[rows];
        for (int row = 0; row < rows; row++) {
            boolean first = true;
            for (int position = 0; position < tokens.length(); position++) {
                if (tokens.isToken(row, position)) {
                    double value = ofRow.applyAsDouble(row * tokens.length() + position);
                    result[row] = first ? value : combined.applyAsDouble(result[row], value);
                    first = false;
                }
            }
        }
        return result;
    }

    /** As {@link #mapAnswers}, the mean over the tokens of an answer. */
    public double[] meanOfTokens(IntToDoubleFunction ofRow) {
        double[] result = mapAnswers(ofRow, Double::sum);
        if (tokens != null) {
            for (int row = 0; row < rows; row++) {
                result[row] /= tokens.count(row);
            }
        }
        return result;
    }

    /** The probability of each answer: of its class, or of all its tokens, each after those before it. */
    public double[] probabilities(double temperature) {
        Logits given = logits();
        return mapAnswers(row -> given.maxSoftmax(row, temperature), (first, second) -> first * second);
    }

    /**
     * What of the logits can be held against labels: all rows where an answer is one class. Of answers of several
     * tokens, each token of the label up to the first that the model answered otherwise: what comes after that was
     * asked of a text that is not the label's.
     */
    public Graded graded(Labels labels) {
        if (tokens == null) {
            return new Graded(logits(), labels);
        }
        Answers answers = labels.answers()
                .orElseThrow(() ->
                        new IllegalArgumentException("answers of several tokens cannot be held against " + labels));
        int length = tokens.length();
        int[] places = new int[rows * length];
        int[] values = new int[rows * length];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            boolean right = true;
            for (int position = 0; position < length && right; position++) {
                int label = answers.token(labels.at(row), position);
                boolean token = tokens.isToken(row, position);
                if (label != Answers.NONE && token) {
                    places[count] = row * length + position;
                    values[count++] = label;
                }
                right = token ? logits().argMax(row * length + position) == label : label == Answers.NONE;
            }
        }
        return new Graded(
                logits().select(Arrays.copyOf(places, count)),
                new Labels(logits().classes(), Arrays.copyOf(values, count)));
    }

    /**
     * Rows of logits with the true class or token of each.
     *
     * @param logits {@code m x k}
     * @param labels of the {@code m} rows
     */
    public record Graded(Logits logits, Labels labels) {}

    /**
     * The features of the penultimate layer.
     *
     * @throws IllegalStateException when nobody declared {@link Need#FEATURES}
     */
    public Features features() {
        if (features == null) {
            throw new IllegalStateException("these outputs hold no features: declare Need.FEATURES");
        }
        return features;
    }

    /** Whether the features are there. */
    public boolean hasFeatures() {
        return features != null;
    }

    /**
     * The probabilities of the classes that the model first learned, {@code n x s}.
     *
     * @throws IllegalStateException when nobody declared {@link Need#SOURCE_PROBABILITIES}
     */
    public Features sourceProbabilities() {
        if (sourceProbabilities == null) {
            throw new IllegalStateException(
                    "these outputs hold no source probabilities: declare Need.SOURCE_PROBABILITIES");
        }
        return sourceProbabilities;
    }

    /** Whether the source probabilities are there. */
    public boolean hasSourceProbabilities() {
        return sourceProbabilities != null;
    }

    /**
     * The outputs of the stages before this one, first stage first.
     *
     * @throws IllegalStateException when nobody declared {@link Need#EARLIER_STAGES}
     */
    public List<Outputs> earlierStages() {
        if (earlierStages == null) {
            throw new IllegalStateException("these outputs hold no earlier stages: declare Need.EARLIER_STAGES");
        }
        return earlierStages;
    }

    /** The outputs that were averaged into these, where somebody declared {@link Need#MEMBERS}; else only these. */
    public List<Outputs> members() {
        return members == null ? List.of(this) : members;
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive), as a view. */
    public Outputs rows(int from, int to) {
        return new Outputs(
                to - from,
                logits == null
                        ? null
                        : tokens == null
                                ? logits.rows(from, to)
                                : logits.rows(from * tokens.length(), to * tokens.length()),
                features == null ? null : features.rows(from, to),
                sourceProbabilities == null ? null : sourceProbabilities.rows(from, to),
                earlierStages == null
                        ? null
                        : earlierStages.stream()
                                .map(stage -> stage.rows(from, to))
                                .toList(),
                members == null
                        ? null
                        : members.stream().map(member -> member.rows(from, to)).toList(),
                tokens == null ? null : tokens.rows(from, to),
                predictions == null ? null : Arrays.copyOfRange(predictions, from, to));
    }

    /** The given rows in the given order, copied. */
    public Outputs select(int[] selected) {
        return new Outputs(
                selected.length,
                logits == null ? null : logits.select(tokens == null ? selected : tokens.positions(selected)),
                features == null ? null : features.select(selected),
                sourceProbabilities == null ? null : sourceProbabilities.select(selected),
                earlierStages == null
                        ? null
                        : earlierStages.stream()
                                .map(stage -> stage.select(selected))
                                .toList(),
                members == null
                        ? null
                        : members.stream()
                                .map(member -> member.select(selected))
                                .toList(),
                tokens == null ? null : tokens.select(selected),
                predictions == null
                        ? null
                        : Arrays.stream(selected).map(row -> predictions[row]).toArray());
    }

    @Override
    public String toString() {
        return "outputs of " + (logits == null ? rows + " rows" : logits)
                + (features == null ? "" : " with " + features);
    }
}
