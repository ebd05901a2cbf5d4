package io.tarn.image;

import java.nio.charset.StandardCharsets;

/** An encoded image's bytes, of which only the first {@code length} count. Reading beyond them refuses the image. */
record Encoded(byte[] bytes, int length) {
    /** An unsigned byte. */
    int u8(int at) {
        require(at, 1);
        return bytes[at] & 255;
    }

    int be16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    int le16(int at) {
        return u8(at) | u8(at + 1) << 8;
    }

    /** Signed, as four bytes are. */
    int be32(int at) {
        return be16(at) << 16 | be16(at + 2);
    }

    int le32(int at) {
        return le16(at) | le16(at + 2) << 16;
    }

    long unsignedBe32(int at) {
        return be32(at) & 0xffff_ffffL;
    }

    long unsignedLe32(int at) {
        return le32(at) & 0xffff_ffffL;
    }

    /** True where those bytes are there and read like that in Latin-1. */
    boolean matches(int at, String text) {
        if (at < 0 || at > length - text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((bytes[at + i] & 255) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String latin1(int at, int count) {
        require(at, count);
        return new String(bytes, at, count, StandardCharsets.ISO_8859_1);
    }

    void require(int at, long count) {
        if (at < 0 || at + count > length) {
            throw Refusal.truncated("ends after " + length + " bytes, where its header goes on");
        }
    }
}
