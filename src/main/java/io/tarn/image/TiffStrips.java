package io.tarn.image;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A TIFF page's strips or tiles. TwelveMonkeys fills up, or goes over, what libtiff gives up at, and Pillow with it: here
 * all are looked through before they are decoded.
 */
final class TiffStrips {
    private static final int UNCOMPRESSED = 1;
    private static final int LZW = 5;
    private static final int JPEG = 7;
    private static final int DEFLATE = 8;
    private static final int OLD_DEFLATE = 32946;
    private static final int PACK_BITS = 32773;
    private static final int SEPARATE = 2;

    private final Encoded in;
    private final int end;
    private final int compression;
    private final long[] offsets;
    private final long[] lengths;
    private final int width;
    private final int height;
    private final int planes;
    private final int columns;
    private final int rows;
    private final boolean tiled;
    private final byte[] scratch = new byte[1 << 16];

    TiffStrips(Encoded in, int end) {
        this.in = in;
        this.end = end;
        compression = TiffHeader.tag(in, TiffHeader.COMPRESSION, UNCOMPRESSED);
        width = TiffHeader.tag(in, TiffHeader.WIDTH, 0);
        height = TiffHeader.tag(in, TiffHeader.HEIGHT, 0);
        int order = TiffHeader.tag(in, TiffHeader.PLANES, 1);
        planes = order == SEPARATE ? TiffHeader.tag(in, TiffHeader.SAMPLES, 1) : 1;
        tiled = TiffHeader.numbers(in, TiffHeader.TILE_OFFSETS).length > 0;
        offsets = TiffHeader.numbers(in, tiled ? TiffHeader.TILE_OFFSETS : TiffHeader.STRIP_OFFSETS);
        lengths = TiffHeader.numbers(in, tiled ? TiffHeader.TILE_BYTES : TiffHeader.STRIP_BYTES);
        columns = TiffHeader.tag(in, TiffHeader.TILE_WIDTH, tiled ? 0 : width);
        rows = rows();
        boolean both = tiled && TiffHeader.numbers(in, TiffHeader.STRIP_OFFSETS).length > 0;
        if (both || !tiled && columns != width || columns < 1 || rows < 1 || order < 1 || order > SEPARATE) {
            throw Refusal.corrupt("is a TIFF whose tags of strips, tiles and planes do not go together");
        }
    }

    private int rows() {
        if (tiled) {
            return TiffHeader.tag(in, TiffHeader.TILE_HEIGHT, 0);
        }
        long[] rows = TiffHeader.numbers(in, TiffHeader.ROWS_PER_STRIP);
        return rows.length == 0 ? height : (int) Math.min(rows[0], height);
    }

    void check() {
        int across = ceil(width, columns);
        int down = ceil(height, rows);
        long count = (long) across * down * planes;
        boolean unsaid = lengths.length == 0 && (count == 1 || compression == UNCOMPRESSED);
        if (offsets.length != count || lengths.length != count && !unsaid) {
            throw Refusal.corrupt("is a TIFF with " + offsets.length + " offsets and " + lengths.length + " lengths of "
                    + (tiled ? "tiles" : "strips") + ", where " + count + " of each should be");
        }
        for (int i = 0; i < count; i++) {
            int first = i / across % down * rows;
            check(i, tiled ? rows : Math.min(rows, height - first));
        }
    }

    private static int ceil(int size, int part) {
        return (int) (((long) size + part - 1) / part);
    }

    private int samples() {
        return planes > 1 ? 1 : TiffHeader.tag(in, TiffHeader.SAMPLES, 1);
    }

    private long rowBytes() {
        return ((long) columns * samples() * TiffHeader.tag(in, TiffHeader.BITS, 1) + 7) / 8;
    }

    private void check(int strip, int there) {
        long bytes = Math.multiplyExact(rowBytes(), there);
        long at = offsets[strip];
        long length = lengths.length > 0 ? lengths[strip] : Math.max(0, end - at);
        if (at + length > end) {
            throw Refusal.truncated("ends after " + end + " bytes, within its image data");
        }
        if (at < TiffHeader.HEADER_BYTES) {
            throw Refusal.corrupt("is a TIFF whose image data lie in its header");
        }
        boolean complete =
                switch (compression) {
                    case UNCOMPRESSED -> length >= bytes;
                    case LZW -> isLzw((int) at, (int) length, bytes);
                    case DEFLATE, OLD_DEFLATE -> isDeflate((int) at, (int) length, bytes);
                    case PACK_BITS -> isPackBits((int) at, (int) length, bytes);
                    case JPEG -> isJpeg((int) at, (int) length, there);
                    default -> length > 0;
                };
        if (!complete) {
            throw Refusal.corrupt("has broken or too little image data in " + (tiled ? "tile " : "strip ") + strip);
        }
    }

    /** The last strip may have as many rows as those before. */
    private boolean isJpeg(int start, int length, int there) {
        byte[] bytes = Arrays.copyOfRange(in.bytes(), start, start + length);
        Header header = new JpegFile(new Encoded(bytes, length)).header();
        return header.width() == columns
                && (header.height() == there || there < rows && header.height() == rows)
                && header.channels() == samples();
    }

    /** Follows the codes, of which only the lengths matter. Those of before TIFF 6.0 have their bits the other way round. */
    private boolean isLzw(int start, int length, long bytes) {
        boolean old = length > 1 && in.u8(start) == 0 && (in.u8(start + 1) & 1) == 1;
        int[] lengths = new int[1 << 12];
        int next = 258;
        int last = 0;
        int codeBits = 9;
        long bit = 0;
        for (long done = 0; done < bytes; ) {
            if (bit + codeBits > 8L * length) {
                return false;
            }
            int code = code(start + (int) (bit >> 3), (int) (bit & 7), codeBits, old);
            bit += codeBits;
            if (code == 256) {
                next = 258;
                codeBits = 9;
                last = 0;
                continue;
            }
            if (code == 257 || (last == 0 ? code > 255 : code > next)) {
                return false;
            }
            if (last > 0) {
                if (next == lengths.length) {
                    return false;
                }
                lengths[next++] = last + 1;
                if (next == (1 << codeBits) - (old ? 0 : 1) && codeBits < 12) {
                    codeBits++;
                }
            }
            last = code < 256 ? 1 : lengths[code];
            done += last;
        }
        return true;
    }

    private int code(int at, int skipped, int bits, boolean old) {
        int three = 0;
        for (int i = 0; i < 3 && at + i < end; i++) {
            three |= (in.bytes()[at + i] & 255) << (old ? 8 * i : 16 - 8 * i);
        }
        return (old ? three >> skipped : three >> 24 - skipped - bits) & ((1 << bits) - 1);
    }

    private boolean isDeflate(int start, int length, long bytes) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(in.bytes(), start, length);
            while (inflater.getBytesWritten() < bytes) {
                int most = (int) Math.min(scratch.length, bytes - inflater.getBytesWritten());
                if (inflater.inflate(scratch, 0, most) == 0) {
                    return false;
                }
            }
            return true;
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }

    /** A length and that many bytes, or a negative one and a byte that is repeated; -128 says nothing. */
    private boolean isPackBits(int start, int length, long bytes) {
        int at = start;
        long done = 0;
        while (done < bytes && at < start + length) {
            int count = in.bytes()[at];
            at += count >= 0 ? 2 + count : count == -128 ? 1 : 2;
            done += count == -128 ? 0 : 1 + Math.abs(count);
        }
        return done >= bytes && at <= start + length;
    }
}
