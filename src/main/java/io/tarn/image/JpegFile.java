package io.tarn.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Set;

/** The segments of a JPEG before its first scan, read as libjpeg reads them (jdmarker.c, jdapimin.c). */
final class JpegFile {
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final int APP15 = 0xef;
    private static final int COMMENT = 0xfe;
    private static final int START_OF_IMAGE = 0xd8;
    private static final int START_OF_SCAN = 0xda;
    private static final int HUFFMAN = 0xc4;
    private static final int ARITHMETIC = 0xcc;
    private static final int QUANTIZATION = 0xdb;
    private static final int RESTART_INTERVAL = 0xdd;
    private static final int END_OF_IMAGE = 0xd9;
    /** Of extensions and hierarchies, which libjpeg does not know. */
    private static final Set<Integer> RESERVED = Set.of(0xc8, 0xde, 0xdf);

    /** libjpeg-turbo's own tools stop at as many; real files have some ten. */
    private static final int MOST_SCANS = 500;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Encoded in;
    private int frame = -1;
    private int scan;
    private int orientation = 1;
    private boolean jfif;
    private boolean hasRestarts;
    /** The colour transform that Adobe's segment tells, or -1. */
    private int transform = -1;

    JpegFile(Encoded in) {
        this.in = in;
        int at = nextMarker(2);
        while (in.u8(at + 1) != START_OF_SCAN) {
            if (in.u8(at + 1) == END_OF_IMAGE) {
                throw Refusal.corrupt("is a JPEG without image data");
            }
            if (hasLength(in.u8(at + 1))) {
                readSegment(in.u8(at + 1), at + 4, in.be16(at + 2) - 2);
                at += in.be16(at + 2);
            }
            at = nextMarker(at + 2);
        }
        scan = at;
        if (frame < 0) {
            throw Refusal.corrupt("is a JPEG without a frame header before its first scan");
        }
    }

    Header header() {
        return new Header(
                Header.Format.JPEG,
                in.be16(frame + 3),
                in.be16(frame + 1),
                in.u8(frame + 5),
                in.u8(frame),
                orientation,
                false);
    }

    /** 4:4:0 and its like. */
    boolean hasChromaOfHalfHeight() {
        int across = 0;
        int down = 0;
        int end = frame + 6 + 3 * in.u8(frame + 5);
        for (int i = frame + 7; i < end; i += 3) {
            across = Math.max(across, in.u8(i) >> 4);
            down = Math.max(down, in.u8(i) & 15);
        }
        for (int i = frame + 7; i < end; i += 3) {
            if (in.u8(i) >> 4 == across && (in.u8(i) & 15) * 2 == down) {
                return true;
            }
        }
        return false;
    }

    private void readSegment(int marker, int at, int length) {
        if (isFrame(marker)) {
            frame = at;
        } else if (marker == RESTART_INTERVAL) {
            hasRestarts = in.be16(at) > 0;
        } else if (marker == APP0 && in.matches(at, "JFIF\0")) {
            jfif = true;
        } else if (marker == APP1 && in.matches(at, "Exif\0\0")) {
            orientation = TiffHeader.orientation(in, at + 6, Math.min(in.length(), at + length));
        } else if (marker == APP14 && length >= 12 && in.matches(at, "Adobe")) {
            transform = in.u8(at + 11);
        }
    }

    /**
     * Follows the image data to the end marker; false where there is none. libjpeg gives up at an unknown or misplaced
     * marker on the way (unknown ones between restarts it skips), and Pillow with it; OpenCV takes what there is.
     */
    boolean isComplete() {
        int scans = 1;
        int at = markerInData(scan + 2 + in.be16(scan + 2));
        while (at >= 0 && at + 4 <= in.length() && in.u8(at + 1) != END_OF_IMAGE) {
            int marker = in.u8(at + 1);
            if (isUnknown(marker) ? !hasRestarts : !mayFollowScan(marker)) {
                throw Refusal.corrupt(
                        "has marker " + Integer.toHexString(marker) + " within its image data, at byte " + at);
            }
            if (!isTable(marker, at + 4)) {
                throw Refusal.corrupt("has a broken segment " + Integer.toHexString(marker)
                        + " within its image data, at byte " + at);
            }
            if (marker == START_OF_SCAN && ++scans > MOST_SCANS) {
                throw Refusal.corrupt("has more than " + MOST_SCANS + " scans");
            }
            at = markerInData(at + 2 + (hasLength(marker) ? in.be16(at + 2) : 0));
        }
        return at >= 0 && in.matches(at, "\u00ff\u00d9");
    }

