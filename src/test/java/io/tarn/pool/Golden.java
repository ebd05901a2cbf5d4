package io.tarn.pool;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tarn.op.Context;
import io.tarn.op.TensorType;
import io.tarn.tensor.Npy;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Cases and their tensors, from a folder of {@code golden}. */
public final class Golden {
    private static final ObjectMapper JSON = new ObjectMapper();

    public final JsonNode cases;
    final JsonNode refused;
    private final Map<String, byte[]> files = new HashMap<>();

    private Golden(InputStream cases, InputStream tensors) throws IOException {
        JsonNode root = JSON.readTree(cases);
        this.cases = root.get("cases");
        this.refused = root.path("refused");
        ZipInputStream zip = new ZipInputStream(tensors);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            files.put(entry.getName().replace(".npy", ""), zip.readAllBytes());
        }
    }

    public static Golden read(String folder) throws IOException {
        try (InputStream cases = Golden.class.getResourceAsStream("/golden/" + folder + "/cases.json");
                InputStream tensors = Golden.class.getResourceAsStream("/golden/" + folder + "/tensors.npz")) {
            return new Golden(cases, tensors);
        }
    }

    /** The npy file of that key, as numpy wrote it. */
    public byte[] file(String key) {
        return files.get(key);
    }

    public Tensor tensor(String key) {
        return Npy.read(file(key));
    }

    /** Runs a case's chain of operators as the pipeline does. */
    static Pooled run(JsonNode chain, Tensor input) {
        Context context = new Context("golden", Map.of());
        TensorType type = TensorType.tensor(input.dtype(), input.shape());
        Tensor values = input;
        boolean indexed = false;
        for (PoolSpec step : steps(chain)) {
            values = step.bind(type, new Workspace()).run(values, context);
            type = step.outputType(type);
            indexed = step.returnsIndices();
        }
        return new Pooled(values, indexed ? context.indices() : null);
    }

    static Map<String, Object> args(JsonNode args) {
        return JSON.convertValue(args, new TypeReference<Map<String, Object>>() {});
    }

    private static List<PoolSpec> steps(JsonNode chain) {
        List<PoolSpec> steps = new ArrayList<>();
        for (JsonNode each : chain) {
            String name = each.fieldNames().next();
            steps.add(Pools.spec(name, args(each.get(name))));
        }
        return steps;
    }
}
