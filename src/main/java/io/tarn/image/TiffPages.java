package io.tarn.image;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** A TIFF's pages, each decoded as if it were the only one. */
final class TiffPages implements Frames {
    private final Encoded in;
    private final int end;
    /** The file with the directory of one page behind it. */
    private final Encoded own;

    private final Set<Long> seen = new HashSet<>();
    private long directory;

    TiffPages(Encoded in) {
        this.in = in;
        end = in.length() + 1 & ~1;
        int length = Math.addExact(end, TiffHeader.DIRECTORY_BYTES);
        own = new Encoded(Arrays.copyOf(in.bytes(), length), length);
        directory = TiffHeader.first(in);
    }

    static Picture first(Encoded in) {
        return new TiffPages(in).next(new FrameBudget(Long.MAX_VALUE));
    }

    @Override
    public Picture next(FrameBudget budget) {
        if (directory == 0 && !seen.isEmpty() || !seen.add(directory)) {
            return null;
        }
        long here = directory;
        directory = 0;
        directory = TiffHeader.next(in, here); // a directory that the file does not reach ends the chain
        TiffHeader.copyPixelTags(in, here, own, end);
        Header header = TiffHeader.peek(own);
        budget.spend(header.width(), header.height());
        return TiffPixels.decode(own, in.length());
    }

    /** What a page says of it is done already. */
    @Override
    public int orientation() {
        return 1;
    }

    @Override
    public boolean areApart() {
        return true;
    }
}
