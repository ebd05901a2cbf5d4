package io.tarn.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class TypefaceTest {
    @Test
    void standsOnItsBaseline() {
        Rectangle2D capital = Typeface.REGULAR.outline("H", 100, 10, 200).getBounds2D();

        assertThat(capital.getMaxY()).isCloseTo(200, within(0.01));
        assertThat(capital.getHeight()).as("Inter's capitals are 0.727 em").isCloseTo(72.7, within(0.1));
        assertThat(capital.getMinX()).isBetween(10.0, 25.0);
    }

    @Test
    void buildsAccentedLettersFromTheirParts() {
        Rectangle2D plain = Typeface.REGULAR.outline("E", 100, 0, 0).getBounds2D();
        Rectangle2D accented = Typeface.REGULAR.outline("É", 100, 0, 0).getBounds2D();

        assertThat(accented.getWidth()).isEqualTo(plain.getWidth());
        assertThat(accented.getHeight()).isGreaterThan(plain.getHeight() + 15);
    }

    @Test
    void drawsSomethingForEveryCharacter() {
        for (String character : new String[] {"中", "я", "\uD83D\uDE00", "×", "→"}) {
            assertThat(Typeface.REGULAR.width(character, 10)).as(character).isPositive();
        }
        assertThat(Typeface.REGULAR.outline("中", 10, 0, 0).getBounds2D().isEmpty())
                .isFalse();
    }

    @Test
    void cutsWhatDoesNotFit() {
        double width = Typeface.SEMIBOLD.width("abc…", 20);

        assertThat(Typeface.SEMIBOLD.fit("abc", 20, width)).isEqualTo("abc");
        assertThat(Typeface.SEMIBOLD.fit("abcdefgh", 20, width + 1)).isEqualTo("abc…");
    }
}
