package io.tarn.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FigureTest {
    private static final int MARGIN = 48;
    private static final int LABEL = 40;
    private static final int ROW = LABEL + 256 + 36;

    @Test
    void drawsTheTutorialInFiveRowsOfEqualHeight() throws IOException {
        byte[] png = Figure.png(Tutorial.rows(gradient(300, 200)));

        BufferedImage figure = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(figure.getWidth()).isEqualTo(2 * MARGIN + 4 * 256 + 3 * 16);
        assertThat(figure.getHeight()).isEqualTo(2 * MARGIN + 5 * ROW - 36);
        for (int row = 0; row < 5; row++) {
            assertThat(ink(figure, MARGIN, MARGIN + row * ROW, 300, LABEL - 4))
                    .as("label of row " + row)
                    .isGreaterThan(100);
        }
    }

    @Test
    void pooledPixelsAreSeenAsPixels() {
        BufferedImage figure = draw(Tensor.of(new float[] {0, 0.5f, 1, 0.25f, 0, 0, 0, 0}, 2, 2, 2));

        assertThat(gray(figure, 1, 1)).isEqualTo(0);
        assertThat(gray(figure, 127, 127)).isEqualTo(0);
        assertThat(gray(figure, 128, 0)).isEqualTo(128);
        assertThat(gray(figure, 0, 128)).isEqualTo(255);
        assertThat(gray(figure, 255, 255)).isEqualTo(64);
    }

    @Test
    void stretchesOtherRangesAndMarksWhatIsNoNumber() {
        float[] values = {-2, 0, 2, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1, 1};
        BufferedImage figure = draw(Tensor.of(values, 2, 2, 2));

        assertThat(gray(figure, 0, 0)).isEqualTo(0);
        assertThat(gray(figure, 200, 0)).isEqualTo(128);
        assertThat(gray(figure, 0, 200)).isEqualTo(255);
        assertThat(figure.getRGB(MARGIN + 200, MARGIN + LABEL + 200) & 0xffffff).isEqualTo(0xe5484d);
        assertThat(gray(figure, 272, 0)).isEqualTo(255);
        assertThat(gray(figure, 272 + 200, 0)).isEqualTo(0);
    }

    @Test
    void showsPicturesInColour() {
        byte[] red = new byte[6 * 6 * 3];
        for (int i = 0; i < red.length; i += 3) {
            red[i] = (byte) 200;
        }
        BufferedImage picture = draw(Tensor.over(DType.UINT8, Shape.of(6, 6, 3), red));
        BufferedImage planes = draw(Tensor.of(new float[] {1, 0, 0.2f}, 3, 1, 1));
        BufferedImage colour = draw(Tensor.of(new float[] {1, 1, 0, 0, 0.2f, 0.2f}, 3, 1, 2));

        assertThat(picture.getRGB(MARGIN + 9, MARGIN + LABEL + 9) & 0xffffff).isEqualTo(200 << 16);
        assertThat(gray(planes, 2, 2)).as("one value a channel is a line").isEqualTo(255);
        assertThat(colour.getRGB(MARGIN + 9, MARGIN + LABEL + 9) & 0xffffff).isEqualTo(255 << 16 | 51);
    }

    @Test
    void showsEightChannelsAndCountsTheRest() {
        Maps maps = Maps.of(Tensor.zeros(DType.FLOAT32, Shape.of(64, 7, 7)), 8);

        assertThat(maps.images()).hasSize(8);
        assertThat(maps.channels()).isEqualTo(64);
        assertThat(draw(Tensor.zeros(DType.FLOAT32, Shape.of(64, 7, 7))).getHeight())
                .isEqualTo(2 * MARGIN + LABEL + 2 * 256 + 16);
    }

    @Test
    void drawsEveryRank() {
        for (int[] sizes : new int[][] {{}, {5}, {4, 100}, {2, 3, 4}, {2, 8, 3, 4}, {0, 3, 3}, {1, 2, 3, 4, 5}}) {
            for (DType dtype : DType.values()) {
                assertThat(draw(Tensor.zeros(dtype, Shape.of(sizes))).getWidth())
                        .isEqualTo(1168);
            }
        }
        float[] depths = {0, 0, 1, 1, 0, 0};
        assertThat(gray(draw(Tensor.of(depths, 1, 3, 1, 2)), 5, 5))
                .as("the middle depth")
                .isEqualTo(255);
    }

    /** In containers without fonts, which are common, Java's font manager throws as soon as it is loaded. */
    @Test
    void needsNoFontsOnTheMachine() throws Exception {
        Process java = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Djava.awt.headless=true",
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithoutFonts.class.getName())
                .redirectErrorStream(true)
                .start();

        String printed = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(java.waitFor()).as(printed).isZero();
        assertThat(printed).contains("io.tarn.report.Typeface").doesNotContain("sun.font.SunFontManager");
    }

    static final class WithoutFonts {
        private WithoutFonts() {}

        public static void main(String[] args) {
            Figure.png(List.of(new Figure.Row("Émile", "max_pool2d", Tensor.of(new float[] {1}, 1, 1, 1))));
        }
    }

    private static BufferedImage draw(Tensor tensor) {
        return Figure.image(List.of(new Figure.Row("name", "detail", tensor)));
    }

    private static int gray(BufferedImage figure, int x, int y) {
        return figure.getRGB(MARGIN + x, MARGIN + LABEL + y) & 0xff;
    }

    private static int ink(BufferedImage figure, int left, int top, int width, int height) {
        int dark = 0;
        for (int i = 0; i < width * height; i++) {
            dark += (figure.getRGB(left + i % width, top + i / width) & 0xff) < 128 ? 1 : 0;
        }
        return dark;
    }

    private static BufferedImage gradient(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, i % width * 255 / width << 16 | i / width * 255 / height);
        }
        return image;
    }
}
