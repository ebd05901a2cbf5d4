package io.tarn.spark.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The bytes of an archive's member, which may say less than there is. The buffer is reused. */
final class MemberBytes {
    private static final int FIRST_BYTES = 1 << 18;

    private final long maxBytes;
    private byte[] buffer = new byte[FIRST_BYTES];

    /** More bytes than are allowed. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(long bytes, long maxBytes) {
            super((bytes < 0 ? "its bytes" : bytes + " bytes") + " are more than the " + maxBytes + " allowed");
        }
    }

    MemberBytes(long maxBytes) {
        this.maxBytes = Math.min(maxBytes, FileBytes.MOST);
    }

    /** The buffer, whose first bytes hold the member read last. */
    byte[] buffer() {
        return buffer;
    }

    /**
     * Reads a stream to its end and returns its length.
     *
     * @param declared how long it says to be; refused unread where that is too much
     * @throws TooLarge where it is too long, whatever it says
     */
    int read(InputStream in, long declared) throws IOException {
        if (declared > maxBytes) {
            throw new TooLarge(declared, maxBytes);
        }
        int length = 0;
        int count;
        while ((count = in.read(buffer, length, buffer.length - length)) >= 0) {
            length += count;
            if (length > maxBytes) {
                throw new TooLarge(-1, maxBytes);
            }
            if (length == buffer.length) {
                buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8, length * 2L));
            }
        }
        return length;
    }
}
