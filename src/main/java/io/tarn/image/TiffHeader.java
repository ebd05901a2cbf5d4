package io.tarn.image;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The first directory of a TIFF, and of EXIF, which is one. */
final class TiffHeader {
    static final int HEADER_BYTES = 8;

    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int FILL_ORDER = 266;
    static final int STRIP_OFFSETS = 273;
    private static final int ORIENTATION = 274;
    static final int SAMPLES = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTES = 279;
    static final int PLANES = 284;
    private static final int FAX3_OPTIONS = 292;
    private static final int FAX4_OPTIONS = 293;
    private static final int PREDICTOR = 317;
    static final int COLOR_MAP = 320;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTES = 325;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;
    private static final int JPEG_TABLES = 347;
    static final int YCC_COEFFICIENTS = 529;
    static final int CHROMA_SUBSAMPLING = 530;
    private static final int CHROMA_POSITION = 531;

    static final int BLACK_AND_WHITE = 532;

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int UNDEFINED = 7;

    /** Tags of several values. */
    private static final Set<Integer> LISTS = Set.of(
            BITS,
            STRIP_OFFSETS,
            STRIP_BYTES,
            COLOR_MAP,
            TILE_OFFSETS,
            TILE_BYTES,
            EXTRA_SAMPLES,
            SAMPLE_FORMAT,
            JPEG_TABLES,
            YCC_COEFFICIENTS,
            CHROMA_SUBSAMPLING,
            BLACK_AND_WHITE);

    /** Tags that pixels depend on, of other types than 16-bit or 32-bit numbers. */
    private static final Map<Integer, Integer> TYPES =
            Map.of(JPEG_TABLES, UNDEFINED, YCC_COEFFICIENTS, RATIONAL, BLACK_AND_WHITE, RATIONAL);

    /** Tags that pixels depend on, of such numbers. */
    private static final Set<Integer> NUMBERS = Set.of(
            WIDTH,
            HEIGHT,
            BITS,
            COMPRESSION,
            PHOTOMETRIC,
            FILL_ORDER,
            STRIP_OFFSETS,
            ORIENTATION,
            SAMPLES,
            ROWS_PER_STRIP,
            STRIP_BYTES,
            PLANES,
            FAX3_OPTIONS,
            FAX4_OPTIONS,
            PREDICTOR,
            COLOR_MAP,
            TILE_WIDTH,
            TILE_HEIGHT,
            TILE_OFFSETS,
            TILE_BYTES,
            EXTRA_SAMPLES,
            SAMPLE_FORMAT,
            CHROMA_SUBSAMPLING,
            CHROMA_POSITION);

    /** What {@link #copyPixelTags} writes, at most; the tag that is there twice included. */
    static final int DIRECTORY_BYTES = 2 + 12 * (NUMBERS.size() + TYPES.size() + 1) + 4;

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
     * Writes a directory to there that becomes the file's first and only one, of those tags of another one that pixels
     * depend on: profiles and metadata may be broken. None of those may be there twice or be of another type than the
     * standard has, for Pillow, libtiff and TwelveMonkeys each make something else of them.
     *
     * @param own the file's bytes with room for {@link #DIRECTORY_BYTES} at that place
     */
    static void copyPixelTags(Encoded in, long offset, Encoded own, int at) {
        TiffHeader from = new TiffHeader(in, 0);
        TiffHeader to = new TiffHeader(own, 0);
        int directory = from.directory(offset);
        in.require(directory, from.afterEntries(directory) - directory);
        Set<Integer> seen = new HashSet<>();
        for (int entry = directory + 2; entry < from.afterEntries(directory); entry += 12) {
            int tag = from.u16(entry);
            if (TYPES.containsKey(tag) || NUMBERS.contains(tag)) {
                from.checkType(entry);
                System.arraycopy(in.bytes(), entry, own.bytes(), at + 2 + 12 * seen.size(), 12);
                if (!seen.add(tag)) {
                    throw Refusal.corrupt("is a TIFF with tag " + tag + " twice in one directory");
                }
            }
        }
        to.put(at, 2, seen.size());
        to.put(at + 2 + 12 * seen.size(), 4, 0);
        to.put(4, 4, at);
    }

    private void checkType(int entry) {
        int tag = u16(entry);
        int type = u16(entry + 2);
        boolean right = NUMBERS.contains(tag) ? type == SHORT || type == LONG : type == TYPES.get(tag);
        if (!right) {
            throw Refusal.corrupt("is a TIFF with tag " + tag + " of type " + type + "; it should be "
                    + (NUMBERS.contains(tag) ? "3 (SHORT) or 4 (LONG)" : TYPES.get(tag)));
        }
        long count = u32(entry + 4);
        if (count == 0 || count > 1 && !LISTS.contains(tag)) {
            throw Refusal.corrupt("is a TIFF with tag " + tag + " of " + count + " values"
                    + (count == 0 ? "" : "; it should have one"));
        }
        in.require(values(entry), count * valueBytes(entry));
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

    private int afterEntries(int directory) {
        return directory + 2 + 12 * u16(directory);
    }

    private void put(int at, int count, int value) {
        for (int i = 0; i < count; i++) {
            in.bytes()[at + i] = (byte) (value >> 8 * (bigEndian ? count - 1 - i : i));
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

    /** All values of a tag of numbers in the first directory, none where it is missing. */
    static long[] numbers(Encoded in, int tag) {
        TiffHeader tiff = new TiffHeader(in, 0);
        int entry = tiff.entry(tiff.firstDirectory(), tag);
        if (entry < 0) {
            return new long[0];
        }
        int at = tiff.values(entry);
        int size = tiff.valueBytes(entry);
        in.require(at, tiff.u32(entry + 4) * size);
        long[] numbers = new long[(int) tiff.u32(entry + 4)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = size == 2 ? tiff.u16(at + 2 * i) : tiff.u32(at + 4 * i);
        }
        return numbers;
    }

    /** Whether these are the values of a tag of fractions in the first directory, or it is missing. */
    static boolean isOrMissing(Encoded in, int tag, double... values) {
        TiffHeader tiff = new TiffHeader(in, 0);
        int entry = tiff.entry(tiff.firstDirectory(), tag);
        boolean same = entry < 0 || tiff.u32(entry + 4) == values.length;
        for (int i = 0; entry >= 0 && same && i < values.length; i++) {
            int at = tiff.values(entry) + 8 * i;
            same = tiff.u32(at) == values[i] * tiff.u32(at + 4);
        }
        return same;
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
            case 1, UNDEFINED -> 1;
            case SHORT -> 2;
            case RATIONAL -> 8;
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
        if (offset < start + HEADER_BYTES) {
            throw Refusal.corrupt("is a TIFF of which tag " + u16(entry) + " points into the header");
        }
        return (int) offset;
    }

    private int u16(int at) {
        return bigEndian ? in.be16(at) : in.le16(at);
    }

    private long u32(int at) {
        return bigEndian ? in.unsignedBe32(at) : in.unsignedLe32(at);
    }
}
