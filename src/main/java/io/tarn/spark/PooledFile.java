package io.tarn.spark;

import io.tarn.pipeline.PooledRow;
import io.tarn.plan.Plan;
import io.tarn.spark.source.PageMemory;
import io.tarn.spark.source.SourceColumn;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.values.factory.DefaultV1ValuesWriterFactory;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * A file of {@code data/}. Parquet's own {@link ParquetWriter} takes what makes its columns from a place that is one for
 * the whole JVM, and so the settings of whatever file was opened last; this brings its own.
 */
final class PooledFile implements Closeable {
    private final long rowGroupBytes;
    private final CompressionCodecName codec;
    private final CompressionCodecFactory codecs;
    private final PageMemory memory = PageMemory.toWrite();
    private final ParquetProperties properties;
    private final PooledRowWriteSupport support;
    private final WriteSupport.WriteContext context;
    private final MessageColumnIO records;
    private final ParquetFileWriter file;
    private PageWriteStore pages;
    private ColumnWriteStore columns;
    private RecordConsumer consumer;
    private int groups;
    private long nextGroupBytes;
    private long rows;
    private boolean broken;

    PooledFile(Plan plan, List<SourceColumn> columns, Path path, Configuration conf, long rowGroupBytes)
            throws IOException {
        this.rowGroupBytes = rowGroupBytes;
        codec = Tables.codec(plan.output());
        properties = properties(plan);
        codecs = plan.output().codec() == Plan.Codec.NONE
                ? new CodecFactory(conf, properties.getPageSizeThreshold())
                : new WholePages(plan.output());
        support = new PooledRowWriteSupport(plan, columns);
        context = support.init(conf);
        records = new ColumnIOFactory(false).getColumnIO(context.getSchema());
        file = new ParquetFileWriter(
                LocalFile.of(path, conf),
                context.getSchema(),
                ParquetFileWriter.Mode.OVERWRITE,
                rowGroupBytes,
                ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
                properties.getColumnIndexTruncateLength(),
                properties.getStatisticsTruncateLength(),
                properties.getPageWriteChecksumEnabled(),
                ParquetOutputFormat.createEncryptionProperties(conf, path, context));
        file.start();
        startGroup();
    }

    private ParquetProperties properties(Plan plan) {
        ParquetProperties.Builder builder = ParquetProperties.builder()
                .withValuesWriterFactory(new DefaultV1ValuesWriterFactory())
                .withAllocator(memory)
                .withDictionaryEncoding("id", false)
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(4);
        for (String leaf : PooledRowWriteSupport.tensorLeaves(plan)) {
            builder.withDictionaryEncoding(leaf, false).withStatisticsEnabled(leaf, false);
        }
        return builder.build();
    }

    void write(PooledRow row) throws IOException {
        boolean done = false;
        try {
            support.write(row);
            rows++;
            long buffered = columns.getBufferedSize();
            if (buffered > nextGroupBytes - 2 * (buffered / rows)) {
                endGroup();
                startGroup();
            }
            done = true;
        } finally {
            broken |= !done;
        }
    }

    /** The file's bytes so far, those of its unfinished row group not compressed. */
    long size() throws IOException {
        return file.getPos() + columns.getBufferedSize();
    }

    private void startGroup() throws IOException {
        nextGroupBytes = Math.min(file.getNextRowGroupSize(), rowGroupBytes);
        pages = file.getEncryptor() == null
                ? new GroupPages(codecs.getCompressor(codec), context.getSchema(), memory)
                : encrypted();
        groups++;
        columns = properties.newColumnWriteStore(context.getSchema(), pages);
        consumer = records.getRecordWriter(columns);
        support.prepareForWrite(consumer);
    }

    private PageWriteStore encrypted() {
        return new ColumnChunkPageWriteStore(
                codecs.getCompressor(codec),
                context.getSchema(),
                memory,
                properties.getColumnIndexTruncateLength(),
                properties.getPageWriteChecksumEnabled(),
                file.getEncryptor(),
                groups);
    }

    private void endGroup() throws IOException {
        consumer.flush(); // it keeps nulls back
        file.startBlock(rows);
        columns.flush();
        if (pages instanceof GroupPages plain) {
            plain.writeTo(file);
        } else {
            ((ColumnChunkPageWriteStore) pages).flushToFileWriter(file);
        }
        file.endBlock();
        rows = 0;
        releaseGroup();
    }

    private void releaseGroup() {
        columns.close();
        pages.close();
    }

    /** Finishes the file, unless writing a row failed. */
    @Override
    public void close() throws IOException {
        try (ParquetFileWriter closing = file) {
            if (!broken) {
                if (rows > 0) {
                    endGroup();
                } else {
                    releaseGroup();
                }
                closing.end(context.getExtraMetaData());
            }
        } finally {
            codecs.release();
            memory.close();
        }
    }
}
