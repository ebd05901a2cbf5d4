package io.tarn.image;

import io.tarn.op.Context;
import io.tarn.op.ImageException;
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
            throw new ImageException("too_large", length + " bytes encoded, more than " + options.maxEncodedBytes());
        }
        if (openCv == null) {
            throw new ImageException("unsupported", "OpenCV does not load");
        }
        Tensor image = openCv.rgb(bytes, length, workspace);
        if (image == null) {
            throw new ImageException("corrupt", "cannot be decoded");
        }
        return image;
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
