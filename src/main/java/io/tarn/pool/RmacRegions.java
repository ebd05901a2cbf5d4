package io.tarn.pool;

import io.tarn.kernel.Regions;
import io.tarn.kernel.Span;
import java.util.ArrayList;
import java.util.List;

/** The square regions of R-MAC, level by level. */
final class RmacRegions {
    /** Most regions along the longer side at level 1, as in the authors' code. */
    private static final int MOST = 7;

    private RmacRegions() {}

    /** The regions of each level; levels whose regions would be smaller than an element have none and are left out. */
    static List<Regions> of(int levels, int height, int width) {
        int shorter = Math.min(height, width);
        int more = moreAlongLonger(shorter, Math.max(height, width));
        List<Regions> regions = new ArrayList<>();
        for (int level = 1; level <= levels && level < 2 * shorter; level++) {
            int side = (int) (2L * shorter / (level + 1));
            Span rows = span(height, level + (height > width ? more : 0), side);
            Span columns = span(width, level + (width > height ? more : 0), side);
            regions.add(new Regions(Span.SINGLE, rows, columns));
        }
        return regions;
    }

    /**
     * How many regions beyond one lie along the longer side at level 1: as many as overlap by closest to 40 %. With k
     * steps from region to region the overlap is 1 - (longer - shorter) / (k * shorter), so that its distance from 0.4
     * is |3 * k * shorter - 5 * (longer - shorter)| / (5 * k * shorter).
     */
    private static int moreAlongLonger(int shorter, int longer) {
        int best = 1;
        long bestDistance = distance(best, shorter, longer);
        for (int steps = 2; steps < MOST; steps++) {
            long distance = distance(steps, shorter, longer);
            if (distance * best < bestDistance * steps) {
                best = steps;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static long distance(int steps, long shorter, long longer) {
        return Math.abs(3 * steps * shorter - 5 * (longer - shorter));
    }

    /** That many squares' sides spread evenly over a dimension, the first at its start and the last at its end. */
    private static Span span(int size, int count, int side) {
        Span span = new Span(size, count);
        for (int i = 0; i < count; i++) {
            int start = count == 1 ? 0 : (int) ((long) i * (size - side) / (count - 1));
            span.set(i, start, start + side);
        }
        return span;
    }
}
