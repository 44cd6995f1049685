package dev.weir.api.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of JSON that the header of a tensor file is written in: objects, lists, strings and whole numbers
 * of 0 or more. Stricter than JSON where that is lax: a name may stand in an object once.
 */
final class Json {
    private static final int DEEPEST = 8;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads an object: {@code Map}, {@code List}, {@code String} and {@code Long} are what it may hold.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    static Map<String, Object> object(String text) {
        Json json = new Json(text);
        json.skipSpace();
        Map<String, Object> object = json.object(1);
        json.skipSpace();
        if (json.at != text.length()) {
            throw json.wrong("the end");
        }
        return object;
    }

    /** A string in quotes, in ASCII. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw wrong("fewer levels");
        }
        char next = peek();
        return switch (next) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '"' -> string();
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        expect('{');
        skipSpace();
        while (peek() != '}') {
            if (!object.isEmpty()) {
                expect(',');
                skipSpace();
            }
            int start = at;
            String name = string();
            skipSpace();
            expect(':');
            skipSpace();
            if (object.put(name, value(depth + 1)) != null) {
                at = start;
                throw wrong("another name than " + quoted(name) + ", which was there before");
            }
            skipSpace();
        }
        expect('}');
        return object;
    }

    private List<Object> list(int depth) {
        List<Object> list = new ArrayList<>();
        expect('[');
        skipSpace();
        while (peek() != ']') {
            if (!list.isEmpty()) {
                expect(',');
                skipSpace();
            }
            list.add(value(depth + 1));
            skipSpace();
        }
        expect(']');
        return list;
    }

    private long number() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        String digits = text.substring(start, at);
        if (digits.isEmpty() || digits.length() > 18 || (digits.length() > 1 && digits.startsWith("0"))) {
            at = start;
            throw wrong("a value");
        }
        return Long.parseLong(digits);
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        expect('"');
        while (peek() != '"') {
            char c = next();
            if (c < ' ') {
                at--;
                throw wrong("a character of a string");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return string.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(next(), 16);
                    if (digit < 0) {
                        throw wrong("four hexadecimal digits");
                    }
                    code = code * 16 + digit;
                }
                yield (char) code;
            }
            default -> throw wrong("a known escape");
        };
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void expect(char expected) {
        if (peek() != expected) {
            throw wrong("'" + expected + "'");
        }
        at++;
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("more");
        }
        return text.charAt(at);
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException(
                "the header is not as it must be at character " + at + ": " + expected + " expected");
    }
}
