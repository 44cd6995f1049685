package dev.weir.api.selection;

/**
 * The gradients of a model's outputs with respect to the weights and biases of its last, linear layer, made of the
 * features that this layer reads.
 *
 * <p>Output {@code c} is {@code w_c . f + b_c}; its gradient is {@code f} at {@code w_c}, 1 at {@code b_c} and 0
 * elsewhere. Summed over {@code k} outputs, the tangent kernel of two examples is {@code k (f . g + 1)}, which is the
 * product of the rows {@code sqrt(k) (f, 1)} that stand here: exact, in {@code d + 1} numbers instead of
 * {@code k (d + 1)}.
 *
 * @param features what the last layer reads, {@code n x d}
 * @param outputs  number of outputs {@code k}; at least 1
 * @see <a href="https://arxiv.org/abs/2102.00084">Deshpande et al., A linearized framework and a new benchmark for
 *     model selection for fine-tuning, 2021</a>
 */
public record LastLayerGradients(RowBlocks features, int outputs) implements RowBlocks {

    public LastLayerGradients {
        if (outputs < 1) {
            throw new IllegalArgumentException("outputs must be at least 1, got " + outputs);
        }
    }

    @Override
    public int rows() {
        return features.rows();
    }

    @Override
    public int width() {
        return features.width() + 1;
    }

    @Override
    public void read(Reader reader) {
        int width = features.width();
        double scale = Math.sqrt(outputs);
        double[] block = new double[Math.min(BLOCK, Math.max(1, rows())) * (width + 1)];
        features.read((from, rows, values) -> {
            for (int row = 0; row < rows; row++) {
                int to = row * (width + 1);
                for (int j = 0; j < width; j++) {
                    block[to + j] = scale * values[row * width + j];
                }
                block[to + width] = scale;
            }
            reader.take(from, rows, block);
        });
    }

    @Override
    public RowBlocks select(int[] ascending) {
        return new LastLayerGradients(features.select(ascending), outputs);
    }
}
