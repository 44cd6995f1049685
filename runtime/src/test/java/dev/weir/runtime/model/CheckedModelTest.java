package dev.weir.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Texts;
import dev.weir.api.model.Model;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.plugin.PluginInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CheckedModelTest {
    private static final Inputs INPUTS = new Texts(List.of("a", "b"));

    /** A model that answers as a supplier does. */
    private record Answering(Supplier<Outputs> answer) implements Model {
        @Override
        public Outputs outputs(Inputs inputs, Set<Need> needs) {
            return answer.get();
        }

        @Override
        public OptionalLong parameters() {
            return OptionalLong.empty();
        }

        @Override
        public OptionalLong macs() {
            return OptionalLong.of(3);
        }

        @Override
        public void close() {}
    }

    private static CheckedModel throwing(RuntimeException thrown) {
        Component component =
                new Component(Kind.MODEL, "mine", Answering.class, new PluginInfo("own", "1.2.3", Path.of("own.jar")));
        return new CheckedModel(
                new Answering(() -> {
                    throw thrown;
                }),
                component);
    }

    @Test
    void aRefusalOfTheInputsComesThrough() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> throwing(new IllegalArgumentException("texts")).outputs(INPUTS, Set.of()))
                .withMessage("texts");
    }

    @Test
    void whatItThrowsOtherwiseIsItsPluginsMistake() {
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> throwing(new IllegalStateException("lost")).outputs(INPUTS, Set.of()))
                .withMessage("""
                        model 'mine' threw java.lang.IllegalStateException: lost, expected logits for 2 examples
                          This is a bug in plugin own 1.2.3, not in your file. Nothing was written.""");
    }

    @Test
    void aClosedModelRefuses() {
        CheckedModel model = throwing(new IllegalStateException("closed"));
        assertThat(model.macs()).hasValue(3);

        model.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> model.outputs(INPUTS, Set.of()))
                .withMessage("closed");
    }
}
