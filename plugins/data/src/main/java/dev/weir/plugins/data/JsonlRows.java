package dev.weir.plugins.data;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Streams the lines of a file, each a JSON object, of which only the wanted members are kept. */
final class JsonlRows implements Place, Closeable {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String ONE_OBJECT =
            "Write one JSON object a line, such as {\"label\": \"a\", \"text\": \"b\"}.";
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private final Path file;
    private final Set<String> wanted;
    private final BufferedReader lines;
    private long line;

    private JsonlRows(Path file, Set<String> wanted, BufferedReader lines) {
        this.file = file;
        this.wanted = wanted;
        this.lines = lines;
    }

    static JsonlRows open(Path file, Set<String> wanted) throws IOException {
        // a decoder of its own refuses what is not UTF-8; a charset would replace it
        return new JsonlRows(
                file,
                wanted,
                new BufferedReader(
                        new InputStreamReader(Gzip.open(file), StandardCharsets.UTF_8.newDecoder()), 1 << 16));
    }

    /** The wanted members of the next object that are there; null at the end of the file. */
    @Nullable
    Map<String, Member> next() throws IOException {
        String text = line();
        while (text != null && text.isBlank()) {
            text = line();
        }
        if (text == null) {
            return null;
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refusal("not a JSON object", ONE_OBJECT);
            }
            Map<String, Member> members = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (wanted.contains(name)) {
                    members.put(name, member(parser, value));
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw refusal("something follows after the object", ONE_OBJECT);
            }
            return members;
        } catch (JacksonException failure) {
            throw refusal("not JSON: " + failure.getOriginalMessage(), ONE_OBJECT);
        }
    }

    private @Nullable String line() throws IOException {
        try {
            String text = lines.readLine();
            line++;
            boolean isMarked = line == 1 && text != null && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
            return isMarked && text != null ? text.substring(1) : text;
        } catch (CharacterCodingException failure) {
            throw Refusal.of(file, "not UTF-8, somewhere after line " + line, "Save the file in UTF-8.");
        } catch (IOException failure) {
            throw Gzip.explained(file, failure);
        }
    }

    private static Member member(JsonParser parser, JsonToken value) {
        List<String> numbers = new ArrayList<>();
        if (value == JsonToken.START_ARRAY) {
            int depth = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                depth += token == JsonToken.START_ARRAY ? 1 : token == JsonToken.END_ARRAY ? -1 : 0;
                if (token != null && token.isScalarValue()) {
                    numbers.add(token.isNumeric() ? parser.getString() : "a " + token);
                } else if (token == JsonToken.START_OBJECT) {
                    numbers.add("an object");
                    parser.skipChildren();
                }
            }
            return new Member(Member.Form.LIST, "", numbers);
        }
        if (value == JsonToken.START_OBJECT) {
            parser.skipChildren();
            return new Member(Member.Form.OTHER, "an object", numbers);
        }
        if (value == JsonToken.VALUE_STRING) {
            return new Member(Member.Form.TEXT, parser.getString(), numbers);
        }
        if (value.isNumeric()) {
            return new Member(Member.Form.NUMBER, parser.getString(), List.of(parser.getString()));
        }
        return new Member(value.isBoolean() ? Member.Form.BOOLEAN : Member.Form.OTHER, parser.getString(), numbers);
    }

    /**
     * The value of a wanted name.
     *
     * @param text    as it is written, a string without its quotes
     * @param numbers the number, or the numbers of a list, lists within it laid in a row; what is no number there
     *     says what it is instead
     */
    record Member(Form form, String text, List<String> numbers) {
        enum Form {
            TEXT,
            NUMBER,
            BOOLEAN,
            LIST,
            OTHER
        }
    }

    @Override
    public IllegalArgumentException refusal(String problem, String remedy) {
        return Refusal.of(file, line, problem, remedy);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
