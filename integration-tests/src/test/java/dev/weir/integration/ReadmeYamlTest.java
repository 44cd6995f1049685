package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.weir.integration.Distribution.Ended;
import dev.weir.runtime.config.YamlFile;
import dev.weir.runtime.config.YamlJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every piece of YAML in a README is part of a job of its form, and every file that a README runs is there. */
class ReadmeYamlTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    /** Data one after the other. */
    private static final Pattern ALTERNATIVE = Pattern.compile("(?m)(?!\\A)(?=^data:)");

    private static final Pattern FILE = Pattern.compile("configs/[a-z0-9/-]+\\.yaml");
    private static final List<Schema> SCHEMAS = Stream.of("CascadeSettings", "SelectSettings")
            .map(ReadmeYamlTest::schema)
            .toList();

    @ParameterizedTest
    @MethodSource("pieces")
    void aPieceOfYamlHasTheFormOfItsJob(String piece, @TempDir Path folder) throws IOException {
        JsonNode value = YamlJson.of(YamlFile.read(Files.writeString(folder.resolve("job.yaml"), job(piece))));

        assertThat(SCHEMAS.stream().map(schema -> schema.validate(value)))
                .as(piece)
                .anyMatch(List::isEmpty);
    }

    /** A piece of a stage is the stage of a job. */
    private static String job(String piece) {
        return piece.startsWith("tune:") ? "stages:\n  - model: small\n" + piece.indent(4) : piece;
    }

    /** The schema of a job of which any part will do. */
    private static Schema schema(String settings) {
        Ended ended = InProcess.weir("schema");
        ObjectNode whole = (ObjectNode) JsonMapper.shared().readTree(ended.out());
        ((ObjectNode) whole.at("/$defs/" + settings)).remove(List.of("required", "not"));
        whole.remove(List.of("properties", "required", "allOf", "type"));
        whole.put("$ref", "#/$defs/" + settings);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(whole);
    }

    static List<String> pieces() throws IOException {
        List<String> pieces = new ArrayList<>();
        for (Path readme : readmes()) {
            BLOCK.matcher(Files.readString(readme))
                    .results()
                    .map(MatchResult::group)
                    .forEach(block -> {
                        String text =
                                block.substring("```yaml\n".length(), block.length() - 3)
                                                .stripTrailing()
                                                .stripIndent() + "\n";
                        pieces.addAll(ALTERNATIVE.splitAsStream(text).toList());
                    });
        }
        assertThat(pieces).hasSizeGreaterThan(20);
        return pieces;
    }

    @Test
    void everyJobThatAReadmeNamesIsThere() throws IOException {
        for (Path readme : readmes()) {
            assertThat(FILE.matcher(Files.readString(readme)).results().map(MatchResult::group))
                    .as(readme.toString())
                    .allMatch(file -> Files.isRegularFile(Path.of("..", file)));
        }
    }

    private static List<Path> readmes() throws IOException {
        try (Stream<Path> plugins = Files.list(Path.of("../plugins"))) {
            return Stream.concat(Stream.of(Path.of("../README.md")), plugins.map(plugin -> plugin.resolve("README.md")))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }
}
