package dev.weir.runtime.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code report.html}: the report as one file that opens offline.
 *
 * <p>Every number stands in the HTML itself; only the plots need JavaScript. Style, scripts and data are
 * written into the page, and its content security policy forbids every request and every script but those,
 * so a model called {@code <script>} stays a name.
 */
public final class HtmlReport {
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z]+)}}");

    private HtmlReport() {}

    /**
     * The page of a report. It has a section for each part of the report that it knows; a job without
     * stages has no table of stages.
     *
     * @param report the tree of {@code report.json}
     * @param plots  the points of the plots, which are not part of {@code report.json}:
     *               {@code riskCoverage[]} { {@code name}, {@code points[]} } with points
     *               {@code [coverage, risk]}, and {@code scores[]} { {@code stage}, {@code score}, {@code low},
     *               {@code high}, {@code edges[]}, {@code right[]}, {@code wrong[]} }, and {@code reliability[]} { {@code stage},
     *               {@code before[]}, {@code after[]} } with points {@code [probability, accuracy, count]}, of an
     *               exploration {@code explored} { {@code costKey}, {@code others[]} } with points
     *               {@code [cost, quality, name]}, and of a benchmark {@code transfer[]} { {@code target},
     *               {@code scores[]} { {@code name}, {@code points[]} } } with points {@code [value, accuracy, name]};
     *               may be empty
     */
    public static String page(ObjectNode report, ObjectNode plots) {
        String echarts = resource(ECHARTS);
        String script = resource("report.js");
        return fill(
                resource("report.html"),
                Map.of(
                        "policy", "script-src " + source(echarts) + " " + source(script),
                        "title", Html.escaped(title(report)),
                        "style", resource("report.css"),
                        "body", body(report, plots),
                        "data", data(report, plots),
                        "echarts", echarts,
                        "script", script));
    }

    private static String title(JsonNode report) {
        String file = report.path("config").path("file").asString("");
        return file.isEmpty() ? "Weir report" : file + " · Weir report";
    }

    private static String body(ObjectNode report, ObjectNode plots) {
        Html html = new Html();
        Headline.write(html, report);
        SelectTables.write(html, report);
        ClusteringFigure.write(html, plots);
        InterpolateTables.write(html, report);
        MergeTables.write(html, report);
        ExploreTables.write(html, report);
        BenchmarkTables.write(html, report, plots);
        Flow.write(html, report);
        Tables.write(html, report);
        TuningTables.write(html, report);
        RepeatTables.write(html, report);
        Plots.write(html, report, plots);
        Provenance.write(html, report);
        return html.toString();
    }

    /** JSON that may stand inside a script tag: without {@code <} it can neither close the tag nor open a comment. */
    private static String data(ObjectNode report, ObjectNode plots) {
        ObjectNode data = report.objectNode();
        data.set("report", report);
        data.set("plots", plots);
        return data.toString()
                .replace("<", "\\u003c")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** Fills the placeholders of the template in one pass, so that a value is never searched for placeholders. */
    private static String fill(String template, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), "")));
    }

    /** A script as a content security policy names it: by its digest. */
    private static String source(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String path) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
