package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.Context;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A TIFF of 1 2 3 over 4 5 6: Pillow turns it upright as it loads it, and says nothing of its orientation any more. */
class TiffOrientationTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1 2 3 / 4 5 6",
        "1, 1 2 3 / 4 5 6",
        "2, 3 2 1 / 6 5 4",
        "3, 6 5 4 / 3 2 1",
        "4, 4 5 6 / 1 2 3",
        "5, 1 4 / 2 5 / 3 6",
        "6, 4 1 / 5 2 / 6 3",
        "7, 6 3 / 5 2 / 4 1",
        "8, 3 6 / 2 5 / 1 4",
        "9, 1 2 3 / 4 5 6"
    })
    void upright(int orientation, String pixels) {
        byte[] file = tiff(orientation);
        for (DecodeOptions.Frames frames : DecodeOptions.Frames.values()) {
            Context context = new Context("x.tif", Map.of());
            DecodeOptions options =
                    DecodeOptions.defaults().with(DecodeOptions.Mode.L).with(frames);
            try (Decoder decoder = new Decoder(options)) {
                Tensor image =
                        decoder.frames(file, file.length, new Workspace()).next(context);
                assertThat(rows(image)).isEqualTo(pixels);
                assertThat(context.orientation()).isEqualTo(1);
            }
        }
        Header header = Header.peek(file, file.length);
        assertThat(header.width()).isEqualTo(pixels.indexOf('/') / 2);
    }

    private static String rows(Tensor image) {
        int width = image.shape().size(1);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < image.length(); i++) {
            rows.append(i == 0 ? "" : i % width == 0 ? " / " : " ").append(image.bytes()[i]);
        }
        return rows.toString();
    }

    private static byte[] tiff(int orientation) {
        int[][] tags = {
            {256, 3}, {257, 2}, {258, 8}, {259, 1}, {262, 1}, {273, 8}, {274, orientation}, {277, 1}, {278, 2}, {279, 6}
        };
        ByteBuffer file = ByteBuffer.allocate(16 + 12 * tags.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {'I', 'I', '*', 0}).putInt(14).put(new byte[] {1, 2, 3, 4, 5, 6});
        file.putShort((short) tags.length);
        for (int[] tag : tags) {
            file.putShort((short) tag[0]).putShort((short) 3).putInt(1).putInt(tag[1]);
        }
        return file.array();
    }
}
