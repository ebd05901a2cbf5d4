package io.tarn.plan;

import static io.tarn.plan.Jobs.plan;
import static io.tarn.plan.Jobs.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tarn.image.DecodeOptions.Backend;
import io.tarn.plan.Plan.Partial;
import org.junit.jupiter.api.Test;

class SettingTest {
    private static final String JOB = """
            input: {format: images, path: photos}
            steps:
              - resize: {size: [128, 64]}
              - to_tensor
              - feature_maps: [identity, {roll: {shifts: 1, dims: height}}]
            outputs:
              max: {max_pool2d: {kernel_size: 2}}
            output: {path: out}
            """;

    @Test
    void inputAndOutput() {
        Plan plan = plan(JOB, Setting.input("it's: [a] # path"), Setting.output("*"));

        assertThat(plan.input().paths()).containsExactly("it's: [a] # path");
        assertThat(plan.output().path()).isEqualTo("*");
    }

    @Test
    void valuesDeepInside() {
        Plan plan = plan(
                JOB,
                Setting.set("steps.0.resize.size=[64, 64]"),
                Setting.set("steps.2.feature_maps.0=grayscale"),
                Setting.set("steps.2.feature_maps.0={roll: {shifts: 2, dims: width}}"),
                Setting.set("outputs.max.max_pool2d.kernel_size=4"));

        assertThat(plan.outputs().get(0).type()).hasToString("float32 [6,16,16]");
    }

    @Test
    void newValues() {
        Plan plan = plan(
                JOB,
                Setting.set("name=a=b"),
                Setting.set("errors.partial=keep"),
                Setting.set("input.decode.decoder=java"),
                Setting.set("outputs.whole=[]"));

        assertThat(plan.name()).isEqualTo("a=b");
        assertThat(plan.errors().partial()).isEqualTo(Partial.KEEP);
        assertThat(plan.input().decode().backend()).isEqualTo(Backend.JAVA);
        assertThat(plan.outputs()).hasSize(2);
    }

    @Test
    void aSectionThatTheFileLacks() {
        String bare = JOB.replace("input: {format: images, path: photos}\n", "").replace("output: {path: out}\n", "");

        Plan plan = plan(bare, Setting.input("a"), Setting.output("b"), Setting.set("input.format=images"));

        assertThat(plan.output().path()).isEqualTo("b");
    }

    @Test
    void noAssignment() {
        for (String wrong : new String[] {"errors", "=1", "errors..max_rate=1", ".a=1", "a.=1"}) {
            assertThatThrownBy(() -> Setting.set(wrong))
                    .isInstanceOf(JobException.class)
                    .hasMessage(
                            "must be a path, = and a value, such as --set errors.max_rate=0.1 (--set " + wrong + ")");
        }
    }

    @Test
    void noYaml() {
        assertThatThrownBy(() -> Setting.set("a=[1"))
                .isInstanceOf(JobException.class)
                .hasMessage("not valid YAML: while parsing a flow sequence, expected ',' or ']', but got <stream end>"
                        + " (--set a=[1)");
    }

    @Test
    void wrongPaths() {
        assertThat(refusal(JOB, Setting.set("steps.3.resize.size=1")))
                .isEqualTo("steps is a list, 0 to 2; there is no 3 (--set steps.3.resize.size=1)");
        assertThat(refusal(JOB, Setting.set("steps.resize.size=1")))
                .isEqualTo("steps is a list, 0 to 2; there is no resize (--set steps.resize.size=1)");
        assertThat(refusal(JOB, Setting.set("outputs.maxx.max_pool2d.kernel_size=3")))
                .isEqualTo("the job has no outputs.maxx; did you mean max?"
                        + " (--set outputs.maxx.max_pool2d.kernel_size=3)");
        assertThat(refusal(JOB, Setting.set("steps.1.to_tensor.scale=true")))
                .isEqualTo("steps.1 is to_tensor, which has nothing named to_tensor; set steps.1 as a whole"
                        + " (--set steps.1.to_tensor.scale=true)");
    }

    @Test
    void wrongValues() {
        assertThat(refusal(JOB, Setting.set("errors.max_rate=2")))
                .isEqualTo("errors: max_rate must be from 0 to 1, not 2 (--set errors.max_rate=2)");
        assertThat(refusal(JOB, Setting.set("error.max_rate=2")))
                .isEqualTo("the job has no error (--set error.max_rate=2)");
        assertThat(refusal(JOB, Setting.set("nmae=2")))
                .isEqualTo("job: nmae is unknown; did you mean name? It takes name, input, steps, outputs, output,"
                        + " errors (--set nmae=2)");
        assertThat(refusal(JOB, Setting.set("outputs.max.max_pool2d.padding=2")))
                .isEqualTo("max_pool2d: padding 2 is more than half of kernel_size 2; use at most 1"
                        + " (--set outputs.max.max_pool2d.padding=2)");
        assertThat(refusal(JOB, Setting.set("outputs.max={max_pool2d: {kernel: 2}}")))
                .startsWith("max_pool2d: kernel is unknown; it takes kernel_size, ")
                .endsWith(" (--set outputs.max={max_pool2d: {kernel: 2}})");
        assertThat(refusal(JOB, Setting.input("")))
                .isEqualTo("input: path must be a path, a glob or a list of them, not \"\" (--input )");
    }
}
