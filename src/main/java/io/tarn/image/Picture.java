package io.tarn.image;

import java.lang.reflect.Array;

/**
 * A decoded image as its file stores it, in one of Pillow's modes.
 *
 * @param samples row by row, pixel by pixel: byte[], for GRAY16 short[], for GRAY32 int[], for FLOAT float[]
 * @param palette for PALETTE: 256 colours of red, green, blue, alpha
 * @param transparent for GRAY, GRAY16 and RGB: the value that is transparent, or null
 */
record Picture(Mode mode, int width, int height, Object samples, byte[] palette, int[] transparent) {
    enum Mode {
        GRAY(1),
        GRAY_ALPHA(2),
        GRAY16(1),
        GRAY32(1),
        FLOAT(1),
        PALETTE(1),
        RGB(3),
        RGBA(4),
        CMYK(4);

        final int channels;

        Mode(int channels) {
            this.channels = channels;
        }
    }

    Picture(Mode mode, int width, int height, Object samples) {
        this(mode, width, height, samples, null, null);
    }

    Picture(Mode mode, int width, int height, Object samples, byte[] palette) {
        this(mode, width, height, samples, palette, null);
    }

    byte[] bytes() {
        return (byte[]) samples;
    }

    /** Turned upright, as that EXIF orientation tells. */
    Picture upright(int orientation) {
        if (orientation == 1) {
            return this;
        }
        Object turned = Array.newInstance(samples.getClass().getComponentType(), Array.getLength(samples));
        ExifTranspose.turn(samples, height, width, mode.channels, orientation, turned);
        boolean swapped = orientation >= 5;
        return new Picture(mode, swapped ? height : width, swapped ? width : height, turned, palette, transparent);
    }

    int pixels() {
        return width * height;
    }

    /** Writes red, green, blue a pixel, as Pillow's convert("RGB") does (src/libImaging/Convert.c). */
    void rgb(byte[] target) {
        switch (mode) {
            case GRAY -> gray(target, 1);
            case GRAY_ALPHA -> gray(target, 2);
            case GRAY16 -> gray16(target);
            case GRAY32 -> {
                int[] from = (int[]) samples;
                for (int i = 0; i < pixels(); i++) {
                    spread(target, i, (byte) Math.max(0, Math.min(255, from[i])));
                }
            }
            case FLOAT -> clipped(target);
            case PALETTE -> {
                for (int i = 0; i < pixels(); i++) {
                    System.arraycopy(palette, 4 * (bytes()[i] & 255), target, 3 * i, 3);
                }
            }
            case RGB -> System.arraycopy(bytes(), 0, target, 0, 3 * pixels());
            case RGBA -> {
                byte[] from = bytes();
                for (int i = 0; i < pixels(); i++) {
                    target[3 * i] = from[4 * i];
                    target[3 * i + 1] = from[4 * i + 1];
                    target[3 * i + 2] = from[4 * i + 2];
                }
            }
            case CMYK -> cmyk(target);
        }
    }

    /** Writes red, green, blue, alpha a pixel, as convert("RGBA") does. */
    void rgba(byte[] target) {
        switch (mode) {
            case RGBA -> System.arraycopy(bytes(), 0, target, 0, 4 * pixels());
            case PALETTE -> {
                for (int i = 0; i < pixels(); i++) {
                    System.arraycopy(palette, 4 * (bytes()[i] & 255), target, 4 * i, 4);
                }
            }
            default -> {
                byte[] rgb = new byte[3 * pixels()];
                rgb(rgb);
                for (int i = 0; i < pixels(); i++) {
                    System.arraycopy(rgb, 3 * i, target, 4 * i, 3);
                    target[4 * i + 3] = alpha(i, rgb);
                }
            }
        }
    }

    /** Pillow looks for the transparent value's low byte among the converted pixels. */
    private byte alpha(int pixel, byte[] rgb) {
        if (mode == Mode.GRAY_ALPHA) {
            return bytes()[2 * pixel + 1];
        }
        boolean keyed = transparent != null;
        for (int c = 0; keyed && c < mode.channels; c++) {
            keyed = rgb[3 * pixel + c] == (byte) transparent[c];
        }
        return (byte) (keyed ? 0 : 255);
    }

    /** Writes the gray value of each pixel, as convert("I") does. */
    void gray(int[] target) {
        if (samples instanceof short[] deep) {
            for (int i = 0; i < pixels(); i++) {
                target[i] = deep[i] & 0xffff;
            }
        } else if (samples instanceof int[] ints) {
            System.arraycopy(ints, 0, target, 0, pixels());
        } else if (samples instanceof float[] floats) {
            for (int i = 0; i < pixels(); i++) {
                target[i] = (int) floats[i];
            }
        } else {
            byte[] luma = new byte[pixels()];
            luma(luma);
            for (int i = 0; i < pixels(); i++) {
                target[i] = luma[i] & 255;
            }
        }
    }

    /** Writes the gray value of each pixel, as convert("L") does. */
    void luma(byte[] target) {
        byte[] rgb = new byte[3 * pixels()];
        rgb(rgb);
        Grayscale.luma(rgb, target, pixels());
    }

    private void gray(byte[] target, int stride) {
        byte[] from = bytes();
        for (int i = 0; i < pixels(); i++) {
            spread(target, i, from[i * stride]);
        }
    }

    /** Pillow clips 16-bit gray to 255 rather than scale it. */
    private void gray16(byte[] target) {
        short[] from = (short[]) samples;
        for (int i = 0; i < pixels(); i++) {
            spread(target, i, (byte) Math.min(from[i] & 0xffff, 255));
        }
    }

    private void clipped(byte[] target) {
        float[] from = (float[]) samples;
        for (int i = 0; i < pixels(); i++) {
            spread(target, i, (byte) (from[i] <= 0 ? 0 : from[i] >= 255 ? 255 : (int) from[i]));
        }
    }

    private void cmyk(byte[] target) {
        byte[] from = bytes();
        for (int i = 0; i < pixels(); i++) {
            int light = 255 - (from[4 * i + 3] & 255);
            for (int c = 0; c < 3; c++) {
                int product = (from[4 * i + c] & 255) * light + 128;
                target[3 * i + c] = (byte) Math.max(0, light - (((product >> 8) + product) >> 8));
            }
        }
    }

    private static void spread(byte[] target, int pixel, byte value) {
        target[3 * pixel] = value;
        target[3 * pixel + 1] = value;
        target[3 * pixel + 2] = value;
    }
}
