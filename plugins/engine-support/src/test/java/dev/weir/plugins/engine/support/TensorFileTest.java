package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.model.WeightTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorFileTest {

    @Test
    void aFileIsReadAsItWasWritten(@TempDir Path folder) throws IOException {
        float[] many = new float[100_000];
        Random random = new Random(1);
        for (int i = 0; i < many.length; i++) {
            many[i] = (float) random.nextGaussian();
        }
        TensorFile written = new TensorFile(
                Map.of("epoch", "3", "odd \"note\"\n", "\\ \u00e4 \ud83d\ude00"),
                List.of(
                        new WeightTensor.Floats("many", List.of(100, 1000), many),
                        new WeightTensor.Floats("none", List.of(0, 7), new float[0]),
                        new WeightTensor.Floats("one", List.of(), new float[] {-0.0f}),
                        new WeightTensor.Floats(
                                "odd", List.of(3), new float[] {Float.NaN, Float.MIN_VALUE, Float.MAX_VALUE})));
        Path file = folder.resolve("file");

        written.write(file);
        TensorFile read = TensorFile.read(file);

        assertThat(read.notes()).isEqualTo(written.notes());
        assertThat(read.tensors()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(read.tensors().get(i).name())
                    .isEqualTo(written.tensors().get(i).name());
            assertThat(read.tensors().get(i).dimensions())
                    .isEqualTo(written.tensors().get(i).dimensions());
            assertThat(((WeightTensor.Floats) read.tensors().get(i)).values())
                    .containsExactly(((WeightTensor.Floats) written.tensors().get(i)).values());
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(written.toBytes());
    }

    @Test
    void wholeNumbersStayWholeNumbers(@TempDir Path folder) throws IOException {
        long[] numbers = {Long.MIN_VALUE, -1, 0, (1L << 53) + 1, Long.MAX_VALUE};
        Path file = folder.resolve("file");
        new TensorFile(
                        Map.of(),
                        List.of(
                                new WeightTensor.Integers("count", List.of(5), numbers),
                                new WeightTensor.Floats("w", List.of(1), new float[] {2})))
                .write(file);

        List<WeightTensor> read = TensorFile.read(file).tensors();

        assertThat(((WeightTensor.Integers) read.get(0)).values()).containsExactly(numbers);
        assertThat(((WeightTensor.Floats) read.get(1)).values()).containsExactly(2);
    }

    @Test
    void theBytesAreThoseOfTheFormat() {
        TensorFile file = new TensorFile(
                Map.of("a", "b"), List.of(new WeightTensor.Floats("w", List.of(1, 2), new float[] {1, -2})));

        String header =
                "{\"__metadata__\":{\"a\":\"b\"},\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";

        int padded = (header.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 8).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded)
                .put((header + " ".repeat(padded - header.length())).getBytes(StandardCharsets.US_ASCII))
                .putFloat(1)
                .putFloat(-2);
        assertThat(file.toBytes()).isEqualTo(expected.array());
    }

    @Test
    void tensorsMayStandInAnyOrderAndSpaceAnywhere() {
        TensorFile file = TensorFile.of(bytes(
                " { \"b\" : { \"data_offsets\" : [ 4 , 8 ] , \"shape\" : [ ] , \"dtype\" : \"F32\" } ,\n"
                        + "\"\\u0061\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                8));

        assertThat(file.tensors()).extracting(WeightTensor::name).containsExactly("a", "b");
    }

    @Test
    void aFileCutAnywhereIsRefused() {
        byte[] whole =
                new TensorFile(Map.of(), List.of(new WeightTensor.Floats("w", List.of(2), new float[2]))).toBytes();

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatIllegalArgumentException().isThrownBy(() -> TensorFile.of(cut));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TensorFile.of(Arrays.copyOf(whole, whole.length + 1)))
                .withMessage("the header speaks of 8 bytes of numbers, the file has 9\nCopy the file again, or write it"
                        + " anew with save_file of the safetensors library.");
    }

    @Test
    void aHeaderOutsideTheFileOrTooLongIsRefusedBeforeItIsRead() {
        for (long length : new long[] {-1, Long.MIN_VALUE, 0, 1, 9, 100_000_001, Long.MAX_VALUE}) {
            byte[] bytes = new byte[16];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TensorFile.of(bytes))
                    .withMessageStartingWith("not a safetensors file, or not all of it: a header of ")
                    .withMessageContaining("\nName a file that save_file of the safetensors library wrote, copy it");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | tensor a begins at byte 4",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}"
                        + "| tensor b begins at byte 0",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
                        + "| the header is not as it must be at character 54: another name",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | tensor a of shape [3] has the offsets [0, 8]",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | tensor a of shape [2] has the offsets [8, 0]",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}} | tensor a of shape [2] has the offsets [0]",
                "{'a':{'dtype':'F16','shape':[4],'data_offsets':[0,8]}} | tensor a is F16, expected F32 or I64",
                "{'a':{'dtype':'I64','shape':[2],'data_offsets':[0,8]}} | tensor a of shape [2] has the offsets [0, 8]",
                "{'a':{'dtype':7,'shape':[2],'data_offsets':[0,8]}} | tensor a is 7, expected F32",
                "{'a':{'dtype':'F32','shape':[2]}} | tensor a has the members [dtype, shape]",
                "{'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}} | tensor a holds 2 where a Long belongs",
                "{'a':{'dtype':'F32','shape':[9999999999],'data_offsets':[0,8]}} | tensor a has the dimension 9999999999",
                "{'a':{'dtype':'F32','shape':[2147483647,2147483647,2147483647],'data_offsets':[0,8]}}"
                        + "| tensor a of shape [2147483647, 2147483647, 2147483647] has the offsets",
                "{'a':7} | tensor a holds 7 where a Map belongs",
                "{'__metadata__':{'a':1},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"
                        + "| note a holds 1 where a String belongs",
                "{} | the header speaks of 0 bytes",
                "[] | the header is not as it must be at character 0: '{' expected",
                "{'a':-1} | the header is not as it must be at character 5: a value expected",
                "{'a':01} | the header is not as it must be at character 5: a value expected",
                "{'a':1e3} | the header is not as it must be at character 6: ',' expected",
                "{'a':1,} | the header is not as it must be at character 7",
                "{'a' | the header is not as it must be at character 4: more expected",
                "{'\\x':1} | the header is not as it must be at character 4: a known escape expected",
                "{'a':[[[[[[[[[1]]]]]]]]]} | the header is not as it must be at character 12: fewer levels expected",
                "{} {} | the header is not as it must be at character 3: the end expected",
            })
    void aHeaderThatIsNotAsItMustBeIsRefused(String header, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TensorFile.of(bytes(header.replace('\'', '"'), 8)))
                .withMessageStartingWith(message)
                .withMessageContaining("\n"); // and what to do
    }

    @Test
    void messagesNameTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("weights"), new byte[3]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TensorFile.read(file))
                .withMessageStartingWith(
                        file + ": not a safetensors file: it ends before the length of its header\nName a file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TensorFile.read(folder.resolve("none")))
                .withMessage(folder.resolve("none") + ": there is no such file");
    }

    @Test
    void aFileThatIsThereIsNotOverwritten(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("weights"));

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> new TensorFile(Map.of(), List.of()).write(file));
    }

    private static byte[] bytes(String header, int numbers) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[8 + text.length + numbers];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text);
        return bytes;
    }
}
