package dev.weir.plugins.engine.tensorflow;

import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.NativeLibraryContract;
import java.io.IOException;
import java.util.List;

class TensorFlowLibraryTest implements NativeLibraryContract {

    @Override
    public String library() {
        return "TensorFlow";
    }

    @Override
    public Class<?> starting() {
        return Starting.class;
    }

    @Override
    public List<String> jars() {
        return List.of("tensorflow-core-native");
    }

    /** Starts the library in a process of its own. */
    public static final class Starting {
        private Starting() {}

        public static void main(String[] none) {
            try {
                TensorFlow.on(DeviceChoice.of("cpu"));
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
