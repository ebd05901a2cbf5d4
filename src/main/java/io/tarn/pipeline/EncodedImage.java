package io.tarn.pipeline;

import io.tarn.tensor.Tensor;
import java.util.Map;

/**
 * One item of the source as its bytes.
 *
 * @param bytes holds the item in its first {@code length} bytes; may be reused for the next item
 * @param columns the source's own columns by name
 * @param opened the item itself where the source holds it decoded: uint8 [H, W, C] in Pillow's order for an image, any
 *     tensor for a tensor, which may be reused as well; otherwise null
 */
public record EncodedImage(String id, byte[] bytes, int length, Map<String, Object> columns, Tensor opened) {
    public EncodedImage(String id, byte[] bytes, int length, Map<String, Object> columns) {
        this(id, bytes, length, columns, null);
    }

    public EncodedImage(String id, byte[] bytes) {
        this(id, bytes, bytes.length, Map.of());
    }
}
