package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.plan.Setting;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example jobs run as they are. */
class ExampleJobsTest {
    @Test
    void run(@TempDir Path folder) throws Exception {
        try (JavaSparkContext spark = new JavaSparkContext(
                new SparkConf(false).setMaster("local[2]").setAppName("test").set("spark.ui.enabled", "false"))) {
            assertThat(pool("webdataset", folder, spark).failed()).isZero();
            assertThat(pool("parquet", folder, spark).failed()).isZero();
            assertThat(pool("npz", folder, spark).failed()).isZero();
        }
        assertThat(Sql.query("SELECT count(*) AS images, count(DISTINCT cls) AS classes, min(len(pooled)) AS elements,"
                        + " min(txt) AS txt FROM read_parquet('" + folder
                        + "/webdataset/data/*/*.parquet', hive_partitioning = true)"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("images", 12L)
                        .containsEntry("elements", 768L)
                        .containsEntry("txt", "a photograph called china"));
        assertThat(Sql.query("SELECT id, width, max.dtype, octet_length(max.data) AS bytes, hex(picture)[:8] AS start"
                        + " FROM read_parquet('" + folder + "/parquet/data/*.parquet') WHERE id = 'china'"))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("width", 96)
                        .containsEntry("dtype", "uint8")
                        .containsEntry("bytes", 768L)
                        .containsEntry("start", "89504E47"));
        assertThat(Sql.query("SELECT id FROM read_parquet('" + folder + "/npz/data/*.parquet')"))
                .hasSize(8)
                .allSatisfy(row -> assertThat((String) row.get("id"))
                        .startsWith("maps.npz/")
                        .isNotEqualTo("maps.npz/wine"));
    }

    private static RunResult pool(String name, Path folder, JavaSparkContext spark) throws Exception {
        Plan plan = JobFile.read(
                Path.of("jobs/" + name + ".yaml"),
                List.of(Setting.output(folder.resolve(name).toString())));
        return LocalRuns.pool(plan, spark);
    }
}
