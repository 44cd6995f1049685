package dev.weir.runtime.job;

import tools.jackson.databind.node.ObjectNode;

/**
 * What a run found.
 *
 * @param digests of the data and models, for the report
 * @param report  the job's own part of {@code report.json}
 * @param rules   the content of {@code rules.json}
 * @param plots   the numbers behind the plots of {@code report.html}
 * @param table   what the command line prints
 */
public record Results(ObjectNode digests, ObjectNode report, ObjectNode rules, ObjectNode plots, String table) {}
