package io.tarn.measure;

import java.util.Locale;
import java.util.regex.Pattern;

/** Makes text fit to be shown, such as names of members, and what libraries say. */
public final class Legible {
    private static final Pattern NOT_IN_XML =
            Pattern.compile("[^\\t\\n\\r\\x20-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private Legible() {}

    /** Without the characters that neither HTML nor XML may hold. */
    public static String onPage(String text) {
        return NOT_IN_XML.matcher(text).replaceAll("\uFFFD");
    }

    /** In one line, and without what a terminal would obey. */
    public static String inLine(String text) {
        return CONTROL.matcher(onPage(text)).replaceAll("\uFFFD");
    }

    /** As {@code 1,000 files}, and {@code 1 file}. */
    public static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    /** What libraries say of a failure, without the stack trace or the like that some put behind it. */
    public static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }
}
