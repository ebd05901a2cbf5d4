package io.tarn.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.measure.Column.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowsTest {
    record Sample(
            @Meaning("a count") int images,
            @Meaning("a time") long runP50Millis,
            @Meaning("a share") double cpuShare,
            @Meaning("a number or nothing") Integer cores,
            @Meaning("a text") String step) {}

    private static final List<Column<Sample>> COLUMNS = Rows.columns(Sample.class);

    static Stream<Class<? extends Record>> tables() {
        return Stream.of(TaskRow.class, StageRow.class, ExecutorRow.class, StepRow.class);
    }

    @Test
    void componentsAreColumns() {
        assertThat(COLUMNS)
                .extracting(Column::name)
                .containsExactly("images", "run_p50_millis", "cpu_share", "cores", "step");
        assertThat(COLUMNS)
                .extracting(Column::kind)
                .containsExactly(Kind.INT, Kind.LONG, Kind.DOUBLE, Kind.INT, Kind.TEXT);
        assertThat(COLUMNS.get(1).meaning()).isEqualTo("a time");
    }

    @Test
    void rowsComeBackFromTheirCells() {
        Sample row = new Sample(1, 2, 0.5, null, "max");

        assertThat(Rows.of(Sample.class, Rows.cells(COLUMNS, row))).isEqualTo(row);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void cellsThatAnOlderTableLacksAreEmpty(Class<? extends Record> table) {
        assertThat(Rows.of(table, Map.of())).isEqualTo(Rows.of(table, new HashMap<>()));
    }
}
