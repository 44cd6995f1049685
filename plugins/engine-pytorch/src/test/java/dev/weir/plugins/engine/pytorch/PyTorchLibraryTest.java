package dev.weir.plugins.engine.pytorch;

import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.NativeLibraryContract;
import java.io.IOException;
import java.util.List;

class PyTorchLibraryTest implements NativeLibraryContract {

    @Override
    public String library() {
        return "PyTorch";
    }

    @Override
    public Class<?> starting() {
        return Starting.class;
    }

    @Override
    public List<String> jars() {
        return List.of("pytorch-native-cpu", "pytorch-jni");
    }

    /** Starts the library in a process of its own. */
    public static final class Starting {
        private Starting() {}

        public static void main(String[] none) {
            try {
                PyTorch.newManager(DeviceChoice.of("cpu")).close();
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
