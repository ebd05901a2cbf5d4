package io.tarn.image;

import java.util.HashSet;
import java.util.Set;

/** A TIFF's pages, each decoded as if it were the only one. */
final class TiffPages implements Frames {
    private final Encoded own;
    private final Set<Long> seen = new HashSet<>();
    private long directory;

    TiffPages(Encoded in) {
        own = new Encoded(in.bytes().clone(), in.length());
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
        // The link is read before keepOnly cuts it; a directory that the file does not reach ends the chain.
        directory = TiffHeader.next(own, here);
        TiffHeader.keepOnly(own, here);
        Header header = TiffHeader.peek(own);
        budget.spend(header.width(), header.height());
        TiffHeader.removePrivateTags(own);
        return TiffPixels.decode(own);
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
