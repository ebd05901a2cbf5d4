package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.spark.Sql;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of Parquet files, and what is told of rows that cannot be. */
class ParquetReadsTest {
    /** Local files. The first read from some byte on fails, and from then on nothing can be opened. */
    public static final class Watched extends RawLocalFileSystem {
        private static long failsFrom;
        private static boolean failed;
        private static long lowestRead;

        @Override
        public URI getUri() {
            return URI.create("watched:///");
        }

        @Override
        public String getScheme() {
            return "watched";
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferBytes) throws IOException {
            if (failed) {
                throw new IOException("planted");
            }
            FSDataInputStream in = super.open(path, bufferBytes);
            return new FSDataInputStream(new FSInputStream() {
                @Override
                public int read() throws IOException {
                    watch();
                    return in.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    watch();
                    return in.read(target, offset, length);
                }

                private void watch() throws IOException {
                    lowestRead = Math.min(lowestRead, in.getPos());
                    if (in.getPos() >= failsFrom) {
                        failed = true;
                        throw new IOException("planted");
                    }
                }

                @Override
                public void seek(long position) throws IOException {
                    in.seek(position);
                }

                @Override
                public long getPos() throws IOException {
                    return in.getPos();
                }

                @Override
                public boolean seekToNewSource(long position) {
                    return false;
                }

                @Override
                public void close() throws IOException {
                    in.close();
                }
            });
        }
    }

    private final Configuration conf = new Configuration();

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void watch() {
        file = folder.resolve("rows.parquet");
        conf.set("fs.watched.impl", Watched.class.getName());
        Watched.failsFrom = Long.MAX_VALUE;
        Watched.failed = false;
        Watched.lowestRead = Long.MAX_VALUE;
    }

    @Test
    void ofAFileThatWentEveryRowIsTold() throws IOException {
        write("SELECT 'x'::BLOB AS image FROM range(5000)");
        Plan plan = plan("");
        List<Listing.Entry> entries = Listing.of(plan, conf).entries();
        Files.delete(file);

        assertThat(read(plan, entries.get(1))).isEqualTo(failures("missing", 2048, 4096));
    }

    @Test
    void ofThoseTheChosen() throws IOException {
        write("SELECT 'x'::BLOB AS image FROM range(5000)");
        Plan plan = plan(", include: '*#204?'");
        List<Listing.Entry> entries = Listing.of(plan, conf).entries();
        Files.delete(file);

        assertThat(read(plan, entries.get(0))).isEqualTo(failures("missing", 2040, 2048));
        assertThat(read(plan, entries.get(1))).isEqualTo(failures("missing", 2048, 2050));
    }

    @Test
    void rowsKeepTheirNumbersWhereTryingAgainGetsLessFar() throws IOException {
        write("SELECT 'x'::BLOB AS image FROM range(5000)");
        Plan plan = plan("");
        List<Listing.Entry> entries = Listing.of(plan, conf).entries();
        Watched.failsFrom = entries.get(1).start();

        assertThat(read(plan, entries.get(1))).isEqualTo(failures("unreadable", 2048, 4096));
        assertThat(Watched.failed).isTrue();
    }

    @Test
    void ofAFileThatIsAnotherByThenNothingIsTakenForItsRows() throws IOException {
        write("SELECT 'x'::BLOB AS image FROM range(1000)");
        Plan plan = plan("");
        List<Listing.Entry> entries = Listing.of(plan, conf).entries();
        write("SELECT 'x'::BLOB AS image FROM range(1500)");

        assertThat(read(plan, entries.get(0))).isEqualTo(failures("corrupt", 0, 1000));
    }

    /** One more than ids are compared of. */
    @Test
    void idsOfTooManyRowsAreNotRead() throws IOException {
        write("SELECT 'x'::BLOB AS image, 'same' AS name FROM range(33554433)");

        List<Listing.Entry> entries = Listing.of(plan(", id: name"), conf).entries();

        assertThat(Listing.images(entries)).isEqualTo(33_554_433);
        Listing.Entry last = entries.get(entries.size() - 1);
        assertThat(Watched.lowestRead).isGreaterThanOrEqualTo(last.start() + last.length());
    }

    /** Tells how many row groups were found, with a small heap. */
    static final class Groups {
        public static void main(String[] args) throws IOException {
            Plan plan = JobFile.read(Path.of(args[0]), List.of());
            System.out.println(Listing.of(plan, new Configuration()).entries().size());
        }
    }

    /** Two hundred footers of about 1 MB, once they are read. */
    @Test
    void footersAreNotKept() throws Exception {
        StringBuilder columns = new StringBuilder("'x'::BLOB AS image");
        for (int i = 0; i < 2000; i++) {
            columns.append(", NULL::INT AS c").append(i);
        }
        write("SELECT " + columns + " FROM range(5000)");
        for (int i = 1; i < 200; i++) {
            Files.createLink(folder.resolve(i + ".parquet"), file);
        }
        Path out = folder.resolve("groups.out");
        Path err = folder.resolve("groups.err");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "@conf/jvm.options",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Groups.class.getName(),
                        job(folder.toString(), "").toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();

        assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        assertThat(out).hasContent("600");
    }

    private void write(String rows) {
        Sql.execute("COPY (" + rows + ") TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
    }

    private Plan plan(String more) throws IOException {
        return JobFile.read(job("watched:" + folder, more), List.of());
    }

    private Path job(String path, String more) throws IOException {
        return Files.writeString(folder.resolve("job.yaml"), """
                input: {format: parquet, path: '%s', column: image%s}
                outputs: {all: []}
                output: {path: %s}
                """.formatted(path, more, folder.resolve("out")));
    }

    /** The ids of images, and of failures with the error. */
    private List<String> read(Plan plan, Listing.Entry entry) throws IOException {
        List<String> told = new ArrayList<>();
        try (ItemReader reader = ItemReader.of(plan.input(), new FileGroup(List.of(entry)), conf)) {
            Item item;
            while ((item = reader.next()) != null) {
                told.add(item.id()
                        + (item.failure() == null ? "" : " " + item.failure().error()));
            }
        }
        return told;
    }

    private static List<String> failures(String error, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(row -> "rows.parquet#" + row + " " + error)
                .toList();
    }
}
