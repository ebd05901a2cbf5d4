package io.tarn.report;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * A tensor as images of one pixel a value. What looks like a uint8 [H, W, C] is one picture, [3, H, W] one in colour, any
 * other [C, H, W] a gray map a channel, [C, D, H, W] the same at its middle depth, [C, L] one map with a line a channel.
 * Where each channel has a single value, as after global pooling, they make one line.
 *
 * @param images the first channels, up to the limit
 * @param channels how many there are
 * @param values what black and white stand for, or empty where that is 0 and the type's full value
 */
record Maps(List<BufferedImage> images, int channels, String values) {
    private static final int NAN = 0xe5484d;

    static Maps of(Tensor tensor, int limit) {
        Shape shape = tensor.shape();
        int rank = shape.rank();
        if (tensor.length() == 0) {
            return new Maps(List.of(), 0, "no values");
        }
        if (rank > 4) {
            return new Maps(List.of(), 0, "not drawn: more than four dimensions");
        }
        Pixels pixels = Pixels.of(tensor);
        int width = rank == 0 ? 1 : shape.size(-1);
        boolean isLine = rank > 2 && tensor.length() == shape.size(0);
        if (isLine) {
            return of(tensor.reshape(Shape.of(1, tensor.length())), limit);
        }
        if (rank < 3) {
            return new Maps(List.of(pixels.gray(0, tensor.length() / width, width)), 1, pixels.legend());
        }
        if (isPicture(tensor)) {
            return new Maps(List.of(picture(tensor)), 1, pixels.legend());
        }
        int channels = shape.size(0);
        int height = shape.size(-2);
        int volume = tensor.length() / channels;
        int middle = rank == 4 ? shape.size(1) / 2 * height * width : 0;
        if (channels == 3) {
            return new Maps(List.of(pixels.image(middle, height, width, volume)), 1, pixels.legend());
        }
        List<BufferedImage> images = new ArrayList<>();
        for (int channel = 0; channel < Math.min(channels, limit); channel++) {
            images.add(pixels.gray(channel * volume + middle, height, width));
        }
        return new Maps(images, channels, pixels.legend());
    }

    /** Of a uint8 [H, W, C] image, however small. */
    static Maps ofPicture(Tensor image) {
        return new Maps(List.of(picture(image)), 1, "");
    }

    /** The shape as people write it: width × height of what looks like a picture, else the sizes in order. */
    static String size(Tensor tensor) {
        int[] sizes = tensor.shape().sizes();
        if (isPicture(tensor)) {
            return pictureSize(tensor);
        }
        return Arrays.stream(sizes).mapToObj(Integer::toString).collect(Collectors.joining(" × "));
    }

    /** Width × height. */
    static String pictureSize(Tensor image) {
        return image.shape().size(1) + " × " + image.shape().size(0);
    }

    /** A uint8 [H, W, C] image, however small. */
    static BufferedImage picture(Tensor image) {
        byte[] samples = image.bytes();
        int bands = image.shape().size(2);
        int green = bands < 3 ? 0 : 1;
        int blue = 2 * green;
        BufferedImage picture =
                new BufferedImage(image.shape().size(1), image.shape().size(0), BufferedImage.TYPE_INT_RGB);
        int[] pixels = Images.pixels(picture);
        for (int i = 0, at = 0; i < pixels.length; i++, at += bands) {
            pixels[i] = (samples[at] & 0xff) << 16 | (samples[at + green] & 0xff) << 8 | (samples[at + blue] & 0xff);
        }
        return picture;
    }

    private static boolean isPicture(Tensor tensor) {
        Shape shape = tensor.shape();
        return tensor.dtype() == DType.UINT8 && shape.rank() == 3 && shape.size(2) <= 4 && shape.size(0) > 4;
    }

    /** Values on their way to gray: black is {@code low}, white is {@code high}. */
    private record Pixels(Tensor tensor, double low, double high, String legend) {
        static Pixels of(Tensor tensor) {
            if (tensor.dtype() == DType.UINT8) {
                return new Pixels(tensor, 0, 255, "");
            }
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            boolean nan = false;
            for (int i = 0; i < tensor.length(); i++) {
                double value = tensor.valueAt(i);
                nan |= Double.isNaN(value);
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
            String note = nan ? "NaN is red" : "";
            if (low > high || tensor.dtype().isFloating() && low >= 0 && high <= 1) {
                return new Pixels(tensor, 0, 1, note);
            }
            String range = "black " + Units.number(low) + ", white " + Units.number(high);
            return new Pixels(tensor, low, high, nan ? range + ", " + note : range);
        }

        BufferedImage gray(int offset, int height, int width) {
            return drawn(height, width, i -> gray(offset + i));
        }

        /** Red, green and blue are {@code bandStride} apart. */
        BufferedImage image(int offset, int height, int width, int bandStride) {
            return drawn(height, width, i -> rgb(offset + i, offset + i + bandStride, offset + i + 2 * bandStride));
        }

        private static BufferedImage drawn(int height, int width, IntUnaryOperator rgb) {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Arrays.setAll(Images.pixels(image), rgb);
            return image;
        }

        private int gray(int index) {
            return Double.isNaN(tensor.valueAt(index)) ? NAN : level(index) * 0x010101;
        }

        private int rgb(int red, int green, int blue) {
            double sum = tensor.valueAt(red) + tensor.valueAt(green) + tensor.valueAt(blue);
            return Double.isNaN(sum) ? NAN : level(red) << 16 | level(green) << 8 | level(blue);
        }

        private int level(int index) {
            double share = low == high ? 0.5 : (tensor.valueAt(index) - low) / (high - low);
            return (int) Math.round(255 * Math.max(0, Math.min(1, share)));
        }
    }
}
