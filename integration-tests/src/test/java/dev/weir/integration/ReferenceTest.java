package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference says what {@code weir explain} says, and a component its papers where its Javadoc does. */
class ReferenceTest {
    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]+)\">");
    private static final Pattern INDEXED = Pattern.compile("^- \\[[^]]+]\\(([^)]+)\\)", Pattern.MULTILINE);

    @Test
    void theReferenceInTheDistributionIsWhatItsPluginsSayNow(@TempDir Path folder) throws IOException {
        Ended ended = InProcess.weir("explain", "--markdown", folder.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(pages(Distribution.HOME.resolve("reference"))).isEqualTo(pages(folder));
    }

    @ParameterizedTest
    @MethodSource("indexed")
    void aPageSaysWhatExplainSays(String page) throws IOException {
        String name = page.substring(page.indexOf('/') + 1).replace(".md", "");
        String onThePage =
                Files.readString(Distribution.HOME.resolve("reference").resolve(page));

        String explained = InProcess.weir("explain", name).out();

        assertThat(onThePage
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("|") && !line.startsWith("It has no"))
                        .map(line -> line.replaceFirst("^# ", "")))
                .allMatch(explained::contains);
        assertThat(onThePage
                        .lines()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(3, line.indexOf('`', 3))))
                .allMatch(setting -> explained.contains("\n  " + setting + ": "));
    }

    static List<String> indexed() throws IOException {
        Matcher entries = INDEXED.matcher(Files.readString(Distribution.HOME.resolve("reference/README.md")));
        return entries.results().map(entry -> entry.group(1)).toList();
    }

    @Test
    void everyPageIsInTheIndex() throws IOException {
        assertThat(pages(Distribution.HOME.resolve("reference")).keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(indexed().stream(), Stream.of("README.md"))
                        .toList());
    }

    @Test
    void aPaperOfAComponentsJavadocIsSaidAtRunTimeToo() throws IOException {
        int papers = 0;
        for (Path source : sources()) {
            String text = Files.readString(source);
            int at = text.indexOf("@Extension\n");
            if (at >= 0) {
                Matcher links = LINK.matcher(text.substring(0, at));
                while (links.find()) {
                    assertThat(text.substring(at)).as(source.toString()).contains(links.group(1));
                    papers++;
                }
            }
        }
        assertThat(papers).isGreaterThan(15);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../plugins"))) {
            return files.filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
    }

    private static Map<String, String> pages(Path folder) throws IOException {
        Map<String, String> pages = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                pages.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return pages;
    }
}
