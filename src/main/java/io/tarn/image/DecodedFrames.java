package io.tarn.image;

import io.tarn.op.Context;
import io.tarn.tensor.Tensor;

/** The images in one encoded file, one after another. */
public interface DecodedFrames {
    /**
     * The next one, as {@link Decoder#decode} gives the first, or null after the last. After a frame that cannot be decoded
     * come only those that do not build on it: the pages of a TIFF.
     *
     * @throws io.tarn.op.ImageException if it cannot be decoded, or the frames are too many or too large
     */
    Tensor next(Context context);
}
