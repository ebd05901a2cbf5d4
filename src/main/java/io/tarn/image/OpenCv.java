package io.tarn.image;

import io.tarn.op.ImageException;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** OpenCV's decoders. The native buffers are kept from image to image. */
final class OpenCv implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OpenCv.class.getName());

    /** Why the native library does not load, or null where it does. */
    private static final Throwable UNAVAILABLE = load();

    private static final int RGB = opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

    private final Mat decoded = new Mat();
    private BytePointer encoded = new BytePointer(0L);

    private static Throwable load() {
        try {
            Loader.load(opencv_imgcodecs.class);
            return null;
        } catch (Exception | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "OpenCV does not load, images are decoded in Java: {0}", e.toString());
            return e;
        }
    }

    static boolean isAvailable() {
        return UNAVAILABLE == null;
    }

    static Throwable unavailable() {
        return UNAVAILABLE;
    }

    /** Whether OpenCV gives Pillow's pixels of such images; its CMYK is off by one. */
    static boolean isExactFor(Header header) {
        return switch (header.format()) {
            case JPEG -> header.channels() == 1 || header.channels() == 3;
            case WEBP -> true;
            default -> false;
        };
    }

    /** The image as [height, width, 3] in RGB order. */
    Tensor rgb(byte[] bytes, int length, Workspace workspace) {
        if (encoded.capacity() < length) {
            encoded.close();
            encoded = new BytePointer(Math.max(length, 1L << 16));
        }
        encoded.position(0).put(bytes, 0, length);
        try (Mat view = new Mat(1, length, opencv_core.CV_8UC1, encoded);
                Mat result = opencv_imgcodecs.imdecode(view, RGB, decoded)) {
            if (result.empty()) { // the buffer is not emptied where decoding fails on the way
                throw refusal(bytes, length);
            }
            Tensor image = workspace.tensor(DType.UINT8, Shape.of(result.rows(), result.cols(), 3));
            try (BytePointer pixels = result.data()) {
                pixels.get(image.bytes(), 0, image.length());
            }
            return image;
        }
    }

    /** OpenCV does not say why. Image data have an end marker in JPEGs, and a length in WebPs. */
    private static ImageException refusal(byte[] bytes, int length) {
        Encoded in = new Encoded(bytes, length);
        boolean complete = in.matches(0, "RIFF")
                ? in.unsignedLe32(4) + 8 <= length
                : new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains("\u00ff\u00d9");
        return complete
                ? Refusal.corrupt("has broken image data")
                : Refusal.truncated("ends after " + length + " bytes, within its image data");
    }

    @Override
    public void close() {
        decoded.close();
        encoded.close();
    }
}
