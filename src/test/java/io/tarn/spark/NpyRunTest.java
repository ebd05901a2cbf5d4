package io.tarn.spark;

import static io.tarn.tensor.NpyFiles.file;
import static io.tarn.tensor.NpyFiles.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.tensor.DType;
import io.tarn.tensor.Half;
import io.tarn.tensor.Npy;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One folder of npy files of every kind, good and bad: each is a row or errors/ says why not, and no task fails. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NpyRunTest {
    private static final byte[] ONE_TO_SIX = {1, 2, 3, 4, 5, 6};

    private Path output;
    private RunResult result;
    private Map<String, List<String>> rows;
    private List<String> errors;

    @BeforeAll
    void run(@TempDir Path folder) throws Exception {
        write(folder.resolve("in"));
        output = folder.resolve("out");
        Path job = Files.writeString(folder.resolve("odd.yaml"), """
                input: {format: npy, path: %s}
                output: {path: %s}
                errors: {partial: keep, max_rate: 1}
                outputs:
                  same: []
                  row: {max_pool1d: {kernel_size: 2, return_indices: true}}
                  map: {max_pool2d: {kernel_size: [1, 2], ceil_mode: true}}
                  volume: {max_pool3d: {kernel_size: [1, 2, 3]}}
                  every: global_max_pool
                  mean: {adaptive_avg_pool2d: {output_size: 1}}
                  wide: {adaptive_max_pool2d: {output_size: [46000, 46000]}}
                """.formatted(folder.resolve("in"), output));
        try (LocalRuns runs = new LocalRuns()) {
            result = runs.run(job);
        }
        rows = Sql.query("SELECT id, "
                        + List.of("same", "row", "row_indices", "map", "volume", "every", "mean", "wide").stream()
                                .map(name -> "%1$s.dtype || %1$s.shape::VARCHAR || ' ' || hex(%1$s.data) AS \"%1$s\""
                                        .formatted(name))
                                .collect(Collectors.joining(", "))
                        + " FROM read_parquet('" + output + "/data/*.parquet')")
                .stream()
                .collect(Collectors.toMap(row -> (String) row.get("id"), row -> row.entrySet().stream()
                        .filter(cell -> !cell.getKey().equals("id") && cell.getValue() != null)
                        .map(cell -> cell.getKey() + " " + cell.getValue())
                        .toList()));
        errors = Sql.table(output, "errors").stream()
                .map(row -> row.get("id") + " " + (row.get("output") == null ? "-" : row.get("output")) + " "
                        + row.get("step") + " " + row.get("error") + " " + row.get("message"))
                .toList();
    }

    private static void write(Path in) throws IOException {
        Files.createDirectories(in.resolve("deep er"));
        npy(in, "c.npy", file(1, header("|u1", "(1, 2, 3)"), ONE_TO_SIX));
        npy(
                in,
                "fortran.npy",
                file(
                        1,
                        header("|u1", "(1, 2, 3)").replace("False", "True"),
                        (byte) 1,
                        (byte) 4,
                        (byte) 2,
                        (byte) 5,
                        (byte) 3,
                        (byte) 6));
        npy(in, "version 2.npy", file(2, header("|u1", "(1, 2, 3)"), ONE_TO_SIX));
        npy(in, "deep er/100% #1 größe 圖.npy", file(3, header("|i1", "(2, 3)"), ONE_TO_SIX));
        npy(in, "big endian.npy", file(1, header(">i2", "(1, 1, 3)"), ONE_TO_SIX));
        npy(in, "little endian.npy", file(1, header("<i2", "(1, 1, 3)"), ONE_TO_SIX));
        npy(in, "f2.npy", Npy.write(half(1.5f, -2, 65504, 3)));
        npy(in, "halves.npy", file(1, header("<f2", "(1, 1, 1, 1, 2)"), new byte[4]));
        npy(in, "volume.npy", file(1, header("|u1", "(1, 1, 2, 3)"), ONE_TO_SIX));
        npy(in, "vector.npy", file(1, header("|u1", "(6,)"), ONE_TO_SIX));
        npy(in, "scalar.npy", file(1, header("|u1", "()"), (byte) 7));
        npy(in, "batch.npy", file(1, header("|u1", "(1, 1, 1, 2, 3)"), ONE_TO_SIX));
        npy(in, "no height.npy", file(1, header("<f4", "(2, 0, 3)")));
        npy(in, "trailing.npy", file(1, header("|u1", "(1, 2)"), ONE_TO_SIX));

        npy(in, "bool.npy", file(1, header("|b1", "(6,)"), ONE_TO_SIX));
        npy(in, "object.npy", file(1, header("|O", "(1,)"), ONE_TO_SIX));
        npy(in, "fields.npy", file(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"));
        npy(in, "cut.npy", file(1, header("<f4", "(1, 2, 3)"), ONE_TO_SIX));
        npy(in, "cut header.npy", Arrays.copyOf(file(1, header("<f4", "(1,)")), 40));
        npy(in, "negative.npy", file(1, header("<f4", "(-1,)"), ONE_TO_SIX));
        npy(in, "huge.npy", file(1, header("<f4", "(4294967296, 4294967296)"), ONE_TO_SIX));
        npy(in, "empty.npy", new byte[0]);
        npy(in, "arrays", new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0});
        npy(in, "notes.txt", "not an array".getBytes(StandardCharsets.UTF_8));
    }

    private static Tensor half(float... values) {
        Tensor tensor = Tensor.zeros(DType.FLOAT16, Shape.of(1, 2, values.length / 2));
        for (int i = 0; i < values.length; i++) {
            tensor.shorts()[i] = Half.floatToFloat16(values[i]);
        }
        return tensor;
    }

    private static void npy(Path in, String name, byte[] file) throws IOException {
        Files.write(in.resolve(name), file);
    }

    @Test
    void whatTheFileHoldsIsPooledInItsType() {
        List<String> pooled = List.of("same uint8[1, 2, 3] 010203040506", "map uint8[1, 2, 2] 02030506");
        assertThat(rows.get("c.npy")).isEqualTo(pooled);
        assertThat(rows.get("fortran.npy")).isEqualTo(pooled);
        assertThat(rows.get("version 2.npy")).isEqualTo(pooled);
        assertThat(rows.get("deep er/100% #1 größe 圖.npy"))
                .containsExactly(
                        "same int8[2, 3] 010203040506",
                        "row int8[2, 1] 0205",
                        "row_indices int64[2, 1] 01000000000000000100000000000000");
        assertThat(rows.get("big endian.npy"))
                .containsExactly("same int16[1, 1, 3] 020104030605", "map int16[1, 1, 2] 04030605");
        assertThat(rows.get("little endian.npy"))
                .containsExactly("same int16[1, 1, 3] 010203040506", "map int16[1, 1, 2] 03040506");
        assertThat(rows.get("f2.npy"))
                .containsExactly(
                        "same float16[1, 2, 2] 003E00C0FF7B0042",
                        "map float16[1, 2, 1] 003EFF7B",
                        "every float16[1, 1, 1] FF7B",
                        "mean float16[1, 1, 1] " + hex(Half.floatToFloat16((1.5f - 2 + 65504 + 3) / 4)));
        assertThat(rows.get("volume.npy"))
                .containsExactly("same uint8[1, 1, 2, 3] 010203040506", "volume uint8[1, 1, 1, 1] 06");
        assertThat(rows.get("trailing.npy")).contains("same uint8[1, 2] 0102", "row uint8[1, 1] 02");
    }

    private static String hex(short half) {
        return String.format("%02X%02X", half & 0xff, half >> 8 & 0xff);
    }

    @Test
    void whatNoPoolTakesIsStillThereAsItStands() {
        assertThat(rows.get("vector.npy")).containsExactly("same uint8[6] 010203040506");
        assertThat(rows.get("scalar.npy")).containsExactly("same uint8[] 07");
        assertThat(rows.get("batch.npy")).containsExactly("same uint8[1, 1, 1, 2, 3] 010203040506");
        assertThat(rows.get("no height.npy")).containsExactly("same float32[2, 0, 3] ");
    }

    @Test
    void whatDoesNotFitHasARowForEachOutput() {
        assertThat(errors)
                .contains(
                        "scalar.npy row max_pool1d does_not_fit max_pool1d: the input [] has 0 dimensions; it takes 2, [C, L]",
                        "halves.npy every global_max_pool does_not_fit global_max_pool: the input [1,1,1,1,2] has 5"
                                + " dimensions; it takes 2 to 4, [C, L] to [C, D, H, W]",
                        "no height.npy map max_pool2d does_not_fit max_pool2d: the input [2,0,3] is empty; every size must be"
                                + " at least 1",
                        "c.npy mean adaptive_avg_pool2d does_not_fit adaptive_avg_pool2d: the input is uint8; it takes"
                                + " float32, float64, float16, bfloat16; add to_dtype before it",
                        "f2.npy wide adaptive_max_pool2d does_not_fit adaptive_max_pool2d: the output float16"
                                + " [1,46000,46000] would take 4232000000 bytes; at most 2147483639 are possible");
    }

    @Test
    void whatIsNoArrayHasARowWithItsReason() {
        assertThat(errors.stream().filter(row -> row.contains(" - read_npy ")))
                .containsExactlyInAnyOrder(
                        "arrays - read_npy not_npy npy: this is a zip file, maybe an npz archive; call it .npz to read"
                                + " its arrays",
                        "bool.npy - read_npy unsupported npy: bool (|b1) is not supported; convert with astype to float16,"
                                + " float32, float64, uint8, int8, int16, int32 or int64",
                        "cut header.npy - read_npy truncated npy: cut short: it ends within its header",
                        "cut.npy - read_npy truncated npy: cut short: float32[1,2,3] takes 24 bytes after the header, and"
                                + " there are 6",
                        "empty.npy - read_npy not_npy npy: not an npy file: it has no bytes",
                        "fields.npy - read_npy unsupported npy: structured arrays are not supported; save one field of it",
                        "huge.npy - read_npy too_large npy: the shape (4294967296, 4294967296) is not one of sizes below 2^31",
                        "negative.npy - read_npy corrupt npy: the header has no descr, fortran_order and shape: {'descr':"
                                + " '<f4', 'fortran_order': False, 'shape': (-1,), }",
                        "notes.txt - read_npy not_npy npy: not an npy file: it does not start with \\x93NUMPY",
                        "object.npy - read_npy unsupported npy: object, which is pickled Python, (|O) is not supported;"
                                + " convert with astype to float16, float32, float64, uint8, int8, int16, int32 or int64");
    }

    @Test
    void everyFileIsARowOrFailed() {
        assertThat(result.images()).isEqualTo(24);
        assertThat(result.failed()).isEqualTo(10);
        assertThat(rows).hasSize(14);
        assertThat(Sql.table(output, "stats/stages").get(0)).containsEntry("failed_tasks", 0);
        assertThat(errors).noneMatch(row -> row.contains(" internal "));
    }
}
