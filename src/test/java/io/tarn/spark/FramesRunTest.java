package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.measure.StepRow;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.spark.source.Listing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run over files of several frames: what is a row, and what is an image. */
class FramesRunTest {
    @TempDir
    Path folder;

    @Test
    void imagesAreFilesAndEachFrameIsARow() throws IOException {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        byte[] gif = resource("gif_animated.gif");
        Files.write(photos.resolve("whole#1.gif"), gif);
        Files.write(photos.resolve("cut.gif"), Arrays.copyOf(gif, gif.length - 20));
        Files.write(photos.resolve("still.jpg"), resource("jpeg_420.jpg"));
        Files.write(photos.resolve("none.gif"), "GIF89a".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Path job = Files.writeString(folder.resolve("job.yaml"), """
                input: {format: images, path: %s, decode: {frames: all}}
                steps: [{resize: {size: [8, 8]}}]
                outputs: {image: []}
                output: {path: %s}
                """.formatted(photos, folder.resolve("out")));

        RunResult result;
        try (LocalRuns runs = new LocalRuns()) {
            result = runs.run(job);
        }

        int frames = 5;
        List<String> ids = Stream.concat(
                        Stream.of("still.jpg#1"),
                        Stream.concat(
                                IntStream.range(1, frames).mapToObj(i -> "cut.gif#" + i),
                                IntStream.rangeClosed(1, frames).mapToObj(i -> "whole#1.gif#" + i)))
                .sorted()
                .toList();
        assertThat(Sql.query("SELECT id FROM read_parquet('" + folder + "/out/data/*.parquet') ORDER BY id"))
                .isEqualTo(
                        ids.stream().map(id -> Map.<String, Object>of("id", id)).toList());
        assertThat(Sql.query("SELECT id, error FROM read_parquet('" + folder + "/out/errors/*.parquet') ORDER BY id"))
                .containsExactly(
                        Map.of("id", "cut.gif#" + frames, "error", "truncated"),
                        Map.of("id", "none.gif#1", "error", "truncated"));
        assertThat(result.images()).isEqualTo(4);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.errorRows()).isEqualTo(2);
        assertThat(result.failureRate()).isEqualTo(0.25);
        Map<String, Long> images = result.steps().stream()
                .filter(StepRow::isStep)
                .collect(Collectors.toMap(StepRow::step, StepRow::images));
        assertThat(images)
                .containsEntry("read", 4L)
                .containsEntry("decode", (long) ids.size())
                .containsEntry("resize", (long) ids.size())
                .containsEntry("encode", (long) ids.size());
        assertThat(result.slowest())
                .extracting(slow -> slow.id())
                .containsExactlyInAnyOrder("whole#1.gif", "cut.gif", "still.jpg", "none.gif");
        assertThat(Files.readString(folder.resolve("out/job.json"))).contains("\"images\" : 4", "\"failed\" : 1");

        Configuration conf = new Configuration();
        Plan plan = JobFile.read(job, List.of());
        OutputFolder out = OutputFolder.of(plan.output().path(), conf);
        Work resumed = Work.resuming(plan, Listing.of(plan.input().paths(), conf), out);
        assertThat(resumed.isDone()).isTrue();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = FramesRunTest.class.getClassLoader().getResourceAsStream("odd/" + name)) {
            return in.readAllBytes();
        }
    }
}
