package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tarn.pool.Golden;
import io.tarn.pool.Tensors;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cases of golden/pooling as a user has them: npy files and jobs of 25 outputs. In a job every case's input meets
 * every case's operators, so most do not fit.
 */
class GoldenRunTest {
    private static final int OUTPUTS_PER_JOB = 25;
    private static final int LP_ULP = 4;

    private final Golden golden = Golden.read("pooling");

    @TempDir
    Path folder;

    GoldenRunTest() throws IOException {}

    @Test
    void everyCaseComesOutOfAJob() throws Exception {
        List<JsonNode> cases = new ArrayList<>();
        golden.cases.forEach(cases::add);
        try (LocalRuns runs = new LocalRuns()) {
            for (int i = 0; i < cases.size(); i += OUTPUTS_PER_JOB) {
                List<JsonNode> some = cases.subList(i, Math.min(i + OUTPUTS_PER_JOB, cases.size()));
                Path inputs = Files.createDirectory(folder.resolve("in" + i));
                for (JsonNode each : some) {
                    Files.write(
                            inputs.resolve(id(each) + ".npy"),
                            golden.file(each.get("input").asText()));
                }
                Path output = folder.resolve("out" + i);
                RunResult result = runs.run(job(inputs, output, some));
                assertThat(result.images()).isEqualTo(some.size());
                checkTensors(output, some);
                checkFailures(output, some);
            }
        }
    }

    private static String id(JsonNode each) {
        return each.get("id").asText();
    }

    private Path job(Path inputs, Path output, List<JsonNode> cases) throws IOException {
        StringBuilder yaml = new StringBuilder("""
                input: {format: npy, path: %s}
                output: {path: %s}
                errors: {partial: keep, max_rate: 1}
                outputs:
                """.formatted(inputs, output));
        for (JsonNode each : cases) {
            yaml.append("  ").append(id(each)).append(":\n");
            for (JsonNode step : each.get("chain")) {
                String name = step.fieldNames().next();
                yaml.append("    - ").append(name).append(":\n");
                step.get(name).fields().forEachRemaining(arg -> yaml.append("        ")
                        .append(arg.getKey())
                        .append(": ")
                        .append(arg.getValue())
                        .append('\n'));
            }
        }
        return Files.writeString(folder.resolve("golden.yaml"), yaml);
    }

    private void checkTensors(Path output, List<JsonNode> cases) throws SQLException {
        String tensors = cases.stream()
                .map(each -> "{name: '%1$s', t: %1$s, i: %2$s}"
                        .formatted(id(each), each.has("indices") ? id(each) + "_indices" : "NULL"))
                .collect(Collectors.joining(", "));
        Map<String, Map<String, Object>> rows = Sql.query("SELECT c.name AS name, c.t.dtype AS dtype,"
                        + " array_to_string(c.t.shape, ',') AS shape, c.t.data AS data, c.i.dtype AS indices_dtype,"
                        + " array_to_string(c.i.shape, ',') AS indices_shape, c.i.data AS indices_data"
                        + " FROM (SELECT id, unnest([" + tensors + "]) AS c FROM " + table(output, "data") + ")"
                        + " WHERE id = c.name || '.npy'")
                .stream()
                .collect(Collectors.toMap(row -> (String) row.get("name"), row -> row));
        for (JsonNode each : cases) {
            Map<String, Object> row = rows.get(id(each));
            assertThat(row).as("%s %s", id(each), each.get("chain")).isNotNull();
            Tensor expected = golden.tensor(each.get("output").asText());
            if (each.get("chain").toString().contains("lp_pool")) {
                Tensors.assertWithin(LP_ULP, tensor(row, ""), expected);
            } else {
                Tensors.assertSame(tensor(row, ""), expected);
            }
            if (each.has("indices")) {
                Tensors.assertSame(
                        tensor(row, "indices_"),
                        golden.tensor(each.get("indices").asText()));
            }
        }
    }

    private static Tensor tensor(Map<String, Object> row, String prefix) throws SQLException {
        int[] sizes = List.of(((String) row.get(prefix + "shape")).split(",")).stream()
                .mapToInt(Integer::parseInt)
                .toArray();
        Tensor tensor = Tensor.zeros(DType.named((String) row.get(prefix + "dtype")), Shape.of(sizes));
        Blob data = (Blob) row.get(prefix + "data");
        byte[] bytes = data.getBytes(1, (int) data.length());
        assertThat(bytes).hasSize((int) tensor.byteLength());
        tensor.fill(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return tensor;
    }

    /** What is null in data/, or in no row of it, has a row in errors/, and nothing else has. */
    private static void checkFailures(Path output, List<JsonNode> cases) {
        List<String> names = cases.stream().map(GoldenRunTest::id).toList();
        Set<String> failed = new HashSet<>();
        for (Map<String, Object> row : Sql.table(output, "errors")) {
            String name = (String) row.get("output");
            List<String> steps = new ArrayList<>();
            cases.get(names.indexOf(name))
                    .get("chain")
                    .forEach(step -> steps.add(step.fieldNames().next()));
            assertThat(row.get("error")).isIn("does_not_fit", "bad_index");
            assertThat((String) row.get("step")).isIn(steps);
            assertThat((String) row.get("message")).startsWith(row.get("step") + ": ");
            assertThat((Long) row.get("encoded_bytes")).isPositive();
            assertThat(failed.add(row.get("id") + " " + name)).isTrue();
        }
        String filled = names.stream()
                .map(name -> "CASE WHEN %1$s IS NOT NULL THEN id || ' %1$s' END".formatted(name))
                .collect(Collectors.joining(", "));
        Set<Object> made = Sql.query("SELECT made FROM (SELECT unnest([" + filled + "]) AS made FROM "
                        + table(output, "data") + ") WHERE made IS NOT NULL")
                .stream()
                .map(row -> row.get("made"))
                .collect(Collectors.toSet());
        assertThat(made).doesNotContainAnyElementsOf(failed);
        assertThat(made.size() + failed.size()).isEqualTo(cases.size() * cases.size());
    }

    private static String table(Path output, String table) {
        return "read_parquet('" + output + "/" + table + "/*.parquet')";
    }
}
