package io.tarn.spark;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Folders of one picture of eight by eight pixels under many names. */
public final class TinyImages {
    /** File systems allow some 65,000 names of a file. */
    private static final int LINKS = 10_000;

    private TinyImages() {}

    /** Makes a folder with {@code 0000.png}, {@code 0001.png} and so on. */
    public static Path links(Path folder, int images) throws IOException {
        Files.createDirectory(folder);
        int digits = String.valueOf(images - 1).length();
        Path file = null;
        for (int i = 0; i < images; i++) {
            Path link = folder.resolve(("%0" + digits + "d.png").formatted(i));
            if (i % LINKS == 0) {
                file = link;
                ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
            } else {
                Files.createLink(link, file);
            }
        }
        return folder;
    }
}
