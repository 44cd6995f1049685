package dev.weir.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class HtmlReportTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    private final ObjectNode report = sample("report.json");
    private final ObjectNode plots = sample("plots.json");

    @Test
    void answersTheFourQuestionsInTheHeadline() {
        assertThat(text(body()))
                .contains("The cascade gets 97.5% of 360 test examples right, 0.8 points below 'large' alone (98.3%;"
                        + " their 95% intervals overlap), with 23.5% of the MACs of its most expensive stage.")
                .contains("95% interval 95.3% to 98.7%. Alone: small 91.1%, large 98.3%.")
                .contains("76 of 360 examples went on to 'large'.")
                .contains("11.6 k per example instead of 49.3 k, 76.5% saved.")
                .contains("3 of 360 examples get no answer: not sure enough.");
    }

    @Test
    void hasEveryTableAndEveryPlot() {
        assertThat(body())
                .contains("id=\"flow\"", "id=\"stages\"", "id=\"cascade\"", "id=\"baselines\"", "id=\"provenance\"")
                .contains("id=\"plot-cost\"", "id=\"plot-risk-coverage\"", "id=\"plot-score-0\"")
                .contains("id=\"plot-deferral\"");
    }

    @Test
    void showsAValueOverItsInterval() {
        assertThat(body())
                .contains("<td title=\"0.91111111\">91.1%<small class=\"interval\">87.7% to 93.7%</small></td>")
                .contains("<td title=\"0.01872\">0.0187<small class=\"interval\">0.0112 to 0.0291</small></td>");
    }

    @Test
    void showsANullAsADashWithItsReasonAsTooltipAndNote() {
        assertThat(body())
                .contains("<td class=\"none\" title=\"fewer than two bins hold an example\">–<sup>"
                        + "<a href=\"#stages-note-1\">1</a></sup></td>")
                .contains("<li id=\"stages-note-1\">fewer than two bins hold an example</li>");
    }

    @Test
    void takesOneReasonForAWholeGroup() {
        ObjectNode cascade = object(report, "cascade");
        object(cascade, "coverageAtRisk").putNull("0.05").putNull("0.1");
        object(cascade, "reasons").put("coverageAtRisk", "too few examples");

        assertThat(body()).containsOnlyOnce("<li id=\"cascade-note-2\">too few examples</li>");
        assertThat(body().split("title=\"too few examples\"", -1)).hasSize(3);
    }

    @Test
    void saysTheRulesInWords() {
        assertThat(text(body()))
                .contains("passes on when 0.4123 ≤ max-softmax ≤ 0.9312")
                .contains("answers all that reach it; abstains when max-softmax < 0.5");
    }

    @Test
    void marksAnOracle() {
        assertThat(body()).containsOnlyOnce("class=\"badge\">oracle: not reachable in practice</span>");
    }

    @Test
    void mixesAreHeldAgainstTheBestEndpointAndListedOnce() {
        ObjectNode mixed = (ObjectNode) JsonMapper.shared().readTree("""
                        { "job": "interpolate", "name": "dawin", "accuracy": 0.94, "forwardsPerExample": 3.0,
                          "intervals": { "accuracy": [0.92, 0.96] }, "splits": { "test": { "examples": 500 } },
                          "endpoints": [
                            { "model": "first", "accuracy": 0.9, "intervals": { "accuracy": [0.87, 0.93] } },
                            { "model": "second", "accuracy": 0.87, "intervals": { "accuracy": [0.84, 0.9] } } ],
                          "clusters": [], "baselines": [ { "name": "soup", "accuracy": 0.93, "oracle": false } ] }
                        """);

        String page = HtmlReport.page(mixed, mixed.objectNode());

        assertThat(text(page.substring(page.indexOf("<body"), page.indexOf("id=\"data\""))))
                .contains("The mixes get 94.0% of 500 test examples right, 4.0 points above the best endpoint, 'first',"
                        + " alone (90.0%; their 95% intervals overlap).")
                .containsOnlyOnce("soup");
    }

    @Test
    void namesWhatTheNumbersComeFrom() {
        assertThat(text(body()))
                .contains("data 1.0.0, scores 1.0.0, window-early-exit 1.0.0")
                .contains("train 898, validation 180, calibration 359, test 360")
                .contains(report.path("config").path("sha256").stringValue())
                .contains(report.path("digests").path("models").path("large").stringValue());
    }

    @Test
    void aModelCalledScriptStaysAName() {
        String name = "</script><!--<script>alert(1)</script>\u2028\"'{{script}}$1";
        object(report.path("stages"), 0).put("model", name);
        object(plots.path("riskCoverage"), 0).put("name", name);

        String page = page();

        assertThat(page.split("<script", -1)).hasSize(4);
        assertThat(page.split("</script", -1)).hasSize(4);
        assertThat(page).doesNotContain("<!--<").doesNotContain("\u2028\"'{{");
        assertThat(body()).contains(Html.escaped(name));
        assertThat(data(page).path("report")).isEqualTo(report);
        assertThat(data(page).path("plots")).isEqualTo(plots);
    }

    @Test
    void asksTheNetworkForNothing() {
        String page = page();
        String markup = page.substring(0, page.indexOf(" id=\"data\">"));

        assertThat(markup)
                .contains("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
                .doesNotContain("{{")
                .doesNotContainPattern("<(link|img|iframe)\\b|\\bsrc=|url\\(|@import");
    }

    @Test
    void showsThreeStages() {
        ObjectNode middle = object(report.path("stages"), 0).deepCopy();
        middle.put("model", "middle").put("examples", 100);
        ((ArrayNode) report.path("stages")).insert(1, middle);
        ((ArrayNode) report.at("/cascade/abstainedBy")).insert(1, 0);

        assertThat(text(body()))
                .contains("small answers 260 (72.2%), passes on 100 (27.8%)")
                .contains("middle answers 24 (6.7%), passes on 76 (21.1%)")
                .contains("large answers 73 (20.3%), abstains from 3 (0.8%)");
        assertThat(body()).contains("<th colspan=\"4\" scope=\"rowgroup\">Cost</th>");
    }

    @Test
    void saysWhyThereIsNoCost() {
        String reason = "the model 'large' does not state its MACs";
        object(report.path("stages"), 1).putNull("macs");
        object(object(report.path("stages"), 1), "reasons").put("macs", reason);
        object(report, "cascade").putNull("averageMacs");
        object(object(report, "cascade"), "reasons").put("averageMacs", reason);
        report.path("baselines").forEach(baseline -> ((ObjectNode) baseline).putNull("averageMacs"));

        assertThat(text(body()))
                .contains("Not known: the model 'large' does not state its MACs.")
                .contains("Left out: the model 'large' does not state its MACs.")
                .contains("0.8 points below 'large' alone (98.3%; their 95% intervals overlap).");
        assertThat(body()).doesNotContain("id=\"plot-cost\"");
    }

    @Test
    void namesTheBaselineThatHasNoCostAndIsNotInThePlot() {
        object(report.path("baselines"), 4).putNull("averageMacs");

        assertThat(text(body())).contains("Without MACs, so not shown: oracle.");
    }

    @Test
    void showsWhatItKnowsOfAnotherJob() {
        ObjectNode other = JSON.createObjectNode();
        other.put("weir", "1.0.0").put("job", "select").put("seed", 3);
        other.putArray("ranking").addObject().put("name", "bge");
        other.putArray("baselines")
                .addObject()
                .put("name", "brute force")
                .put("accuracy", 0.5)
                .put("oracle", true);

        String page = HtmlReport.page(other, JSON.createObjectNode());

        assertThat(page).contains("job select, seed 3", "brute force", "id=\"provenance\"");
        assertThat(page).doesNotContain("id=\"stages\"", "class=\"chart\"", "average MACs</th>");
    }

    @Test
    void showsAReportOfNothing() {
        String page = HtmlReport.page(JSON.createObjectNode(), JSON.createObjectNode());

        assertThat(page).contains("<title>Weir report</title>", "id=\"provenance\"");
    }

    private String page() {
        return HtmlReport.page(report, plots);
    }

    private String body() {
        String page = page();
        return page.substring(page.indexOf("<main>"), page.indexOf("</main>")).replace(">\n", ">");
    }

    /** What a reader sees of HTML: no tags, and characters instead of entities. */
    private static String text(String html) {
        return html.replaceAll("<[^>]*>", "")
                .replace('\u00a0', ' ')
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#39;", "'")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }

    private static JsonNode data(String page) {
        Matcher matcher = DATA.matcher(page);
        assertThat(matcher.find()).isTrue();
        return JSON.readTree(matcher.group(1));
    }

    private static ObjectNode object(JsonNode parent, String key) {
        return (ObjectNode) parent.path(key);
    }

    private static ObjectNode object(JsonNode parent, int index) {
        return (ObjectNode) parent.path(index);
    }

    private static ObjectNode sample(String name) {
        try (InputStream in = Objects.requireNonNull(HtmlReportTest.class.getResourceAsStream(name))) {
            return (ObjectNode) JSON.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
