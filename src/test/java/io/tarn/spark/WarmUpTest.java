package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.spark.source.Listing;
import io.tarn.tensor.Npy;
import io.tarn.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmUpTest {
    private static final Queue<String> POOLED = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    @Test
    void poolsAnImageOfItsOwnOverAndOverUntilItIsClosed() throws Exception {
        Path photos = Path.of("jobs/tutorial/photos").toAbsolutePath();
        WarmUp warmUp = warmUp("images", photos, "center_crop: {output_size: 4}");
        await(() -> POOLED.size() > 10);
        warmUp.close();
        await(() -> !warmUp.isAlive());
        assertThat(POOLED).containsOnly("warm-up");
    }

    @Test
    void poolsTheFirstTensor() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Files.write(in.resolve("a.npy"), Npy.write(Tensor.of(new float[64], 1, 8, 8)));
        Files.writeString(in.resolve("b.npy"), "not looked at");
        WarmUp warmUp = warmUp("npy", in, "max_pool2d: {kernel_size: 2}");
        await(() -> POOLED.size() > 10);
        warmUp.close();
        await(() -> !warmUp.isAlive());
        assertThat(POOLED).containsOnly("a.npy");
    }

    @Test
    void endsByItselfWhereTheFirstTensorCannotBeRead() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path gone = Files.write(in.resolve("a.npy"), Npy.write(Tensor.of(new float[64], 1, 8, 8)));
        Plan plan = plan("npy", in, "max_pool2d: {kernel_size: 2}");
        Listing listing = Listing.of(plan, new Configuration());
        Files.delete(gone);
        WarmUp warmUp = WarmUp.start(plan, listing, new Configuration());
        await(() -> !warmUp.isAlive());
    }

    private WarmUp warmUp(String format, Path input, String step) throws Exception {
        POOLED.clear();
        Plan plan = Planted.in(plan(format, input, step), context -> POOLED.add(context.id()));
        return WarmUp.start(plan, Listing.of(plan, new Configuration()), new Configuration());
    }

    private Plan plan(String format, Path input, String step) throws Exception {
        return JobFile.read(
                Files.writeString(
                        folder.resolve("job.yaml"), """
                        input: {format: %s, path: %s}
                        steps: [{%s}]
                        outputs: {pooled: []}
                        output: {path: %s}
                        """.formatted(format, input, step, folder.resolve("out"))),
                List.of());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
