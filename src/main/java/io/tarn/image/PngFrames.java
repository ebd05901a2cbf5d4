package io.tarn.image;

/**
 * An animated PNG's frames, each drawn over those before it as Pillow does: transparency weighs all channels alike, and an
 * image before the animation is the first frame (src/PIL/PngImagePlugin.py).
 */
final class PngFrames implements Frames {
    private final PngFile file;
    private final Encoded in;
    private final int channels;
    private Object canvas;
    private int done;
    private int nextChunk;
    private int sequence;
    private PngFrame last;
    /** What is put back in the last frame's rectangle, or null. */
    private Object disposal;

    PngFrames(PngFile file) {
        this.file = file;
        this.in = file.in;
        this.channels = file.mode.channels;
    }

    @Override
    public Picture next(FrameBudget budget) {
        if (done == file.frames) {
            return null;
        }
        budget.spend(file.width, file.height);
        if (done == 0) {
            first();
        } else {
            later();
        }
        done++;
        return new Picture(file.mode, file.width, file.height, canvas, file.palette, file.transparent);
    }

    private void first() {
        canvas = samples(file.width, file.height);
        PngFrame whole = new PngFrame(0, 0, file.width, file.height, 0, false);
        last = file.first == null ? whole : file.first;
        sequence = file.first == null ? 0 : 1;
        boolean all = last.width() == file.width && last.height() == file.height;
        Object part = all ? canvas : samples(last.width(), last.height());
        decode(last, file.imageData, part);
        if (!all) {
            copy(part, last, false);
        }
        disposal = last.disposal() == PngFrame.TO_BACKGROUND || last.disposal() == PngFrame.TO_PREVIOUS
                ? samples(last.width(), last.height())
                : null;
    }

    private void later() {
        if (disposal != null) {
            copy(disposal, last, false);
        }
        int data = findFrame();
        Object part = samples(last.width(), last.height());
        copy(part, last, true);
        disposal = switch (last.disposal()) {
            case PngFrame.TO_BACKGROUND -> samples(last.width(), last.height());
            case PngFrame.TO_PREVIOUS -> part instanceof short[] deep ? deep.clone() : ((byte[]) part).clone();
            default -> null;
        };
        decode(last, data, part);
        if (last.over() && part instanceof byte[] bytes) {
            blend(bytes);
        } else {
            copy(part, last, false);
        }
    }

    /** Reads what is said of the next frame, and tells where its data start. */
    private int findFrame() {
        boolean found = false;
        for (int at = nextChunk; ; ) {
            if (at + 12L > in.length() || in.matches(at + 4, "IEND")) {
                throw Refusal.truncated("says that it has " + file.frames + " frames, and ends after " + done);
            }
            if (in.matches(at + 4, "fcTL")) {
                if (found) {
                    throw Refusal.corrupt("has a frame without data");
                }
                found = true;
                last = PngFrame.at(in, at, sequence++, file.width, file.height);
            } else if (in.matches(at + 4, "fdAT")) {
                if (found) {
                    return at;
                }
                PngFrame.checkSequence(in, at + 8, sequence++);
            }
            at = (int) Math.min(in.length(), at + 12 + in.unsignedBe32(at));
        }
    }

    private void decode(PngFrame frame, int start, Object part) {
        try (PngPixels pixels = new PngPixels(file, frame.width(), frame.height(), start, sequence)) {
            pixels.decode(part);
            nextChunk = pixels.nextChunk();
            sequence = pixels.sequence();
        }
    }

    private Object samples(int width, int height) {
        int count = Math.multiplyExact(Math.multiplyExact(width, height), channels);
        return file.mode == Picture.Mode.GRAY16 ? new short[count] : new byte[count];
    }

    /** Copies between the canvas and a part of it. */
    private void copy(Object part, PngFrame frame, boolean fromCanvas) {
        int count = frame.width() * channels;
        for (int y = 0; y < frame.height(); y++) {
            int there = ((frame.top() + y) * file.width + frame.left()) * channels;
            if (fromCanvas) {
                System.arraycopy(canvas, there, part, y * count, count);
            } else {
                System.arraycopy(part, y * count, canvas, there, count);
            }
        }
    }

    private void blend(byte[] part) {
        byte[] target = (byte[]) canvas;
        int width = last.width();
        for (int i = 0; i < width * last.height(); i++) {
            int to = ((last.top() + i / width) * file.width + last.left() + i % width) * channels;
            int alpha = alpha(part, i);
            for (int c = 0; c < channels; c++) {
                int sum = (target[to + c] & 255) * (255 - alpha) + (part[i * channels + c] & 255) * alpha + 128;
                target[to + c] = (byte) ((sum >> 8) + sum >> 8);
            }
        }
    }

    private int alpha(byte[] part, int pixel) {
        int at = pixel * channels;
        return switch (file.mode) {
            case RGBA, GRAY_ALPHA -> part[at + channels - 1] & 255;
            case PALETTE -> file.palette[4 * (part[at] & 255) + 3] & 255;
            case RGB -> isKey(part, at) ? 0 : 255;
            default -> 255;
        };
    }

    private boolean isKey(byte[] part, int at) {
        boolean key = file.transparent != null;
        for (int c = 0; key && c < 3; c++) {
            key = (part[at + c] & 255) == (file.transparent[c] & 255);
        }
        return key;
    }

    @Override
    public int orientation() {
        return file.header().orientation();
    }

    @Override
    public boolean areApart() {
        return false;
    }
}
