package io.tarn.image;

import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Test data beside the classes. */
final class Fixtures {
    private Fixtures() {}

    /** A table of objects in a JSON file, which is YAML too. */
    @SuppressWarnings("unchecked")
    static Map<String, Map<String, Object>> table(String resource, String key) {
        try (InputStream in = Fixtures.class.getClassLoader().getResourceAsStream(resource)) {
            LoadSettings settings =
                    LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
            Map<String, Object> file = (Map<String, Object>) new Load(settings).loadFromInputStream(in);
            return (Map<String, Map<String, Object>>) file.get(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String resource) {
        try (InputStream in = Fixtures.class.getClassLoader().getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha256(Tensor tensor) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(tensor.littleEndian());
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
