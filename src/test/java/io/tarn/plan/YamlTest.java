package io.tarn.plan;

import static io.tarn.plan.Jobs.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.IdentityHashMap;
import org.junit.jupiter.api.Test;

class YamlTest {
    @Test
    void coreSchema() {
        assertThat(plain(
                        "[no, yes, on, off, 1:30, 2026-11-22, 0o17, 0x1F, 1e3, .5, -.inf, .nan, true, FALSE, ~, null]"))
                .hasToString("[no, yes, on, off, 1:30, 2026-11-22, 15, 31, 1000.0, 0.5, -Infinity, NaN, true, false,"
                        + " null, null]");
        assertThat(plain("['1', \"a\\u00e9\\/\\n\", '']")).hasToString("[1, aé/\n, ]");
        assertThat(plain("\"\\ud83d\\ude00\"")).isEqualTo("\ud83d\ude00");
        assertThat(plain("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(plain("{a: &a [1], b: *a, <<: 1}")).hasToString("{a=[1], b=[1], <<=1}");
    }

    @Test
    void placesAreThoseOfKeysAndItems() {
        Tree tree = Yaml.ofFile("a:\n  b: 1\n  c:\n    - 2\n    -\n      d: 3\n", "x.yaml");

        assertThat(tree.entries().get("a").place()).hasToString("x.yaml:1");
        Tree c = tree.entries().get("a").entries().get("c");
        assertThat(c.place()).hasToString("x.yaml:3");
        assertThat(c.items().get(0).place()).hasToString("x.yaml:4");
        assertThat(c.items().get(1).entries().get("d").place()).hasToString("x.yaml:6");
    }

    @Test
    void syntaxErrors() {
        assertThat(refusal("input: {format: images\noutput: x"))
                .isEqualTo("not valid YAML: while parsing a flow mapping, expected ',' or '}', but got :"
                        + " (jobs/x.yaml:2:7)");
        assertThat(refusal("input:\n\tformat: images"))
                .isEqualTo("not valid YAML: while scanning for the next token, found character '\\t(TAB)' that cannot"
                        + " start any token. (Do not use \\t(TAB) for indentation) (jobs/x.yaml:2:1)");
        assertThat(refusal("a: b: c"))
                .isEqualTo("not valid YAML: mapping values are not allowed here (jobs/x.yaml:1:5)");
        assertThat(refusal("a: *b"))
                .isEqualTo("not valid YAML: found undefined alias b; a text with a * stands in quotes, as '*.jpg'"
                        + " (jobs/x.yaml:1:4)");
        assertThat(refusal("a: *.png"))
                .isEqualTo("not valid YAML: while scanning an alias, unexpected character found .(46);"
                        + " a text with a * stands in quotes, as '*.jpg' (jobs/x.yaml:1:5)");
        assertThat(refusal("a: 1\nb: \u0007"))
                .isEqualTo("not valid YAML: the character U+0007 is not allowed (jobs/x.yaml:2)");
    }

    @Test
    void duplicateKeys() {
        assertThat(refusal("input:\n  path: a\n  format: images\n  path: b"))
                .isEqualTo("path is given twice, first in line 2; keep one (jobs/x.yaml:4)");
        assertThat(refusal("{\"a\": 1, \"a\": 1}"))
                .isEqualTo("a is given twice, first in line 1; keep one (jobs/x.yaml:1)");
    }

    @Test
    void severalDocuments() {
        assertThat(refusal("a: 1\n---\nb: 2")).isEqualTo("a second YAML document; a job file has one (jobs/x.yaml:2)");
    }

    @Test
    void keysThatAreNoNames() {
        assertThat(refusal("a: 1\n? [1, 2]\n: 3")).isEqualTo("a key must be a name (jobs/x.yaml:2)");
    }

    @Test
    void tagsMakeNoObjects() {
        assertThat(refusal("a: 1\nb: !!javax.script.ScriptEngineManager [1]"))
                .isEqualTo("the tag tag:yaml.org,2002:javax.script.ScriptEngineManager: job files take plain values;"
                        + " remove it (jobs/x.yaml:2)");
        assertThat(refusal("a: !!int x"))
                .isEqualTo("the tag tag:yaml.org,2002:int: job files take plain values; remove it (jobs/x.yaml:1)");
    }

    @Test
    void aliasesThatMultiply() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 20; i++) {
            String before = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(10, before))));
        }
        assertThat(refusal(bomb.toString()))
                .startsWith("more than 100000 values, those behind aliases included (jobs/x.yaml:");
    }

    @Test
    void anAliasOfWhatIsAroundIt() {
        assertThat(refusal("a: &a\n  b: *a")).isEqualTo("nested more than 50 deep by its aliases (jobs/x.yaml:2)");
    }

    @Test
    void depth() {
        assertThat(refusal("[".repeat(500_000))).isEqualTo("nested more than 50 deep (jobs/x.yaml:1)");
        assertThat(refusal("a: " + "{b: ".repeat(60) + "}".repeat(60)))
                .isEqualTo("nested more than 50 deep (jobs/x.yaml:1)");
    }

    @Test
    void size() {
        assertThat(refusal("# " + "x".repeat(1 << 20))).isEqualTo("the job file is larger than 1 MiB (jobs/x.yaml)");
        assertThat(refusal("a: [" + "1,".repeat(200_000) + "]"))
                .isEqualTo("more than 100000 values, those behind aliases included (jobs/x.yaml:1)");
    }

    private static Object plain(String text) {
        return Yaml.ofFile(text, "x.yaml").plain(new IdentityHashMap<>());
    }
}
