package io.tarn.image;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes a PNG's pixels. Like Pillow it takes 16-bit colours' upper bytes, leaves the rows at 0 that a data stream does
 * not reach which ends with a row, and refuses one that ends within a row, and a file that ends within the stream.
 */
final class PngPixels implements AutoCloseable {
    /** Adam7: first column, first row, column step, row step. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[] WHOLE = {0, 0, 1, 1};

    private final PngFile file;
    private final int width;
    private final int height;
    private final Inflater inflater = new Inflater();
    private final int channels;
    private final int sampleBits;
    private byte[] row;
    private byte[] above;
    private int nextChunk;
    private int sequence;

    /**
     * Pixels of that size, a part of the file's.
     *
     * @param start the first chunk of their data: IDAT, or fdAT of that number
     */
    PngPixels(PngFile file, int width, int height, int start, int sequence) {
        this.file = file;
        this.width = width;
        this.height = height;
        this.channels = file.mode.channels;
        this.sampleBits = channels * file.bits;
        this.nextChunk = start;
        this.sequence = sequence;
    }

    /** The first frame. */
    static Picture decode(PngFile file) {
        return new PngFrames(file).next(new FrameBudget(Long.MAX_VALUE));
    }

    /** Writes the pixels, in the file's mode; those that the data do not reach stay as they are. */
    void decode(Object pixels) {
        try {
            for (int[] pass : file.interlaced ? PASSES : new int[][] {WHOLE}) {
                if (!pass(pass, pixels)) {
                    break;
                }
            }
        } catch (DataFormatException e) {
            throw Refusal.corrupt("has broken image data: " + e.getMessage());
        }
    }

    /** The chunk after the last one read. */
    int nextChunk() {
        return nextChunk;
    }

    /** The number that the next chunk of an animation must have. */
    int sequence() {
        return sequence;
    }

    /** False where the data stream ended. */
    private boolean pass(int[] pass, Object pixels) throws DataFormatException {
        int columns = (width - pass[0] + pass[2] - 1) / pass[2];
        int rows = (height - pass[1] + pass[3] - 1) / pass[3];
        if (columns == 0 || rows == 0) {
            return true;
        }
        int rowBytes = Math.toIntExact(((long) columns * sampleBits + 7) / 8);
        row = new byte[rowBytes + 1];
        above = new byte[rowBytes + 1];
        for (int y = 0; y < rows; y++) {
            inflateRow(y);
            unfilter(row[0], Math.max(1, sampleBits / 8));
            int from = (pass[1] + y * pass[3]) * width + pass[0];
            if (pixels instanceof short[] deep) {
                unpack16(deep, from, pass[2], columns);
            } else {
                unpack((byte[]) pixels, from, pass[2], columns);
            }
            byte[] done = row;
            row = above;
            above = done;
            if (inflater.finished()) {
                return false;
            }
        }
        return true;
    }

    private void inflateRow(int y) throws DataFormatException {
        int filled = 0;
        while (filled < row.length) {
            filled += inflater.inflate(row, filled, row.length - filled);
            if (filled < row.length) {
                if (inflater.finished()) {
                    throw Refusal.truncated("has a data stream that ends within row " + y);
                }
                if (inflater.needsDictionary()) {
                    throw new DataFormatException("needs a dictionary");
                }
                feed();
            }
        }
    }

    private void feed() {
        Encoded in = file.in;
        boolean later = in.matches(nextChunk + 4, "fdAT");
        if (nextChunk + 8 > in.length() || !later && !in.matches(nextChunk + 4, "IDAT")) {
            throw Refusal.truncated("ends after " + in.length() + " bytes, within its image data");
        }
        long length = in.unsignedBe32(nextChunk);
        int there = (int) Math.min(length, in.length() - nextChunk - 8L);
        int numbered = later ? Math.min(4, there) : 0;
        if (later) {
            PngFrame.checkSequence(in, nextChunk + 8, sequence++);
        }
        inflater.setInput(in.bytes(), nextChunk + 8 + numbered, there - numbered);
        nextChunk = (int) Math.min(in.length(), nextChunk + 12 + length);
    }

    /** Rows are stored as differences from the pixels to the left and above. */
    private void unfilter(int filter, int back) throws DataFormatException {
        int length = row.length;
        switch (filter) {
            case 0 -> {}
            case 1 -> {
                for (int i = 1 + back; i < length; i++) {
                    row[i] = (byte) (row[i] + row[i - back]);
                }
            }
            case 2 -> {
                for (int i = 1; i < length; i++) {
                    row[i] = (byte) (row[i] + above[i]);
                }
            }
            case 3 -> {
                for (int i = 1; i < length; i++) {
                    int left = i > back ? row[i - back] & 255 : 0;
                    row[i] = (byte) (row[i] + ((left + (above[i] & 255)) >> 1));
                }
            }
            case 4 -> {
                for (int i = 1; i < Math.min(1 + back, length); i++) {
                    row[i] = (byte) (row[i] + above[i]);
                }
                for (int i = 1 + back; i < length; i++) {
                    row[i] = (byte) (row[i] + paeth(row[i - back] & 255, above[i] & 255, above[i - back] & 255));
                }
            }
            default -> throw new DataFormatException("row filter " + (filter & 255));
        }
    }

    private static int paeth(int left, int up, int upperLeft) {
        int toLeft = Math.abs(up - upperLeft);
        int toUp = Math.abs(left - upperLeft);
        int toUpperLeft = Math.abs(left + up - 2 * upperLeft);
        if (toLeft <= toUp && toLeft <= toUpperLeft) {
            return left;
        }
        return toUp <= toUpperLeft ? up : upperLeft;
    }

    private void unpack16(short[] pixels, int from, int step, int columns) {
        for (int i = 0; i < columns; i++) {
            pixels[from + i * step] = (short) ((row[1 + 2 * i] & 255) << 8 | (row[2 + 2 * i] & 255));
        }
    }

    private void unpack(byte[] pixels, int from, int step, int columns) {
        if (file.bits == 8 && step == 1) {
            System.arraycopy(row, 1, pixels, from * channels, columns * channels);
        } else if (file.bits >= 8) {
            int sampleBytes = file.bits / 8;
            for (int i = 0; i < columns; i++) {
                for (int c = 0; c < channels; c++) {
                    pixels[(from + i * step) * channels + c] = row[1 + (i * channels + c) * sampleBytes];
                }
            }
        } else {
            unpackBits(pixels, from, step, columns);
        }
    }

    /** Gray is stretched to 0..255; palette indices stay. */
    private void unpackBits(byte[] pixels, int from, int step, int columns) {
        int bits = file.bits;
        int most = (1 << bits) - 1;
        int factor = file.mode == Picture.Mode.GRAY ? 255 / most : 1;
        for (int i = 0; i < columns; i++) {
            int bit = i * bits;
            int value = row[1 + (bit >> 3)] >> (8 - bits - (bit & 7)) & most;
            pixels[from + i * step] = (byte) (value * factor);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
