package io.tarn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the sources against the table of packages in docs/architecture.md. */
class ArchitectureTest {
    private static final Path TARN = Path.of("src/main/java/io/tarn");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
    private static final Pattern USE = Pattern.compile(
            "\\b((?:(?:io|org|com|me|net|dev)\\.|picocli|scala)[a-zA-Z]\\w*(?:\\.[a-zA-Z]\\w*)*)\\.[A-Z]\\w*");

    /** A row of the table. */
    private record Rule(int level, Set<String> tarn, Set<String> besides) {
        boolean allows(String name) {
            return name.startsWith("io.tarn.")
                    ? tarn.contains("all") || tarn.contains(packageOf(name))
                    : besides.contains("anything")
                            || besides.stream().anyMatch(each -> (name + ".").startsWith(each + "."));
        }
    }

    @Test
    void sourcesFollowTheTable() throws IOException {
        Map<String, Rule> rules = rules();
        List<String> violations = new ArrayList<>();
        for (String name : packages()) {
            for (String used : uses(name)) {
                if (!packageOf(used).equals(name) && !rules.get(name).allows(used)) {
                    violations.add("io.tarn." + name + " uses " + used);
                }
            }
        }
        assertThat(violations).as("against the table in docs/architecture.md").isEmpty();
    }

    @Test
    void everyPackageHasARow() throws IOException {
        assertThat(rules().keySet()).containsExactlyInAnyOrderElementsOf(packages());
    }

    @Test
    void packagesUseLowerLevelsOnly() throws IOException {
        Map<String, Rule> rules = rules();
        for (String name : packages()) {
            for (String used : uses(name)) {
                if (used.startsWith("io.tarn.") && !packageOf(used).equals(name)) {
                    assertThat(rules.get(packageOf(used)).level())
                            .as("level of %s, which io.tarn.%s uses", used, name)
                            .isLessThan(rules.get(name).level());
                }
            }
        }
    }

    /** Otherwise the other tests would be content with anything. */
    @Test
    void importsAreFound() throws IOException {
        assertThat(uses("plan")).contains("io.tarn.pool", "org.snakeyaml.engine.v2.nodes");
        assertThat(uses("spark")).contains("io.tarn.plan", "org.apache.spark");
    }

    private static Map<String, Rule> rules() throws IOException {
        Map<String, Rule> rules = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("docs/architecture.md"))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 7 && cells[1].strip().matches("\\d+")) {
                rules.put(
                        names(cells[2]).iterator().next(),
                        new Rule(Integer.parseInt(cells[1].strip()), names(cells[4]), names(cells[5])));
            }
        }
        return rules;
    }

    private static Set<String> names(String cell) {
        return Stream.of(cell.replace("`", "").split(",")).map(String::strip).collect(Collectors.toSet());
    }

    private static Set<String> packages() throws IOException {
        try (Stream<Path> folders = Files.list(TARN)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The packages that a package's sources name, in imports or in the code. */
    private static Set<String> uses(String name) throws IOException {
        Set<String> uses = new TreeSet<>();
        try (Stream<Path> files = Files.walk(TARN.resolve(name))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String code = COMMENT.matcher(Files.readString(file)).replaceAll("");
                USE.matcher(code).results().map(ArchitectureTest::packageName).forEach(uses::add);
            }
        }
        return uses;
    }

    private static String packageName(MatchResult use) {
        return Stream.of(use.group(1).split("\\."))
                .takeWhile(part -> !Character.isUpperCase(part.charAt(0)) || part.equals("HdrHistogram"))
                .collect(Collectors.joining("."));
    }

    /** {@code plan} of {@code io.tarn.plan}. */
    private static String packageOf(String name) {
        return name.startsWith("io.tarn.") ? name.split("\\.")[2] : "";
    }
}
