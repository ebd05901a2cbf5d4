package io.tarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.plan.Setting;
import io.tarn.spark.Sql;
import io.tarn.spark.TutorialRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The README's snippets do what they say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadmeTest {
    private Path output;

    @BeforeAll
    void run(@TempDir Path folder) throws Exception {
        output = folder.resolve("out");
        TutorialRun.to(output);
    }

    @Test
    void theJobIsTheTutorials(@TempDir Path folder) throws IOException {
        Path job = Files.writeString(
                folder.resolve("tutorial.yaml"), blocks("yaml").get(0));

        Plan readme = JobFile.read(job, List.of());

        Plan tutorial = JobFile.read(Path.of("jobs/tutorial.yaml"), List.of());
        assertThat(readme.fingerprint()).isEqualTo(tutorial.fingerprint());
        assertThat(readme).isEqualTo(tutorial);
        assertThat(JobFile.read(job, List.of(Setting.set("outputs.max.max_pool2d.kernel_size=4"))))
                .isNotEqualTo(tutorial);
    }

    @Test
    void duckDbReadsRowsAndStatistics() throws IOException {
        List<String> queries = blocks("sql");

        List<Map<String, Object>> rows = Sql.query(here(queries.get(0)));
        assertThat(rows).hasSize(12);
        assertThat(rows.get(0)).containsEntry("id", "china.jpg").containsEntry("bytes", 4L * 64 * 64 * 4);
        List<Map<String, Object>> steps = Sql.query(here(queries.get(1)));
        assertThat(steps).hasSize(12).first().hasFieldOrPropertyWithValue("step", "read");
    }

    @Test
    void sparkReadsErrors() throws IOException {
        SparkSession spark = SparkSession.builder().getOrCreate();
        try {
            List<Row> rows = spark.sql(here(blocks("sql spark").get(0))).collectAsList();
            assertThat(rows).isEmpty();
            assertThat(spark.read().parquet(output + "/data").count()).isEqualTo(12);
        } finally {
            spark.stop();
        }
    }

    @Test
    void sparkPoolsInSql() throws IOException {
        SparkSession spark = SparkSession.builder()
                .config("spark.sql.extensions", "io.tarn.spark.sql.TarnExtensions")
                .getOrCreate();
        try {
            List<Row> rows = spark.sql(blocks("sql tarn").get(0)).collectAsList();
            assertThat(rows).hasSize(12).allSatisfy(row -> assertThat(
                            row.getStruct(1).<Integer>getList(1))
                    .containsExactly(3, 64, 64));
        } finally {
            spark.stop();
        }
    }

    /** The page's queries, on the view that the first one makes. */
    @Test
    void queriesOfTheSqlPage() throws IOException {
        SparkSession spark = SparkSession.builder()
                .config("spark.sql.extensions", "io.tarn.spark.sql.TarnExtensions")
                .getOrCreate();
        try {
            for (String block : blocks(Path.of("docs/sql.md"), "sql")) {
                for (String query : block.strip().split(";")) {
                    spark.sql(query).collectAsList();
                }
            }
            assertThat(spark.table("photos").count()).isEqualTo(12);
        } finally {
            spark.stop();
        }
    }

    @Test
    void everyFileThatItNamesIsThere() throws IOException {
        List<String> links = Pattern.compile("]\\(([^)#]+)\\)")
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(links).hasSizeGreaterThan(5).allSatisfy(link -> assertThat(Path.of(link))
                .exists());
    }

    private String here(String query) {
        return query.replace("out/tutorial", output.toString()).replace(";", "");
    }

    private static List<String> blocks(String language) throws IOException {
        return blocks(Path.of("README.md"), language);
    }

    private static List<String> blocks(Path page, String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(page))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
