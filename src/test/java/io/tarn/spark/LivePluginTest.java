package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark's web interface while Spark is up. */
class LivePluginTest {
    private static final String PREFIX = "metrics_tarn_driver_plugin_io_tarn_spark_LivePlugin_";

    @Test
    void prometheusTextCountsImagesAndStepTimes(@TempDir Path folder) throws Exception {
        SparkConf conf = new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "true")
                .set("spark.ui.port", "0")
                .set("spark.plugins", LivePlugin.class.getName())
                .set("spark.metrics.namespace", "tarn")
                .set("spark.metrics.conf", "conf/metrics.properties");
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            String web = spark.sc().uiWebUrl().get();
            long before = LiveCounts.HERE.sum(LiveCounts.IMAGES); // of other tests in this JVM
            assertThat(scrape(web)).contains(PREFIX + "images_Value", PREFIX + "failures_Value");

            TutorialRun.to(folder.resolve("out"), spark);

            String metrics = scrapeUntil(web, before + 12);
            assertThat(value(metrics, "images")).isEqualTo(before + 12);
            assertThat(value(metrics, "read_bytes")).isPositive();
            assertThat(value(metrics, "pooled_bytes")).isPositive();
            assertThat(value(metrics, "step_nanos_decode")).isPositive();
            assertThat(value(metrics, "step_nanos_max_max_pool2d")).isPositive();
            assertThat(spark.sc().statusStore().lastStageAttempt(0).name()).isEqualTo("read, pool and write 12 images");
        }
    }

    private static String scrapeUntil(String web, long images) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        String metrics = scrape(web);
        while (value(metrics, "images") < images && Instant.now().isBefore(end)) {
            Thread.sleep(200);
            metrics = scrape(web);
        }
        return scrape(web); // the page before may have been begun when steps had no metrics yet
    }

    private static String scrape(String web) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(web + "/metrics/prometheus/")).build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static long value(String metrics, String name) {
        Matcher line = Pattern.compile(PREFIX + name + "_Value\\{[^}]*} (\\d+)").matcher(metrics);
        return line.find() ? Long.parseLong(line.group(1)) : -1;
    }
}
