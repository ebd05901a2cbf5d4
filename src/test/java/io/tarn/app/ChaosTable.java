package io.tarn.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** {@code target/chaos.txt}: what was planted into which run, and how it went. */
final class ChaosTable {
    private static final Path TABLE = Path.of("target/chaos.txt");

    static {
        try {
            Files.writeString(
                    TABLE,
                    String.format("%-50s %9s %7s %8s %s%n", "fault", "seconds", "rows", "failed", "rows equal"),
                    StandardCharsets.UTF_8);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private ChaosTable() {}

    static void add(String fault, double seconds, int rows, int failed, String equal) throws IOException {
        Files.writeString(
                TABLE,
                String.format(Locale.ROOT, "%-50s %9.1f %7d %8d %s%n", fault, seconds, rows, failed, equal),
                StandardCharsets.UTF_8,
                StandardOpenOption.APPEND);
    }

    static String text() throws IOException {
        return Files.readString(TABLE);
    }
}
