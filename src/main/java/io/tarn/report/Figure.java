package io.tarn.report;

import io.tarn.tensor.Tensor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * The tutorial's figure: a row for the photograph, one for its input maps and one for each output, every map drawn at
 * the same size so that pooled pixels are seen as larger pixels. Needs neither a display nor installed fonts.
 */
public final class Figure {
    /**
     * @param name what the row is called: an output's name
     * @param detail what made it, such as its operator; the size is added by the figure
     * @param isPicture true where the tensor is known to be a uint8 [H, W, C], which the shape of a low one does not tell
     */
    public record Row(String name, String detail, Tensor tensor, boolean isPicture) {
        public Row(String name, String detail, Tensor tensor) {
            this(name, detail, tensor, false);
        }
    }

    private static final int COLUMNS = 4;
    private static final int MAX_MAPS = 2 * COLUMNS;
    private static final int CELL = 256;
    private static final int GAP = 16;
    private static final int MARGIN = 48;
    private static final int CONTENT = COLUMNS * CELL + (COLUMNS - 1) * GAP;
    private static final int LABEL = 40;
    private static final int BETWEEN_ROWS = 36;
    private static final int THINNEST = 24;
    private static final double NAME_SIZE = 22;
    private static final double DETAIL_SIZE = 17;

    private static final Color PAPER = Color.WHITE;
    private static final Color INK = new Color(0x1a1f24);
    private static final Color FAINT_INK = new Color(0x66707a);
    private static final Color FRAME = new Color(0xd5dae0);

    private Figure() {}

    /** Draws the rows below each other, as a PNG file. */
    public static byte[] png(List<Row> rows) {
        return Images.png(image(rows));
    }

    static BufferedImage image(List<Row> rows) {
        List<Drawing> drawings = rows.stream().map(Drawing::of).toList();
        int height = 2 * MARGIN - BETWEEN_ROWS;
        for (Drawing drawing : drawings) {
            height += drawing.height() + BETWEEN_ROWS;
        }
        BufferedImage figure =
                new BufferedImage(CONTENT + 2 * MARGIN, Math.max(height, 2 * MARGIN), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = figure.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        pen.setColor(PAPER);
        pen.fillRect(0, 0, figure.getWidth(), figure.getHeight());
        int top = MARGIN;
        for (Drawing drawing : drawings) {
            drawing.draw(pen, top);
            top += drawing.height() + BETWEEN_ROWS;
        }
        pen.dispose();
        return figure;
    }

    /** A row with its maps at display size. */
    private record Drawing(Row row, Maps maps, List<BufferedImage> cells) {
        static Drawing of(Row row) {
            Maps maps = row.isPicture() ? Maps.ofPicture(row.tensor()) : Maps.of(row.tensor(), MAX_MAPS);
            int widest = maps.images().size() == 1 ? CONTENT : CELL;
            List<BufferedImage> cells = new ArrayList<>();
            for (BufferedImage map : maps.images()) {
                double scale = Math.min((double) widest / map.getWidth(), (double) CELL / map.getHeight());
                int width = Math.max(THINNEST, (int) Math.round(map.getWidth() * scale));
                int height = Math.max(THINNEST, (int) Math.round(map.getHeight() * scale));
                cells.add(Scaling.area(map, width, height));
            }
            return new Drawing(row, maps, cells);
        }

        int height() {
            int lines = (cells.size() + COLUMNS - 1) / COLUMNS;
            return LABEL + lines * lineHeight() + Math.max(0, lines - 1) * GAP;
        }

        private int lineHeight() {
            return cells.isEmpty() ? 0 : cells.get(0).getHeight();
        }

        void draw(Graphics2D pen, int top) {
            label(pen, top + NAME_SIZE);
            for (int i = 0; i < cells.size(); i++) {
                BufferedImage cell = cells.get(i);
                int x = MARGIN + i % COLUMNS * (CELL + GAP);
                int y = top + LABEL + i / COLUMNS * (lineHeight() + GAP);
                pen.setColor(FRAME);
                pen.fillRect(x - 1, y - 1, cell.getWidth() + 2, cell.getHeight() + 2);
                pen.drawImage(cell, x, y, null);
            }
        }

        private void label(Graphics2D pen, double baseline) {
            String name = Typeface.SEMIBOLD.fit(row.name(), NAME_SIZE, CONTENT / 2.0);
            String note = note();
            double noteWidth = Typeface.REGULAR.width(note, DETAIL_SIZE);
            double detailStart = MARGIN + Typeface.SEMIBOLD.width(name, NAME_SIZE) + 14;
            double room = MARGIN + CONTENT - detailStart - noteWidth - 14;
            String detail = Typeface.REGULAR.fit(detail(), DETAIL_SIZE, room);
            pen.setColor(INK);
            pen.fill(Typeface.SEMIBOLD.outline(name, NAME_SIZE, MARGIN, baseline));
            pen.setColor(FAINT_INK);
            pen.fill(Typeface.REGULAR.outline(detail, DETAIL_SIZE, detailStart, baseline));
            pen.fill(Typeface.REGULAR.outline(note, DETAIL_SIZE, MARGIN + CONTENT - noteWidth, baseline));
        }

        private String detail() {
            String size = row.isPicture() ? Maps.pictureSize(row.tensor()) : Maps.size(row.tensor());
            return row.detail().isEmpty() ? size : row.detail() + " · " + size;
        }

        private String note() {
            int hidden = maps.channels() - cells.size();
            String more = hidden > 0 ? "+" + hidden + " more" : "";
            return more.isEmpty() || maps.values().isEmpty() ? more + maps.values() : maps.values() + "   " + more;
        }
    }
}
