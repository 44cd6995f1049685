package dev.weir.plugins.data;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Name;
import dev.weir.api.Texts;
import dev.weir.api.TokenIds;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * The examples of several sources together, of each source a share. Parts of one name are joined, source by
 * source, each in its own order. What the inputs of one source go through is drawn from the union's seed.
 */
@Extension
@Name("union")
@Doc("the examples of several sources together, of each a share")
public record UnionSource(
        @Doc("the sources: [ { source: { use: ... }, share: 0.5 }, ... ]")
        List<UnionPart> sources,

        @Default("0") @Doc("which examples a share takes is drawn from it")
        long seed)
        implements DataSource {

    /** One of the sources. */
    public record UnionPart(
            @Doc("a data source; its classes and the form of its inputs are those of the others")
            DataSource source,

            @Default("1.0") @Doc("the share of the examples of each of its parts; greater than 0 and at most 1")
            double share,

            @Default("[]")
            @Doc("what the inputs of this source alone go through; nothing that learns from a train split")
            List<InputTransform> transforms) {

        public UnionPart {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException("share must be greater than 0 and at most 1, got " + share);
            }
            transforms = List.copyOf(transforms);
        }

        private Inputs transformed(Inputs inputs, long seed) {
            Inputs transformed = inputs;
            for (int i = 0; i < transforms.size(); i++) {
                if (!transforms.get(i).fitted(transformed).equals(transforms.get(i))) {
                    throw new IllegalArgumentException("what learns from a train split has none in a union"
                            + "\nPut it into the transforms of the data, behind the union.");
                }
                transformed = transforms.get(i).apply(transformed, seed + i);
            }
            return transformed;
        }
    }

    public UnionSource {
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("sources must name at least one");
        }
    }

    @Override
    public Parts read() throws IOException {
        List<String> classes = List.of();
        Map<String, List<Examples>> byName = new LinkedHashMap<>();
        Examples first = null;
        for (int i = 0; i < sources.size(); i++) {
            Parts parts = sources.get(i).source().read();
            if (i == 0) {
                classes = parts.classes();
            } else if (!parts.classes().equals(classes)) {
                throw other(i, "the classes " + parts.classes(), classes.toString(), "Give both the same 'classes'.");
            }
            for (Map.Entry<String, Examples> entry : parts.byName().entrySet()) {
                Examples examples = entry.getValue();
                int[] drawn = drawn(examples.size(), sources.get(i).share(), new Random(seed(i, entry.getKey())));
                Examples taken = transformed(i, examples.select(drawn));
                first = first == null ? taken : first;
                requireAlike(i, first, taken);
                byName.computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
                        .add(taken);
            }
        }
        Map<String, Examples> joined = new LinkedHashMap<>();
        byName.forEach((name, examples) -> joined.put(name, joined(examples)));
        return new Parts(classes, joined);
    }

    private Examples transformed(int source, Examples examples) {
        try {
            return new Examples(sources.get(source).transformed(examples.inputs(), seed), examples.labels());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("sources[" + source + "].transforms: " + e.getMessage(), e);
        }
    }

    @Override
    public UnionSource settled() throws IOException {
        List<UnionPart> settled = new ArrayList<>();
        for (UnionPart part : sources) {
            settled.add(new UnionPart(part.source().settled(), part.share(), part.transforms()));
        }
        return new UnionSource(settled, seed);
    }

    /** As the first of the sources reads it. */
    @Override
    public InputReader reader(Path file) throws IOException {
        InputReader reader = sources.get(0).source().reader(file);
        return new InputReader() {
            @Override
            public Inputs next(int rows) throws IOException {
                return sources.get(0).transformed(reader.next(rows), seed);
            }

            @Override
            public void close() throws IOException {
                reader.close();
            }
        };
    }

    private static void requireAlike(int source, Examples first, Examples examples) {
        if (!examples.inputs().kind().equals(first.inputs().kind())) {
            throw other(
                    source,
                    examples.inputs().kind(),
                    first.inputs().kind(),
                    "Bring them to one form with transforms of the source, such as resize.");
        }
        if (examples.labels().answers().isPresent()) {
            throw new IllegalArgumentException("sources[" + source + "] reads tokens of a vocabulary of its own"
                    + "\nJoin the files before they are read, with a column for the part.");
        }
        if (examples.labels().classes() != first.labels().classes()) {
            throw other(
                    source,
                    examples.labels().classes() + " classes",
                    Integer.toString(first.labels().classes()),
                    "Give both the same 'classes'.");
        }
    }

    private static IllegalArgumentException other(int source, String has, String first, String remedy) {
        return new IllegalArgumentException(
                "sources[" + source + "] has " + has + ", but sources[0] has " + first + "\n" + remedy);
    }

    /** Differs for every source and part, so that no two draws go in step. */
    private long seed(int source, String part) {
        return (seed * 31 + source) * 0x9E3779B97F4A7C15L + part.hashCode();
    }

    /** A share of {@code n} rows, rounded, at least one, in their own order. */
    static int[] drawn(int n, double share, Random random) {
        List<Integer> rows = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(rows, random);
        int taken = (int) Math.min(n, Math.max(1, Math.round(n * share)));
        return rows.subList(0, taken).stream()
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    private static Examples joined(List<Examples> examples) {
        Examples first = examples.get(0);
        if (examples.size() == 1) {
            return first;
        }
        int[] labels = examples.stream()
                .flatMapToInt(part -> Arrays.stream(part.labels().toArray()))
                .toArray();
        List<Inputs> inputs = examples.stream().map(Examples::inputs).toList();
        return new Examples(
                joined(first.inputs(), inputs), new Labels(first.labels().classes(), labels));
    }

    private static Inputs joined(Inputs first, List<Inputs> all) {
        if (first instanceof Texts) {
            return new Texts(all.stream()
                    .flatMap(part -> ((Texts) part).values().stream())
                    .toList());
        }
        if (first instanceof FloatTensor tensor) {
            int rows = all.stream().mapToInt(Inputs::rows).reduce(0, Math::addExact);
            float[] values = new float[Math.multiplyExact(rows, tensor.width())];
            int at = 0;
            for (Inputs part : all) {
                for (int row = 0; row < part.rows(); row++) {
                    for (int i = 0; i < tensor.width(); i++) {
                        values[at++] = ((FloatTensor) part).at(row, i);
                    }
                }
            }
            return new FloatTensor(rows, tensor.shape(), values);
        }
        if (first instanceof TokenIds tokens) {
            int rows = all.stream().mapToInt(Inputs::rows).reduce(0, Math::addExact);
            int[] ids = new int[Math.multiplyExact(rows, tokens.length())];
            boolean[] mask = new boolean[ids.length];
            int at = 0;
            for (Inputs part : all) {
                for (int row = 0; row < part.rows(); row++) {
                    for (int i = 0; i < tokens.length(); i++, at++) {
                        ids[at] = ((TokenIds) part).id(row, i);
                        mask[at] = ((TokenIds) part).isToken(row, i);
                    }
                }
            }
            return new TokenIds(rows, tokens.length(), ids, mask);
        }
        throw new IllegalArgumentException("examples that are " + first.kind() + " cannot be joined"
                + "\nTheir models know one part of each name.");
    }
}
