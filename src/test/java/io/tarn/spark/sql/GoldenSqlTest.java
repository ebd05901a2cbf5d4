package io.tarn.spark.sql;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The cases of golden/pooling as queries, the arguments by their names. */
class GoldenSqlTest {
    private static final int LP_ULP = 4;

    private final Golden golden = Golden.read("pooling");

    GoldenSqlTest() throws IOException {}

    @Test
    void everyCaseComesOutOfAQuery() {
        Map<String, List<JsonNode>> byInput = new LinkedHashMap<>();
        golden.cases.forEach(each -> byInput.computeIfAbsent(each.get("input").asText(), key -> new ArrayList<>())
                .add(each));
        SparkSession spark = SparkSession.builder()
                .config("spark.sql.extensions", TarnExtensions.class.getName())
                .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .getOrCreate();
        try {
            byInput.forEach((input, cases) -> check(spark, golden.tensor(input), cases));
        } finally {
            spark.stop();
        }
    }

    private void check(SparkSession spark, Tensor input, List<JsonNode> cases) {
        Row struct = RowFactory.create(
                input.dtype().toString(),
                Arrays.stream(input.shape().sizes()).boxed().toList(),
                input.littleEndian());
        String[] calls = cases.stream().map(GoldenSqlTest::call).toArray(String[]::new);
        Row row = spark.createDataFrame(
                        List.of(RowFactory.create(struct)), new StructType().add("t", TensorStruct.TENSOR))
                .selectExpr(calls)
                .head();
        for (int i = 0; i < calls.length; i++) {
            JsonNode each = cases.get(i);
            Tensor expected = golden.tensor(each.get("output").asText());
            Row values = each.has("indices") ? row.getStruct(i).getStruct(0) : row.getStruct(i);
            if (calls[i].contains("lp_pool")) {
                Tensors.assertWithin(LP_ULP, tensor(values), expected);
            } else {
                Tensors.assertSame(tensor(values), expected);
            }
            if (each.has("indices")) {
                Tensor indices = golden.tensor(each.get("indices").asText());
                Tensors.assertSame(tensor(row.getStruct(i).getStruct(1)), indices);
            }
        }
    }

    /** A chain as nested calls. */
    private static String call(JsonNode each) {
        String call = "t";
        for (JsonNode step : each.get("chain")) {
            String name = step.fieldNames().next();
            StringBuilder text = new StringBuilder(name + "(" + call);
            step.get(name)
                    .fields()
                    .forEachRemaining(arg -> text.append(", " + arg.getKey() + " => " + literal(arg.getValue())));
            call = text.append(')').toString();
        }
        return call;
    }

    private static String literal(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(GoldenSqlTest::literal)
                    .collect(Collectors.joining(", ", "array(", ")"));
        }
        return value.isTextual() ? "'" + value.asText() + "'" : value.toString();
    }

    private static Tensor tensor(Row row) {
        int[] sizes = row.<Integer>getList(1).stream().mapToInt(i -> i).toArray();
        Tensor tensor = Tensor.zeros(DType.named(row.getString(0)), Shape.of(sizes));
        byte[] bytes = (byte[]) row.get(2);
        assertThat(bytes).hasSize((int) tensor.byteLength());
        tensor.fill(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return tensor;
    }
}
