package io.tarn.spark;

import io.tarn.pipeline.EncodedImage;
import io.tarn.pipeline.Pipeline;
import io.tarn.plan.Plan;
import io.tarn.spark.source.FileGroup;
import io.tarn.spark.source.Item;
import io.tarn.spark.source.ItemReader;
import io.tarn.spark.source.Listing;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Loads decoders and kernels while Spark starts, where its tasks will run in this process, and pools one image over and
 * over, so that the loops are compiled when the tasks begin. No image of the input is decoded, for one that kills the
 * process must do so in a task, which leaves a note of it.
 */
public final class WarmUp implements AutoCloseable {
    private static final int HEIGHT = 384;
    private static final int WIDTH = 512;

    private final Plan plan;
    private final Listing listing;
    private final Configuration conf;
    private final Thread thread = new Thread(this::run, "tarn warm-up");
    private volatile boolean done;

    private WarmUp(Plan plan, Listing listing, Configuration conf) {
        this.plan = plan;
        this.listing = listing;
        this.conf = conf;
    }

    /** Begins, until it is closed. */
    public static WarmUp start(Plan plan, Listing listing, Configuration conf) {
        WarmUp warmUp = new WarmUp(plan, listing, conf);
        warmUp.thread.setDaemon(true);
        warmUp.thread.start();
        return warmUp;
    }

    private void run() {
        try (Pipeline pipeline = new Pipeline(plan)) {
            switch (plan.input().holds()) {
                case IMAGES -> pool(pipeline, anImage());
                case TENSORS -> poolFirstTensor(pipeline);
            }
        } catch (IOException | RuntimeException | OutOfMemoryError told) {
            // by the first task
        }
    }

    private void pool(Pipeline pipeline, EncodedImage image) {
        while (!done) {
            pipeline.process(image);
        }
    }

    private static EncodedImage anImage() {
        Tensor pixels = Tensor.zeros(DType.UINT8, Shape.of(HEIGHT, WIDTH, 3));
        for (int i = 0; i < pixels.length(); i++) {
            pixels.bytes()[i] = (byte) (i * i >> 8);
        }
        return new EncodedImage("warm-up", new byte[0], 0, Map.of(), pixels);
    }

    private void poolFirstTensor(Pipeline pipeline) throws IOException {
        List<Listing.Entry> first = listing.entries().subList(0, 1);
        try (ItemReader reader = ItemReader.of(plan.input(), new FileGroup(first), conf)) {
            Item item = reader.next();
            if (item != null && item.image() != null) {
                pool(pipeline, item.image());
            }
        }
    }

    /** Whether it goes on. */
    boolean isAlive() {
        return thread.isAlive();
    }

    /** Ends it after the image that it is at. */
    @Override
    public void close() {
        done = true;
    }
}
