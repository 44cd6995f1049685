package dev.weir.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RepeatTablesTest {

    @Test
    void aReportOfOneRunHasNeitherSection() {
        assertThat(html("{job: 'cascade', seed: 1}")).isEmpty();
    }

    @Test
    void meansStandOverTheirIntervalsWithAColumnForEachVariant() {
        assertThat(html(
                        "{summary: [{variant: 'a', seeds: 2, cascade: {accuracy: 0.5, intervals: {accuracy: [0.4, 0.6]}},"
                                + " baselines: [{name: 'oracle', accuracy: 0.75}]},"
                                + " {variant: 'b', seeds: 2, cascade: {accuracy: 0.25}}]}"))
                .contains("<th scope=\"col\" class=\"number\">a</th><th scope=\"col\" class=\"number\">b</th>")
                .contains("<td title=\"0.5\">50.0%<small class=\"interval\">40.0% to 60.0%</small></td>")
                .contains("<td title=\"0.25\">25.0%</td>")
                .contains("Each number is the mean over 2 seeds")
                .contains("<b>oracle</b>")
                .contains("<td title=\"0.75\">75.0%</td>");
    }

    @Test
    void oneSeedSaysThatTheSpreadIsNotKnown() {
        assertThat(html("{summary: [{variant: null, seeds: 1, cascade: {accuracy: 0.5}}]}"))
                .contains("One seed: how much the numbers change from seed to seed is not known.")
                .contains("<th scope=\"col\" class=\"number\">run</th>");
    }

    @Test
    void eachRunLinksToItsReport() {
        assertThat(html("{runs: [{variant: 'a', seed: 3, folder: 'runs/a-3', cascade: {accuracy: 0.5}}]}"))
                .contains("<a href=\"runs/a-3/report.html\">a</a>")
                .contains("<td>3</td>")
                .contains("<td title=\"0.5\">50.0%</td>");
    }

    @Test
    void namesAreNeverMarkup() {
        assertThat(html("{summary: [{variant: '<b>', seeds: 1, baselines: [{name: '<i>', accuracy: 1}]}],"
                        + " runs: [{variant: '<b>', seed: 1, folder: '\\\"><script>'}]}"))
                .contains("&lt;b&gt;", "&lt;i&gt;", "&quot;&gt;&lt;script&gt;")
                .doesNotContain("<script>", "<i>", ">\"><");
    }

    /** JSON with unquoted keys and single quotes. */
    private static String html(String json) {
        Html html = new Html();
        RepeatTables.write(html, (ObjectNode) JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
                .build()
                .readTree(json));
        return html.toString();
    }
}
