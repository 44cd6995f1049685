package dev.weir.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class YamlJsonTest {

    @Test
    void scalarsAreThoseOfYaml12() {
        YamlFile file = YamlFile.parse(
                "a.yaml",
                Path.of(""),
                "{a: no, b: true, c: 010, d: 1e3, e: ~, f: '1', g: +5, h: 12345678901234567890}");

        assertThat(YamlJson.of(file).toString())
                .isEqualTo("{\"a\":\"no\",\"b\":true,\"c\":10,\"d\":1000.0,\"e\":null,\"f\":\"1\",\"g\":5,"
                        + "\"h\":12345678901234567890}");
    }

    @Test
    void mappingsAndListsKeepTheirOrderAndAliasesAreWrittenOut() {
        YamlFile file = YamlFile.parse("a.yaml", Path.of(""), "z: &list [2, 1]\n7: {inner: *list}");

        assertThat(YamlJson.of(file).toString()).isEqualTo("{\"z\":[2,1],\"7\":{\"inner\":[2,1]}}");
    }

    @Test
    void infinityIsTheLargestDoubleAndNanIsNull() {
        YamlFile file = YamlFile.parse("a.yaml", Path.of(""), "a: [-.inf, +.Inf, 1e999, .nan]");

        assertThat(YamlJson.of(file).get("a").toString())
                .isEqualTo("[-1.7976931348623157E308,1.7976931348623157E308,1.7976931348623157E308,null]");
    }

    @Test
    void aTagThatFitsIsRead() {
        YamlFile file = YamlFile.parse("a.yaml", Path.of(""), "a: [!!int '3', !!str 3]");

        assertThat(YamlJson.of(file).get("a").toString()).isEqualTo("[3,\"3\"]");
    }
}
