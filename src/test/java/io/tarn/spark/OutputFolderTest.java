package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a run may write, beside what it reads. */
class OutputFolderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void makeInput() throws IOException {
        for (String file : List.of("photos/a.png", "photos/cat/b.png", "done/data/part-0.parquet")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.createFile(folder.resolve(file));
        }
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("photos"));
    }

    @ParameterizedTest
    @CsvSource({
        "photos/a.png, photos",
        "photos/a.png, photos/out",
        "photos/*.png, photos",
        "photos/*.png, photos/out",
        "photos/c*, photos/out",
        "photos/*a*, photos/out",
        "photos/cat, photos/out",
        "link/*.png, photos/out",
        "photos, photos-2",
        "photos, .",
        "done/data/part-0.parquet, done/data/again"
    })
    void isApart(String input, String output) {
        assertThatCode(() -> requireApart(input, output)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "photos, photos, lies within the input",
        "photos, photos/out, lies within the input",
        "photos, link/out, lies within the input",
        "link, photos/out, lies within the input",
        "photos/c*, photos/cat/out, lies within the input",
        "photos/*, photos/out, would itself be matched by the input",
        "photos/*, photos/new/out, would itself be matched by the input",
        "'{photos/*,done/data}', photos/out, would itself be matched by the input",
        "photos/*/*, photos/out, would itself be matched by the input",
        "done/data, done, is read from where",
        "done/data/part-0.parquet, done, is read from where",
        "done/data/*.parquet, done, is read from where"
    })
    void isNot(String input, String output, String words) {
        assertThatThrownBy(() -> requireApart(input, output))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(words);
    }

    private void requireApart(String input, String output) throws IOException {
        Configuration conf = new Configuration();
        Listing listing = Listing.of(List.of(folder + "/" + input), conf);
        OutputFolder.of(folder.resolve(output).toString(), conf).requireApart(listing);
    }
}
