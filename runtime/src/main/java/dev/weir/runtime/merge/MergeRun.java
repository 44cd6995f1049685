package dev.weir.runtime.merge;

import dev.weir.api.Inputs;
import dev.weir.api.RecordedRows;
import dev.weir.api.model.TensorFileHeader;
import dev.weir.api.model.TensorFileHeader.Entry;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.config.SettingText;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.job.FileDigests;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.Results;
import dev.weir.runtime.job.RunContext;
import dev.weir.runtime.plugin.PluginLoader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A checked merge. Of a merge that goes tensor by tensor only one tensor of each file is in memory at a time. */
final class MergeRun implements Job.Prepared {
    private static final String MERGED = "merged.safetensors";

    private final Bound<MergeSettings> file;
    private final List<Parent> parents;
    private final List<Problem> warnings;
    private final Merging merging;

    MergeRun(Bound<MergeSettings> file, Preflight.Found found) {
        this.file = file;
        this.parents = found.parents();
        this.warnings = found.warnings();
        this.merging = new Merging(file, file.value().endpoints().size());
    }

    @Override
    public List<Problem> warnings() {
        return warnings;
    }

    @Override
    public String reportFolder() {
        return file.value().report();
    }

    @Override
    public long seed() {
        return 0; // nothing is drawn
    }

    @Override
    public boolean readsRows() {
        return false;
    }

    @Override
    public Inputs testInputs() {
        return RecordedRows.all("test", 0); // there is no data
    }

    @Override
    public Results run(RunContext run) throws IOException {
        MergeReport report = new MergeReport(file, parents, warnings);
        Path merged = run.folder().file(MERGED);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(merged))) {
            write(out, report, run);
        } catch (OutOfMemoryError e) { // what a merge needs beside the weights is known to it alone
            throw new IOException(
                    "the merge needs more memory than the "
                            + Runtime.getRuntime().maxMemory() / 1_000_000
                            + " megabytes that Java may take\nAllow more: WEIR_OPTS=-Xmx4g weir run ...",
                    e);
        }
        ObjectNode node = report.node(MERGED, Digests.ofFile(merged));
        Files.writeString(run.folder().file("merged.json"), report.card(node).toPrettyString() + "\n");
        ObjectNode digests = JsonNodeFactory.instance.objectNode();
        digests.set("files", FileDigests.of(file));
        ObjectNode rules = JsonNodeFactory.instance.objectNode();
        rules.set("merge", node.path("merge"));
        return new Results(digests, node, rules, JsonNodeFactory.instance.objectNode(), MergeReport.table(node));
    }

    private void write(OutputStream out, MergeReport report, RunContext run) throws IOException {
        WeightFile first = parents.get(0).file();
        List<Entry> entries = first.header().entries();
        Map<String, String> notes = new TreeMap<>(first.header().notes());
        notes.put(
                "weir",
                "merged by Weir " + PluginLoader.HOST_VERSION + ": "
                        + SettingText.of(file.value().merge()));
        out.write(TensorFileHeader.of(notes, entries).toBytes());
        List<FileChannel> channels = new ArrayList<>();
        try {
            for (Parent parent : parents) {
                channels.add(parent.file().open());
            }
            List<String> names = entries.stream()
                    .filter(entry -> entry.kind().isFloats())
                    .map(Entry::name)
                    .toList();
            List<WeightSet> whole = merging.isTensorwise() ? List.of() : sets(channels, names);
            WeightSet ofWhole = merging.isTensorwise() ? new WeightSet(List.of()) : merging.merged(whole);
            int done = 0;
            for (Entry entry : entries) {
                run.progress().report("merging", ++done, entries.size(), entry.toString());
                if (!entry.kind().isFloats()) {
                    first.read(
                            channels.get(0),
                            entry,
                            (bytes, from, size) -> out.write(
                                    bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
                    continue;
                }
                List<WeightSet> sets = merging.isTensorwise() ? sets(channels, List.of(entry.name())) : whole;
                WeightSet merged = merging.isTensorwise() ? merging.merged(sets) : ofWhole;
                float[] values = floats(merged, entry.name());
                requireHeld(entry, values);
                write(out, entry, values);
                report.add(sets.stream().map(set -> floats(set, entry.name())).toList(), values);
            }
        } finally {
            for (FileChannel channel : channels) {
                channel.close();
            }
        }
    }

    private List<WeightSet> sets(List<FileChannel> channels, List<String> names) throws IOException {
        List<WeightSet> sets = new ArrayList<>();
        for (int i = 0; i < channels.size(); i++) {
            List<WeightTensor> tensors = new ArrayList<>();
            for (String name : names) {
                tensors.add(parents.get(i).file().floats(channels.get(i), name));
            }
            sets.add(new WeightSet(tensors));
        }
        return sets;
    }

    private static float[] floats(WeightSet set, String name) {
        return ((WeightTensor.Floats) set.find(name).orElseThrow()).values();
    }

    private void requireHeld(Entry entry, float[] values) {
        float largest = entry.kind().largest();
        for (float value : values) {
            if (!(Math.abs(value) <= largest)) { // written so that NaN fails too
                throw new ConfigException(file.problem(
                        file.value().merge(),
                        "came to " + value + " in " + entry + ", which " + entry.kind()
                                + " does not hold\nScale less, or write the files in a wider kind of number."));
            }
        }
    }

    private static void write(OutputStream out, Entry entry, float[] values) throws IOException {
        for (int from = 0; from < values.length; from += WeightFile.BLOCK) {
            int size = Math.min(WeightFile.BLOCK, values.length - from);
            byte[] block = new byte[size * entry.kind().width()];
            entry.kind().write(values, from, size, ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN));
            out.write(block);
        }
    }
}
