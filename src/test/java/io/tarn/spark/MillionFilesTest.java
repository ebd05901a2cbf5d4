package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.spark.source.FileGroup;
import io.tarn.spark.source.Listing;
import java.io.BufferedOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver does with a million inputs before the first task: list, cut into shards and partitions, keep a log. */
class MillionFilesTest {
    private static final long MILLION = 1_000_000;
    /** Within other files, of which reading the headers takes time. */
    private static final int INPUTS = "all".equals(System.getProperty("tarn.chaos")) ? 1_000_000 : 100_000;

    private static final int MEMBERS = 10_000;
    private static final long TWO_GIBIBYTES = 2L << 30;

    @TempDir
    Path folder;

    @Test
    void aMillionFilesAreListedAndCutWithinTwoGibibytes() throws Exception {
        assertThat(Runtime.getRuntime().maxMemory()).as("the heap of the tests").isLessThanOrEqualTo(TWO_GIBIBYTES);
        long start = System.nanoTime();
        Listing listing = Listing.of(List.of("many:///photos"), ManyFiles.configuration());
        long listed = System.nanoTime();

        assertThat(listing.images()).isEqualTo(MILLION);
        assertThat(listing.bytes()).isEqualTo(MILLION * ManyFiles.FILE_BYTES);
        assertThat(listing.entries().get(0).id()).isEqualTo("0000/photo-0000.jpg");
        assertThat(listing.entries().get(999_999).id()).isEqualTo("0999/photo-0999.jpg");

        OutputFolder out = OutputFolder.of(folder.toString(), new Configuration(false));
        ShardLog.start(out, listing.entries());
        long logged = System.nanoTime();
        ShardLog log = ShardLog.load(out);
        assertThat(log.entries()).isEqualTo(listing.entries());

        ShardSizes sizes = new ShardSizes(new Plan.Output("out", 0), Plan.Holds.IMAGES, 100);
        int first = 0;
        int files = 0;
        for (int number = 0; first < MILLION; number++) {
            Shard shard = sizes.next(number, log.entries(), first);
            List<Listing.Entry> entries = log.entries().subList(shard.first(), shard.end());
            for (FileGroup group : FileGroup.split(entries, Plan.Holds.IMAGES, 100)) {
                files += group.size();
            }
            first = shard.end();
        }
        assertThat(files).isEqualTo(MILLION);

        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf(
                "1,000,000 files: listed in %.1f s, log written in %.1f s, %,d MiB of heap with both listings%n",
                (listed - start) / 1e9, (logged - listed) / 1e9, heap >> 20);
    }

    /** A limit is exact, so with one the driver reads the members' headers: the only index that a tar has. */
    @Test
    void membersOfTarShardsAreCountedWithinTwoGibibytes() throws Exception {
        Path shards = Files.createDirectory(folder.resolve("in"));
        Path first = shards.resolve("00000.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(
                new BufferedOutputStream(Files.newOutputStream(first)), StandardCharsets.US_ASCII.name())) {
            for (int i = 0; i < MEMBERS; i++) {
                TarArchiveEntry member = new TarArchiveEntry("%05d.jpg".formatted(i));
                member.setSize(1);
                tar.putArchiveEntry(member);
                tar.write(0);
                tar.closeArchiveEntry();
            }
        }
        for (int i = 1; i < INPUTS / MEMBERS; i++) {
            Files.createLink(shards.resolve("%05d.tar".formatted(i)), first);
        }

        counted("tar members", "{format: webdataset, path: %s, limit: %d}".formatted(shards, INPUTS), INPUTS / MEMBERS);
    }

    @Test
    void rowsOfParquetFilesAreCountedWithinTwoGibibytes() throws Exception {
        Path files = Files.createDirectory(folder.resolve("in"));
        Path first = files.resolve("00000.parquet");
        int group = 100; // rows
        MessageType schema = MessageTypeParser.parseMessageType("message row { required binary image; }");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(first))
                .withType(schema)
                .withRowGroupSize(1L) // asked for every hundred rows
                .build()) {
            SimpleGroupFactory rows = new SimpleGroupFactory(schema);
            for (int i = 0; i < MEMBERS; i++) {
                writer.write(rows.newGroup().append("image", Binary.fromString("an image")));
            }
        }
        for (int i = 1; i < INPUTS / MEMBERS; i++) {
            Files.createLink(files.resolve("%05d.parquet".formatted(i)), first);
        }

        counted("rows of Parquet", "{format: parquet, path: %s}".formatted(files), INPUTS / group);
    }

    private void counted(String what, String input, int entries) throws Exception {
        Plan plan = JobFile.read(
                Files.writeString(
                        folder.resolve("job.yaml"),
                        "input: " + input + "\noutputs: {image: []}\noutput: {path: " + folder.resolve("out") + "}\n"),
                List.of());
        assertThat(Runtime.getRuntime().maxMemory()).as("the heap of the tests").isLessThanOrEqualTo(TWO_GIBIBYTES);
        long start = System.nanoTime();
        Listing listing = Listing.of(plan, new Configuration());
        long listed = System.nanoTime();

        assertThat(listing.images()).isEqualTo(INPUTS);
        assertThat(listing.entries()).hasSize(entries);
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        System.out.printf(
                "%,d %s in %,d files: listed in %.1f s, %,d MiB of heap with the listing of %,d entries%n",
                INPUTS, what, INPUTS / MEMBERS, (listed - start) / 1e9, heap >> 20, entries);
    }
}
