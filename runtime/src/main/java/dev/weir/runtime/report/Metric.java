package dev.weir.runtime.report;

import java.util.function.DoubleFunction;

/**
 * How the page shows one metric.
 *
 * @param key     its key in the report
 * @param label   its name for a reader
 * @param format  writes its value
 * @param reading one plain sentence that says how to read it
 */
record Metric(String key, String label, DoubleFunction<String> format, String reading) {

    static final Metric ACCURACY = new Metric(
            "accuracy", "Accuracy", Numbers::percent, "Share of the examples it gets right; higher is better.");

    static final Metric AUROC = new Metric(
            "auroc",
            "AUROC",
            Numbers::score,
            "Chance that a right answer is surer than a wrong one: 0.5 is a coin toss, 1 is perfect.");

    static final Metric AURC = new Metric(
            "aurc",
            "AURC",
            Numbers::area,
            "Error rate, averaged while the surest examples are accepted first; lower is better.");

    static final Metric NLL = new Metric(
            "nll",
            "NLL",
            Numbers::score,
            "Mean negative log of the probability of the true class; lower is better, sure mistakes cost most.");

    static final Metric ECE = new Metric(
            "ece",
            "ECE",
            Numbers::score,
            "Average gap between how sure it says it is and how often it is right; 0 is best.");

    static final Metric AVERAGE_MACS = new Metric(
            "averageMacs",
            "Average MACs",
            Numbers::quantity,
            "Multiply-accumulates for one example, averaged over the stages each example ran through.");
}
