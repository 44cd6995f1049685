package dev.weir.runtime.config;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Scalars of a file as Java values. What is refused is refused with a message and, in a second line, a remedy. */
final class Scalars {
    private static final Pattern PERCENT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})? *%");

    private final Path folder;
    private final boolean requireFiles;
    private final FileFinder finder;
    private final List<Path> files = new ArrayList<>();
    private final Map<Path, String> found = new HashMap<>();

    Scalars(Path folder, boolean requireFiles, FileFinder finder) {
        this.finder = finder;
        this.folder = folder;
        this.requireFiles = requireFiles;
    }

    /** Whether a type is written as one scalar. */
    static boolean isScalar(Class<?> type) {
        return (type.isPrimitive() && type != void.class && type != char.class)
                || type == String.class
                || type == Path.class
                || type.isEnum()
                || List.<Class<?>>of(Boolean.class, Integer.class, Long.class, Double.class, Float.class)
                        .contains(type);
    }

    /** What a type is, for a person. */
    static String words(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class || type == float.class || type == Float.class) {
            return "a number";
        }
        if (type == Path.class) {
            return "the path of a file";
        }
        return type.isEnum() ? "one of " + String.join(", ", constants(type)) : "a text";
    }

    /** The names of an enum's constants, in kebab-case. */
    static List<String> constants(Class<?> type) {
        return Stream.of(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    Object value(Class<?> type, ScalarNode node) {
        String text = node.getValue();
        if (type == String.class) {
            return text;
        }
        if (type == Path.class) {
            return file(text);
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        if (type == boolean.class || type == Boolean.class) {
            require(node.getTag().equals(Tag.BOOL), type, text);
            return text.toLowerCase(Locale.ROOT).equals("true");
        }
        if (type == int.class || type == Integer.class) {
            return (int) whole(type, node, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return whole(type, node, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        double number = number(type, node);
        return type == float.class || type == Float.class ? (Object) (float) number : (Object) number;
    }

    private static void require(boolean condition, Class<?> type, String text) {
        if (!condition) {
            throw new IllegalArgumentException("must be " + words(type) + ", got '" + text + "'");
        }
    }

    private static long whole(Class<?> type, ScalarNode node, long least, long most) {
        require(node.getTag().equals(Tag.INT), type, node.getValue());
        BigInteger value;
        try {
            value = new BigInteger(node.getValue());
        } catch (NumberFormatException e) { // a tag said that it was one
            throw new IllegalArgumentException("must be " + words(type) + ", got '" + node.getValue() + "'");
        }
        if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new IllegalArgumentException("must be from " + least + " to " + most + ", got " + node.getValue());
        }
        return value.longValue();
    }

    private static double number(Class<?> type, ScalarNode node) {
        String text = node.getValue();
        if (PERCENT.matcher(text).matches()) {
            BigDecimal percent =
                    new BigDecimal(text.substring(0, text.length() - 1).strip());
            throw new IllegalArgumentException(
                    "must be a number, got '" + text + "'\nWrite " + percent.toPlainString() + " percent as "
                            + percent.movePointLeft(2).stripTrailingZeros().toPlainString() + ".");
        }
        require(node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT), type, text);
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals(".nan")) {
            throw new IllegalArgumentException("must be a number, got NaN");
        }
        if (lower.endsWith(".inf")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) { // a tag said that it was one
            throw new IllegalArgumentException("must be " + words(type) + ", got '" + text + "'");
        }
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "is too large for a number, got " + text + "\nWrite .inf where no bound is meant.");
        }
        return value;
    }

    private static Object constant(Class<?> type, String text) {
        List<String> names = constants(type);
        int index = names.indexOf(text);
        if (index < 0) {
            throw new IllegalArgumentException("must be one of " + String.join(", ", names) + ", got '" + text + "'"
                    + Spelling.nearest(text, names)
                            .map(name -> "\nDid you mean '" + name + "'?")
                            .orElse(""));
        }
        return type.getEnumConstants()[index];
    }

    private Path file(String text) {
        if (requireFiles && text.startsWith(FileFinder.MAVEN)) {
            Path path = finder.find(text);
            files.add(path);
            found.put(path, text);
            return path;
        }
        Path path;
        try {
            path = folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path: " + e.getReason());
        }
        if (requireFiles && (text.isEmpty() || !Files.isReadable(path))) {
            throw new IllegalArgumentException("there is no file '" + text + "'\n" + neighbour(path)
                    + "A path is relative to the folder of the YAML file.");
        }
        files.add(path);
        return path;
    }

    /** The files that were named so far. */
    List<Path> files() {
        return files;
    }

    /** The files that were named otherwise than by a path, with their names. */
    Map<Path, String> found() {
        return found;
    }

    private static String neighbour(Path path) {
        Path parent = path.getParent();
        if (parent == null || path.getFileName() == null || !Files.isDirectory(parent)) {
            return "";
        }
        try (Stream<Path> siblings = Files.list(parent)) {
            return Spelling.didYouMean(
                    path.getFileName().toString(),
                    siblings.map(sibling -> sibling.getFileName().toString()).collect(Collectors.toSet()));
        } catch (IOException e) {
            return "";
        }
    }
}
