package io.tarn.image;

/** A frame's compressed indices, written row by row into a larger picture. */
final class GifLzw {
    private static final int MOST_CODES = 4096;

    /** Four passes of interlaced rows, and the one of rows in order. */
    private static final int[] FIRST_ROWS = {0, 4, 2, 1, 0};

    private static final int[] ROW_STEPS = {8, 8, 4, 2, 1};
    private static final int LAST_PASS = 4;

    private final Encoded in;
    private final GifFrame frame;
    private final byte[] target;
    private final int first;
    private final int stride;
    private final int skipped;
    private final short[] prefix = new short[MOST_CODES];
    private final byte[] suffix = new byte[MOST_CODES];
    private final byte[] string = new byte[MOST_CODES + 1];
    private final int clear;
    private int next;
    private int codeBits;
    private int at;
    private int blockEnd;
    private int buffer;
    private int bufferBits;
    private int x;
    private int y;
    private int pass;
    private boolean done;

    /**
     * @param first where in the target the frame's first pixel goes
     * @param stride from row to row of the target
     * @param skipped the index that is not written, or -1
     */
    GifLzw(Encoded in, GifFrame frame, byte[] target, int first, int stride, int skipped) {
        this.in = in;
        this.frame = frame;
        this.target = target;
        this.first = first;
        this.stride = stride;
        this.skipped = skipped;
        at = frame.data() + 1;
        blockEnd = at;
        pass = frame.interlaced() ? 0 : LAST_PASS;
        int bits = in.u8(frame.data());
        if (bits > 11) {
            throw Refusal.corrupt("says that its codes have " + bits + " bits");
        }
        clear = 1 << bits;
        for (int i = 0; i < clear; i++) {
            suffix[i] = (byte) i;
        }
        reset();
    }

    private void reset() {
        next = clear + 2;
        codeBits = in.u8(frame.data()) + 1;
    }

    void decode() {
        done = frame.width() == 0 || frame.height() == 0;
        int last = -1;
        byte head = 0;
        while (!done) {
            int code = code();
            if (code == clear) {
                reset();
                last = -1;
                continue;
            }
            if (code == clear + 1) {
                throw Refusal.truncated("ends after " + y + " of " + frame.height() + " rows");
            }
            if (last < 0 ? code > clear : code > next) {
                throw Refusal.corrupt("has broken image data in row " + y);
            }
            int length = 0;
            int link = code;
            if (last >= 0 && code == next) {
                string[length++] = head;
                link = last;
            }
            while (link >= clear) {
                string[length++] = suffix[link];
                link = prefix[link];
            }
            head = (byte) link;
            string[length++] = head;
            if (last >= 0 && next < MOST_CODES) {
                prefix[next] = (short) last;
                suffix[next] = head;
                next++;
                if (next == 1 << codeBits && codeBits < 12) {
                    codeBits++;
                }
            }
            last = code;
            while (length > 0 && !done) {
                write(string[--length]);
            }
        }
    }

    private int code() {
        while (bufferBits < codeBits) {
            if (at == blockEnd) {
                int size = at < in.length() ? in.u8(at) : 0;
                if (size == 0 || at + 1 + size > in.length()) {
                    throw Refusal.truncated("ends after " + y + " of " + frame.height() + " rows");
                }
                at++;
                blockEnd = at + size;
            }
            buffer |= in.u8(at++) << bufferBits;
            bufferBits += 8;
        }
        int code = buffer & ((1 << codeBits) - 1);
        buffer >>>= codeBits;
        bufferBits -= codeBits;
        return code;
    }

    private void write(byte index) {
        if ((index & 255) != skipped) {
            target[first + y * stride + x] = index;
        }
        if (++x == frame.width()) {
            x = 0;
            nextRow();
        }
    }

    private void nextRow() {
        y += ROW_STEPS[pass];
        while (y >= frame.height() && pass < LAST_PASS - 1) {
            pass++;
            y = FIRST_ROWS[pass];
        }
        done = y >= frame.height();
    }
}
