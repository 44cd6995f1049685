package dev.weir.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RuleTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null                                                | answers all that reach it",
                "{'score': 'margin', 'low': 0.41, 'high': 0.93}      | passes on when 0.41 ≤ margin ≤ 0.93",
                "{'score': 'margin', 'low': null, 'high': 0.93}      | passes on when margin ≤ 0.93",
                "{'score': 'margin', 'low': 0.41, 'high': null}      | passes on when margin ≥ 0.41",
                "{'score': 'margin', 'low': null, 'high': null}      | passes everything on",
                "{'score': 'margin', 'low': 1, 'high': 0}            | never passes on",
                "{'score': {'use': 'entropy', 'with': {'temperature': 1.2}}, 'low': null, 'high': -0.3}"
                        + " | passes on when entropy (temperature 1.2) ≤ -0.3",
                "{'score': null, 'low': null, 'high': null, 'accept': 0.5}"
                        + " | answers all that reach it; abstains when max-softmax < 0.5",
            })
    void aRuleIsASentence(String rule, String words) {
        assertThat(Rule.words(JSON.readTree(rule.replace('\'', '"')), "max-softmax"))
                .isEqualTo(words);
    }
}
