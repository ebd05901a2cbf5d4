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

    /** The image as [height, width, 3] in RGB order, or null where OpenCV refuses it. */
    Tensor rgb(byte[] bytes, int length, Workspace workspace) {
        if (!decode(bytes, length, opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION)) {
            return null;
        }
        Tensor image = workspace.tensor(DType.UINT8, Shape.of(decoded.rows(), decoded.cols(), 3));
        try (BytePointer pixels = decoded.data()) {
            pixels.get(image.bytes(), 0, image.length());
        }
        return image;
    }

    private boolean decode(byte[] bytes, int length, int flags) {
        if (encoded.capacity() < length) {
            encoded.close();
            encoded = new BytePointer(Math.max(length, 1L << 16));
        }
        encoded.position(0).put(bytes, 0, length);
        try (Mat view = new Mat(1, length, opencv_core.CV_8UC1, encoded)) {
            opencv_imgcodecs.imdecode(view, flags, decoded);
        }
        return !decoded.empty();
    }

    @Override
    public void close() {
        decoded.close();
        encoded.close();
    }
}
