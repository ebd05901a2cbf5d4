package io.tarn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.Arg;
import io.tarn.op.Operator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CatalogTest {
    private static final List<Operator> OPERATORS = Catalog.OPERATORS;
    private static final Place PLACE = Place.whole("test");

    @Test
    void namesAreUnique() {
        assertThat(OPERATORS).extracting(Operator::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @FieldSource("OPERATORS")
    void examplesAreSteps(Operator operator) {
        assertThat(step(OperatorHelp.example(operator)).step().name()).isEqualTo(operator.name());
    }

    @ParameterizedTest
    @FieldSource("OPERATORS")
    void aResolvedStepIsTheSameStep(Operator operator) {
        PlacedStep given = step(OperatorHelp.example(operator));

        PlacedStep again = StepParser.step(tree(given.resolved()));

        assertThat(again.step()).isEqualTo(given.step());
        assertThat(again.resolved()).isEqualTo(given.resolved());
    }

    /** Whatever a value is, it is taken or refused by name; it never breaks the parser. */
    @ParameterizedTest
    @FieldSource("OPERATORS")
    void oddValuesAreRefused(Operator operator) {
        for (Arg arg : operator.args()) {
            for (String odd : List.of(
                    "",
                    "x",
                    "-1",
                    "0",
                    "1e9",
                    "99999999999",
                    ".nan",
                    "true",
                    "[]",
                    "[~]",
                    "[[]]",
                    "[x, {}]",
                    "{}",
                    "{a: 1}",
                    "[1, 2, 3, 4, 5]",
                    "[[1, 2]]",
                    "[2147483647, 2147483647]",
                    "''")) {
                Tree example = Yaml.ofOption("{" + OperatorHelp.example(operator) + "}", "test");
                String path = operator.name() + "." + arg.name();
                try {
                    PlacedStep step =
                            StepParser.step(Setting.set(path + "=" + odd).apply(withArguments(operator, example)));
                    assertThat(step.step().name()).isEqualTo(operator.name());
                } catch (JobException e) {
                    assertThat(e.place())
                            .hasToString(e.getMessage().endsWith("(test)") ? "test" : "--set " + path + "=" + odd);
                } catch (RuntimeException e) {
                    throw new AssertionError(path + "=" + odd + " breaks the parser", e);
                }
            }
        }
    }

    private static Tree withArguments(Operator operator, Tree example) {
        return example.entries().get(operator.name()).value() == null
                ? new Tree(PLACE, Map.of(operator.name(), new Tree(PLACE, Map.of())))
                : example;
    }

    private static PlacedStep step(String example) {
        return StepParser.step(Yaml.ofOption(example, "test"));
    }

    private static Tree tree(Object plain) {
        if (plain instanceof Map<?, ?> map) {
            Map<String, Tree> entries = new LinkedHashMap<>();
            map.forEach((key, value) -> entries.put((String) key, tree(value)));
            return new Tree(PLACE, entries);
        }
        return new Tree(
                PLACE,
                plain instanceof List<?> list
                        ? list.stream().map(CatalogTest::tree).toList()
                        : plain);
    }
}
