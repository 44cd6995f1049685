package {{package}};

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Labels;
import dev.weir.api.Name;
import dev.weir.api.Require;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Examples;
import dev.weir.api.data.Parts;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.pf4j.Extension;

/**
 * Points of the plane on two half circles that reach into each other.
 *
 * @param examples how many, both classes in turn
 * @param noise    standard deviation of what is added to each point
 * @param draw     seeds the points
 */
@Extension
@Name("{{name}}")
@Doc("points on two half circles that reach into each other")
public record {{Type}}(
        @Default("400") @Doc("how many; at least 2") int examples,
        @Default("0.2") @Doc("standard deviation of what is added to each point; in [0, 1]") double noise,
        @Default("1") @Doc("seeds the points") long draw)
        implements DataSource {

    public {{Type}} {
        Require.atLeast("examples", 2, examples);
        Require.share("noise", noise);
    }

    @Override
    public Parts read() {
        Random random = new Random(draw);
        float[] points = new float[2 * examples];
        int[] labels = new int[examples];
        for (int row = 0; row < examples; row++) {
            boolean isUpper = row % 2 == 0;
            double angle = Math.PI * random.nextDouble();
            double x = isUpper ? Math.cos(angle) : 1 - Math.cos(angle);
            double y = isUpper ? Math.sin(angle) : 0.5 - Math.sin(angle);
            points[2 * row] = (float) (x + noise * random.nextGaussian());
            points[2 * row + 1] = (float) (y + noise * random.nextGaussian());
            labels[row] = isUpper ? 0 : 1;
        }
        FloatTensor inputs = new FloatTensor(examples, new int[] {2}, points);
        return new Parts(
                List.of("upper", "lower"), Map.of(Parts.ALL, new Examples(inputs, new Labels(2, labels))));
    }
}
