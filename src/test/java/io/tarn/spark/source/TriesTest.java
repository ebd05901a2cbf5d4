package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TriesTest {
    private int tries;

    @Test
    void whatFailsTwiceIsDoneAtTheThirdTry() throws IOException {
        assertThat(Tries.of(() -> {
                    if (++tries < 3) {
                        throw new IOException("passing");
                    }
                    return "done";
                }))
                .isEqualTo("done");
    }

    @Test
    void whatFailsThreeTimesFails() {
        assertThatThrownBy(() -> Tries.of(() -> {
                    throw new IOException("try " + ++tries);
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("try 3");
    }

    @Test
    void whatIsNotThereIsNotTriedAgain() {
        assertThatThrownBy(() -> Tries.of(() -> {
                    tries++;
                    throw new FileNotFoundException("gone");
                }))
                .isInstanceOf(FileNotFoundException.class);
        assertThat(tries).isEqualTo(1);
    }
}
