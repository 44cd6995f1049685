package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.integration.Distribution.Ended;
import dev.weir.runtime.job.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that are wrong: said by {@code weir check}, before anything is trained. */
class BadDataTest {
    @TempDir
    Path folder;

    @Test
    void aRowWithTooFewFields() throws IOException {
        assertCsvRefused("x,y,label\n1,2,a\n3,b\n", """
                job.yaml:2:7: data: data.csv:3: too few fields: 2 where the header names 3 columns
                  Give every column a field. Fields are separated by commas; is the file complete?
                """);
    }

    @Test
    void aRowWithTooManyFields() throws IOException {
        assertCsvRefused("x,y,label\n1,2,a\n3,4,5,b\n", """
                job.yaml:2:7: data: data.csv:3: too many fields: 4 where the header names 3 columns
                  Put a field that holds a comma in double quotes.
                """);
    }

    @Test
    void aWordAmongNumbers() throws IOException {
        assertCsvRefused("x,y,label\n1,2,a\n3,four,b\n", """
                job.yaml:2:7: data: data.csv:3: column 'y' is not a number: 'four'
                  Choose the columns of numbers with 'columns', or name a column of texts with 'text'.
                """);
    }

    @Test
    void aMissingNumber() throws IOException {
        assertCsvRefused("x,y,label\n1,,a\n", """
                job.yaml:2:7: data: data.csv:2: column 'y' is empty
                  Fill missing numbers in, or choose columns with 'columns'.
                """);
    }

    @Test
    void aNumberThatIsNotFinite() throws IOException {
        assertCsvRefused("x,y,label\n1,NaN,a\n", """
                job.yaml:2:7: data: data.csv:2: column 'y' must be finite, got 'NaN'
                  Replace missing and very large numbers, or choose columns with 'columns'.
                """);
    }

    @Test
    void aMissingLabel() throws IOException {
        assertCsvRefused("x,y,label\n1,2,\n", """
                job.yaml:2:7: data: data.csv:2: column 'label' is empty
                  Every row needs its label, and its part where 'split' is given.
                """);
    }

    @Test
    void anEmptyFile() throws IOException {
        assertCsvRefused("", """
                job.yaml:2:7: data: data.csv: the file is empty
                  Its first line must name the columns.
                """);
    }

    @Test
    void aHeaderAndNothingBelowIt() throws IOException {
        assertCsvRefused("x,y,label\n", """
                job.yaml:2:7: data: data.csv: there are no rows below the column names
                  A source needs at least one example.
                """);
    }

    @Test
    void twoColumnsOfOneName() throws IOException {
        assertCsvRefused("x,x,label\n1,2,a\n", """
                job.yaml:2:7: data: data.csv:1: the column name 'x' stands twice: columns 1 and 2
                  The first line must give each column a name of its own.
                """);
    }

    @Test
    void oneClass() throws IOException {
        assertCsvRefused("x,y,label\n" + "1,2,a\n".repeat(8), """
                job.yaml:5:10: models.small: classes must be at least 2, got 1
                job.yaml:6:10: models.large: classes must be at least 2, got 1
                """);
    }

    @Test
    void aClassThatOnlyTheTestSplitHas() throws IOException {
        Files.writeString(folder.resolve("data.csv"), """
                x,part,label
                1,train,a
                2,train,b
                3,calibration,a
                4,test,a
                5,test,c
                """);

        assertRefused(csvJob("label: label, split: part", "{ train: given, calibration: given, test: given }"), """
                job.yaml:3:51: splits.test: the class 'c' has 1 example in the split test and none in train
                  No model can learn it: take it out of the data, or give train an example of it.
                """);
    }

    @Test
    void aClassThatTheGivenOnesDoNotName() throws IOException {
        Files.writeString(folder.resolve("data.csv"), "x,y,label\n1,2,a\n1,2,c\n");

        assertRefused(csvJob("label: label, classes: [a, b]", SHARES), """
                job.yaml:2:7: data: data.csv:3: the label 'c' is not among the classes
                  'classes' names a, b.
                """);
    }

