package io.tarn.kernel;

import java.util.Arrays;

/**
 * Plain loops in the form that C2 vectorises: every sum is over lines (int arrays with a sample an element) that are
 * added up element by element, all with the same index. The lines of the horizontal pass are columns of a block of rows,
 * those of the vertical pass are rows.
 */
final class ResampleScalar extends Resample {
    private static final int BLOCK_ROWS = 16;

    private byte[] block = {};
    private int[][] columns = {};
    private int[][] rows = {};
    private int[] sum = {};

    @Override
    public String kernel(int height, int width, int outWidth) {
        return "scalar";
    }

    @Override
    public void resize(
            Samples source,
            int height,
            int width,
            int channels,
            ResampleAxis horizontal,
            ResampleAxis vertical,
            byte[] target) {
        int outWidth = horizontal == null ? width : horizontal.out();
        int samples = outWidth * channels;
        rows = lines(rows, height, samples);
        if (horizontal == null) {
            block = grown(block, samples);
            for (int y = 0; y < height; y++) {
                source.read(y * samples, block, samples);
                unpack(block, rows[y], samples);
            }
        } else {
            horizontalPass(source, height, width, channels, horizontal);
        }
        if (vertical == null) {
            for (int y = 0; y < height; y++) {
                pack(rows[y], target, y * samples, samples);
            }
        } else {
            verticalPass(vertical, samples, target);
        }
    }

    private void horizontalPass(Samples source, int height, int width, int channels, ResampleAxis axis) {
        int pitch = width * channels;
        block = grown(block, Math.min(BLOCK_ROWS, height) * pitch);
        columns = lines(columns, width, BLOCK_ROWS * channels);
        sum = line(sum, BLOCK_ROWS * channels);
        for (int top = 0; top < height; top += BLOCK_ROWS) {
            int blockRows = Math.min(BLOCK_ROWS, height - top);
            source.read(top * pitch, block, blockRows * pitch);
            for (int x = 0; x < width; x++) {
                int[] column = columns[x];
                int from = x * channels;
                for (int i = 0; i < blockRows * channels; from += pitch) {
                    for (int c = 0; c < channels; c++) {
                        column[i++] = block[from + c] & 255;
                    }
                }
            }
            for (int x = 0; x < axis.out(); x++) {
                weigh(axis, x, columns, blockRows * channels);
                for (int i = 0, y = top; y < top + blockRows; y++) {
                    for (int c = 0; c < channels; c++) {
                        rows[y][x * channels + c] = sum[i++];
                    }
                }
            }
        }
    }

    private void verticalPass(ResampleAxis axis, int samples, byte[] target) {
        sum = line(sum, samples);
        for (int y = 0; y < axis.out(); y++) {
            weigh(axis, y, rows, samples);
            pack(sum, target, y * samples, samples);
        }
    }

    /** Leaves output line {@code out} in {@code sum}. */
    private void weigh(ResampleAxis axis, int out, int[][] lines, int length) {
        Arrays.fill(sum, 0, length, 1 << (ResampleAxis.BITS - 1));
        for (int t = 0; t < axis.count()[out]; t++) {
            multiplyAdd(sum, lines[axis.first()[out] + t], axis.weights()[out * axis.taps() + t], length);
        }
        clip(sum, length);
    }

    private static void multiplyAdd(int[] sum, int[] line, int weight, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += line[i] * weight;
        }
    }

    private static void clip(int[] sum, int length) {
        for (int i = 0; i < length; i++) {
            int x = sum[i] >> ResampleAxis.BITS;
            x &= ~(x >> 31);
            sum[i] = (x | (255 - x) >> 31) & 255;
        }
    }

    private static void unpack(byte[] source, int[] line, int length) {
        for (int i = 0; i < length; i++) {
            line[i] = source[i] & 255;
        }
    }

    private static void pack(int[] line, byte[] target, int to, int length) {
        for (int i = 0; i < length; i++) {
            target[to + i] = (byte) line[i];
        }
    }

    private static int[][] lines(int[][] kept, int count, int length) {
        if (kept.length >= count && kept[0].length >= length) {
            return kept;
        }
        return new int[count][length];
    }

    private static byte[] grown(byte[] kept, int length) {
        return kept.length >= length ? kept : new byte[length];
    }

    private static int[] line(int[] kept, int length) {
        return kept.length >= length ? kept : new int[length];
    }
}
