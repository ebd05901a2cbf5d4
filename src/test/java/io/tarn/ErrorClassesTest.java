package io.tarn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the table of error classes in docs/guarantees.md against the literals of the sources that make failures. */
class ErrorClassesTest {
    private static final Path SOURCES = Path.of("src/main/java/io/tarn");

    /** What makes a failure, up to the end of the statement. */
    private static final Pattern FAILURE = Pattern.compile(
            "(?:\\b(?:failed|fail|Ended|Refused|ImageException|NpyException|Failure|broken)\\("
                    + "|\\b(?:error|ERROR) = |storage\\.failure\\(\\) instanceof)([^;]*);",
            Pattern.DOTALL);

    private static final Pattern CLASS = Pattern.compile("\"([a-z]+(?:_[a-z]+)*)\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\| `([a-z_]+)` \\|");

    /** Literals in those statements that are something else. */
    private static final Set<String> OTHERS = Set.of("read", "encode", "image");

    /** Where failures are made, and what the table calls the step. */
    private static final Map<String, List<String>> MAKERS = Map.of(
            "`read`", List.of("spark/source"),
            "`decode`", List.of("image"),
            "`read_npy`", List.of("tensor"),
            "any after `read`", List.of("pipeline/Deadline.java", "pipeline/Link.java", "pipeline/Pipeline.java"),
            "`roi_*`", List.of("pool/Boxes.java", "pool/Rois.java"),
            "`max_unpool*`", List.of("pool/MaxUnpool.java"),
            "`encode`", List.of("spark/TensorLists.java", "spark/PooledRowWriteSupport.java", "spark/DataFiles.java"));

    @Test
    void theTableNamesThemAll() throws IOException {
        Map<String, Set<String>> documented = documented();
        Set<String> anywhere = documented.get("any after `read`");
        anywhere.addAll(documented.remove("`decode`, `read_npy`"));
        anywhere.addAll(documented.remove("any after those"));

        assertThat(documented.keySet()).isEqualTo(MAKERS.keySet());
        for (var step : MAKERS.entrySet()) {
            Set<String> made = new TreeSet<>();
            for (String source : step.getValue()) {
                made.addAll(made(SOURCES.resolve(source)));
            }
            if (!step.getKey().equals("any after `read`")) {
                made.remove("internal"); // which the table has once
            }
            assertThat(documented.get(step.getKey())).as(step.getKey()).isEqualTo(made);
        }
    }

    @Test
    void nothingElseMakesFailures() throws IOException {
        Set<String> known =
                documented().values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
        Set<String> made = new TreeSet<>();
        for (String part : List.of("tensor", "kernel", "measure", "op", "image", "pool", "pipeline", "spark/source")) {
            made.addAll(made(SOURCES.resolve(part)));
        }
        made.addAll(made(SOURCES.resolve("spark/TensorLists.java")));
        made.addAll(made(SOURCES.resolve("spark/DataFiles.java")));
        made.addAll(made(SOURCES.resolve("spark/ImageTask.java")));
        assertThat(made).isEqualTo(known);
    }

    private static Map<String, Set<String>> documented() throws IOException {
        String page = Files.readString(Path.of("docs/guarantees.md"));
        Map<String, Set<String>> documented = ROW
                .matcher(page.substring(page.indexOf("## Error classes")))
                .results()
                .collect(Collectors.groupingBy(
                        row -> row.group(1),
                        Collectors.mapping(row -> row.group(2), Collectors.toCollection(TreeSet::new))))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(documented).isNotEmpty();
        return documented;
    }

    private static Set<String> made(Path source) throws IOException {
        Set<String> made = new TreeSet<>();
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                Matcher failure = FAILURE.matcher(Files.readString(file));
                while (failure.find()) {
                    CLASS.matcher(failure.group(1)).results().forEach(literal -> made.add(literal.group(1)));
                }
            }
        }
        made.removeAll(OTHERS);
        return made;
    }
}
