package io.tarn.kernel;

import java.util.Arrays;

/** What an average divides its sum by. */
public final class Divisor {
    private final long same;
    private final int[] depth;
    private final int[] height;
    private final int[] width;

    private Divisor(long same, int[] depth, int[] height, int[] width) {
        this.same = same;
        this.depth = depth;
        this.height = height;
        this.width = width;
    }

    /** That number, not 0, for every window. */
    public static Divisor same(long number) {
        return new Divisor(number, null, null, null);
    }

    /** Each window's taps inside the input. */
    public static Divisor taps(Window window) {
        return new Divisor(0, taps(window.depth()), taps(window.height()), taps(window.width()));
    }

    /** Each window's taps inside the input or its padding, and not beyond, where ceil_mode may reach. */
    public static Divisor paddedTaps(Window window) {
        return new Divisor(0, paddedTaps(window.depth()), paddedTaps(window.height()), paddedTaps(window.width()));
    }

    /** The divisor of window (d, h, w); 1 for a window without taps, whose sum is 0. */
    long at(int d, int h, int w) {
        return same != 0 ? same : Math.max(1, (long) depth[d] * height[h] * width[w]);
    }

    /** The divisor that all windows share, or 0 if they differ. */
    long shared() {
        long first = at(0, 0, 0);
        boolean differs = same == 0 && (differs(depth) || differs(height) || differs(width));
        return differs ? 0 : first;
    }

    private static boolean differs(int[] taps) {
        return Arrays.stream(taps).anyMatch(number -> number != taps[0]);
    }

    private static int[] taps(Axis axis) {
        int[] taps = new int[axis.out()];
        Arrays.setAll(taps, axis::taps);
        return taps;
    }

    private static int[] paddedTaps(Axis axis) {
        int[] taps = new int[axis.out()];
        Arrays.setAll(taps, axis::paddedTaps);
        return taps;
    }
}
