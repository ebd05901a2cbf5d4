package io.tarn.image;

import java.util.Arrays;

/** The first directory of a TIFF, and of EXIF, which is one. */
final class TiffHeader {
    private static final int FIRST_PRIVATE = 32768;
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES = 277;
    static final int COLOR_MAP = 320;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;

    private final Encoded in;
    private final int start;
    private final boolean bigEndian;

    private TiffHeader(Encoded in, int start) {
        this.in = in;
        this.start = start;
        this.bigEndian = in.matches(start, "MM");
    }

    static boolean is(Encoded in) {
        return is(in, 0);
    }

    private static boolean is(Encoded in, int start) {
        return in.matches(start, "II*\0") || in.matches(start, "MM\0*");
    }

    /** The size is the upright picture's: Pillow turns a TIFF as it loads it. */
    static Header peek(Encoded in) {
        TiffHeader tiff = new TiffHeader(in, 0);
        int directory = tiff.firstDirectory();
        int width = (int) tiff.value(directory, WIDTH, 0);
        int height = (int) tiff.value(directory, HEIGHT, 0);
        int samples = (int) tiff.value(directory, SAMPLES, 1);
        int bits = (int) tiff.value(directory, BITS, 1);
        boolean more = next(in, tiff.u32(4)) != 0;
        boolean swapped = tiff.orientation(directory) >= 5;
        return swapped
                ? new Header(Header.Format.TIFF, height, width, samples, bits, 1, more)
                : new Header(Header.Format.TIFF, width, height, samples, bits, 1, more);
    }

    /** How the first page is to be turned. */
    static int orientation(Encoded in) {
        TiffHeader tiff = new TiffHeader(in, 0);
        return tiff.orientation(tiff.firstDirectory());
    }

    /** The orientation in the EXIF data that starts there, or 1 where it has none or cannot be read. */
    static int orientation(Encoded in, int start, int end) {
        Encoded exif = new Encoded(in.bytes(), end);
        if (!is(exif, start)) {
            return 1;
        }
        try {
            TiffHeader tiff = new TiffHeader(exif, start);
            return tiff.orientation(tiff.firstDirectory());
        } catch (io.tarn.op.ImageException e) {
            return 1;
        }
    }

    /** The first value of a tag in the first directory. */
    static int tag(Encoded in, int tag, int byDefault) {
        TiffHeader tiff = new TiffHeader(in, 0);
        return (int) tiff.value(tiff.firstDirectory(), tag, byDefault);
    }

    /**
     * Removes the private tags of the first directory, in place: profiles and metadata, which may be broken.
     */
    static void removePrivateTags(Encoded own) {
        TiffHeader tiff = new TiffHeader(own, 0);
        int directory = tiff.firstDirectory();
        for (int i = 0; i < tiff.u16(directory); i++) {
            int entry = directory + 2 + 12 * i;
            if (tiff.u16(entry) >= FIRST_PRIVATE) {
                own.require(entry, 12);
                byte[] bytes = own.bytes();
                Arrays.fill(bytes, entry, entry + 2, (byte) 0xff); // a tag that nobody knows
                Arrays.fill(bytes, entry + 2, entry + 12, (byte) 0); // of one byte, in the entry itself
                bytes[tiff.bigEndian ? entry + 3 : entry + 2] = 1;
                bytes[tiff.bigEndian ? entry + 7 : entry + 4] = 1;
            }
        }
    }

    /** Where the first directory is, from the start of the file. */
    static long first(Encoded in) {
        return new TiffHeader(in, 0).u32(4);
    }

    /** Where the directory after that one is, or 0. */
    static long next(Encoded in, long offset) {
        TiffHeader tiff = new TiffHeader(in, 0);
        int link = tiff.afterEntries(tiff.directory(offset));
        return link + 4 <= in.length() ? tiff.u32(link) : 0;
    }

    /** Makes the directory there the first and only one, in place. */
    static void keepOnly(Encoded own, long offset) {
        TiffHeader tiff = new TiffHeader(own, 0);
        tiff.put32(4, offset);
        int link = tiff.afterEntries(tiff.directory(offset));
        if (link + 4 <= own.length()) {
            tiff.put32(link, 0);
        }
    }

    private int afterEntries(int directory) {
        return directory + 2 + 12 * u16(directory);
    }

    private void put32(int at, long value) {
        for (int i = 0; i < 4; i++) {
            in.bytes()[at + i] = (byte) (value >> 8 * (bigEndian ? 3 - i : i));
        }
    }

    private int orientation(int directory) {
        long value = value(directory, ORIENTATION, 1);
        return value >= 1 && value <= 8 ? (int) value : 1;
    }

    private int firstDirectory() {
        return directory(u32(start + 4));
    }

    private int directory(long offset) {
        if (offset > in.length()) {
            throw Refusal.truncated("ends after " + in.length() + " bytes, before its directory");
        }
        return start + (int) offset;
    }

    /** The tag's first value. */
    private long value(int directory, int tag, long byDefault) {
        int entry = entry(directory, tag);
        if (entry < 0) {
            return byDefault;
        }
        return switch (valueBytes(entry)) {
            case 1 -> in.u8(values(entry));
            case 2 -> u16(values(entry));
            default -> u32(values(entry));
        };
    }

    /** All values of a tag of 16-bit numbers in the first directory, none where it is missing. */
    static int[] shorts(Encoded in, int tag) {
        TiffHeader tiff = new TiffHeader(in, 0);
        int entry = tiff.entry(tiff.firstDirectory(), tag);
        int[] shorts = new int[entry < 0 ? 0 : (int) Math.min(tiff.u32(entry + 4), 1 << 16)];
        for (int i = 0; i < shorts.length; i++) {
            shorts[i] = tiff.u16(tiff.values(entry) + 2 * i);
        }
        return shorts;
    }

    private int entry(int directory, int tag) {
        int entries = u16(directory);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if (u16(entry) == tag) {
                return entry;
            }
        }
        return -1;
    }

    private int valueBytes(int entry) {
        return switch (u16(entry + 2)) {
            case 1 -> 1;
            case 3 -> 2;
            default -> 4;
        };
    }

    /** Where an entry's values are: in it where they fit, else where it points. */
    private int values(int entry) {
        if (u32(entry + 4) * valueBytes(entry) <= 4) {
            return entry + 8;
        }
        long offset = start + u32(entry + 8);
        in.require((int) Math.min(offset, Integer.MAX_VALUE), 1);
        return (int) offset;
    }

    private int u16(int at) {
        return bigEndian ? in.be16(at) : in.le16(at);
    }

    private long u32(int at) {
        return bigEndian ? in.unsignedBe32(at) : in.unsignedLe32(at);
    }
}
