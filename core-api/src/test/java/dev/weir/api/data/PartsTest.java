package dev.weir.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Labels;
import dev.weir.api.Texts;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartsTest implements DataSourceContract {
    private final Examples examples = new Examples(new Texts(List.of("a", "b")), new Labels(2, new int[] {1, 0}));

    /** The contract holds for a source that knows its examples by heart. */
    @Override
    public DataSource source(Path folder) {
        return () -> new Parts(List.of("no", "yes"), Map.of(Parts.ALL, examples));
    }

    @Test
    void standInTheOrderOfTheSource() {
        Map<String, Examples> byName = new LinkedHashMap<>();
        byName.put("train", examples);
        byName.put("test", examples);
        byName.put("extra", examples);

        assertThat(new Parts(List.of(), byName).byName().keySet()).containsExactly("train", "test", "extra");
    }

    @Test
    void areAtLeastOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Parts(List.of(), Map.of()))
                .withMessage("a source yields at least one part");
    }

    @Test
    void haveLabelsOfTheKnownClasses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Parts(List.of("a", "b", "c"), Map.of("all", examples)))
                .withMessage("part 'all' has labels of 2 classes, but 3 class names are given");
    }

    @Test
    void everyInputHasItsLabel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Examples(new Texts(List.of("a")), new Labels(2, new int[2])))
                .withMessage("1 inputs but 2 labels");
        assertThat(examples.select(new int[] {1}))
                .isEqualTo(new Examples(new Texts(List.of("b")), new Labels(2, new int[] {0})));
    }
}
