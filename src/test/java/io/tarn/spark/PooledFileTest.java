package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PooledFileTest {
    /** Two row groups of 32 MB hold fewer. */
    private static final int ROWS = 160;

    private final Configuration conf = new Configuration(false);

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

    private void write(Path file, boolean openAnother) throws IOException {
        Path job = Files.writeString(folder.resolve("job.yaml"), """
                input: {format: npy, path: in}
                outputs: {max: {max_pool2d: {kernel_size: 1}}}
                output: {path: out}
                """);
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
