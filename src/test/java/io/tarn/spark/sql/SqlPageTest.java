package io.tarn.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of docs/sql.md is made from the functions' definitions. */
class SqlPageTest {
    private static final Path PAGE = Path.of("docs/sql.md");
    private static final String COMMAND = "mvn test -Dtest=SqlPageTest -Dtarn.docs=write";
    private static final String TITLE = "## Functions\n";

    @Test
    void tableIsUpToDate() throws IOException {
        String page = Files.readString(PAGE);
        String before = page.substring(0, page.indexOf(TITLE));
        if ("write".equals(System.getProperty("tarn.docs"))) {
            Files.writeString(PAGE, before + table());
        }
        assertThat(Files.readString(PAGE))
                .as("%s is not what the functions say; write it anew with: %s", PAGE, COMMAND)
                .isEqualTo(before + table());
    }

    private static String table() {
        StringBuilder table = new StringBuilder(TITLE + """

                Each also with `try_` before its name. [operators.md](operators.md) tells what the arguments mean; here they stand in the
                order in which they are given, those in brackets may be left out. This table is written by `%s`.

                | function | for example |
                |---|---|
                """.formatted(COMMAND));
        for (SqlFunction function : SqlFunction.ALL) {
            table.append("| `%s` | `%s` |\n".formatted(function.signature(), function.example()));
        }
        return table.toString();
    }
}