    @Test
    void aClassThatTheModelDoesNotKnow() throws IOException {
        Files.writeString(folder.resolve("data.csv"), "x,y,label\n" + "1,2,a\n1,2,b\n1,2,c\n".repeat(8));

        assertRefused(
                csvJob("label: label", SHARES)
                        .replace("small: { use: pytorch,", "small: { classes: [a, b], use: pytorch,"),
                """
                job.yaml:5:21: models.small.classes: the model's classes are a, b
                  The data have, in this order: a, b, c.
                """);
    }

    @Test
    void tooFewRowsForTheSplits() throws IOException {
        assertCsvRefused("x,y,label\n1,2,a\n1,2,b\n", """
                job.yaml:3:48: splits.test: the split has no example
                  Give it a larger share.
                """);
    }

    @Test
    void anArrayCutShort() throws IOException {
        recorded();
        Path file = folder.resolve("small.npy");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 4));

        assertRefused(RECORDED_JOB, """
                job.yaml:4:10: models.small: small.npy: cut short: 160 bytes expected for the shape (4, 2) of '<f4', \
                156 bytes found
                  Write or copy it again.
                """);
    }

    @Test
    void anArrayOfObjects() throws IOException {
        recorded();
        Path file = folder.resolve("small.npy");
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, text.replace("'<f4'", "'|O' "), StandardCharsets.ISO_8859_1);

        assertRefused(RECORDED_JOB, """
                job.yaml:4:10: models.small: small.npy: an array of Python objects ('|O')
                  Read are '<f4', '<f8', '<i8', '<i4', '|i1', '|u1'; in NumPy: array.astype('<f8') or '<i8'.
                """);
    }

    @Test
    void oneFileForTwoSplits() throws IOException {
        recorded();

        assertRefused(RECORDED_JOB, """
                job.yaml:2:7: data: the calibration and the test split are the same rows
                  What is chosen on examples must be measured on others: record two splits that share none.
                """);
    }

    @Test
    void logitsOfOtherRowsThanTheLabels() throws IOException {
        recorded();
        Npy.write(folder.resolve("large.npy"), new Logits(3, 2, new float[6]));

        assertRefused(RECORDED_JOB, """
                job.yaml:5:10: models.large: large.npy: 3 rows, but the part 'calibration' has 4
                  Outputs and labels of a part must be of the same examples in the same order.
                """);
    }

    @Test
    void logitsOfOtherClassesThanTheOtherStage() throws IOException {
        recorded();
        Npy.write(folder.resolve("large.npy"), new Logits(4, 3, new float[12]));

        assertRefused(RECORDED_JOB, """
                job.yaml:5:10: models.large: puts out 3 classes, but 'small' puts out 2
                  All stages answer with the same classes in the same order.
                """);
    }

    @Test
    void logitsOfFewerClassesThanTheDataName() throws IOException {
        recorded();

        assertRefused(RECORDED_JOB.replace("labels.npy } } }", "labels.npy }, classes: [a, b, c] } }"), """
                job.yaml:4:10: models.small: small.npy: logits for 2 classes, but the data has 3
                  A column of logits is a class, and every part has the same classes.
                job.yaml:5:10: models.large: large.npy: logits for 2 classes, but the data has 3
                  A column of logits is a class, and every part has the same classes.
                """);
    }

    @Test
    void aLabelBeyondTheClassesOfTheLogits() throws IOException {
        recorded();
        Npy.write(folder.resolve("labels.npy"), new Labels(5, new int[] {0, 1, 1, 4}));

        assertRefused(RECORDED_JOB, """
                job.yaml:4:10: models.small: puts out 2 classes, but the labels have 5
                  All stages answer with the same classes in the same order.
                """);
    }

    @Test
    void logitsThatAreNotNumbers() throws IOException {
        recorded();
        Path file = folder.resolve("large.npy");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(bytes.capacity() - Float.BYTES, Float.NaN);
        Files.write(file, bytes.array());

        assertRefused(RECORDED_JOB, """
                job.yaml:5:10: models.large: large.npy: logits must be finite, got NaN in row 3, column 1
                  Record them again; a large negative number such as -1e4 rules a class out.
                """);
    }

    @Test
    void aPartThatAModelWasNotRecordedOn() throws IOException {
        recorded();

        assertRefused(RECORDED_JOB.replace("calibration: large.npy, ", ""), """
                job.yaml:5:10: models.large: model 'large' has no outputs for the part 'calibration'
                  Recorded are test.
                """);
    }

    @Test
    void noLabelsToCalibrateOn() throws IOException {
        recorded();

        assertRefused(RECORDED_JOB.replace("calibration: { labels: labels.npy }, ", ""), """
                job.yaml:1:1: splits: there is no calibration split
                  A cascade calibrates its rules on one split and is tested on another: give both a share.
                """);
    }

    @Test
    void aRunIsRefusedAsACheckIs() throws IOException {
        Files.writeString(folder.resolve("data.csv"), "x,y,label\n1,2,a\n3,b\n");
        Path file = Files.writeString(folder.resolve("job.yaml"), csvJob("label: label", SHARES));

        Ended checked = InProcess.weir("check", file.toString());
        Ended run = InProcess.weir("run", file.toString());

        assertThat(run).isEqualTo(checked);
        assertNothingWasLeft();
    }

    private static final String SHARES = "{ train: 0.5, calibration: 0.25, test: 0.25 }";

    private static String csvJob(String columns, String splits) {
        return """
                job: cascade
                data: { use: csv, with: { file: data.csv, %s } }
                splits: %s
                models:
                  small: { use: pytorch, with: { network: linear } }
                  large: { use: pytorch, with: { network: linear } }
                stages:
                  - { model: small, defer: { use: threshold, with: { deferral-rate: 0.3 } } }
                  - { model: large }
                report: out
                """.formatted(columns, splits);
    }

    private void assertCsvRefused(String csv, String expected) throws IOException {
        Files.writeString(folder.resolve("data.csv"), csv);
        assertRefused(csvJob("label: label", SHARES), expected);
    }

    private static final String RECORDED_JOB = """
            job: cascade
            data: { use: recorded, with: { calibration: { labels: labels.npy }, test: { labels: labels.npy } } }
            models:
              small: { use: recorded, with: { calibration: small.npy, test: small.npy } }
              large: { use: recorded, with: { calibration: large.npy, test: large.npy } }
            stages:
              - { model: small, defer: { use: threshold, with: { deferral-rate: 0.5 } } }
              - { model: large }
            report: out
            """;

    /** Files with which the recorded job is right, but for the splits, which are one. */
    private void recorded() throws IOException {
        Npy.write(folder.resolve("labels.npy"), new Labels(2, new int[] {0, 1, 1, 0}));
        Npy.write(folder.resolve("small.npy"), new Logits(4, 2, new float[] {2, 1, 0, 1, 3, 1, 2, 0}));
        Npy.write(folder.resolve("large.npy"), new Logits(4, 2, new float[] {2, 1, 0, 1, 0, 1, 2, 0}));
    }

    @Test
    void theRecordedJobIsRightWithoutAMistake() throws IOException {
        recorded();
        Npy.write(folder.resolve("other.npy"), new Logits(4, 2, new float[] {1, 2, 0, 1, 3, 1, 2, 0}));
        Path file = Files.writeString(
                folder.resolve("job.yaml"), RECORDED_JOB.replace("test: small.npy", "test: other.npy"));

        assertThat(InProcess.weir("check", file.toString()).err()).isEmpty();
    }

    /** Checks a job; what is said is followed by the number of problems. */
    private void assertRefused(String job, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("job.yaml"), job);

        Ended ended = InProcess.weir("check", file.toString());

        long problems = expected.lines().filter(line -> !line.startsWith(" ")).count();
        assertThat(ended.err().replace(folder + "/", ""))
                .isEqualTo(expected + problems + (problems == 1 ? " problem" : " problems") + "; nothing was run.\n");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertNothingWasLeft();
    }

    private void assertNothingWasLeft() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).allMatch(Files::isRegularFile);
        }
        assertThat(Path.of("out")).doesNotExist();
    }
}
