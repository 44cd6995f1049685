package dev.weir.plugins.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Streams the rows of a CSV file, each with as many fields as the header has names. */
final class CsvRows implements Place, Closeable {
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    /**
     * A last line of our own. When it is not read as a row, a quote before it was left open, which FastCSV
     * lets pass: every row from there on would be lost without a word.
     */
    private static final String END = "\0";

    private final Path file;
    private final CloseableIterator<CsvRecord> records;
    private final CsvHeader header;
    private long line;
    private boolean isAtEnd;

    private CsvRows(Path file, CloseableIterator<CsvRecord> records) throws IOException {
        this.file = file;
        this.records = records;
        CsvRecord first = read();
        if (first == null) {
            throw Refusal.of(file, "the file is empty", "Its first line must name the columns.");
        }
        this.header = new CsvHeader(file, line, first.getFields());
    }

    static CsvRows open(Path file) throws IOException {
        Refusal.requireNoFolder(file);
        InputStream bytes = Files.newInputStream(file);
        try {
            return new CsvRows(file, records(text(file, bytes)));
        } catch (IOException | RuntimeException failure) {
            bytes.close();
            throw failure;
        }
    }

    private static BufferedReader text(Path file, InputStream bytes) throws IOException {
        boolean isGzipped = file.toString().endsWith(".gz");
        try {
            InputStream plain = isGzipped ? new GZIPInputStream(new BufferedInputStream(bytes), 1 << 16) : bytes;
            InputStream marked = new SequenceInputStream(
                    plain, new ByteArrayInputStream(("\n" + END).getBytes(StandardCharsets.UTF_8)));
            // a decoder of its own refuses what is not UTF-8; a charset would replace it
            BufferedReader text =
                    new BufferedReader(new InputStreamReader(marked, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
            text.mark(1);
            if (text.read() != BYTE_ORDER_MARK) {
                text.reset();
            }
            return text;
        } catch (IOException failure) {
            throw explained(file, 0, failure);
        }
    }

    private static CloseableIterator<CsvRecord> records(BufferedReader text) {
        CsvRecordHandler handler = CsvRecordHandler.builder()
                .maxFields(Integer.MAX_VALUE)
                .maxRecordSize(Integer.MAX_VALUE)
                .build();
        return CsvReader.builder()
                .allowExtraFields(true) // told below, with the line and both counts
                .allowMissingFields(true)
                .build(handler, text)
                .iterator();
    }

    CsvHeader header() {
        return header;
    }

    /** The line in which the last row began. */
    long line() {
        return line;
    }

    /** The next row; null when there is none. */
    @Nullable
    CsvRecord next() throws IOException {
        CsvRecord row = read();
        if (row != null && row.getFieldCount() != header.columns()) {
            boolean tooMany = row.getFieldCount() > header.columns();
            throw refusal(
                    "too " + (tooMany ? "many" : "few") + " fields: " + row.getFieldCount() + " where the header names "
                            + header.columns() + " columns",
                    tooMany
                            ? "Put a field that holds a comma in double quotes."
                            : "Give every column a field. Fields are separated by commas; is the file complete?");
        }
        return row;
    }

    private @Nullable CsvRecord read() throws IOException {
        if (isAtEnd) {
            return null;
        }
        try {
            if (!records.hasNext()) {
                throw refusal(
                        "a double quote is left open in this row", "Close it; two of them stand for one in a field.");
            }
            CsvRecord row = records.next();
            if (row.getFieldCount() == 1 && row.getField(0).equals(END)) {
                isAtEnd = true;
                return null;
            }
            line = row.getStartingLineNumber();
            return row;
        } catch (UncheckedIOException failure) {
            throw explained(file, line, Objects.requireNonNull(failure.getCause()));
        } catch (CsvParseException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw Refusal.of(
                    file,
                    "a row after line " + line + " cannot be read: " + cause.getMessage(),
                    "Is a double quote missing or too many in this row?");
        }
    }

    private static IOException explained(Path file, long line, IOException failure) {
        if (failure instanceof CharacterCodingException) {
            throw Refusal.of(file, "not UTF-8, somewhere after line " + line, "Save the file in UTF-8.");
        }
        if (failure instanceof ZipException || failure instanceof EOFException) {
            throw Refusal.of(
                    file,
                    "not a whole gzip file: " + failure.getMessage(),
                    "A name that ends with .gz promises a gzipped file; was it cut short?");
        }
        return failure;
    }

    @Override
    public IllegalArgumentException refusal(String problem, String remedy) {
        return Refusal.of(file, line, problem, remedy);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
