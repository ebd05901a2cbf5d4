package io.tarn.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RowsTest {
    @Test
    void rowsComeBackFromTheirCells() {
        TaskRow task = new TaskRow(
                1, 2, 3, 4, 5, "retry", "failed", "6", "node", 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, "lost");
        StageRow stage = new StageRow(1, 2, "pool", 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, null);
        StepRow step = new StepRow(1, "max", null, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, "vector");

        assertThat(TaskRow.of(cells(TaskRow.COLUMNS, task))).isEqualTo(task);
        assertThat(StageRow.of(cells(StageRow.COLUMNS, stage))).isEqualTo(stage);
        assertThat(StepRow.of(cells(StepRow.COLUMNS, step))).isEqualTo(step);
    }

    @Test
    void everyComponentIsAColumnInOrder() {
        assertThat(names(TaskRow.COLUMNS)).isEqualTo(components(TaskRow.class));
        assertThat(names(StageRow.COLUMNS)).isEqualTo(components(StageRow.class));
        assertThat(names(StepRow.COLUMNS)).isEqualTo(components(StepRow.class));
    }

    private static <R> Map<String, Object> cells(List<Column<R>> columns, R row) {
        Map<String, Object> cells = new HashMap<>();
        columns.forEach(column -> cells.put(column.name(), column.value().apply(row)));
        return cells;
    }

    private static <R> List<String> names(List<Column<R>> columns) {
        return columns.stream().map(Column::name).toList();
    }

    private static List<String> components(Class<?> row) {
        Function<String, String> snake =
                name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        return List.of(row.getRecordComponents()).stream()
                .map(component -> snake.apply(component.getName()))
                .toList();
    }
}
