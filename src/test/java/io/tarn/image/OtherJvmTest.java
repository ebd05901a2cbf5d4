package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a JVM of its own can show: silence, and decoding where OpenCV does not load. */
class OtherJvmTest {
    /** One that libjpeg warns of, one that OpenCV logs an error about, and a good one. */
    private static final List<String> NOISY = List.of("bad_scan_bitflips.jpg", "webp_lossy.webp", "jpeg_420.jpg");

    @TempDir
    private Path folder;

    /** Decodes {@link #NOISY}, the WebP damaged, and tells the decoder and the sizes. */
    static final class Decoding {
        public static void main(String[] args) {
            Decoder decoder = new Decoder(DecodeOptions.defaults());
            System.out.println(decoder.kernel());
            for (String name : NOISY) {
                byte[] bytes = Fixtures.bytes("odd/" + name);
                if (name.endsWith(".webp")) {
                    java.util.Arrays.fill(bytes, 30, 60, (byte) 0xff); // the image, of the size that its header tells
                }
                try {
                    Tensor image = decoder.decode(bytes, bytes.length, new Workspace(), new Context(name, Map.of()));
                    System.out.println(image.shape());
                } catch (ImageException refused) {
                    System.out.println(refused.error());
                }
            }
            System.err.println("System.err works");
        }
    }

    /** Decodes by every way there is into OpenCV, and tells the libraries of it that the process has. */
    static final class Libraries {
        public static void main(String[] args) throws IOException {
            DecodeOptions all = DecodeOptions.defaults().with(DecodeOptions.Frames.ALL);
            for (String name : List.of("jpeg_420.jpg", "webp_lossy_alpha.webp", "webp_animated.webp")) {
                byte[] bytes = Fixtures.bytes("odd/" + name);
                for (DecodeOptions.Mode mode : List.of(DecodeOptions.Mode.RGB, DecodeOptions.Mode.RGBA)) {
                    DecodedFrames frames = new Decoder(all.with(mode)).frames(bytes, bytes.length, new Workspace());
                    while (frames.next(new Context(name, Map.of())) != null) {}
                }
            }
            Files.readAllLines(Path.of("/proc/self/maps")).stream()
                    .map(line -> line.substring(line.lastIndexOf('/') + 1))
                    .filter(file -> file.matches("lib(jni)?open.*"))
                    .distinct()
                    .sorted()
                    .forEach(System.out::println);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void ofTheLibrariesOnlyThoseThatDecodeAreLoaded() throws IOException, InterruptedException {
        assertThat(run(Libraries.class, List.of()))
                .containsExactly(
                        "libjniopencv_core.so",
                        "libjniopencv_imgcodecs.so",
                        "libopenblas.so.0",
                        "libopencv_core.so.413",
                        "libopencv_imgcodecs.so.413",
                        "libopencv_imgproc.so.413");
    }

    /** Decodes an image for which there is no memory outside the heap between two others. */
    static final class AfterOneTooLarge {
        public static void main(String[] args) throws IOException {
            ByteArrayOutputStream large = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(6000, 4000, BufferedImage.TYPE_BYTE_GRAY), "jpeg", large);
            Decoder decoder = new Decoder(DecodeOptions.defaults());
            byte[] good = Fixtures.bytes("odd/jpeg_420.jpg");
            for (byte[] bytes : List.of(good, large.toByteArray(), good)) {
                try {
                    Context context = new Context("one", Map.of());
                    System.out.println(decoder.decode(bytes, bytes.length, new Workspace(), context)
                            .shape());
                } catch (ImageException refused) {
                    System.out.println(refused.error());
                }
            }
        }
    }

    @Test
    void whatIsTooLargeDoesNotSpoilTheNext() throws IOException, InterruptedException {
        assertThat(run(AfterOneTooLarge.class, List.of("-Dorg.bytedeco.javacpp.maxBytes=64m")))
                .containsExactly("[107,160,3]", "too_large", "[107,160,3]");
    }

    @Test
    void nativeCodecsPrintNothing() throws IOException, InterruptedException {
        assertThat(run(Decoding.class, List.of("--enable-native-access=ALL-UNNAMED")))
                .containsExactly("opencv", "[107,160,3]", "corrupt", "[107,160,3]");
        assertThat(Files.readAllLines(folder.resolve("err"))).containsExactly("System.err works");
    }

    @Test
    void withoutOpenCvImagesAreDecodedInJavaAndThatIsSaidOnce() throws IOException, InterruptedException {
        assertThat(run(Decoding.class, List.of("-Dorg.bytedeco.javacpp.platform=none")))
                .containsExactly("java", JdkJpeg.IS_TURBO ? "[107,160,3]" : "corrupt", "unsupported", "[107,160,3]");
        assertThat(Files.readAllLines(folder.resolve("err")))
                .filteredOn(line -> line.contains("OpenCV does not load, images are decoded in Java"))
                .hasSize(1);
    }

    private List<String> run(Class<?> main, List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        return Files.readAllLines(folder.resolve("out"));
    }
}
