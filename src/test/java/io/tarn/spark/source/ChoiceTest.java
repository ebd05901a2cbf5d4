package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.plan.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    @Test
    void globsAreOverWholeIds() {
        List<String> ids = List.of("a.jpg", "b.png", "cats/a.jpg", "cats/deep/b.jpg", "katzen/größe 1.jpg", "[x].jpg");

        assertThat(taken(ids, List.of("*.jpg"), List.of()))
                .containsExactly("a.jpg", "cats/a.jpg", "cats/deep/b.jpg", "katzen/größe 1.jpg", "[x].jpg");
        assertThat(taken(ids, List.of("cats/*", "*größe*"), List.of("*/b.*")))
                .containsExactly("cats/a.jpg", "katzen/größe 1.jpg");
        assertThat(taken(ids, List.of("?.{jpg,png}"), List.of())).containsExactly("a.jpg", "b.png");
        assertThat(taken(ids, List.of("[ab].*"), List.of())).containsExactly("a.jpg", "b.png");
        assertThat(taken(ids, List.of("\\[x\\].jpg"), List.of())).containsExactly("[x].jpg");
        assertThat(taken(ids, List.of(), List.of("*"))).isEmpty();
        assertThatThrownBy(() -> taken(ids, List.of("[a"), List.of()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("[a is no glob: ");
    }

    @Test
    void aSampleDependsOnIdsAndTheSeedAlone() {
        List<String> ids =
                IntStream.range(0, 10_000).mapToObj(i -> "photo " + i + ".jpg").toList();

        List<String> tenth = sampled(ids, 0.1, 0);
        List<String> fifth = sampled(ids, 0.2, 0);

        assertThat(tenth).hasSizeBetween(900, 1100);
        assertThat(fifth).hasSizeBetween(1850, 2150).containsAll(tenth);
        List<String> reversed = new ArrayList<>(ids);
        java.util.Collections.reverse(reversed);
        assertThat(sampled(reversed, 0.1, 0)).containsExactlyInAnyOrderElementsOf(tenth);
        assertThat(sampled(ids, 0.1, 1).stream().filter(tenth::contains).count())
                .isBetween(60L, 140L);
        // python3: int(hashlib.sha256(b"0:photo 0.jpg").hexdigest()[:16], 16) / 2**64
        assertThat(sampled(List.of("photo 0.jpg"), PHOTO_0, 0)).isEmpty();
        assertThat(sampled(List.of("photo 0.jpg"), PHOTO_0 + 1e-9, 0)).hasSize(1);
    }

    private static final double PHOTO_0 = 0.7034942737738634;

    private static List<String> taken(List<String> ids, List<String> include, List<String> exclude) {
        Choice choice = new Choice(new Selection(include, exclude, Selection.NO_LIMIT, 1, 0));
        return ids.stream().filter(choice::takes).toList();
    }

    private static List<String> sampled(List<String> ids, double fraction, long seed) {
        Choice choice = new Choice(new Selection(List.of(), List.of(), Selection.NO_LIMIT, fraction, seed));
        return ids.stream().filter(choice::takes).toList();
    }
}
