package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The same files decoded by the jar, with its share of OpenCV and its renamed ImageIO plug-ins. */
class OddFilesIT extends OddFilesTest {
    @Test
    void itIsTheJar() {
        assertThat(Decoder.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .endsWith("/target/tarn.jar");
    }
}
