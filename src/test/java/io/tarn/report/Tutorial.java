package io.tarn.report;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.BinaryOperator;

/** The tutorial's tensors of any picture, computed plainly: not tarn's pixels, but good enough to draw. */
final class Tutorial {
    private Tutorial() {}

    static List<Figure.Row> rows(BufferedImage photo) {
        Tensor maps = maps(photo);
        return List.of(
                new Figure.Row("original", "", picture(photo)),
                new Figure.Row("input maps", "identity, roll height 5, roll width 5, blend", maps),
                new Figure.Row("max", "max_pool2d", pool(maps, 2, Math::max, 1)),
                new Figure.Row("avg", "avg_pool2d", pool(maps, 2, Float::sum, 0.25f)),
                new Figure.Row("adaptive", "adaptive_max_pool2d", pool(maps, 4, Math::max, 1)));
    }

    static Tensor picture(BufferedImage photo) {
        int width = photo.getWidth();
        byte[] values = new byte[photo.getHeight() * width * 3];
        for (int i = 0; i < values.length; i++) {
            int pixel = i / 3;
            values[i] = (byte) (photo.getRGB(pixel % width, pixel / width) >> (16 - 8 * (i % 3)));
        }
        return Tensor.over(DType.UINT8, Shape.of(photo.getHeight(), width, 3), values);
    }

    static Tensor maps(BufferedImage photo) {
        BufferedImage small = Scaling.area(photo, 128, 128);
        int area = 128 * 128;
        float[] maps = new float[4 * area];
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                maps[y * 128 + x] = gray(small.getRGB(x, y));
                maps[area + y * 128 + x] = gray(small.getRGB(x, (y + 123) % 128));
                maps[2 * area + y * 128 + x] = gray(small.getRGB((x + 123) % 128, y));
                maps[3 * area + y * 128 + x] =
                        (gray(small.getRGB(x, y)) + gray(small.getRGB((x + 125) % 128, (y + 125) % 128))) / 2;
            }
        }
        return Tensor.of(maps, 4, 128, 128);
    }

    private static Tensor pool(Tensor maps, int kernel, BinaryOperator<Float> join, float weight) {
        int side = 128 / kernel;
        float[] pooled = new float[4 * side * side];
        for (int i = 0; i < pooled.length; i++) {
            int corner = i / (side * side) * 128 * 128 + i / side % side * kernel * 128 + i % side * kernel;
            float value = maps.floats()[corner];
            for (int tap = 1; tap < kernel * kernel; tap++) {
                value = join.apply(value, maps.floats()[corner + tap / kernel * 128 + tap % kernel]);
            }
            pooled[i] = value * weight;
        }
        return Tensor.of(pooled, 4, side, side);
    }

    private static float gray(int rgb) {
        return ((rgb >> 16 & 255) * 299 + (rgb >> 8 & 255) * 587 + (rgb & 255) * 114) / 255_000f;
    }
}
