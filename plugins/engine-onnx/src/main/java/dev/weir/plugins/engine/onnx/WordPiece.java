package dev.weir.plugins.engine.onnx;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of BERT-like models: words are divided at spaces and punctuation, and a word is made of the longest
 * pieces of the vocabulary, first to last.
 *
 * @see <a href="https://arxiv.org/abs/1810.04805">Devlin et al., BERT, NAACL 2019</a>
 */
final class WordPiece {
    static final String START = "[CLS]";
    static final String END = "[SEP]";
    static final String UNKNOWN = "[UNK]";

    /** Tokens that there is room for before it has to grow. */
    private static final int FIRST_ROOM = 64;

    private final Map<String, Integer> vocabulary;
    private final boolean lowercase;
    private final boolean stripsAccents;
    private final String continuing;
    private final int longestWord;
    private final int start;
    private final int end;
    private final int unknown;

    /**
     * A tokenizer.
     *
     * @param vocabulary    ids of tokens
     * @param stripsAccents whether letters lose their marks
     * @param continuing    what a token that goes on with a word begins with
     * @param longestWord   characters; a longer word is unknown
     * @throws IllegalArgumentException when the vocabulary lacks one of the three marks
     */
    WordPiece(
            Map<String, Integer> vocabulary,
            boolean lowercase,
            boolean stripsAccents,
            String continuing,
            int longestWord) {
        this.vocabulary = new HashMap<>(vocabulary);
        this.lowercase = lowercase;
        this.stripsAccents = stripsAccents;
        this.continuing = continuing;
        this.longestWord = longestWord;
        this.start = required(START);
        this.end = required(END);
        this.unknown = required(UNKNOWN);
    }

    private int required(String token) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw new IllegalArgumentException("has no token " + token);
        }
        return id;
    }

    /** The largest id that it gives. */
    int largest() {
        return vocabulary.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /**
     * The tokens of a text between their two marks; an empty text has the marks alone.
     *
     * @param most how many tokens at most, the marks included; at least 2
     */
    int[] ids(String text, int most) {
        int[] ids = new int[Math.min(most, FIRST_ROOM)];
        int count = 0;
        ids[count++] = start;
        for (String word : words(text)) {
            for (int id : pieces(word)) {
                if (count == most - 1) {
                    ids[count++] = end;
                    return Arrays.copyOf(ids, count);
                }
                if (count == ids.length - 1) {
                    ids = Arrays.copyOf(ids, Math.min(most, 2 * ids.length));
                }
                ids[count++] = id;
            }
        }
        ids[count++] = end;
        return Arrays.copyOf(ids, count);
    }

    private List<String> words(String text) {
        String normal = stripsAccents ? Normalizer.normalize(cleaned(text), Normalizer.Form.NFD) : cleaned(text);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        normal.codePoints().forEach(c -> {
            if (c == ' ' || isPunctuation(c) || isChinese(c)) {
                finish(word, words);
                if (c != ' ') {
                    words.add(Character.toString(c));
                }
            } else if (!stripsAccents || Character.getType(c) != Character.NON_SPACING_MARK) {
                word.appendCodePoint(lowercase ? Character.toLowerCase(c) : c);
            }
        });
        finish(word, words);
        return words;
    }

    private static void finish(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /** White space as spaces; without characters that nobody sees. */
    private static String cleaned(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (c == '\t' || c == '\n' || c == '\r' || isSpace(type)) {
                cleaned.append(' ');
            } else if (c != 0xfffd
                    && type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.SURROGATE
                    && type != Character.PRIVATE_USE
                    && type != Character.UNASSIGNED) {
                cleaned.appendCodePoint(c);
            }
        });
        return cleaned.toString();
    }

    private static boolean isSpace(int type) {
        return type == Character.SPACE_SEPARATOR
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean isPunctuation(int c) {
        if (c < 128) {
            return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isChinese(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }

    private List<Integer> pieces(String word) {
        if (word.codePointCount(0, word.length()) > longestWord) {
            return List.of(unknown);
        }
        List<Integer> pieces = new ArrayList<>();
        int from = 0;
        while (from < word.length()) {
            int to = word.length();
            Integer id = piece(word, from, to);
            while (id == null) {
                to = word.offsetByCodePoints(to, -1);
                if (to == from) {
                    return List.of(unknown);
                }
                id = piece(word, from, to);
            }
            pieces.add(id);
            from = to;
        }
        return pieces;
    }

    private @Nullable Integer piece(String word, int from, int to) {
        String piece = word.substring(from, to);
        return vocabulary.get(from == 0 ? piece : continuing + piece);
    }
}
