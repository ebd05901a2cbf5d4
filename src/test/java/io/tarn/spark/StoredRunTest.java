package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.pipeline.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredRunTest {
    @TempDir
    Path folder;

    /** A run of many tasks may have as many files in {@code errors/}: the report opens what it needs of them. */
    @Test
    void failuresAreCountedAndShownWithoutReadingAllFiles() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        for (int i = 0; i < 6; i++) {
            Files.writeString(in.resolve(i + ".png"), "no image");
        }
        Path out = folder.resolve("out");
        try (LocalRuns runs = new LocalRuns()) {
            runs.run(Files.writeString(folder.resolve("job.yaml"), """
                    input: {format: images, path: %s}
                    steps: [to_tensor]
                    outputs: {whole: []}
                    output: {path: %s, shard_images: 2}
                    errors: {max_rate: 1}
                    """.formatted(in, out)));
        }
        Configuration conf = new Configuration();
        OutputFolder stored = OutputFolder.of(out.toString(), conf);
        var files = stored.files(OutputFolder.ERRORS);
        assertThat(files).hasSizeGreaterThan(2);
        Files.writeString(Path.of(files.get(files.size() - 1).toUri()), "of no use");

        StoredRun run = new StoredRun(stored, conf);

        assertThat(run.failureCounts()).isEqualTo(Map.of("not_an_image", 6L));
        assertThat(run.failureExamples(2)).extracting(Failure::error).containsExactly("not_an_image", "not_an_image");
    }
}
