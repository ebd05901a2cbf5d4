package io.tarn.image;

import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.function.Supplier;

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
     * The image in the first {@code length} bytes, [height, width, channels]: what Pillow's {@code convert} gives for the
     * mode asked for. It is valid until this decoder's next call or its end, in memory of the decoder's or on the
     * workspace's buffer. Its EXIF orientation is recorded in the context and not applied,
     * but for a TIFF's, which Pillow applies.
     *
     * @throws ImageException if it cannot be decoded: {@code not_an_image}, {@code truncated}, {@code corrupt},
     *     {@code too_large} or {@code unsupported}
     */
    public Tensor decode(byte[] bytes, int length, Workspace workspace, Context context) {
        return guarded(() -> {
            Header header = peek(bytes, length);
            context.orientation(header.orientation());
            return first(new Encoded(bytes, length), header, workspace);
        });
    }

    /**
     * The same for each frame in turn, if the options ask for all of them; otherwise for the first. What is decoded goes to
     * the workspace.
     */
    public DecodedFrames frames(byte[] bytes, int length, Workspace workspace) {
        return options.frames() == DecodeOptions.Frames.ALL
                ? new All(new Encoded(bytes, length), workspace)
                : new First(bytes, length, workspace);
    }

    private Header peek(byte[] bytes, int length) {
        if (length > options.maxEncodedBytes()) {
            throw Refusal.tooLarge(length + " bytes are more than the " + options.maxEncodedBytes() + " allowed");
        }
        Header header = Header.peek(bytes, length);
        if (header.pixels() > options.maxPixels()) {
            throw Refusal.tooLarge(header.width() + " x " + header.height() + " pixels are more than the "
                    + options.maxPixels() + " allowed");
        }
        return header;
    }

    private Tensor first(Encoded item, Header header, Workspace workspace) {
        Encoded in = header.format() == Header.Format.WEBP ? WebpHeader.file(item) : item;
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
    }

    private static Tensor guarded(Supplier<Tensor> decoding) {
        try {
            return decoding.get();
        } catch (ImageException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ImageException("corrupt", "cannot be decoded: " + e, e);
        } catch (OutOfMemoryError e) {
            throw new ImageException("too_large", "there is no memory to decode it; lower max_pixels, or add some", e);
        }
    }

    /** The first frame as the only one. */
    private final class First implements DecodedFrames {
        private final byte[] bytes;
        private final int length;
        private final Workspace workspace;
        private boolean done;

        First(byte[] bytes, int length, Workspace workspace) {
            this.bytes = bytes;
            this.length = length;
            this.workspace = workspace;
        }

        @Override
        public Tensor next(Context context) {
            if (done) {
                return null;
            }
            done = true;
            return decode(bytes, length, workspace, context);
        }
    }

    /** Every frame. */
    private final class All implements DecodedFrames {
        private final Encoded in;
        private final Workspace workspace;
        private final FrameBudget budget = new FrameBudget(options.maxPixels());
        private Frames frames;
        private boolean done;

        All(Encoded in, Workspace workspace) {
            this.in = in;
            this.workspace = workspace;
        }

        @Override
        public Tensor next(Context context) {
            return done ? null : guarded(() -> decodeNext(context));
        }

        private Tensor decodeNext(Context context) {
            done = true; // should this throw
            if (frames == null) {
                Header header = peek(in.bytes(), in.length());
                frames = framesOf(header);
                if (frames == null) {
                    context.orientation(header.orientation());
                    return first(in, header, workspace);
                }
            }
            try {
                Picture picture = frames.next(budget);
                done = picture == null;
                context.orientation(frames.orientation());
                usedOpenCv |= frames instanceof WebpFrames;
                usedJava |= !(frames instanceof WebpFrames);
                return done ? null : converted(picture, workspace);
            } catch (RuntimeException e) {
                done = !frames.areApart() || budget.isSpent();
                throw e;
            }
        }

        /** Null for an image that is no more than one. */
        private Frames framesOf(Header header) {
            if (!header.animated()) {
                return null;
            }
            return switch (header.format()) {
                case GIF -> new GifFrames(new GifFile(in));
                case PNG -> new PngFrames(new PngFile(in));
                case TIFF -> new TiffPages(in);
                case WEBP -> openCv == null ? null : new WebpFrames(openCv, WebpHeader.file(in), header);
                case JPEG, BMP -> null;
            };
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
            case TIFF -> TiffPages.first(in);
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

    /** What has decoded images so far, or would: {@code opencv}, {@code java}, or {@code java+opencv}. */
    public String kernel() {
        if (usedOpenCv && usedJava) {
            return "java+opencv";
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
