package io.tarn.image;

import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;

/** Decodes images to Pillow's pixels. Holds native buffers; for one thread. */
public final class Decoder implements AutoCloseable {
    private final DecodeOptions options;
    private final OpenCv openCv;
    private final Workspace scratch = new Workspace();
    private boolean usedOpenCv;
    private boolean usedJava;

    /**
     * @throws IllegalStateException if the options insist on native decoding and it does not load
     */
    public Decoder(DecodeOptions options) {
        this.options = options;
        boolean wanted = options.backend() != DecodeOptions.Backend.JAVA;
        if (options.backend() == DecodeOptions.Backend.NATIVE && !OpenCv.isAvailable()) {
            throw new IllegalStateException("OpenCV does not load; use decoder: auto", OpenCv.unavailable());
        }
        this.openCv = wanted && OpenCv.isAvailable() ? new OpenCv() : null;
    }

    /**
     * The image in the first {@code length} bytes, [height, width, channels] on the workspace's buffer: what Pillow's
     * {@code convert} gives for the mode asked for. Its EXIF orientation is recorded in the context and not applied.
     *
     * @throws ImageException if it cannot be decoded: {@code not_an_image}, {@code truncated}, {@code corrupt},
     *     {@code too_large} or {@code unsupported}
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
            Encoded in = new Encoded(bytes, length);
            if (openCv == null || !OpenCv.isExactFor(header)) {
                usedJava = true;
                return converted(inJava(in, header), workspace);
            }
            usedOpenCv = true;
            if (options.mode() == DecodeOptions.Mode.RGB) {
                return natively(in, header, workspace);
            }
            Tensor image = natively(in, header, scratch);
            Picture.Mode mode = image.shape().size(2) == 4 ? Picture.Mode.RGBA : Picture.Mode.RGB;
            int height = image.shape().size(0);
            return converted(new Picture(mode, image.shape().size(1), height, image.bytes()), workspace);
        } catch (ImageException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ImageException("corrupt", "cannot be decoded: " + e, e);
        } catch (OutOfMemoryError e) {
            throw new ImageException("too_large", "there is no memory to decode it; lower max_pixels, or add some", e);
        }
    }

    private Tensor natively(Encoded in, Header header, Workspace target) {
        boolean jpeg = header.format() == Header.Format.JPEG;
        boolean complete = !jpeg || new JpegFile(in).isComplete();
        boolean alpha = options.mode() == DecodeOptions.Mode.RGBA && header.channels() == 4;
        Tensor image = alpha
                ? openCv.withAlpha(in, header, target)
                : openCv.rgb(in, header, jpeg ? options.inexactDraft() : 1, target);
        if (image == null) {
            throw complete
                    ? Refusal.corrupt("has broken image data")
                    : Refusal.truncated("ends after " + in.length() + " bytes, within its image data");
        }
        return image;
    }

    private static Picture inJava(Encoded in, Header header) {
        return switch (header.format()) {
            case JPEG -> JpegPixels.decode(new JpegFile(in));
            case PNG -> PngPixels.decode(new PngFile(in));
            case GIF -> new GifFile(in).decode();
            case BMP -> BmpFile.decode(in);
            case TIFF -> TiffPixels.decode(in);
            case WEBP -> WebpPixels.decode(in);
        };
    }

    /**
     * An image that its source holds decoded, uint8 [height, width, 1 or 3 or 4], in the mode asked for.
     *
     * @throws ImageException {@code too_large} where it has too many pixels
     */
    public Tensor convert(Tensor pixels, Workspace workspace) {
        int height = pixels.shape().size(0);
        int width = pixels.shape().size(1);
        if ((long) height * width > options.maxPixels()) {
            throw Refusal.tooLarge(
                    width + " x " + height + " pixels are more than the " + options.maxPixels() + " allowed");
        }
        Picture.Mode mode =
                switch (pixels.shape().size(2)) {
                    case 1 -> Picture.Mode.GRAY;
                    case 3 -> Picture.Mode.RGB;
                    default -> Picture.Mode.RGBA;
                };
        return converted(new Picture(mode, width, height, pixels.bytes()), workspace);
    }

    private Tensor converted(Picture picture, Workspace workspace) {
        DecodeOptions.Mode mode = options.mode();
        Tensor image = workspace.tensor(mode.dtype(), Shape.of(picture.height(), picture.width(), mode.channels()));
        switch (mode) {
            case RGB -> picture.rgb(image.bytes());
            case RGBA -> picture.rgba(image.bytes());
            case L -> picture.luma(image.bytes());
            case I -> picture.gray(image.ints());
        }
        return image;
    }

    /** What has decoded images so far, or would: {@code opencv}, {@code java}, or {@code opencv, java}. */
    public String kernel() {
        if (usedOpenCv && usedJava) {
            return "opencv, java";
        }
        return usedOpenCv || (openCv != null && !usedJava) ? "opencv" : "java";
    }

    @Override
    public void close() {
        if (openCv != null) {
            openCv.close();
        }
    }
}
