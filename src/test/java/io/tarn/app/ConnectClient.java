package io.tarn.app;

import static io.tarn.spark.functions.decode_image;
import static io.tarn.spark.functions.max_pool2d;
import static io.tarn.spark.functions.resize;
import static io.tarn.spark.functions.to_tensor;
import static org.apache.spark.sql.functions.col;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What a user of Spark Connect writes; prints what comes back. Runs with the client's class path and nothing else. */
final class ConnectClient {
    private ConnectClient() {}

    public static void main(String[] args) {
        SparkSession spark = SparkSession.builder().remote(args[0]).getOrCreate();
        System.out.println("session " + spark.getClass().getName());
        spark.read().format("binaryFile").load(args[1]).createOrReplaceTempView("photos");
        query(
                spark,
                "SELECT max_pool2d(to_tensor(resize(decode_image(content), 128, 128)), 2, stride => 2) FROM photos"
                        + " ORDER BY path");
        Column tensor = to_tensor(resize(decode_image(col("content")), List.of(128, 128)));
        print(spark.table("photos")
                .orderBy("path")
                .select(max_pool2d(tensor, Map.of("kernel_size", 2)))
                .collectAsList());
        query(spark, "SELECT try_decode_image(X'01')");
        query(spark, "SELECT decode_image(X'01')");
        query(spark, "SELECT max_pool2d(to_tensor(decode_image(content)), 3, 1, 2) FROM photos");
        System.out.println("described " + spark.sql("DESCRIBE FUNCTION resize").collectAsList());
        System.out.flush();
        Runtime.getRuntime().halt(0); // the server's end of a session wants spark-pipelines, which is not published
    }

    private static void query(SparkSession spark, String sql) {
        try {
            print(spark.sql(sql).collectAsList());
        } catch (Exception e) {
            System.out.println("refused " + e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private static void print(List<Row> rows) {
        for (Row row : rows) {
            Row tensor = row.getStruct(0);
            System.out.println(
                    tensor == null
                            ? "null"
                            : tensor.getString(0) + " " + tensor.getList(1) + " "
                                    + HexFormat.of()
                                            .formatHex((byte[]) tensor.get(2))
                                            .hashCode());
        }
    }
}
