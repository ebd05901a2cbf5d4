package io.tarn.report;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.InflaterInputStream;

/**
 * Text as outlines of a font in this package. Java's own text throws on a machine without fonts and fontconfig, which
 * many containers are; outlines need neither and look the same everywhere. Reads TrueType glyphs from a WOFF 1 file.
 * Characters beyond Latin come from the machine's fonts after all, or are boxes where it has none.
 */
final class Typeface {
    static final Typeface REGULAR = load("inter/inter-latin-400-normal.woff");
    static final Typeface SEMIBOLD = load("inter/inter-latin-600-normal.woff");

    private final Map<String, ByteBuffer> tables = new HashMap<>();
    private final double unitsPerEm;
    private final boolean longOffsets;
    private final int advances;

    private Typeface(ByteBuffer woff) throws IOException {
        int count = woff.getShort(12);
        for (int entry = 44; entry < 44 + 20 * count; entry += 20) {
            byte[] tag = new byte[4];
            woff.get(entry, tag);
            byte[] stored = new byte[woff.getInt(entry + 8)];
            woff.get(woff.getInt(entry + 4), stored);
            byte[] table = stored.length == woff.getInt(entry + 12)
                    ? stored
                    : new InflaterInputStream(new ByteArrayInputStream(stored)).readAllBytes();
            tables.put(new String(tag, StandardCharsets.US_ASCII), ByteBuffer.wrap(table));
        }
        unitsPerEm = tables.get("head").getShort(18);
        longOffsets = tables.get("head").getShort(50) == 1;
        advances = unsigned(tables.get("hhea"), 34);
    }

