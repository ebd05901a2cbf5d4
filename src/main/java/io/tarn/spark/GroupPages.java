package io.tarn.spark;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/**
 * The compressed pages of a row group, until it is written. Parquet's own store copies each page to a new array for its
 * checksum, which leaves as much garbage as there is output; the file's writer, which these go to, sums them where they are.
 */
final class GroupPages implements PageWriteStore {
    private final BytesInputCompressor compressor;
    private final ByteBufferAllocator memory;
    private final Map<ColumnDescriptor, Chunk> chunks = new LinkedHashMap<>();
    private final List<ByteBuffer> lent = new ArrayList<>();

    GroupPages(BytesInputCompressor compressor, MessageType schema, ByteBufferAllocator memory) {
        this.compressor = compressor;
        this.memory = memory;
        schema.getColumns().forEach(column -> chunks.put(column, new Chunk()));
    }

    @Override
    public PageWriter getPageWriter(ColumnDescriptor column) {
        Chunk chunk = chunks.get(column);
        return (PageWriter) Proxy.newProxyInstance(
                PageWriter.class.getClassLoader(), new Class<?>[] {PageWriter.class}, new AnyParquet(chunk));
    }

    /** Writes the columns in the schema's order, between the start and the end of a row group. */
    void writeTo(ParquetFileWriter file) throws IOException {
        for (Map.Entry<ColumnDescriptor, Chunk> chunk : chunks.entrySet()) {
            chunk.getValue().writeTo(file, chunk.getKey());
        }
    }

    @Override
    public void close() {
        lent.forEach(memory::release);
        lent.clear();
    }

    private BytesInput compressed(BytesInput page) throws IOException {
        return compressor.compress(page).copy(memory, lent::add);
    }

    private record Page(
            BytesInput bytes,
            int uncompressed,
            int values,
            int rows,
            Statistics<?> statistics,
            SizeStatistics sizes,
            Encoding repetition,
            Encoding definition,
            Encoding encoding) {}

    /** The pages of a column. */
    private final class Chunk implements PageWriter {
        private final List<Page> pages = new ArrayList<>();
        private DictionaryPage dictionary;
        private long values;
        private long bytes;

        @Override
        public void writePage(
                BytesInput page,
                int valueCount,
                int rowCount,
                Statistics<?> statistics,
                SizeStatistics sizes,
                Encoding repetition,
                Encoding definition,
                Encoding encoding)
                throws IOException {
            BytesInput compressed = compressed(page);
            int uncompressed = Math.toIntExact(page.size());
            pages.add(new Page(
                    compressed,
                    uncompressed,
                    valueCount,
                    rowCount,
                    statistics,
                    sizes,
                    repetition,
                    definition,
                    encoding));
            values += valueCount;
            bytes += compressed.size();
        }

        @Override
        public void writeDictionaryPage(DictionaryPage page) throws IOException {
            BytesInput compressed = compressed(page.getBytes());
            dictionary = new DictionaryPage(
                    compressed, page.getUncompressedSize(), page.getDictionarySize(), page.getEncoding());
        }

        void writeTo(ParquetFileWriter file, ColumnDescriptor column) throws IOException {
            file.startColumn(column, values, compressor.getCodecName());
            if (dictionary != null) {
                file.writeDictionaryPage(dictionary);
            }
            for (Page page : pages) {
                file.writeDataPage(
                        page.values,
                        page.uncompressed,
                        page.bytes,
                        page.statistics,
                        page.rows,
                        page.repetition,
                        page.definition,
                        page.encoding,
                        null,
                        null,
                        page.sizes);
            }
            file.endColumn();
        }

        @Override
        public long getMemSize() {
            return bytes;
        }

        @Override
        public long allocatedSize() {
            return bytes;
        }

        @Override
        public String memUsageString(String prefix) {
            return prefix + " " + bytes + " bytes in " + pages.size() + " pages";
        }

        @Override
        public void writePage(
                BytesInput page,
                int values,
                Statistics<?> statistics,
                Encoding one,
                Encoding other,
                Encoding encoding) {
            throw new UnsupportedOperationException("pages tell how many rows they hold");
        }

        @Override
        public void writePage(
                BytesInput page,
                int values,
                int rows,
                Statistics<?> statistics,
                Encoding one,
                Encoding other,
                Encoding encoding) {
            throw new UnsupportedOperationException("pages come with the statistics of their sizes");
        }

        @Override
        public void writePageV2(
                int rows,
                int nulls,
                int values,
                BytesInput repetition,
                BytesInput definition,
                Encoding encoding,
                BytesInput data,
                Statistics<?> statistics) {
            throw new UnsupportedOperationException("pages are of the first version");
        }
    }

    /** Since 1.16 Parquet hands over statistics of geometry too, of a class that 1.15 does not know: there are none here. */
    private record AnyParquet(Chunk chunk) implements InvocationHandler {
        private static final int WITH_GEOMETRY = 9;
        private static final int GEOMETRY = 5;

        @Override
        public Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
            if (method.getName().equals("writePage") && args.length == WITH_GEOMETRY) {
                chunk.writePage(
                        (BytesInput) args[0],
                        (int) args[1],
                        (int) args[2],
                        (Statistics<?>) args[3],
                        (SizeStatistics) args[4],
                        (Encoding) args[GEOMETRY + 1],
                        (Encoding) args[GEOMETRY + 2],
                        (Encoding) args[GEOMETRY + 3]);
                return null;
            }
            try {
                return method.invoke(chunk, args);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }
    }
}
