package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.op.Context;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void everyPixelComesBack(int channels) throws IOException {
        byte[] image = new byte[5 * 7 * channels];
        new Random(channels).nextBytes(image);
        byte[] planes = new byte[image.length];
        for (int i = 0; i < image.length; i++) {
            planes[i % channels * 35 + i / channels] = image[i];
        }

        assertThat(read(encode(TensorType.image(DType.UINT8, Shape.of(5, 7, channels)), image)))
                .isEqualTo(image);
        assertThat(read(encode(TensorType.tensor(DType.UINT8, Shape.of(channels, 5, 7)), planes)))
                .isEqualTo(image);
    }

    @Test
    void whatIsNoPictureIsRefused() {
        assertThatThrownBy(() -> new Png().outputType(TensorType.tensor(DType.UINT8, Shape.of(2, 5, 7))))
                .isInstanceOf(SpecException.class)
                .hasMessage("png takes pictures of 1, 3 or 4 channels (gray, RGB, RGBA), not uint8 [2,5,7]");
        assertThatThrownBy(() -> new Png().outputType(TensorType.tensor(DType.UINT8, Shape.of(3, 5))))
                .isInstanceOf(SpecException.class);
        assertThatThrownBy(() -> new Png().outputType(TensorType.tensor(DType.FLOAT32, Shape.of(3, 5, 7))))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining("png takes uint8 pictures, not float32 [3,5,7]; use pil_to_tensor");
        assertThat(new Png().outputType(TensorType.tensor(null, null)).shape()).isEqualTo(Shape.of(Shape.UNKNOWN));
    }

    private static byte[] encode(TensorType type, byte[] elements) {
        Tensor file = new Png()
                .bind(type, new Workspace())
                .run(Tensor.over(DType.UINT8, type.shape(), elements), new Context("x", Map.of()));
        return file.bytes();
    }

    private static byte[] read(byte[] png) throws IOException {
        int[] samples = ImageIO.read(new ByteArrayInputStream(png)).getRaster().getPixels(0, 0, 7, 5, (int[]) null);
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) samples[i];
        }
        return bytes;
    }
}
