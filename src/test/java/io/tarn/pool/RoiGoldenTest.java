package io.tarn.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bit for bit what torchvision's kernels compute; the format of a case is told in the file. */
class RoiGoldenTest {
    static List<String> cases() throws IOException {
        try (InputStream in = RoiGoldenTest.class.getResourceAsStream("/roi/torchvision.txt")) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agrees(String line) {
        String[] fields = line.split(" ");
        DType dtype = DType.named(fields[1]);
        Shape shape = Shape.of(whole(fields[2]), whole(fields[3]), whole(fields[4]));
        int boxes = whole(fields[10]);
        Map<String, Object> args = new HashMap<>();
        args.put("output_size", List.of(whole(fields[5]), whole(fields[6])));
        args.put("spatial_scale", Double.valueOf(fields[7]));
        if (fields[0].equals("roi_align")) {
            args.put("sampling_ratio", whole(fields[8]));
            args.put("aligned", fields[9].equals("1"));
        }
        List<List<Double>> corners = new ArrayList<>();
        for (int i = 11; i < 11 + 4 * boxes; i += 4) {
            corners.add(List.of(
                    Double.valueOf(fields[i]),
                    Double.valueOf(fields[i + 1]),
                    Double.valueOf(fields[i + 2]),
                    Double.valueOf(fields[i + 3])));
        }
        args.put("boxes", corners);

        Tensor output = Pools.pool(fields[0], args, input(dtype, shape)).values();
        int first = 11 + 4 * boxes;
        assertThat(output.length()).isEqualTo(fields.length - first);
        for (int i = 0; i < output.length(); i++) {
            long bits = dtype == DType.FLOAT32
                    ? Integer.toUnsignedLong(Float.floatToRawIntBits(output.floats()[i]))
                    : Double.doubleToRawLongBits(output.doubles()[i]);
            assertThat(Long.toHexString(bits)).as("element %d of %s", i, line).isEqualTo(fields[first + i]);
        }
    }

    private static Tensor input(DType dtype, Shape shape) {
        Tensor input = Tensor.zeros(dtype, shape);
        for (int i = 0; i < input.length(); i++) {
            Tensors.set(input, i, (i * 7919L + 13) % 2003 / 2003.0 * 4 - 2);
        }
        return input;
    }

    private static int whole(String field) {
        return Integer.parseInt(field);
    }
}
