package io.tarn.image;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
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
            NativeNoise.silence();
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

    /**
     * The image as [height, width, 3] in RGB order, or null where OpenCV refuses it.
     *
     * @param fraction 1, or 2, 4, 8 for a JPEG at that fraction of its size
     */
    Tensor rgb(Encoded in, int fraction, Workspace workspace) {
        // OpenCV's flags for fractions of 2, 4 and 8 are 16, 32 and 64
        try (Mat result = decode(in, fraction == 1 ? RGB : RGB | 8 * fraction)) {
            return result.empty() ? null : copy(result, workspace);
        }
    }

    /** The image as [height, width, 4] in RGB order with alpha, or [height, width, 3] without, or null. */
    Tensor withAlpha(Encoded in, Workspace workspace) {
        try (Mat result = decode(in, opencv_imgcodecs.IMREAD_UNCHANGED)) {
            if (result.empty()) {
                return null;
            }
            Tensor image = copy(result, workspace);
            byte[] samples = image.bytes();
            int channels = result.channels();
            for (int i = 0; i + 2 < image.length(); i += channels) {
                byte blue = samples[i];
                samples[i] = samples[i + 2];
                samples[i + 2] = blue;
            }
            return image;
        }
    }

    /** Where decoding fails on the way, the result is empty, and the buffer it should be in is not. */
    private Mat decode(Encoded in, int flags) {
        if (encoded.capacity() < in.length()) {
            encoded.close();
            encoded = new BytePointer(Math.max(in.length(), 1L << 16));
        }
        encoded.position(0).put(in.bytes(), 0, in.length());
        try (Mat view = new Mat(1, in.length(), opencv_core.CV_8UC1, encoded)) {
            return opencv_imgcodecs.imdecode(view, flags, decoded);
        }
    }

    private static Tensor copy(Mat result, Workspace workspace) {
        Tensor image = workspace.tensor(DType.UINT8, Shape.of(result.rows(), result.cols(), result.channels()));
        try (BytePointer pixels = result.data()) {
            pixels.get(image.bytes(), 0, image.length());
        }
        return image;
    }

    @Override
    public void close() {
        decoded.close();
        encoded.close();
    }
}
