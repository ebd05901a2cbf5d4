package io.tarn.image;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How images are decoded.
 *
 * @param backend which decoders may run
 * @param mode what comes out
 * @param frames which frames of an animation, or pages of a file, come out
 * @param inexactDraft 1, or the fraction (2, 4, 8) of its size at which libjpeg decodes a JPEG: much faster, with pixels
 *     unlike those of decoding and resizing. Other formats, and decoding in Java, ignore it.
 * @param maxPixels images of more pixels are refused by their header; all frames of a file together may have so many
 * @param maxEncodedBytes files of more bytes are refused unread
 */
public record DecodeOptions(
        Backend backend, Mode mode, Frames frames, int inexactDraft, long maxPixels, long maxEncodedBytes)
        implements Serializable {
    /** Pillow's Image.MAX_IMAGE_PIXELS, twice: beyond it Pillow refuses an image. */
    public static final long PILLOW_MAX_PIXELS = 178_956_970;

    /** Pillow's modes that {@code Image.convert} is asked for. */
    public enum Mode {
        /** uint8 [H, W, 3]; alpha is dropped. */
        RGB(DType.UINT8, 3),
        /** uint8 [H, W, 4] with alpha, 255 where the file has none. */
        RGBA(DType.UINT8, 4),
        /** Gray, uint8 [H, W, 1]; the same as grayscale of RGB. */
        L(DType.UINT8, 1),
        /** Gray, int32 [H, W, 1]: 16-bit gray keeps its range, everything else is as in L. */
        I(DType.INT32, 1);

        private final DType dtype;
        private final int channels;

        Mode(DType dtype, int channels) {
            this.dtype = dtype;
            this.channels = channels;
        }

        DType dtype() {
            return dtype;
        }

        int channels() {
            return channels;
        }
    }

    /** Which decoders may run. */
    public enum Backend {
        /** OpenCV, and Java for what OpenCV gets wrong or where it does not load. */
        AUTO,
        /** OpenCV for all that it can decode; it is an error if it does not load. */
        NATIVE,
        /** ImageIO and TwelveMonkeys alone. */
        JAVA
    }

    /** Which frames of an animation, or pages of a file, come out. */
    public enum Frames {
        /** The first alone, as the image. */
        FIRST,
        /** Each as an image of its own. */
        ALL
    }

    /** The same in job files. */
    public static final List<Arg> ARGS = List.of(
            Arg.optional("decoder", "auto | native | java", "auto", "native is OpenCV, auto prefers it"),
            Arg.optional("mode", "rgb | rgba | l | i", "rgb", "Pillow's mode; i keeps 16-bit gray, as int32"),
            Arg.optional(
                    "frames", "first | all", "first", "all: a row for each frame or page, with id NAME#1, NAME#2, ..."),
            Arg.optional(
                    "inexact_draft", "1 | 2 | 4 | 8", "1", "JPEGs at a fraction of their size, not Pillow's pixels"),
            Arg.optional(
                    "max_pixels",
                    "int",
                    "178956970",
                    "images of more are refused by their header; under frames: all, for all of a file"),
            Arg.optional("max_encoded_bytes", "int", "2147483639", "files of more are refused unread"));

    public DecodeOptions {
        checkPositive("max_pixels", maxPixels);
        checkPositive("max_encoded_bytes", maxEncodedBytes);
        if (!List.of(1, 2, 4, 8).contains(inexactDraft)) {
            throw new SpecException(
                    "inexact_draft", "decode: inexact_draft must be 1 (exact), 2, 4 or 8, not " + inexactDraft);
        }
    }

    /** To RGB, exactly. */
    public DecodeOptions(Backend backend, long maxPixels, long maxEncodedBytes) {
        this(backend, Mode.RGB, Frames.FIRST, 1, maxPixels, maxEncodedBytes);
    }

    private static void checkPositive(String argument, long value) {
        if (value < 1) {
            throw new SpecException(argument, "decode: " + argument + " must be at least 1, not " + value);
        }
    }

    /** Reads what {@link #ARGS} name. */
    public static DecodeOptions of(Args args) {
        DecodeOptions defaults = defaults();
        return new DecodeOptions(
                Backend.valueOf(upper(args.choice("decoder", "auto", lower(Backend.values())))),
                Mode.valueOf(upper(args.choice("mode", "rgb", lower(Mode.values())))),
                Frames.valueOf(upper(args.choice("frames", "first", lower(Frames.values())))),
                args.integer("inexact_draft", 1),
                args.whole("max_pixels", defaults.maxPixels()),
                args.whole("max_encoded_bytes", defaults.maxEncodedBytes()));
    }

    /** The arguments that {@link #of} would make these options from. */
    public Map<String, Object> arguments() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("decoder", lower(backend).get(0));
        arguments.put("mode", lower(mode).get(0));
        arguments.put("frames", lower(frames).get(0));
        arguments.put("inexact_draft", inexactDraft);
        arguments.put("max_pixels", maxPixels);
        arguments.put("max_encoded_bytes", maxEncodedBytes);
        return Collections.unmodifiableMap(arguments);
    }

    private static List<String> lower(Enum<?>... values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** Pillow's {@code Image.open(file).convert("RGB")}. */
    public static DecodeOptions defaults() {
        return new DecodeOptions(Backend.AUTO, PILLOW_MAX_PIXELS, Integer.MAX_VALUE - 8);
    }

    public DecodeOptions with(Backend other) {
        return new DecodeOptions(other, mode, frames, inexactDraft, maxPixels, maxEncodedBytes);
    }

    public DecodeOptions with(Mode other) {
        return new DecodeOptions(backend, other, frames, inexactDraft, maxPixels, maxEncodedBytes);
    }

    public DecodeOptions with(Frames other) {
        return new DecodeOptions(backend, mode, other, inexactDraft, maxPixels, maxEncodedBytes);
    }

    public DecodeOptions withInexactDraft(int fraction) {
        return new DecodeOptions(backend, mode, frames, fraction, maxPixels, maxEncodedBytes);
    }

    public DecodeOptions withMaxPixels(long pixels) {
        return new DecodeOptions(backend, mode, frames, inexactDraft, pixels, maxEncodedBytes);
    }

    public DecodeOptions withMaxEncodedBytes(long bytes) {
        return new DecodeOptions(backend, mode, frames, inexactDraft, maxPixels, bytes);
    }

    /** What decoding gives: an image of unknown size and orientation. */
    public TensorType outputType() {
        return TensorType.image(mode.dtype(), Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, mode.channels()))
                .withOrientation(TensorType.UNKNOWN_ORIENTATION);
    }
}
