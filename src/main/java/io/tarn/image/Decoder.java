package io.tarn.image;

import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;

/** Decodes images to Pillow's pixels. Holds native buffers; for one thread. */
public final class Decoder implements AutoCloseable {
    private final DecodeOptions options;
    private final OpenCv openCv;

    /** @throws IllegalStateException if the options insist on native decoding and it does not load */
    public Decoder(DecodeOptions options) {
        this.options = options;
        boolean wanted = options.backend() != DecodeOptions.Backend.JAVA;
        if (options.backend() == DecodeOptions.Backend.NATIVE && !OpenCv.isAvailable()) {
            throw new IllegalStateException("OpenCV does not load; use decoder: auto", OpenCv.unavailable());
        }
        this.openCv = wanted && OpenCv.isAvailable() ? new OpenCv() : null;
    }

    /**
     * The image in the first {@code length} bytes as Pillow's {@code convert("RGB")} gives it: uint8 [height, width, 3]
     * on the workspace's buffer. Its EXIF orientation is recorded in the context and not applied.
     *
     * @throws ImageException if it cannot be decoded
     */
    public Tensor decode(byte[] bytes, int length, Workspace workspace, Context context) {
        if (length > options.maxEncodedBytes()) {
            throw Refusal.tooLarge(length + " bytes are more than the " + options.maxEncodedBytes() + " allowed");
        }
        try {
            Header header = Header.peek(bytes, length);
            if (header.pixels() > options.maxPixels()) {
                throw Refusal.tooLarge(header.width() + " x " + header.height() + " pixels are more than the "
                        + options.maxPixels() + " allowed");
            }
            context.orientation(header.orientation());
            if (openCv != null && OpenCv.isExactFor(header)) {
                return openCv.rgb(bytes, length, workspace);
            }
            Picture picture = picture(new Encoded(bytes, length), header);
            Tensor image = workspace.tensor(DType.UINT8, Shape.of(picture.height(), picture.width(), 3));
            picture.rgb(image.bytes());
            return image;
        } catch (ImageException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ImageException("corrupt", "cannot be decoded: " + e, e);
        }
    }

    private static Picture picture(Encoded in, Header header) {
        return switch (header.format()) {
            case JPEG -> JpegPixels.decode(in);
            case PNG -> PngPixels.decode(new PngFile(in));
            case GIF -> new GifFile(in).decode();
            case BMP -> BmpFile.decode(in);
            case TIFF -> TiffPixels.decode(in);
            case WEBP -> WebpPixels.decode(in);
        };
    }

    /** The implementation that decodes most images: {@code opencv} or {@code java}. */
    public String kernel() {
        return openCv == null ? "java" : "opencv";
    }

    @Override
    public void close() {
        if (openCv != null) {
            openCv.close();
        }
    }
}
