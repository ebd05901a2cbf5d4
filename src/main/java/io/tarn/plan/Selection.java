package io.tarn.plan;

import java.io.Serializable;
import java.util.List;

/**
 * Which images of the input are read.
 *
 * @param include globs over ids; an image must match one of them, where there are any
 * @param exclude globs over ids; an image must match none of them
 * @param limit the first so many of those that are left, in the order of the input, or {@link #NO_LIMIT}
 * @param fraction the share of them that is taken before the limit counts, above 0 and up to 1
 * @param seed another seed takes others; which ones depends on nothing but it and their ids
 */
public record Selection(List<String> include, List<String> exclude, long limit, double fraction, long seed)
        implements Serializable {
    public static final long NO_LIMIT = Long.MAX_VALUE;

    /** Everything. */
    public static final Selection ALL = new Selection(List.of(), List.of(), NO_LIMIT, 1, 0);

    public Selection {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** True where an image's id decides whether it is read. */
    public boolean asksForIds() {
        return !include.isEmpty() || !exclude.isEmpty() || fraction < 1;
    }

    public boolean isLimited() {
        return limit != NO_LIMIT;
    }
}
