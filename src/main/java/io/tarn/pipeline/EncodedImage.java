package io.tarn.pipeline;

import java.util.Map;

/**
 * One item of the source as its bytes.
 *
 * @param bytes holds the item in its first {@code length} bytes; may be reused for the next item
 * @param columns the source's own columns by name
 */
public record EncodedImage(String id, byte[] bytes, int length, Map<String, Object> columns) {
    public EncodedImage(String id, byte[] bytes) {
        this(id, bytes, bytes.length, Map.of());
    }
}
