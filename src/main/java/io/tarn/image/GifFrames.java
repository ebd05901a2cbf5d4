package io.tarn.image;

/**
 * A GIF's frames, each drawn over those before it as Pillow does: after the first in RGB, or RGBA where the first has a
 * transparent colour; but in gray throughout where the first has no palette (src/PIL/GifImagePlugin.py).
 */
final class GifFrames implements Frames {
    /** What of a frame, in that rectangle, is put back before the next one: pixels of as many bytes as the canvas has. */
    private record Disposal(GifFrame frame, byte[] pixels) {}

    private final GifFile file;
    private final Encoded in;
    private int at;
    private int width;
    private int height;
    /** Indices as long as the canvas is not in colour, then red, green, blue, alpha. */
    private byte[] canvas;

    private int bytes = 1;
    private GifPalette palette;
    /** Whether the next frame turns the canvas into colours. */
    private boolean indexed;

    private boolean alpha;
    private int transparent;
    private int method;
    private Disposal disposal;

    GifFrames(GifFile file) {
        this.file = file;
        this.in = file.in;
    }

    @Override
    public Picture next(FrameBudget budget) {
        if (canvas == null) {
            return first(budget);
        }
        GifFrame frame = GifFrame.next(in, at);
        if (frame == null) {
            return null;
        }
        int oldWidth = width;
        int oldHeight = height;
        width = Math.max(width, frame.left() + frame.width());
        height = Math.max(height, frame.top() + frame.height());
        budget.spend(width, height);
        if (disposal != null) {
            paste(disposal, oldWidth);
        }
        if (indexed) {
            turnToColours();
        }
        disposal = disposal(frame, oldWidth, oldHeight);
        if (width != oldWidth || height != oldHeight) {
            grow(frame, oldWidth, oldHeight);
        }
        at = frame.end(in);
        if (bytes == 1) {
            drawIndices(frame);
        } else {
            drawColours(frame);
        }
        return picture();
    }

    private Picture first(FrameBudget budget) {
        GifFrame frame = file.first;
        width = file.width;
        height = file.height;
        budget.spend(width, height);
        at = frame.end(in);
        transparent = frame.transparent();
        palette = file.firstPalette();
        indexed = !file.paletteOf(frame).isGray();
        method = frame.disposal();
        if (method == 2 || method > 2 && transparent >= 0) {
            disposal = filled(frame, (byte) (transparent >= 0 ? transparent : file.background));
        }
        canvas = file.firstIndices();
        return picture();
    }

    private Picture picture() {
        return bytes == 4
                ? new Picture(Picture.Mode.RGBA, width, height, canvas)
                : new Picture(
                        Picture.Mode.PALETTE,
                        width,
                        height,
                        canvas,
                        palette.withTransparent(transparent).rgba());
    }

    private void turnToColours() {
        byte[] colours = palette.withTransparent(transparent).rgba();
        byte[] rgba = new byte[Math.multiplyExact(4, canvas.length)];
        for (int i = 0; i < canvas.length; i++) {
            System.arraycopy(colours, 4 * (canvas[i] & 255), rgba, 4 * i, 4);
        }
        canvas = rgba;
        bytes = 4;
        alpha = transparent >= 0;
        transparent = -1;
        indexed = false;
    }

    /** What is put back after that frame; a frame that does not say is treated as the one before it. */
    private Disposal disposal(GifFrame frame, int canvasWidth, int canvasHeight) {
        method = frame.disposal() != 0 ? frame.disposal() : method;
        if (method < 2) {
            return null;
        }
        if (method > 2) {
            return new Disposal(frame, cut(frame, canvasWidth, canvasHeight));
        }
        int key = transparent >= 0 ? transparent : frame.transparent();
        int index = key >= 0 ? key : file.background;
        if (bytes == 1) {
            return filled(frame, (byte) index);
        }
        GifPalette colours = file.paletteOf(frame);
        int from = 4 * (index < colours.colours() ? index : 0);
        return filled(frame, colours.rgba()[from], colours.rgba()[from + 1], colours.rgba()[from + 2], (byte)
                (key >= 0 ? 0 : 255));
    }

    private Disposal filled(GifFrame frame, byte... pixel) {
        byte[] pixels = new byte[Math.multiplyExact(pixel.length, Math.multiplyExact(frame.width(), frame.height()))];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = pixel[i % pixel.length];
        }
        return new Disposal(frame, pixels);
    }

    /** The frame's rectangle as it is now; zeros beyond the canvas. */
    private byte[] cut(GifFrame frame, int canvasWidth, int canvasHeight) {
        byte[] pixels = new byte[Math.multiplyExact(bytes, Math.multiplyExact(frame.width(), frame.height()))];
        int columns = Math.min(frame.width(), canvasWidth - frame.left());
        for (int y = 0; columns > 0 && y < Math.min(frame.height(), canvasHeight - frame.top()); y++) {
            int from = (frame.top() + y) * canvasWidth + frame.left();
            System.arraycopy(canvas, bytes * from, pixels, bytes * y * frame.width(), bytes * columns);
        }
        return pixels;
    }

    private void paste(Disposal put, int canvasWidth) {
        GifFrame frame = put.frame;
        for (int y = 0; y < frame.height(); y++) {
            int to = (frame.top() + y) * canvasWidth + frame.left();
            System.arraycopy(put.pixels, bytes * y * frame.width(), canvas, bytes * to, bytes * frame.width());
            for (int x = 0; bytes == 4 && !alpha && x < frame.width(); x++) {
                canvas[4 * (to + x) + 3] = (byte) 255;
            }
        }
    }

    /** Pillow fills the new part with the frame's first colour, or with nothing where the frame has a transparent one. */
    private void grow(GifFrame frame, int oldWidth, int oldHeight) {
        byte[] grown = new byte[Math.multiplyExact(bytes, Math.multiplyExact(width, height))];
        if (bytes == 4) {
            byte[] colours = file.paletteOf(frame).rgba();
            for (int i = 0; i < grown.length; i++) {
                boolean opaque = i % 4 == 3 && !alpha;
                grown[i] = opaque ? (byte) 255 : frame.transparent() >= 0 ? 0 : colours[i % 4];
            }
        } else if (!file.paletteOf(frame).isGray()) {
            palette = file.paletteOf(frame);
        }
        for (int y = 0; y < oldHeight; y++) {
            System.arraycopy(canvas, bytes * y * oldWidth, grown, bytes * y * width, bytes * oldWidth);
        }
        canvas = grown;
    }

    private void drawIndices(GifFrame frame) {
        new GifLzw(in, frame, canvas, frame.top() * width + frame.left(), width, frame.transparent()).decode();
        indexed = !file.paletteOf(frame).isGray();
    }

    private void drawColours(GifFrame frame) {
        byte[] indices = new byte[Math.multiplyExact(frame.width(), frame.height())];
        new GifLzw(in, frame, indices, 0, frame.width(), -1).decode();
        byte[] colours = file.paletteOf(frame).rgba();
        for (int i = 0; i < indices.length; i++) {
            int index = indices[i] & 255;
            if (index != frame.transparent()) {
                int to = (frame.top() + i / frame.width()) * width + frame.left() + i % frame.width();
                System.arraycopy(colours, 4 * index, canvas, 4 * to, 4);
            }
        }
    }

    @Override
    public int orientation() {
        return 1;
    }

    @Override
    public boolean areApart() {
        return false;
    }
}
