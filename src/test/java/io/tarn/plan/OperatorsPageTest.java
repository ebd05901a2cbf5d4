package io.tarn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.image.Images;
import io.tarn.op.Arg;
import io.tarn.op.Operator;
import io.tarn.pool.Pools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/operators.md is made from the operators' definitions. */
class OperatorsPageTest {
    private static final Path PAGE = Path.of("docs/operators.md");
    private static final String COMMAND = "mvn test -Dtest=OperatorsPageTest -Dtarn.docs=write";

    @Test
    void isUpToDate() throws IOException {
        String page = page();
        if ("write".equals(System.getProperty("tarn.docs"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("%s is not what the operators say; write it anew with: %s", PAGE, COMMAND)
                .isEqualTo(page);
    }

    private static String page() {
        return """
                # Operators

                What can stand under `steps` and `outputs` of a job file. `jobs/tarn ops NAME` shows the same in a terminal.
                What one per dimension takes lists them outermost first: [depth, height, width] in 3-D, [height, width] in 2-D.
                This page is written by %s.

                """.formatted("`" + COMMAND + "`")
                + section("Image steps", Images.OPERATORS)
                + section("Pooling", Pools.OPERATORS);
    }

    private static String section(String title, List<Operator> operators) {
        StringBuilder section =
                new StringBuilder("## " + title + "\n\n| operator | what it makes | defined by |\n|---|---|---|\n");
        for (Operator operator : operators) {
            section.append(row("`" + operator.name() + "`", operator.summary(), operator.source()));
        }
        OperatorHelp.families(operators).forEach(family -> section.append(details(family)));
        return section.append('\n').toString();
    }

    /** The same pool in one to three dimensions, told by the highest. */
    private static String details(List<Operator> family) {
        Operator operator = family.get(family.size() - 1);
        String names = family.stream().map(Operator::name).collect(Collectors.joining(", "));
        StringBuilder details = new StringBuilder("\n### " + names + "\n\n```yaml\n- "
                + String.join("\n- ", OperatorHelp.examples(operator)) + "\n```\n");
        if (!operator.args().isEmpty()) {
            details.append("\n| argument | takes | default | |\n|---|---|---|---|\n");
        }
        for (Arg arg : operator.args()) {
            String byDefault = arg.isRequired() ? "required" : "`" + arg.byDefault() + "`";
            details.append(row("`" + arg.name() + "`", arg.type(), byDefault, arg.doc() + lacking(arg, family)));
        }
        return details.toString();
    }

    private static String lacking(Arg arg, List<Operator> family) {
        return family.stream()
                .filter(operator ->
                        operator.args().stream().noneMatch(other -> other.name().equals(arg.name())))
                .map(operator -> "; not for " + operator.name())
                .collect(Collectors.joining());
    }

    private static String row(String... cells) {
        List<String> escaped = new ArrayList<>();
        for (String cell : cells) {
            escaped.add(cell.replace("|", "\\|"));
        }
        return "| " + String.join(" | ", escaped) + " |\n";
    }
}
