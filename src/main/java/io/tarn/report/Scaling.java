package io.tarn.report;

import java.awt.image.BufferedImage;

/** Resizes an image for display. */
final class Scaling {
    private Scaling() {}

    /**
     * Each target pixel is the mean of the source area that it covers: enlarged pixels keep their edges, also where
     * the factor is not whole, and reduced images do not flicker.
     */
    static BufferedImage area(BufferedImage source, int width, int height) {
        if (source.getWidth() == width && source.getHeight() == height) {
            return source;
        }
        int sourceWidth = source.getWidth();
        int[] pixels = source.getRGB(0, 0, sourceWidth, source.getHeight(), null, 0, sourceWidth);
        double stepX = (double) sourceWidth / width;
        double stepY = (double) source.getHeight() / height;
        BufferedImage target = new BufferedImage(width, height, source.getType());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                target.setRGB(x, y, mean(pixels, sourceWidth, x * stepX, (x + 1) * stepX, y * stepY, (y + 1) * stepY));
            }
        }
        return target;
    }

    private static int mean(int[] pixels, int width, double left, double right, double top, double bottom) {
        double red = 0;
        double green = 0;
        double blue = 0;
        int height = pixels.length / width;
        for (int y = (int) top; y < Math.min(height, bottom); y++) {
            double rows = Math.min(y + 1, bottom) - Math.max(y, top);
            for (int x = (int) left; x < Math.min(width, right); x++) {
                double area = rows * (Math.min(x + 1, right) - Math.max(x, left));
                int rgb = pixels[y * width + x];
                red += area * (rgb >> 16 & 0xff);
                green += area * (rgb >> 8 & 0xff);
                blue += area * (rgb & 0xff);
            }
        }
        double area = (right - left) * (bottom - top);
        return Math.min(255, (int) (red / area + 0.5)) << 16
                | Math.min(255, (int) (green / area + 0.5)) << 8
                | Math.min(255, (int) (blue / area + 0.5));
    }
}
