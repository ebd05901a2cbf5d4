package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.pipeline.EncodedImage;
import io.tarn.pipeline.Failure;
import io.tarn.pipeline.Pipeline;
import io.tarn.pipeline.PooledRow;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.tensor.DType;
import io.tarn.tensor.Npy;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.crypto.DecryptionPropertiesFactory;
import org.apache.parquet.crypto.EncryptionPropertiesFactory;
import org.apache.parquet.crypto.FileDecryptionProperties;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PooledFileTest {
    /** Two row groups of 32 MB hold fewer. */
    private static final int ROWS = 160;

    private final Configuration conf = new Configuration(false);

    private String output = "{path: out}";

    @TempDir
    Path folder;

    /** Parquet keeps what makes its columns in one place for the whole JVM: the last file opened would decide. */
    @Test
    void filesOpenedMeanwhileChangeNoByte() throws Exception {
        Path alone = folder.resolve("alone.parquet");
        Path beside = folder.resolve("beside.parquet");

        write(alone, false);
        write(beside, true);

        assertThat(groups(alone)).hasSize(2).allSatisfy(group -> assertThat(group.getColumns())
                .filteredOn(column -> column.getPath().toDotString().equals("max.data"))
                .singleElement()
                .satisfies(column -> assertThat(column.getEncodings())
                        .contains(Encoding.PLAIN)
                        .noneMatch(Encoding::usesDictionary)));
        assertThat(Files.mismatch(alone, beside)).isEqualTo(-1);
    }

    /** Held against Parquet's own store of pages, which is used where files are encrypted. */
    @ParameterizedTest
    @ValueSource(strings = {"snappy", "zstd", "none"})
    void theFileIsWhatParquetsOwnPagesMake(String codec) throws Exception {
        Path plain = folder.resolve("plain.parquet");
        Path encrypted = folder.resolve("encrypted.parquet");
        output = "{path: out, codec: " + codec + "}";

        write(plain, false);
        conf.set(EncryptionPropertiesFactory.CRYPTO_FACTORY_CLASS_PROPERTY_NAME, Keys.class.getName());
        write(encrypted, false);

        assertThat(magic(plain)).isEqualTo("PAR1");
        assertThat(magic(encrypted)).isEqualTo("PARE");
        assertThat(described(plain)).isEqualTo(described(encrypted));
        try (ParquetFileReader ours = reader(plain);
                ParquetFileReader parquets = reader(encrypted)) {
            PageReadStore group = ours.readNextRowGroup();
            assertThat(group.getRowCount()).isPositive();
            int pages = 0;
            for (; group != null; group = ours.readNextRowGroup()) {
                PageReadStore other = parquets.readNextRowGroup();
                for (ColumnDescriptor column :
                        ours.getFileMetaData().getSchema().getColumns()) {
                    PageReader one = group.getPageReader(column);
                    PageReader two = other.getPageReader(column);
                    DictionaryPage dictionary = one.readDictionaryPage();
                    assertThat(dictionary == null).isEqualTo(two.readDictionaryPage() == null);
                    DataPageV1 page = (DataPageV1) one.readPage();
                    for (; page != null; page = (DataPageV1) one.readPage()) {
                        DataPageV1 same = (DataPageV1) two.readPage();
                        assertThat(page.getBytes().toByteArray())
                                .isEqualTo(same.getBytes().toByteArray());
                        assertThat(page.getValueCount()).isEqualTo(same.getValueCount());
                        assertThat(page.getValueEncoding()).isEqualTo(same.getValueEncoding());
                        assertThat(page.getIndexRowCount()).isEqualTo(same.getIndexRowCount());
                        pages++;
                    }
                    assertThat(two.readPage()).isNull();
                }
            }
            assertThat(pages).isGreaterThan(ROWS / 4);
            assertThat(parquets.readNextRowGroup()).isNull();
        }
    }

    @Test
    void aPageThatChangedOnTheDiskIsFoundByItsChecksum() throws Exception {
        Path file = folder.resolve("file.parquet");
        output = "{path: out, codec: none}";
        write(file, false);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> {
                    try (ParquetFileReader reader = reader(file)) {
                        for (PageReadStore group = reader.readNextRowGroup();
                                group != null;
                                group = reader.readNextRowGroup()) {
                            for (ColumnDescriptor column :
                                    reader.getFileMetaData().getSchema().getColumns()) {
                                PageReader pages = group.getPageReader(column);
                                while (pages.readPage() != null) {}
                            }
                        }
                    }
                })
                .hasMessageContaining("CRC");
    }

    /** Encrypts whole files, or reads them. */
    public static final class Keys implements EncryptionPropertiesFactory, DecryptionPropertiesFactory {
        private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

        @Override
        public FileEncryptionProperties getFileEncryptionProperties(
                Configuration conf, org.apache.hadoop.fs.Path file, WriteSupport.WriteContext context) {
            return FileEncryptionProperties.builder(KEY).build();
        }

        @Override
        public FileDecryptionProperties getFileDecryptionProperties(
                Configuration conf, org.apache.hadoop.fs.Path file) {
            return FileDecryptionProperties.builder().withFooterKey(KEY).build();
        }
    }

    private static String magic(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(4), StandardCharsets.UTF_8);
        }
    }

    /** What the footer tells of each column of each row group, but for places and sizes in the file. */
    private List<String> described(Path file) throws IOException {
        List<String> columns = new ArrayList<>();
        try (ParquetFileReader reader = reader(file)) {
            for (BlockMetaData group : reader.getFooter().getBlocks()) {
                for (ColumnChunkMetaData column : group.getColumns()) {
                    OffsetIndex offsets = reader.readOffsetIndex(column);
                    List<Long> firstRows = IntStream.range(0, offsets.getPageCount())
                            .mapToObj(offsets::getFirstRowIndex)
                            .toList();
                    columns.add(String.join(
                            "\n",
                            group.getRowCount() + " rows",
                            column.getPath() + " " + column.getCodec() + " " + column.getPrimitiveType(),
                            column.getEncodings() + " " + column.hasDictionaryPage(),
                            column.getValueCount() + " values",
                            "" + column.getEncodingStats().getDataEncodings(),
                            "" + column.getStatistics(),
                            described(column.getSizeStatistics()),
                            "" + reader.readColumnIndex(column),
                            "" + firstRows));
                }
            }
        }
        return columns;
    }

    private static String described(SizeStatistics sizes) {
        return sizes.getUnencodedByteArrayDataBytes() + " " + sizes.getRepetitionLevelHistogram() + " "
                + sizes.getDefinitionLevelHistogram();
    }

    private ParquetFileReader reader(Path file) throws IOException {
        Configuration reading = new Configuration(conf);
        reading.set("parquet.page.verify-checksum.enabled", "true");
        if (!magic(file).equals("PARE")) {
            reading.unset(EncryptionPropertiesFactory.CRYPTO_FACTORY_CLASS_PROPERTY_NAME);
        }
        return ParquetFileReader.open(
                HadoopInputFile.fromPath(hadoop(file), reading),
                HadoopReadOptions.builder(reading, hadoop(file)).build());
    }

    private void write(Path file, boolean openAnother) throws IOException {
        Path job = Files.writeString(folder.resolve("job.yaml"), """
                input: {format: npy, path: in}
                outputs: {max: {max_pool2d: {kernel_size: 1}}}
                output: %s
                """.formatted(output));
        Plan plan = JobFile.read(job, List.of());
        Pipeline pipeline = new Pipeline(plan);
        try (var writer = Tables.data(plan, List.of(), hadoop(file), conf)) {
            for (int i = 0; i < ROWS; i++) {
                if (openAnother && i == ROWS / 2) {
                    errors(folder.resolve("errors.parquet")).close();
                }
                writer.write(row(pipeline, i));
            }
        }
    }

    private static PooledRow row(Pipeline pipeline, int i) {
        Tensor tensor = Tensor.zeros(DType.FLOAT32, Shape.of(1, 256, 256));
        Random noise = new Random(i % 2); // two different tensors, which a dictionary would take
        for (int at = 0; at < tensor.length(); at++) {
            tensor.floats()[at] = noise.nextFloat();
        }
        return pipeline.process(new EncodedImage(i + ".npy", Npy.write(tensor))).row();
    }

    private ParquetWriter<Failure> errors(Path file) throws IOException {
        return Tables.columns(Tables.ERROR_COLUMNS, hadoop(file), conf);
    }

    private List<BlockMetaData> groups(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(hadoop(file), conf))) {
            return reader.getFooter().getBlocks();
        }
    }

    private static org.apache.hadoop.fs.Path hadoop(Path file) {
        return new org.apache.hadoop.fs.Path(file.toUri());
    }
}