    /** False for a segment of tables or restarts of which libjpeg does not take the length or the numbers. */
    private boolean isTable(int marker, int start) {
        int at = start;
        int end = hasLength(marker) ? start - 2 + in.be16(start - 2) : start;
        while (marker == HUFFMAN && end - at > 16) {
            int codes = 0;
            for (int i = 1; i <= 16; i++) {
                codes += in.u8(at + i);
            }
            if ((in.u8(at) & ~0x10) > 3 || codes > 256) {
                return false;
            }
            at += 17 + codes;
        }
        while (marker == QUANTIZATION && at < end) {
            if ((in.u8(at) & 15) > 3) {
                return false;
            }
            at += in.u8(at) > 15 ? 129 : 65;
        }
        while (marker == ARITHMETIC && at < end) {
            int table = in.u8(at);
            int value = in.u8(at + 1);
            if (table > 31 || (table < 16 && (value & 15) > value >> 4)) {
                return false;
            }
            at += 2;
        }
        return switch (marker) {
            case HUFFMAN, QUANTIZATION, ARITHMETIC -> at == end;
            case RESTART_INTERVAL -> end - at == 2;
            default -> true;
        };
    }

    private static boolean isUnknown(int marker) {
        return (marker > 0x01 && marker < 0xc0) || (marker > APP15 && marker != COMMENT);
    }

    private boolean mayFollowScan(int marker) {
        boolean progressive = (in.u8(frame - 3) & 3) == 2;
        boolean single = !progressive && in.u8(scan + 4) == in.u8(frame + 5);
        return !isFrame(marker)
                && !RESERVED.contains(marker)
                && marker != START_OF_IMAGE
                && !(marker == START_OF_SCAN && single);
    }

    private int markerInData(int from) {
        return markerInData(in.bytes(), from, in.length());
    }

    /** The place of the next marker that is no restart, or -1. Image data seldom has a byte that begins one. */
    static int markerInData(byte[] bytes, int from, int length) {
        int last = length - 1;
        int at = from;
        while (at < last) {
            int end = Math.min(last, at + Long.BYTES);
            if (end - at == Long.BYTES && !hasAllOnes((long) LONG.get(bytes, at))) {
                at = end;
            }
            for (; at < end; at++) {
                if (bytes[at] == (byte) 0xff && isMarkerInData(bytes[at + 1] & 255)) {
                    return at;
                }
            }
        }
        return -1;
    }

    private static boolean isMarkerInData(int code) {
        return code != 0 && code != 0xff && (code < 0xd0 || code > 0xd7);
    }

    /** Whether one of the eight bytes is 0xff: of the others' complements none borrows from above its own bits. */
    private static boolean hasAllOnes(long bytes) {
        return (~bytes - 0x0101010101010101L & bytes & 0x8080808080808080L) != 0;
    }

    /** Whether the samples are luma and chroma (and black), rather than RGB (or CMYK). */
    boolean isYcc() {
        if (in.u8(frame + 5) == 4) {
            return transform > 0;
        }
        boolean namedRgb = in.u8(frame + 6) == 'R' && in.u8(frame + 9) == 'G' && in.u8(frame + 12) == 'B';
        return jfif || transform > 0 || (transform < 0 && !namedRgb);
    }

    /** The image without metadata, colour profiles and comments. */
    Encoded stripped() {
        byte[] kept = new byte[in.length()];
        kept[0] = in.bytes()[0];
        kept[1] = in.bytes()[1];
        int length = 2;
        for (int at = nextMarker(2); at < scan; at = nextMarker(at)) {
            int marker = in.u8(at + 1);
            int size = 2 + (hasLength(marker) ? in.be16(at + 2) : 0);
            if (!(marker >= APP0 && marker <= APP15) && marker != COMMENT) {
                System.arraycopy(in.bytes(), at, kept, length, size);
                length += size;
            }
            at += size;
        }
        System.arraycopy(in.bytes(), scan, kept, length, in.length() - scan);
        return new Encoded(kept, length + in.length() - scan);
    }

    /** The place of the next marker at or after that place; what is not one is skipped, as libjpeg does. */
    private int nextMarker(int at) {
        int next = at;
        while (in.u8(next) != 0xff || in.u8(next + 1) == 0xff || in.u8(next + 1) == 0) {
            next++;
        }
        return next;
    }

    /** All but TEM, RSTn and SOI. */
    private static boolean hasLength(int marker) {
        return marker != 0x01 && (marker < 0xd0 || marker > 0xd8);
    }

    /** SOF0 to SOF15, without DHT, JPG and DAC, which lie among them. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }
}
