package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.spark.Sql;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tasks in 1 GiB of heap: large pictures, and so many small ones that a leak would show. */
class MemoryIT {
    private static final Path PHOTOS = Path.of("jobs/tutorial/photos");
    private static final boolean AT_LENGTH = "all".equals(System.getProperty("tarn.chaos"));
    private static final Pattern HEAP_AFTER_GC = Pattern.compile("Pause.*\\d+M->(\\d+)M\\(");

    @TempDir
    Path folder;

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

        run(photos, 7);
    }

    @Test
    void theHeapStaysFlat() throws Exception {
        int copies = AT_LENGTH ? 8_334 : 200;
        Path photos = Files.createDirectory(folder.resolve("photos"));
        try (Stream<Path> all = Files.list(PHOTOS)) {
            for (Path photo :
                    all.filter(path -> path.toString().endsWith(".jpg")).toList()) {
                for (int copy = 0; copy < copies; copy++) {
                    Files.createLink(photos.resolve(copy + "-" + photo.getFileName()), photo);
                }
            }
        }

        List<Integer> heap = run(photos, 12L * copies);

        assertThat(heap).as("collections").hasSizeGreaterThan(8);
        int half = heap.size() / 2;
        int before = max(heap.subList(half / 2, half));
        int after = max(heap.subList(half, heap.size()));
        System.out.printf(
                "%,d images in 1 GiB: at most %d MiB live in the second quarter, %d in the second half%n",
                12L * copies, before, after);
        assertThat(after).as("MiB after collections, late and early: %s", heap).isLessThan(before + 150);
    }

    /** Runs the tutorial's job; gives the heap in MiB after each collection. */
    private List<Integer> run(Path photos, long images) throws Exception {
        Path out = folder.resolve("out");
        Path gc = folder.resolve("gc.log");
        Commands.Result run = Commands.run(
                Path.of("").toAbsolutePath(),
                Map.of("JAVA_TOOL_OPTIONS", "-Xlog:gc:file=" + gc),
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
                .containsExactly(Map.of("images", images));
        List<Integer> heap = new ArrayList<>();
        for (String line : Files.readAllLines(gc)) {
            Matcher after = HEAP_AFTER_GC.matcher(line);
            if (after.find()) {
                heap.add(Integer.valueOf(after.group(1)));
            }
        }
        return heap;
    }

    private static int max(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }
}
