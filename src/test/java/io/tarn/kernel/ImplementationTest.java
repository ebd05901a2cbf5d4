package io.tarn.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which loops a JVM chooses, each in a JVM of its own. */
class ImplementationTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @Test
    void vectorsWhereTheModuleIs() throws Exception {
        assertThat(started(MODULE)).containsPattern("chosen vector\\d+: vectors of \\d+ bits");
    }

    @Test
    void scalarWithARemedyWhereItIsNot() throws Exception {
        assertThat(started())
                .contains("chosen scalar: no module jdk.incubator.vector; --add-modules=")
                .contains("pooling kernels: scalar")
                .doesNotContain("io.tarn.kernel.Vector");
    }

    @Test
    void scalarWithoutTheCompiler() throws Exception {
        assertThat(started(MODULE, "-Xint")).contains("chosen scalar: vectors need the JIT compiler");
    }

    @Test
    void whatThePropertySays() throws Exception {
        assertThat(started(MODULE, "-Dtarn.kernel=scalar"))
                .contains("chosen scalar: tarn.kernel=scalar")
                .doesNotContain("io.tarn.kernel.Vector");
        assertThat(started(MODULE, "-Dtarn.kernel=vector", "-XX:MaxVectorSize=16"))
                .contains("chosen vector128");
        assertThat(started("-Dtarn.kernel=vector")).contains("needs --add-modules=jdk.incubator.vector");
        assertThat(started("-Dtarn.kernel=fast")).contains("tarn.kernel must be scalar or vector, not fast");
    }

    /** What a JVM with those options says. */
    private static String started(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-Xlog:class+load:stdout", "-cp", System.getProperty("java.class.path")));
        command.add(Chooser.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** Binds and runs a kernel, and prints the choice. */
    static final class Chooser {
        private Chooser() {}

        public static void main(String[] args) {
            Axis axis = new Axis(16, 8, 2, 2, 0, 0, 1);
            Pooling.max(Element.FLOAT32, new Window(1, Axis.SINGLE, axis, axis))
                    .run(new float[256], new float[64], null);
            System.out.println("chosen " + Implementation.current().name() + ": "
                    + Implementation.current().reason());
        }
    }
}
