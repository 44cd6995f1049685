package dev.weir.plugins.engine.onnx;

import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import dev.weir.plugins.engine.support.ProtobufMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An ONNX file in memory, whose weights can be read and replaced where they lie. All weights lie in it, also those
 * that the file keeps beside it; what else the file holds is as it was, byte for byte.
 */
final class WeightImage {
    /** Where a weight lies. */
    private record Place(String name, List<Integer> dimensions, int offset, int size) {}

    /** Bytes of the file, or the room of a weight. */
    private sealed interface Piece {
        long size();

        record Copied(ByteBuffer bytes) implements Piece {
            @Override
            public long size() {
                return bytes.remaining();
            }
        }

        record Weight(StoredTensor tensor) implements Piece {
            @Override
            public long size() {
                return tensor.size() * Float.BYTES;
            }
        }
    }

    private final ByteBuffer bytes;
    private final List<Place> places = new ArrayList<>();

    private WeightImage(List<Piece> pieces, Path folder) throws IOException {
        long size = size(pieces);
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("has more than 2 GiB of weights, which can be neither read nor mixed");
        }
        this.bytes = ByteBuffer.allocateDirect((int) size).order(ByteOrder.LITTLE_ENDIAN);
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Copied copied) {
                bytes.put(copied.bytes().duplicate());
            } else if (piece instanceof Piece.Weight weight) {
                StoredTensor tensor = weight.tensor();
                List<Integer> dimensions =
                        tensor.dimensions().stream().map(Math::toIntExact).toList();
                Place place = new Place(tensor.name(), dimensions, bytes.position(), (int) tensor.size());
                places.add(place);
                write(place, tensor.values(folder));
                bytes.position(place.offset() + (int) weight.size());
            }
        }
        bytes.flip();
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when a weight is not whole; the message begins with {@code "file: "}
     */
    static WeightImage read(Path file) throws IOException {
        try {
            return new WeightImage(model(new ProtobufReader(OnnxFile.bytes(file))), file.resolveSibling(""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("file: " + file + " " + e.getMessage(), e);
        }
    }

    private static List<Piece> model(ProtobufReader model) {
        List<Piece> pieces = new ArrayList<>();
        while (model.next()) {
            if (model.field() == OnnxFile.MODEL_GRAPH) {
                List<Piece> graph = graph(model.message());
                pieces.add(copied(ProtobufMessage.header(OnnxFile.MODEL_GRAPH, size(graph))));
                pieces.addAll(graph);
            } else {
                pieces.add(new Piece.Copied(model.whole()));
            }
        }
        return pieces;
    }

    private static List<Piece> graph(ProtobufReader graph) {
        List<Piece> pieces = new ArrayList<>();
        while (graph.next()) {
            if (graph.field() == OnnxFile.GRAPH_INITIALIZER) {
                StoredTensor tensor = StoredTensor.of(graph.message());
                if (tensor.isFloat()) {
                    add(tensor, pieces);
                    continue;
                }
            }
            pieces.add(new Piece.Copied(graph.whole()));
        }
        return pieces;
    }

    /** A tensor's message, its numbers last. */
    private static void add(StoredTensor tensor, List<Piece> pieces) {
        ProtobufMessage head = new ProtobufMessage();
        tensor.dimensions().forEach(dimension -> head.number(StoredTensor.DIMENSION, dimension));
        head.number(StoredTensor.TYPE, tensor.type()).text(StoredTensor.NAME, tensor.name());
        Piece numbers = new Piece.Weight(tensor);
        List<Piece> message = List.of(
                copied(head.toBytes()), copied(ProtobufMessage.header(StoredTensor.RAW_DATA, numbers.size())), numbers);
        pieces.add(copied(ProtobufMessage.header(OnnxFile.GRAPH_INITIALIZER, size(message))));
        pieces.addAll(message);
    }

    private static Piece copied(byte[] bytes) {
        return new Piece.Copied(ByteBuffer.wrap(bytes));
    }

    private static long size(List<Piece> pieces) {
        return pieces.stream().mapToLong(Piece::size).reduce(0, Math::addExact);
    }

    /** The file as it is now; not to be written to. */
    ByteBuffer bytes() {
        return bytes.duplicate();
    }

    /** A copy of the weights, in the file's order. */
    WeightSet weights() {
        List<WeightTensor> tensors = new ArrayList<>();
        for (Place place : places) {
            float[] values = new float[place.size()];
            at(place).asFloatBuffer().get(values);
            tensors.add(new WeightTensor.Floats(place.name(), place.dimensions(), values));
        }
        return new WeightSet(tensors);
    }

    /** Replaces the weights by others in the file's order. */
    void write(List<float[]> weights) {
        for (int i = 0; i < places.size(); i++) {
            write(places.get(i), weights.get(i));
        }
    }

    private void write(Place place, float[] values) {
        at(place).asFloatBuffer().put(values);
    }

    private ByteBuffer at(Place place) {
        return bytes.slice(place.offset(), place.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}
