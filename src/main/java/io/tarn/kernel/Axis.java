package io.tarn.kernel;

import java.util.stream.IntStream;

/**
 * Windows sliding along one dimension: window {@code o} has its taps at {@code o * stride - before + t * dilation} for
 * {@code t} from 0 to below {@code kernel}. A tap outside 0 to below {@code in} is in the padding, or beyond it.
 *
 * @param in elements
 * @param out windows
 * @param before padding before the first element
 * @param after padding after the last one
 */
public record Axis(int in, int out, int kernel, int stride, int before, int after, int dilation) {
    /** One window over one element: the dimensions that a 1-D or 2-D pool lacks. */
    public static final Axis SINGLE = new Axis(1, 1, 1, 1, 0, 0, 1);

    /** Where window {@code o} starts; negative in the padding. */
    int start(int o) {
        return Math.toIntExact((long) o * stride - before);
    }

    /** The first of the window's taps that is inside the input; {@code kernel} or more where none is. */
    int firstTap(int o) {
        return (int) Math.max(0, stepsTo(0, start(o), dilation));
    }

    /** One past the last of the window's taps that is inside the input. */
    int endTap(int o) {
        return (int) Math.min(kernel, Math.max(0, stepsTo(in, start(o), dilation)));
    }

    /** How many of the window's taps are inside the input. */
    int taps(int o) {
        return Math.max(0, endTap(o) - firstTap(o));
    }

    /** The taps that are inside the input for some window, in order: few of them where windows are far larger than it. */
    int[] tapsInside() {
        IntStream.Builder found = IntStream.builder();
        int next = 0;
        for (int o = out - 1; o >= 0; o--) { // windows farther on have their first taps inside
            for (int t = Math.max(next, firstTap(o)); t < endTap(o); t++) {
                found.add(t);
            }
            next = Math.max(next, endTap(o));
        }
        return found.build().toArray();
    }

    /** Whether all taps of all windows are inside the input. */
    boolean isInside() {
        return taps(0) == kernel && taps(out - 1) == kernel;
    }

    /** How many of the window's taps are inside the input or its padding. */
    int paddedTaps(int o) {
        return (int) Math.min(kernel, Math.max(0, stepsTo((long) in + after, start(o), dilation)));
    }

    /** Where the window's first tap at or after 0 is, though it may lie past the input. */
    int firstPosition(int o) {
        return Math.toIntExact(start(o) + (long) firstTap(o) * dilation);
    }

    /** The first window of which tap {@code t} is inside the input. */
    int firstOutput(int t) {
        return (int) Math.max(0, stepsTo(0, offset(t), stride));
    }

    /** One past the last window of which tap {@code t} is inside the input. */
    int endOutput(int t) {
        return (int) Math.min(out, Math.max(0, stepsTo(in, offset(t), stride)));
    }

    /** Where tap {@code t} of window 0 is. */
    private long offset(int t) {
        return (long) t * dilation - before;
    }

    /** The fewest steps that lead from {@code from} to {@code target} or past it. */
    private static long stepsTo(long target, long from, int step) {
        return -Math.floorDiv(from - target, (long) step);
    }
}
