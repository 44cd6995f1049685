package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    private static final String HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("z.npy");
    }

    /** {@code numpy.save} of {@code numpy.array([[1, 2], [3, 4]], dtype='float32')}, byte by byte. */
    @Test
    void theBytesThatNumpyWritesAreRead() throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }" + " ".repeat(58) + "\n";
        byte[] bytes = HexFormat.of()
                .parseHex("934e554d5059" + "0100" + "7600"
                        + HexFormat.of().formatHex(header.getBytes(StandardCharsets.US_ASCII))
                        + "0000803f" + "00000040" + "00004040" + "00008040");

        Npy npy = Npy.open(Files.write(file(), bytes));

        assertThat(bytes).hasSize(128 + 16);
        assertThat(npy.type()).isEqualTo(NpyType.FLOAT32);
        assertThat(npy.shape()).containsExactly(2, 2);
        assertThat(npy.floats(1)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void everyTypeIsReadAsNumbers() throws IOException {
        assertThat(Npy.open(NpyFiles.floats(file(), "(2,)", 0.1f, -7)).floats(1))
                .containsExactly(0.1f, -7);
        assertThat(Npy.open(NpyFiles.doubles(file(), "(2,)", 0.1, -7)).floats(1))
                .containsExactly(0.1f, -7);
        assertThat(Npy.open(NpyFiles.longs(file(), "(2,)", 1L << 40, -7)).floats(1))
                .containsExactly(0x1p40f, -7);
        assertThat(Npy.open(NpyFiles.ints(file(), "(2,)", 5, -7)).floats(1)).containsExactly(5, -7);
        assertThat(Npy.open(NpyFiles.bytes(file(), "|u1", "(2,)", 5, 249)).floats(1))
                .containsExactly(5, 249);
        assertThat(Npy.open(NpyFiles.bytes(file(), "|i1", "(2,)", 5, -7)).floats(1))
                .containsExactly(5, -7);
    }

    @Test
    void doublesAreNotNarrowed() throws IOException {
        assertThat(Npy.open(NpyFiles.doubles(file(), "(1, 2)", 0.1, 1e300)).doubles())
                .containsExactly(0.1, 1e300);
    }

    @Test
    void theScaleIsAppliedBeforeADoubleIsRounded() throws IOException {
        assertThat(Npy.open(NpyFiles.doubles(file(), "(1,)", 1e300)).floats(1e-300))
                .containsExactly(1);
        assertThat(Npy.open(NpyFiles.floats(file(), "(1,)", 8)).floats(0.0625)).containsExactly(0.5f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyVersionIsRead(int version) throws IOException {
        assertThat(Npy.open(NpyFiles.write(file(), version, HEADER, new byte[24]))
                        .shape())
                .containsExactly(2, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'shape':(2,3),'fortran_order':False,'descr':'<f4'}",
                "{ 'fortran_order' : False , 'descr' : '<f4' , 'shape' : ( 2 , 3 , ) , }"
            })
    void theEntriesMayStandInAnyOrderAndSpacing(String header) throws IOException {
        assertThat(Npy.open(NpyFiles.write(file(), 1, header, new byte[24])).shape())
                .containsExactly(2, 3);
    }

    @Test
    void aSingleNumberHasNoDimensionsAndAnEmptyArrayNoNumbers() throws IOException {
        assertThat(Npy.open(NpyFiles.floats(file(), "()", 5)).shape()).isEmpty();
        assertThat(Npy.open(NpyFiles.floats(file(), "(0, 3)")).floats(1)).isEmpty();
    }

    @Test
    void aSingleByteMayStateAnOrder() throws IOException {
        assertThat(Npy.open(NpyFiles.bytes(file(), "<u1", "(1,)", 200)).type()).isEqualTo(NpyType.UINT8);
    }

    @ParameterizedTest
    @ValueSource(ints = {131_071, 131_072, 131_073, 300_000})
    void arraysAroundTheSizeOfTheBufferAreReadWhole(int count) throws IOException {
        double[] values = new Random(count).doubles(count).toArray();

        assertThat(Npy.open(NpyFiles.doubles(file(), "(" + count + ",)", values))
                        .doubles())
                .isEqualTo(values);
    }

    @Test
    void anotherKindOfFileIsRefused() throws IOException {
        Path zip = Files.writeString(file(), "PK\u0003\u0004 and more of an archive");

        assertRefused(
                zip,
                "z.npy: not an .npy file: it does not begin with \\x93NUMPY",
                "Write the array with numpy.save; an .npz archive or a pickle is not read.");
        assertRefused(
                Files.write(file(), new byte[0]),
                "z.npy: not an .npy file: it does not begin with \\x93NUMPY",
                "Write the array with numpy.save; an .npz archive or a pickle is not read.");
    }

    @Test
    void anUnknownVersionIsRefused() throws IOException {
        assertRefused(
                NpyFiles.write(file(), 4, HEADER, new byte[24]),
                "z.npy: version 4.0 of the .npy format",
                "Versions 1.0, 2.0 and 3.0 are read; write the array with numpy.save.");
    }

    @Test
    void aFileThatWasCutShortIsRefused() throws IOException {
        assertRefused(
                NpyFiles.write(file(), "<f4", "(2, 3)", new byte[20]),
                "z.npy: cut short: 152 bytes expected for the shape (2, 3) of '<f4', 148 bytes found",
                "Write or copy it again.");
    }

    @Test
    void aHeaderThatWasCutShortIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(NpyFiles.write(file(), "<f4", "(2, 3)", new byte[24]));

        assertRefused(
                Files.write(file(), Arrays.copyOf(whole, 50)),
                "z.npy: cut short: 128 bytes expected for the header, 50 bytes found",
                "Write or copy it again.");
        assertRefused(
                Files.write(file(), Arrays.copyOf(whole, 9)),
                "z.npy: cut short: 12 bytes expected for the header, 9 bytes found",
                "Write or copy it again.");
    }

    @Test
    void anyCutOfAFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(NpyFiles.write(file(), "<f4", "(2, 3)", new byte[24]));

        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(file(), Arrays.copyOf(whole, length));
            assertThatIllegalArgumentException().as("%s bytes", length).isThrownBy(() -> Npy.open(cut));
        }
    }

    @Test
    void aFileWithMoreThanItsHeaderSaysIsRefused() throws IOException {
        assertRefused(
                NpyFiles.write(file(), "<f4", "(2, 3)", new byte[25]),
                "z.npy: more than its header says: 152 bytes expected for the shape (2, 3) of '<f4', 153 found",
                "Save one array in one file.");
    }

    @Test
    void aLargeShapeInASmallFileIsRefusedBeforeAnythingIsAllocated() throws IOException {
        assertRefused(
                NpyFiles.write(file(), "<f8", "(2147483647,)", new byte[8]),
                "z.npy: cut short: 17179869304 bytes expected for the shape (2147483647,) of '<f8', 136 bytes found",
                "Write or copy it again.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(65536, 65536)", "(4294967296, 4294967296)", "(99999999999999999999999, 1)"})
    void aShapeThatOverflowsIsRefused(String shape) throws IOException {
        assertRefused(
                NpyFiles.write(file(), "<f4", shape, new byte[0]),
                "z.npy: the shape " + shape + " has 2^31 numbers or more",
                "Divide the array into files of fewer rows.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "|O; an array of Python objects ('|O'); array.astype('<f8') or '<i8'.",
                ">f4; big-endian numbers ('>f4'); array.astype('<f4').",
                "<f2; numbers of type '<f2'; array.astype('<f4').",
                "|b1; numbers of type '|b1'; array.astype('<f4').",
                "<c8; numbers of type '<c8'; array.astype('<f4').",
                "<U5; numbers of type '<U5'; array.astype('<f4').",
            })
    void anotherTypeIsRefusedByName(String type, String problem, String remedy) throws IOException {
        assertRefused(
                NpyFiles.write(file(), type, "(2, 3)", new byte[24]),
                "z.npy: " + problem,
                "Read are '<f4', '<f8', '<i8', '<i4', '|i1', '|u1'; in NumPy: " + remedy);
    }

    @Test
    void aStructuredArrayIsRefused() throws IOException {
        String header = "{'descr': [('a', '<f4'), ('b', '<i8')], 'fortran_order': False, 'shape': (2,), }";

        assertRefused(
                NpyFiles.write(file(), 1, header, new byte[24]),
                "z.npy: a structured array [('a', '<f4'), ('b', '<i8')]",
                "Read are '<f4', '<f8', '<i8', '<i4', '|i1', '|u1'; in NumPy: save each field as an array of its own.");
    }

    @Test
    void fortranOrderIsRefused() throws IOException {
        assertRefused(
                NpyFiles.write(file(), 1, HEADER.replace("False", "True"), new byte[24]),
                "z.npy: the array is in Fortran order",
                "Only C order is read; in NumPy: numpy.ascontiguousarray(array).");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "{'descr': '<f4', 'fortran_order': 1, 'shape': (2, 3), }; fortran_order is 1",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -3), }; the shape is (2, -3)",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (6), }; the shape is (6)",
                "{'descr': '<f4', 'fortran_order': False, 'shape': 6, }; the shape is 6",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'shape': (2, 3), }; it states 'shape' twice",
                "{'descr': '<f4', 'shape': (2, 3), }; *",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'more': 1}; *",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } and more; *",
                "{'descr': '<f4' 'fortran_order': False, 'shape': (2, 3), }; *",
                "'descr': '<f4', 'fortran_order': False, 'shape': (2, 3); *",
                "{}; *",
            })
    void aBadHeaderIsRefused(String header, String why) throws IOException {
        String problem = why.equals("*") ? "it must be {'descr': ..., 'fortran_order': ..., 'shape': ...}" : why;

        assertRefused(
                NpyFiles.write(file(), 1, header, new byte[24]),
                "z.npy: a bad .npy header: " + problem,
                "Write the array with numpy.save.");
    }

    @Test
    void aHeaderOfAbsurdLengthIsRefused() throws IOException {
        assertRefused(
                NpyFiles.write(file(), 2, HEADER + " ".repeat(70_000), new byte[24]),
                "z.npy: a bad .npy header: it has 70068 bytes",
                "Write the array with numpy.save.");
    }

    @Test
    void labelsAreReadFromEveryWholeType() throws IOException {
        assertThat(Npy.open(NpyFiles.longs(file(), "(3,)", 0, 9, 2)).labels()).containsExactly(0, 9, 2);
        assertThat(Npy.open(NpyFiles.ints(file(), "(3,)", 0, 9, 2)).labels()).containsExactly(0, 9, 2);
        assertThat(Npy.open(NpyFiles.bytes(file(), "|u1", "(2,)", 0, 255)).labels())
                .containsExactly(0, 255);
        assertThat(Npy.open(NpyFiles.bytes(file(), "|i1", "(2,)", 0, 127)).labels())
                .containsExactly(0, 127);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Integer.MAX_VALUE, 1L << 32})
    void aLabelThatIsNoIndexIsRefusedWithItsRow(long label) throws IOException {
        Npy npy = Npy.open(NpyFiles.longs(file(), "(3,)", 0, label, 2));

        assertThatIllegalArgumentException()
                .isThrownBy(npy::labels)
                .withMessage("z.npy: the label in row 1 must be at least 0 and less than 2^31 - 1, got " + label
                        + "\nA label is the index of a class, from 0; leave rows without a label out.");
    }

    @Test
    void labelsOfAnotherShapeOrTypeAreRefused() throws IOException {
        Npy oneHot = Npy.open(NpyFiles.longs(file(), "(1, 3)", 0, 1, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(oneHot::labels)
                .withMessage("z.npy: labels must have one dimension, got the shape (1, 3)"
                        + "\nSave a class index for each row; in NumPy: one_hot.argmax(axis=1).");

        Npy floats = Npy.open(NpyFiles.floats(file(), "(3,)", 0, 1, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(floats::labels)
                .withMessage("z.npy: labels must be whole numbers, got '<f4'" + "\nIn NumPy: labels.astype('<i8').");
    }

    @Test
    void aFileThatShrinksBeforeItsNumbersAreReadIsRefused() throws IOException {
        Npy npy = Npy.open(NpyFiles.floats(file(), "(2,)", 1, 2));
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, bytes.length - 1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> npy.floats(1))
                .withMessage("z.npy: the file became shorter while it was read\nIs it still being written?");
    }

    private static void assertRefused(Path file, String problem, String remedy) {
        assertThatIllegalArgumentException().isThrownBy(() -> Npy.open(file)).withMessage(problem + "\n" + remedy);
    }
}
