package io.tarn.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Small files with a defect that their names tell, and Pillow's verdict on each: the hash of its pixels, or that it
 * refuses. tarn gives these pixels or the error that stands beside them.
 */
class DamagedFilesTest {
    private final Map<String, Map<String, Object>> files = Fixtures.table("image/damaged.json", "files");

    @TestFactory
    List<DynamicTest> openCvAndJava() {
        return tests(DecodeOptions.Backend.AUTO, files.keySet().stream().toList());
    }

    @TestFactory
    List<DynamicTest> losslessWebpInJava() {
        return tests(
                DecodeOptions.Backend.JAVA,
                files.keySet().stream()
                        .filter(name -> name.startsWith("webp_lossless"))
                        .toList());
    }

    private List<DynamicTest> tests(DecodeOptions.Backend backend, List<String> names) {
        Decoder decoder = new Decoder(DecodeOptions.defaults().with(backend));
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : names) {
            tests.add(DynamicTest.dynamicTest(name, () -> {
                Map<String, Object> expected = files.get(name);
                byte[] file = Base64.getDecoder().decode((String) expected.get("base64"));
                if (expected.containsKey("tarn")) {
                    assertThatThrownBy(() -> decode(decoder, file))
                            .isInstanceOfSatisfying(ImageException.class, e -> assertThat(e.error())
                                    .isEqualTo(expected.get("tarn")))
                            .hasMessageNotContaining("Exception");
                } else {
                    assertThat(Fixtures.sha256(decode(decoder, file))).isEqualTo(expected.get("pillow"));
                }
            }));
        }
        return tests;
    }

    private static Tensor decode(Decoder decoder, byte[] file) {
        return decoder.decode(file, file.length, new Workspace(), new Context("damaged", Map.of()));
    }
}
