package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.spark.Sql;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tasks in 1 GiB of heap, and large pictures. */
class MemoryIT {
    private static final Path PHOTOS = Path.of("jobs/tutorial/photos");

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
