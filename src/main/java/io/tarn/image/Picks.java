package io.tarn.image;

import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.TensorType;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Makes every output row and column a copy of an input row and column, or of the fill value. */
final class Picks implements BoundStep {
    static final int FILL = -1;

    private final TensorType output;
    private final Workspace workspace;
    private final int[] rows;
    private final int[] columns;
    private final double[] fill;
    private final int outer;
    private final int inner;
    private final int inHeight;
    private final int inWidth;
    private final boolean filled;

    /**
     * @param row the input row that an output row copies, or {@link #FILL}
     * @param column the same for columns
     * @param fill a value per channel, or one for all
     */
    Picks(
            Plane in,
            TensorType output,
            IntUnaryOperator row,
            IntUnaryOperator column,
            double[] fill,
            Workspace workspace) {
        Plane out = new Plane(output);
        this.output = output;
        this.workspace = workspace;
        this.rows = IntStream.range(0, out.height()).map(row).toArray();
        this.columns = IntStream.range(0, out.width()).map(column).toArray();
        this.fill = fill;
        this.outer = in.outer();
        this.inner = in.inner();
        this.inHeight = in.height();
        this.inWidth = in.width();
        this.filled =
                IntStream.concat(IntStream.of(rows), IntStream.of(columns)).anyMatch(pick -> pick == FILL);
    }

    @Override
    public Tensor run(Tensor input, Context context) {
        Tensor result = workspace.tensor(output.dtype(), output.shape());
        if (filled) {
            fill(result);
        }
        for (int plane = 0; plane < outer; plane++) {
            for (int y = 0; y < rows.length; y++) {
                if (rows[y] != FILL) {
                    int from = (plane * inHeight + rows[y]) * inWidth * inner;
                    copyRow(input.array(), from, result.array(), (plane * rows.length + y) * columns.length * inner);
                }
            }
        }
        return result;
    }

    private void copyRow(Object source, int from, Object target, int to) {
        for (int x = 0; x < columns.length; ) {
            int length = 1;
            while (x + length < columns.length && columns[x] != FILL && columns[x + length] == columns[x] + length) {
                length++;
            }
            if (columns[x] != FILL) {
                System.arraycopy(source, from + columns[x] * inner, target, to + x * inner, length * inner);
            }
            x += length;
        }
    }

    private void fill(Tensor result) {
        int channelLength = inner > 1 ? 1 : result.length() / Math.max(1, new Plane(output).channels());
        for (int i = 0; i < result.length(); i++) {
            int channel = inner > 1 ? i % inner : i / channelLength;
            Elements.put(result, i, fill.length == 1 ? fill[0] : fill[channel]);
        }
    }
}
