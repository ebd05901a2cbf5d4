package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damaged images end in pixels or in a refusal, and soon. {@code -Dtarn.fuzz=100000} tries as many;
 * {@code -Dtarn.fuzz.seed} others.
 */
class FuzzTest {
    private static final long MOST_NANOS = 5_000_000_000L;

    private final Random random = new Random(Long.getLong("tarn.fuzz.seed", 1));
    private DecodeOptions decoding;
    private Decoder decoder;
    private final Workspace workspace = new Workspace();

    @ParameterizedTest
    @EnumSource(DecodeOptions.Backend.class)
    void damagedImages(DecodeOptions.Backend backend) {
        List<byte[]> originals = new ArrayList<>();
        Fixtures.table("odd.json", "files").keySet().forEach(name -> originals.add(Fixtures.bytes("odd/" + name)));
        Fixtures.table("image/frames.json", "files")
                .values()
                .forEach(file -> originals.add(Base64.getDecoder().decode((String) file.get("base64"))));
        originals.removeIf(bytes -> bytes.length == 0);
        DecodeOptions.Mode[] modes = DecodeOptions.Mode.values();
        int count = Integer.getInteger("tarn.fuzz", 2000);
        Map<String, Integer> outcomes = new TreeMap<>();
        outcome(DecodeOptions.defaults().with(backend), originals.get(0), -1); // loads the libraries
        long slowest = 0;
        for (int i = 0; i < count; i++) {
            byte[] image = damaged(originals.get(random.nextInt(originals.size())));
            DecodeOptions options = DecodeOptions.defaults()
                    .with(backend)
                    .with(modes[i / 200 % modes.length])
                    .with(i / 100 % 2 == 0 ? DecodeOptions.Frames.FIRST : DecodeOptions.Frames.ALL);
            long start = cpuNanos();
            outcomes.merge(outcome(options, image, i), 1, Integer::sum);
            slowest = Math.max(slowest, cpuNanos() - start);
            assertThat(slowest).as("CPU nanoseconds for %d", i).isLessThan(MOST_NANOS);
        }
        System.out.printf("%s: %d damaged images, slowest %d ms, %s%n", backend, count, slowest / 1_000_000, outcomes);
        assertThat(outcomes.keySet())
                .isSubsetOf(
                        "pixels", "not_an_image", "truncated", "corrupt", "bad_metadata", "too_large", "unsupported");
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private String outcome(DecodeOptions options, byte[] image, int i) {
        if (!options.equals(decoding)) {
            if (decoder != null) {
                decoder.close();
            }
            decoding = options;
            decoder = new Decoder(options);
        }
        try {
            DecodedFrames frames = decoder.frames(image, image.length, workspace);
            Tensor pixels;
            while ((pixels = frames.next(new Context("fuzz " + i, Map.of()))) != null) {
                assertThat(pixels.length()).isPositive();
            }
            return "pixels";
        } catch (ImageException refused) {
            return refused.error();
        }
    }

    private byte[] damaged(byte[] original) {
        byte[] image = original.clone();
        switch (random.nextInt(6)) {
            case 0 -> flipBits(image, image.length);
            case 1 -> image = Arrays.copyOf(image, random.nextInt(image.length));
            case 2 -> overwrite(image, Math.min(image.length, 200));
            case 3 -> image = spliced(image, 0, 1 + random.nextInt(100));
            case 4 -> image = spliced(image, 1 + random.nextInt(100), 0);
            default -> overwrite(image, image.length);
        }
        return random.nextInt(3) > 0 ? withPngChecksums(image) : image;
    }

    private void flipBits(byte[] image, int within) {
        for (int i = 1 + random.nextInt(10); i > 0; i--) {
            image[random.nextInt(within)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    private void overwrite(byte[] image, int within) {
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            int edge = random.nextInt(4);
            image[random.nextInt(within)] = (byte) (edge == 0 ? 0 : edge == 1 ? 255 : random.nextInt(256));
        }
    }

    private byte[] spliced(byte[] image, int removed, int added) {
        int at = random.nextInt(image.length);
        int rest = Math.min(image.length, at + removed);
        byte[] result = new byte[image.length - (rest - at) + added];
        random.nextBytes(result);
        System.arraycopy(image, 0, result, 0, at);
        System.arraycopy(image, rest, result, at + added, image.length - rest);
        return result;
    }

    /** So that what lies behind the checksums is reached. */
    private static byte[] withPngChecksums(byte[] image) {
        Encoded in = new Encoded(image, image.length);
        int at = 8;
        while (in.matches(0, PngFile.SIGNATURE) && at + 12L <= image.length && at + 12L + in.be32(at) <= image.length) {
            int length = in.be32(at);
            if (length < 0) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(image, at + 4, length + 4);
            for (int i = 0; i < 4; i++) {
                image[at + 8 + length + i] = (byte) (crc.getValue() >> (24 - 8 * i));
            }
            at += 12 + length;
        }
        return image;
    }
}
