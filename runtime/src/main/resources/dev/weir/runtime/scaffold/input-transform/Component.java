package {{package}};

import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Name;
import dev.weir.api.Require;
import dev.weir.api.data.InputTransform;
import org.pf4j.Extension;

/**
 * Raises every number to a power, and keeps its sign.
 *
 * @param power 1 changes nothing, 0.5 takes the root
 */
@Extension
@Name("{{name}}")
@Doc("raises every number to a power, and keeps its sign")
public record {{Type}}(@Doc("the power; in [0, 1]") double power) implements InputTransform {

    public {{Type}} {
        Require.share("power", power);
    }

    @Override
    public Inputs apply(Inputs inputs, long seed) {
        if (!(inputs instanceof FloatTensor tensor)) {
            throw new IllegalArgumentException("{{name}} takes float tensors, got " + inputs.kind());
        }
        float[] values = new float[tensor.rows() * tensor.width()];
        tensor.copyRows(0, tensor.rows(), values);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (Math.signum(values[i]) * Math.pow(Math.abs(values[i]), power));
        }
        return new FloatTensor(tensor.rows(), tensor.shape(), values);
    }
}
