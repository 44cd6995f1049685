package dev.weir.plugins.engine.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.plugins.engine.support.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * How a SavedModel is asked, as its own file tells, which is read without the library.
 *
 * @param folder  of the model
 * @param tag     of the graph in it
 * @param input   name of the tensor in the graph that takes {@code [n, ...]}
 * @param output  name of the tensor that gives {@code [n, k]}
 * @param shape   of one example, as the data has it
 * @param inside  the shape that the model is given
 * @param turns   whether that has the channels last where the data have them first
 * @param classes k; 0 where the file does not tell
 */
record SavedModelCall(
        Path folder,
        String tag,
        String input,
        String output,
        List<Integer> shape,
        List<Integer> inside,
        boolean turns,
        int classes) {
    private static final String FILE = "saved_model.pb";
    private static final String TAG = "serve";

    SavedModelCall {
        shape = List.copyOf(shape);
        inside = List.copyOf(inside);
    }

    /**
     * Reads the file of a model.
     *
     * @param expected number of classes; 0 for any
     * @throws IllegalArgumentException when it is not there, not whole, or does not fit
     */
    static SavedModelCall of(SavedModelProvider settings, int[] shape, int expected) throws IOException {
        Path folder = folder(settings.file());
        MetaGraphDef graph = graph(folder.resolve(FILE));
        Map<String, SignatureDef> signatures = graph.getSignatureDefMap();
        SignatureDef signature = signatures.get(settings.signature());
        if (signature == null) {
            throw new IllegalArgumentException("signature: " + folder + " has no signature " + settings.signature()
                    + "\nIt has: " + String.join(", ", new TreeSet<>(signatures.keySet())) + ".");
        }
        List<Integer> given = Arrays.stream(shape).boxed().toList();
        boolean turns = settings.channels() == SavedModelProvider.Channels.LAST;
        List<Integer> inside = turns ? List.of(shape[1], shape[2], shape[0]) : given;
        TensorInfo input = single(settings, "input", signature.getInputsMap());
        TensorInfo output = single(settings, "output", signature.getOutputsMap());
        requireFitting(settings, input, inside);
        return new SavedModelCall(
                folder,
                TAG,
                input.getName(),
                output.getName(),
                given,
                inside,
                turns,
                classes(settings, output, expected));
    }

    private static Path folder(Path file) throws IOException {
        Path folder = file.endsWith(FILE) && file.getParent() != null ? file.getParent() : file;
        if (!Files.exists(file)) {
            throw wrong(file + ": there is no such folder");
        }
        if (!Files.isRegularFile(folder.resolve(FILE))) {
            throw wrong(folder + " is not a SavedModel: it holds no " + FILE + "\nName the folder that does.");
        }
        try {
            ModelFolder.requireNoCode(folder);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("file: " + e.getMessage(), e);
        }
        return folder;
    }

    private static MetaGraphDef graph(Path file) throws IOException {
        List<MetaGraphDef> graphs;
        try {
            graphs = org.tensorflow.proto.SavedModel.parseFrom(Files.readAllBytes(file))
                    .getMetaGraphsList();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("file: " + file + " is not a SavedModel's, or not all of it", e);
        }
        return graphs.stream()
                .filter(graph -> graph.getMetaInfoDef().getTagsList().contains(TAG))
                .findFirst()
                .orElseThrow(() -> wrong(file + " holds no graph that is tagged " + TAG));
    }

    private static TensorInfo single(SavedModelProvider settings, String what, Map<String, TensorInfo> tensors) {
        List<TensorInfo> all = List.copyOf(tensors.values());
        if (all.size() != 1) {
            throw new IllegalArgumentException("signature: " + settings.signature() + " has " + all.size() + " " + what
                    + "s, expected one: " + new TreeSet<>(tensors.keySet()));
        }
        if (all.get(0).getDtype() != DataType.DT_FLOAT) {
            throw new IllegalArgumentException("signature: the " + what + " of " + settings.signature() + " is "
                    + all.get(0).getDtype() + ", expected DT_FLOAT");
        }
        return all.get(0);
    }

    private static void requireFitting(SavedModelProvider settings, TensorInfo input, List<Integer> inside) {
        TensorShapeProto shape = input.getTensorShape();
        if (shape.getUnknownRank()) {
            return;
        }
        List<Long> sizes = sizes(shape);
        boolean fits = sizes.size() == inside.size() + 1 && isOrAny(sizes.get(0), -1);
        for (int i = 0; fits && i < inside.size(); i++) {
            fits = isOrAny(sizes.get(i + 1), inside.get(i));
        }
        if (!fits) {
            List<Object> wanted = new ArrayList<>(List.of(-1));
            wanted.addAll(inside);
            throw wrong(settings.file() + " takes inputs of shape " + sizes + ", the data are " + wanted
                    + "\n-1 is the number of examples. channels: last turns images for a model that has them so.");
        }
    }

    private static int classes(SavedModelProvider settings, TensorInfo output, int expected) {
        TensorShapeProto shape = output.getTensorShape();
        if (shape.getUnknownRank()) {
            return expected;
        }
        List<Long> sizes = sizes(shape);
        boolean fits = sizes.size() == 2 && (expected == 0 || isOrAny(sizes.get(1), expected));
        if (!fits) {
            throw wrong(settings.file() + " puts out " + sizes + ", expected [-1, "
                    + (expected == 0 ? "classes" : expected) + "]");
        }
        return sizes.get(1) > 0 ? Math.toIntExact(sizes.get(1)) : expected;
    }

    private static boolean isOrAny(long size, long expected) {
        return size == -1 || size == expected;
    }

    private static List<Long> sizes(TensorShapeProto shape) {
        return shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
    }

    private static IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException("file: " + message);
    }
}
