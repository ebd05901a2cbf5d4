package io.tarn.kernel;

/** Windows of any place and length along one dimension; each is inside the input and not empty. */
public final class Span {
    /** One window over one element: the dimensions that a 1-D or 2-D pool lacks. */
    public static final Span SINGLE = adaptive(1, 1);

    private final int in;
    private final int[] starts;
    private final int[] ends;

    /** Windows yet to be {@linkplain #set set}, {@code out} of them over {@code in} elements. */
    public Span(int in, int out) {
        this.in = in;
        this.starts = new int[out];
        this.ends = new int[out];
    }

    /** PyTorch's adaptive windows: from floor(i * in / out) to below ceil((i + 1) * in / out). */
    public static Span adaptive(int in, int out) {
        Span span = new Span(in, out);
        for (int i = 0; i < out; i++) {
            span.set(i, (int) ((long) i * in / out), (int) (((long) (i + 1) * in + out - 1) / out));
        }
        return span;
    }

    /** Makes window {@code i} go from {@code start} to below {@code end}. */
    public void set(int i, int start, int end) {
        starts[i] = start;
        ends[i] = end;
    }

    public int in() {
        return in;
    }

    public int out() {
        return starts.length;
    }

    /** The length of the longest window. */
    int longest() {
        int longest = 0;
        for (int i = 0; i < starts.length; i++) {
            longest = Math.max(longest, ends[i] - starts[i]);
        }
        return longest;
    }

    int start(int i) {
        return starts[i];
    }

    int end(int i) {
        return ends[i];
    }
}
