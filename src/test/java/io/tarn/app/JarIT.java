package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in the jar that goes to clusters. */
class JarIT {
    private static final Path JAR = Path.of("target/tarn.jar");

    /** Names of its packages that are not renamed: those of native methods, and a colour profile that is looked up by name. */
    private static final Pattern ALLOWED = Pattern.compile("io/tarn/.*|org/bytedeco/(javacpp|opencv|openblas)/.*"
            + "|META-INF/(MANIFEST.MF|LICENSE|LICENSE.txt|THIRD-PARTY.txt|(maven|services|resources/webjars)/.*)"
            + "|profiles/ClayRGB1998.icc");

    /** The former names as class files have them. */
    private static final Pattern UNRENAMED = Pattern.compile(
            "(?<!io/tarn/shaded/)"
                    + "(picocli/(CommandLine|Auto)|org/(snakeyaml|HdrHistogram|jline)/|me/tongfei/|com/(samskivert|twelvemonkeys)/)");

    private static JarFile jar;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(JAR.toFile());
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void everythingBearsOurNameOrMustKeepItsOwn() {
        assertThat(entries().filter(name -> !ALLOWED.matcher(name).matches())).isEmpty();
    }

    @Test
    void noClassAsksForAPackageByItsFormerName() {
        assertThat(entries()
                        .filter(name -> name.startsWith("io/tarn/") && name.endsWith(".class"))
                        .filter(name -> UNRENAMED.matcher(text(name)).find()))
                .isEmpty();
    }

    @Test
    void servicesAreThere() {
        List<String> services =
                entries().filter(name -> name.startsWith("META-INF/services/")).toList();
        assertThat(services).hasSize(4);
        for (String service : services) {
            assertThat(text(service)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> line.replace("class = ", "").replace('.', '/') + ".class"))
                    .as(service)
                    .isNotEmpty()
                    .allMatch(name -> jar.getEntry(name) != null);
        }
    }

    @Test
    void licencesAreThere() {
        String thirdParty = text("META-INF/THIRD-PARTY.txt");
        TreeSet<String> shaded = new TreeSet<>();
        Pattern top = Pattern.compile("io/tarn/shaded/((?:com|org|me)/\\w+|\\w+)/.*");
        entries().map(top::matcher).filter(Matcher::matches).forEach(found -> shaded.add(found.group(1)));
        assertThat(shaded).hasSize(7).allMatch(name -> thirdParty.contains("as       " + name.replace('/', '.')));
        assertThat(text("META-INF/LICENSE")).contains("Apache License");
        assertThat(text("META-INF/LICENSE.txt")).contains("Gil Tene");
        assertThat(entries())
                .contains(
                        "META-INF/resources/webjars/chart.js/4.5.1/LICENSE.md",
                        "io/tarn/report/inter/OFL.txt",
                        "org/bytedeco/opencv/linux-x86_64/share/licenses/opencv4/libjpeg-turbo-LICENSE.md");
    }

    /** The table of docs/spark.md, in millions of bytes. */
    @Test
    void itsSizeIsAsTheDocumentationSays() throws IOException {
        Matcher row = Pattern.compile("\\| `linux-x86_64` \\|.*\\| (\\d+) MB \\|")
                .matcher(Files.readString(Path.of("docs/spark.md")));
        assertThat(row.find()).isTrue();
        assertThat(Files.size(JAR) / 1_000_000.0).isBetween(num(row) - 1, num(row) + 1);
    }

    private static double num(Matcher row) {
        return Double.parseDouble(row.group(1));
    }

    private static Stream<String> entries() {
        return jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName);
    }

    private static String text(String name) {
        try {
            return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