    private static Typeface load(String resource) {
        try (InputStream in = Typeface.class.getResourceAsStream(resource)) {
            return new Typeface(ByteBuffer.wrap(in.readAllBytes()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** An outline with y upwards, and how far the next one is, in the font's units. */
    private record Glyph(Path2D outline, double advance) {}

    /** The text's outline, its baseline starting at (x, y). */
    Path2D outline(String text, double size, double x, double y) {
        double scale = size / unitsPerEm;
        Path2D outline = new Path2D.Double();
        double pen = 0;
        for (int character : text.codePoints().toArray()) {
            Glyph glyph = glyph(character);
            outline.append(glyph.outline().getPathIterator(AffineTransform.getTranslateInstance(pen, 0)), false);
            pen += glyph.advance();
        }
        outline.transform(new AffineTransform(scale, 0, 0, -scale, x, y));
        return outline;
    }

    double width(String text, double size) {
        return text.codePoints()
                        .mapToDouble(character -> glyph(character).advance())
                        .sum()
                * size
                / unitsPerEm;
    }

    /** The text, or as much of its start as fits the width, with an ellipsis. */
    String fit(String text, double size, double width) {
        String fitting = text;
        for (int end = text.length(); width(fitting, size) > width && end > 0; end--) {
            fitting = text.substring(0, end - 1).strip() + "…";
        }
        return fitting;
    }

    private Glyph glyph(int character) {
        int index = index(character);
        return index == 0 ? foreign(character) : new Glyph(glyphOutline(index), advance(index));
    }

    private Glyph foreign(int character) {
        try {
            GlyphVector glyphs = new Font(Font.SANS_SERIF, Font.PLAIN, (int) unitsPerEm)
                    .createGlyphVector(new FontRenderContext(null, true, true), Character.toString(character));
            Path2D outline = new Path2D.Double(glyphs.getOutline(), AffineTransform.getScaleInstance(1, -1));
            return new Glyph(outline, glyphs.getLogicalBounds().getWidth());
        } catch (Error noFonts) {
            // Java reports missing fonts as InternalError, LinkageError or a bare Error.
            return new Glyph(glyphOutline(0), advance(0));
        }
    }

    private int advance(int glyph) {
        return unsigned(tables.get("hmtx"), 4 * Math.min(glyph, advances - 1));
    }

    /** Looks the character up in the Unicode table, which is of format 4: segments of consecutive codes. */
    private int index(int character) {
        ByteBuffer cmap = tables.get("cmap");
        int table = cmap.getInt(8);
        int segments = unsigned(cmap, table + 6) / 2;
        int ends = table + 14;
        int starts = ends + 2 * segments + 2;
        for (int segment = 0; segment < segments; segment++) {
            int start = unsigned(cmap, starts + 2 * segment);
            if (character >= start && character <= unsigned(cmap, ends + 2 * segment)) {
                int delta = unsigned(cmap, starts + 2 * (segments + segment));
                int rangeAt = starts + 2 * (2 * segments + segment);
                int range = unsigned(cmap, rangeAt);
                int glyph = range == 0 ? character : unsigned(cmap, rangeAt + range + 2 * (character - start));
                return glyph == 0 ? 0 : (glyph + delta) & 0xffff;
            }
        }
        return 0;
    }

    private Path2D glyphOutline(int glyph) {
        ByteBuffer loca = tables.get("loca");
        int start = longOffsets ? loca.getInt(4 * glyph) : 2 * unsigned(loca, 2 * glyph);
        int end = longOffsets ? loca.getInt(4 * glyph + 4) : 2 * unsigned(loca, 2 * glyph + 2);
        Path2D outline = new Path2D.Double();
        if (start < end) {
            ByteBuffer data = tables.get("glyf").duplicate().position(start);
            int contours = data.getShort();
            data.position(start + 10);
            if (contours >= 0) {
                contours(data, contours, outline);
            } else {
                components(data, outline);
            }
        }
        return outline;
    }

    /** A glyph made of others, such as an accented letter. */
    private void components(ByteBuffer data, Path2D outline) {
        int flags;
        do {
            flags = data.getShort();
            int glyph = data.getShort() & 0xffff;
            boolean words = (flags & 1) != 0;
            double dx = words ? data.getShort() : data.get();
            double dy = words ? data.getShort() : data.get();
            double[] matrix = {1, 0, 0, 1};
            if ((flags & 0x08) != 0) {
                matrix[0] = matrix[3] = fixed(data);
            } else if ((flags & 0x40) != 0) {
                matrix[0] = fixed(data);
                matrix[3] = fixed(data);
            } else if ((flags & 0x80) != 0) {
                for (int i = 0; i < 4; i++) {
                    matrix[i] = fixed(data);
                }
            }
            AffineTransform placed = new AffineTransform(matrix[0], matrix[1], matrix[2], matrix[3], dx, dy);
            outline.append(glyphOutline(glyph).getPathIterator(placed), false);
        } while ((flags & 0x20) != 0);
    }

    private static void contours(ByteBuffer data, int contours, Path2D outline) {
        int[] ends = new int[contours];
        for (int i = 0; i < contours; i++) {
            ends[i] = data.getShort() & 0xffff;
        }
        int points = contours == 0 ? 0 : ends[contours - 1] + 1;
        int instructions = data.getShort() & 0xffff;
        data.position(data.position() + instructions);
        int[] flags = new int[points];
        for (int i = 0; i < points; i++) {
            flags[i] = data.get();
            if ((flags[i] & 8) != 0) {
                int last = i + (data.get() & 0xff);
                Arrays.fill(flags, i + 1, last + 1, flags[i]);
                i = last;
            }
        }
        int[] x = coordinates(data, flags, 2, 16);
        int[] y = coordinates(data, flags, 4, 32);
        int first = 0;
        for (int end : ends) {
            contour(x, y, flags, first, end, outline);
            first = end + 1;
        }
    }

    private static int[] coordinates(ByteBuffer data, int[] flags, int isByte, int sameOrPositive) {
        int[] coordinates = new int[flags.length];
        int at = 0;
        for (int i = 0; i < flags.length; i++) {
            boolean marked = (flags[i] & sameOrPositive) != 0;
            if ((flags[i] & isByte) != 0) {
                at += (data.get() & 0xff) * (marked ? 1 : -1);
            } else if (!marked) {
                at += data.getShort();
            }
            coordinates[i] = at;
        }
        return coordinates;
    }

    /** Points on the curve have flag 1; between two that are not, the curve passes through their middle. */
    private static void contour(int[] x, int[] y, int[] flags, int first, int end, Path2D outline) {
        int start = first;
        while (start < end && (flags[start] & 1) == 0) {
            start++;
        }
        int size = end - first + 1;
        outline.moveTo(x[start], y[start]);
        for (int i = 1; i <= size; i++) {
            int point = first + (start - first + i) % size;
            if ((flags[point] & 1) != 0) {
                outline.lineTo(x[point], y[point]);
                continue;
            }
            int next = first + (start - first + i + 1) % size;
            if ((flags[next] & 1) != 0) {
                outline.quadTo(x[point], y[point], x[next], y[next]);
                i++;
            } else {
                outline.quadTo(x[point], y[point], (x[point] + x[next]) / 2.0, (y[point] + y[next]) / 2.0);
            }
        }
        outline.closePath();
    }

    private static int unsigned(ByteBuffer data, int at) {
        return data.getShort(at) & 0xffff;
    }

    /** A number with 14 bits after the point. */
    private static double fixed(ByteBuffer data) {
        return data.getShort() / 16384.0;
    }
}
