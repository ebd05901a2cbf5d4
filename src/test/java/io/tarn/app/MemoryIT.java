package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.spark.Sql;
import io.tarn.spark.TinyImages;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tasks in 1 GiB of heap: many pictures, and large ones. */
class MemoryIT {
    private static final boolean LONG = "all".equals(System.getProperty("tarn.chaos"));
    private static final int IMAGES = LONG ? 100_000 : 40_000;
    private static final int SHARDS = 20;
    private static final long MARGIN_BYTES = 16 << 20;
    private static final Path PHOTOS = Path.of("jobs/tutorial/photos");

    @TempDir
    Path folder;

    /**
     * What lives after full collections, taken at every new shard, in the JVM that is driver and executor. The first
     * third of the run fills pools and compiles; the rest may add what the driver keeps of tasks.
     */
    @Test
    void theHeapIsFlat() throws Exception {
        Path photos = TinyImages.links(folder.resolve("photos"), IMAGES);
        Path job = Files.writeString(
                folder.resolve("flat.yaml"), """
                name: flat
                input: {format: images, path: %s}
                steps: [{resize: {size: [16, 16]}}, to_tensor]
                outputs: {max: {max_pool2d: {kernel_size: 2}}}
                output: {path: %s, shard_images: %d}
                """.formatted(photos, folder.resolve("out"), IMAGES / SHARDS));
        Path err = folder.resolve("run.err");
        long start = System.nanoTime();
        Process run = Commands.start(
                Path.of("").toAbsolutePath(),
                Map.of(),
                folder.resolve("run.out").toFile(),
                err.toFile(),
                Path.of("jobs/tarn").toAbsolutePath().toString(),
                "run",
                job.toString(),
                "--",
                "--master",
                "local[2]",
                "--driver-memory",
                "1g");
        List<Long> live = new ArrayList<>();
        while (run.isAlive()) {
            if (live.size() < SHARDS - 1
                    && Files.exists(folder.resolve("out/_shards/%05d.json".formatted(live.size())))) {
                liveBytes(run).ifPresent(live::add);
            }
            Thread.sleep(20);
        }
        assertThat(run.exitValue()).as(Files.readString(err)).isZero();
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(live).hasSizeGreaterThanOrEqualTo(SHARDS / 2);
        System.out.printf(
                Locale.ROOT,
                "%,d files in 1 GiB with two tasks: %.0f s; MiB of heap that live after each shard: %s%n",
                IMAGES,
                seconds,
                live.stream().map(bytes -> String.valueOf(bytes >> 20)).collect(Collectors.joining(" ")));
        int third = live.size() / 3;
        long atAThird = median(live.subList(third - 2, third + 3));
        long atTheEnd = median(live.subList(live.size() - 5, live.size()));
        assertThat(atTheEnd).isLessThan(atAThird + MARGIN_BYTES);
        assertThat(Sql.query(
                        "SELECT count(DISTINCT id) AS images FROM read_parquet('" + folder + "/out/data/*.parquet')"))
                .containsExactly(Map.of("images", (long) IMAGES));
    }

    /** Of several shards: a commit or a row group in flight lives for a moment. */
    private static long median(List<Long> bytes) {
        return bytes.stream().sorted().toList().get(bytes.size() / 2);
    }

    /** Bytes of all objects after a full collection; none if the process ends before it can be asked. */
    private static OptionalLong liveBytes(Process process) throws Exception {
        Commands.Result histogram = Commands.run(
                Path.of("").toAbsolutePath(),
                Map.of(),
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(process.pid()),
                "GC.class_histogram");
        if (histogram.status() != 0 && process.waitFor(10, TimeUnit.SECONDS)) {
            return OptionalLong.empty();
        }
        assertThat(histogram.status()).as(histogram.err()).isZero();
        Matcher total = Pattern.compile("(?m)^Total +\\d+ +(\\d+)").matcher(histogram.out());
        assertThat(total.find()).as(histogram.out()).isTrue();
        return OptionalLong.of(Long.parseLong(total.group(1)));
    }

    @Test
    void largePicturesFit() throws Exception {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        BufferedImage large = new BufferedImage(6250, 4000, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = large.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(ImageIO.read(PHOTOS.resolve("china.jpg").toFile()), 0, 0, 6250, 4000, null);
        graphics.dispose();
        ImageIO.write(large, "jpg", photos.resolve("0.jpg").toFile());
        for (int copy = 1; copy < 6; copy++) {
            Files.createLink(photos.resolve(copy + ".jpg"), photos.resolve("0.jpg"));
        }
        ChaosIT.writePng(photos.resolve("huge.png"), 12_500, 8_000);

        Path out = folder.resolve("out");
        Commands.Result run = Commands.run(
                Path.of("").toAbsolutePath(),
                Map.of(),
                Path.of("jobs/tarn").toAbsolutePath().toString(),
                "run",
                "jobs/tutorial.yaml",
                "--input",
                photos.toString(),
                "--output",
                out.toString(),
                "--",
                "--master",
                "local[2]",
                "--driver-memory",
                "1g");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(Sql.query("SELECT count(DISTINCT id) AS images FROM read_parquet('" + out + "/data/*.parquet')"))
                .containsExactly(Map.of("images", 7L));
    }
}
