package io.tarn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise of docs/guarantees.md names tests, and these are there. */
class GuaranteesTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void everyPromiseIsHeldByATest() throws IOException {
        Map<String, String> tests = tests();
        String page = Files.readString(Path.of("docs/guarantees.md"));
        List<String> promises = page.substring(0, page.indexOf("## Error classes"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| promise"))
                .toList();
        assertThat(promises).hasSizeGreaterThan(30);
        for (String promise : promises) {
            String[] cells = promise.split(" \\| ");
            List<String> names = CODE.matcher(cells[cells.length - 1])
                    .results()
                    .map(code -> code.group(1))
                    .toList();
            assertThat(names).as(promise).isNotEmpty();
            String source = null;
            for (String name : names) {
                String[] parts = name.split("\\.");
                source = tests.getOrDefault(parts[0], source);
                assertThat(source).as(promise).isNotNull();
                String method = parts[parts.length - 1];
                if (!tests.containsKey(method)) {
                    assertThat(source).as(promise).contains("void " + method + "(");
                }
            }
        }
    }

    /** Sources by the names of their classes. */
    private static Map<String, String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().matches(".*(Test|IT)\\.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            GuaranteesTest::read,
                            String::concat));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
