package io.tarn.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Job files for tests, each in a folder of its own; messages name it jobs/x.yaml. */
final class Jobs {
    /** A job around some steps and outputs: steps start in line 5, outputs in the line after their last. */
    static final String HEAD = """
            input:
              format: images
              path: photos
            output: {path: out}
            """;

    private Jobs() {}

    static Plan plan(String text, Setting... settings) {
        return read("x.yaml", text, settings);
    }

    static Plan read(String name, String text, Setting... settings) {
        try {
            Path folder = Files.createTempDirectory("jobs");
            Path file = folder.resolve(name);
            try {
                Files.writeString(file, text);
                return JobFile.read(file, List.of(settings));
            } finally {
                Files.delete(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The message with which a job is refused, its path shortened. */
    static String refusal(String text, Setting... settings) {
        JobException e = catchThrowableOfType(JobException.class, () -> plan(text, settings));
        assertThat(e)
                .as("refusal of\n%s with %s", text, Arrays.toString(settings))
                .isNotNull();
        return e.getMessage().replaceAll("\\(/\\S*/", "(jobs/");
    }
}
