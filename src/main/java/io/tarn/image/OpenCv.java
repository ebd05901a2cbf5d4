package io.tarn.image;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** OpenCV's decoders. The native buffers are kept from image to image. */
final class OpenCv implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OpenCv.class.getName());

    /** Why the native library does not load, or null where it does. */
    private static final Throwable UNAVAILABLE = load();

    private static final int RGB = opencv_imgcodecs.IMREAD_COLOR_RGB | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

    private final Memory encoded = new Memory();
    private final Memory decoded = new Memory();
    private long decodedSoFar;
    private opencv_imgcodecs.Animation animation = new opencv_imgcodecs.Animation();

    private static Throwable load() {
        try {
            // JavaCPP would compare the whole process with the heap's limit, and collect garbage over and over when it
            // is more.
            unlessGiven("org.bytedeco.javacpp.maxBytes", "0");
            unlessGiven("org.bytedeco.javacpp.maxPhysicalBytes", "0");
            // It would look for some thirty libraries of CUDA, under several names each, in every jar of the class
            // path.
            unlessGiven("org.bytedeco.javacpp.platform.extension", "");
            NativeNoise.silence();
            OpenCvLibraries.load();
            return null;
        } catch (Exception | LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "OpenCV does not load, images are decoded in Java: {0}", e.toString());
            return e;
        }
    }

    private static void unlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
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
     * The image as [height, width, 3] in RGB order, or null where OpenCV refuses it; outside the heap, until the next call.
     *
     * @param fraction 1, or 2, 4, 8 for a JPEG at that fraction of its size
     */
    Tensor rgb(Encoded in, Header header, int fraction, Workspace workspace) {
        // OpenCV's flags for fractions of 2, 4 and 8 are 16, 32 and 64
        try (Mat result = decode(in, header, 3, fraction == 1 ? RGB : RGB | 8 * fraction)) {
            return result.empty() ? null : image(result, workspace);
        }
    }

    /** The image as [height, width, 4] in RGB order with alpha, or [height, width, 3] without, or null. */
    Tensor withAlpha(Encoded in, Header header, Workspace workspace) {
        try (Mat result = decode(in, header, 4, opencv_imgcodecs.IMREAD_UNCHANGED)) {
            if (result.empty()) {
                return null;
            }
            Tensor image = copy(result, workspace);
            swapRedAndBlue(image, result.channels());
            return image;
        }
    }

    /**
     * Decodes into a buffer of the size that the header tells; where the image turns out to be of another, OpenCV makes
     * its own. The result is empty where decoding fails, whatever it left in the buffer.
     */
    private Mat decode(Encoded in, Header header, int channels, int flags) {
        BytePointer file = encoded.of(in.length()).put(in.bytes(), 0, in.length());
        BytePointer pixels = decoded.of(header.pixels() * channels);
        decodedSoFar++;
        try (Mat source = new Mat(1, in.length(), opencv_core.CV_8UC1, file);
                Mat target = new Mat(header.height(), header.width(), opencv_core.CV_8UC(channels), pixels)) {
            return opencv_imgcodecs.imdecode(source, flags, target);
        }
    }

    /** Reads so many frames of an animation, fewer where one is broken, and tells how many; they stay until the next call. */
    int readAnimation(Encoded in, int first, int count) {
        BytePointer file = encoded.of(in.length()).put(in.bytes(), 0, in.length());
        animation.close();
        animation = new opencv_imgcodecs.Animation();
        try (Mat source = new Mat(1, in.length(), opencv_core.CV_8UC1, file)) {
            opencv_imgcodecs.imdecodeanimation(source, animation, first, count);
        }
        return (int) animation.frames().size();
    }

    /** One of the frames that were read. */
    Picture animationFrame(int place) {
        try (Mat frame = animation.frames().get(place)) {
            Tensor image = copy(frame, new Workspace());
            swapRedAndBlue(image, frame.channels());
            Picture.Mode mode = frame.channels() == 4 ? Picture.Mode.RGBA : Picture.Mode.RGB;
            return new Picture(mode, frame.cols(), frame.rows(), image.bytes());
        }
    }

    private static void swapRedAndBlue(Tensor image, int channels) {
        byte[] samples = image.bytes();
        for (int i = 0; i + 2 < image.length(); i += channels) {
            byte blue = samples[i];
            samples[i] = samples[i + 2];
            samples[i + 2] = blue;
        }
    }

    /** Memory outside the heap that grows. */
    private static final class Memory implements AutoCloseable {
        private BytePointer pointer = new BytePointer(0L);

        /** At least so many bytes; what it held is lost if it must grow. */
        BytePointer of(long bytes) {
            if (pointer.capacity() < bytes) {
                close(); // before there is more, and so that there is none if that fails
                pointer = new BytePointer(Math.max(2 * bytes, 1L << 16)); // what is not touched costs nothing
            }
            return pointer;
        }

        @Override
        public void close() {
            pointer.close();
            pointer = new BytePointer(0L);
        }
    }

    /** What was decoded, where it is; a copy where OpenCV made a buffer of its own, which goes with the result. */
    private Tensor image(Mat result, Workspace workspace) {
        BytePointer pixels = decoded.pointer;
        if (result.data().address() != pixels.address()) {
            return copy(result, workspace);
        }
        Shape shape = Shape.of(result.rows(), result.cols(), result.channels());
        ByteBuffer buffer = pixels.asBuffer();
        long number = decodedSoFar;
        return Tensor.outside(
                shape,
                (from, target, length) -> {
                    if (number != decodedSoFar || pixels.isNull()) {
                        throw new IllegalStateException(
                                "the image is gone: its decoder is closed, or has the next one");
                    }
                    buffer.get(from, target, 0, length);
                },
                workspace);
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
        animation.close();
        decoded.close();
        encoded.close();
    }
}
