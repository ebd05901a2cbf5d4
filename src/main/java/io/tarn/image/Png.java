package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.ImageException;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A uint8 picture, [height, width, channels] or [channels, height, width] with 1, 3 or 4 channels (gray, RGB, RGBA), as
 * the bytes of a PNG file: the last step of an output, whose column is then plain binary.
 */
public record Png() implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "png",
            "uint8 picture to the bytes of a PNG file; the last step of an output",
            "the PNG specification",
            List.of(),
            args -> new Png());

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        if (input.dtype() != null && input.dtype() != DType.UINT8) {
            throw new SpecException("png takes uint8 pictures, not " + input
                    + "; use pil_to_tensor in place of to_tensor, or to_dtype: {dtype: uint8, scale: true} before it");
        }
        Shape shape = input.shape();
        if (shape != null) {
            int channels = shape.rank() == 3 ? shape.size(input.isImage() ? 2 : 0) : 0;
            if (shape.rank() != 3 || (channels != 1 && channels != 3 && channels != 4 && channels != Shape.UNKNOWN)) {
                throw new SpecException("png takes pictures of 1, 3 or 4 channels (gray, RGB, RGBA), not " + input);
            }
        }
        return TensorType.tensor(DType.UINT8, Shape.of(Shape.UNKNOWN));
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType unused = outputType(input);
        Shape shape = input.shape();
        boolean image = input.isImage();
        int channels = shape.size(image ? 2 : 0);
        int height = shape.size(image ? 0 : 1);
        int width = shape.size(image ? 1 : 2);
        if (height == 0 || width == 0) {
            throw new SpecException("png takes pictures with pixels, not " + input);
        }
        byte[] pixels = new byte[height * width * channels];
        ColorModel colors = new ComponentColorModel(
                ColorSpace.getInstance(channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                channels == 4,
                false,
                channels == 4 ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                DataBuffer.TYPE_BYTE);
        int[] bands = java.util.stream.IntStream.range(0, channels).toArray();
        BufferedImage picture = new BufferedImage(
                colors,
                Raster.createInterleavedRaster(
                        new DataBufferByte(pixels, pixels.length),
                        width,
                        height,
                        width * channels,
                        channels,
                        bands,
                        null),
                false,
                null);
        return (tensor, context) -> {
            if (image) {
                System.arraycopy(tensor.bytes(), 0, pixels, 0, pixels.length);
            } else {
                interleave(tensor.bytes(), channels, pixels);
            }
            byte[] file = encoded(picture);
            return Tensor.over(DType.UINT8, Shape.of(file.length), file);
        };
    }

    private static void interleave(byte[] planes, int channels, byte[] pixels) {
        int plane = pixels.length / channels;
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < plane; i++) {
                pixels[i * channels + c] = planes[c * plane + i];
            }
        }
    }

    private static byte[] encoded(BufferedImage picture) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, "png", out)) {
                throw new IllegalStateException("this JVM writes no PNG files");
            }
        } catch (IOException impossible) {
            throw new ImageException(
                    "internal", "the PNG could not be written: " + impossible.getMessage(), impossible);
        }
        return out.toByteArray();
    }
}
