package io.tarn.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Aligned text: the first column to the left, the others to the right. */
final class TextTable {
    private static final String INDENT = "  ";

    private final List<String[]> rows = new ArrayList<>();

    TextTable(String... titles) {
        rows.add(titles);
    }

    /** Cells that are left out at the end are empty. */
    void row(String... cells) {
        rows.add(Arrays.copyOf(cells, rows.get(0).length));
    }

    String text() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                row[i] = row[i] == null ? "" : row[i];
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder(INDENT);
            for (int i = 0; i < widths.length; i++) {
                String space = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? row[i] + space : INDENT + space + row[i]);
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }
}
