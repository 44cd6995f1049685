package {{package}};

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.FloatTensor;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.DataSourceContract;
import dev.weir.api.data.Parts;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class {{Type}}Test implements DataSourceContract {

    @Override
    public DataSource source(Path folder) {
        return new {{Type}}(10, 0.2, 1);
    }

    @Test
    void withoutNoiseTheUpperPointsLieOnTheUnitCircle() {
        Parts parts = new {{Type}}(100, 0, 1).read();
        FloatTensor points = (FloatTensor)
                Objects.requireNonNull(parts.byName().get(Parts.ALL)).inputs();

        for (int row = 0; row < 100; row += 2) {
            assertThat(Math.hypot(points.at(row, 0), points.at(row, 1))).isCloseTo(1, within(1e-6));
        }
    }
}
