package io.tarn.pipeline;

import io.tarn.image.DecodeOptions;
import io.tarn.image.DecodedFrames;
import io.tarn.image.Decoder;
import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.op.TensorType;
import io.tarn.plan.Plan;
import io.tarn.tensor.Npy;
import io.tarn.tensor.NpyException;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.function.Supplier;

/** Makes the first tensor of an item's bytes, or of each frame in it. */
interface Opener extends AutoCloseable {
    /** What is in the item, one after another. */
    DecodedFrames open(EncodedImage image);

    /** True where an item can hold several rows, so that each has a number in its id. */
    boolean numbers();

    TensorType type(Tensor opened, Context context);

    /** The step's name in statistics and errors. */
    String step();

    String kernel();

    /** Gives back what it holds outside the heap. */
    @Override
    default void close() {}

    static Opener of(Plan.Input input) {
        return switch (input.holds()) {
            case IMAGES ->
                new Images(
                        new Decoder(input.decode()),
                        new Workspace(),
                        input.decode().frames() == DecodeOptions.Frames.ALL);
            case TENSORS -> new Npys(new Workspace());
        };
    }

    private static DecodedFrames once(Supplier<Tensor> frame) {
        boolean[] done = new boolean[1];
        return context -> {
            if (done[0]) {
                return null;
            }
            done[0] = true;
            return frame.get();
        };
    }

    /** Encoded images. */
    record Images(Decoder decoder, Workspace workspace, boolean numbers) implements Opener {
        @Override
        public DecodedFrames open(EncodedImage image) {
            if (image.opened() != null) {
                return once(() -> decoder.convert(image.opened(), workspace));
            }
            return decoder.frames(image.bytes(), image.length(), workspace);
        }

        @Override
        public TensorType type(Tensor opened, Context context) {
            return TensorType.image(opened.dtype(), opened.shape()).withOrientation(context.orientation());
        }

        @Override
        public String step() {
            return "decode";
        }

        @Override
        public String kernel() {
            return decoder.kernel();
        }

        @Override
        public void close() {
            decoder.close();
        }
    }

    /** npy files. */
    record Npys(Workspace workspace) implements Opener {
        @Override
        public DecodedFrames open(EncodedImage image) {
            return once(() -> read(image));
        }

        private Tensor read(EncodedImage image) {
            if (image.opened() != null) {
                return image.opened();
            }
            try {
                return Npy.read(image.bytes(), image.length(), workspace);
            } catch (NpyException refused) {
                throw new ImageException(refused.error(), refused.getMessage(), refused);
            }
        }

        @Override
        public boolean numbers() {
            return false;
        }

        @Override
        public TensorType type(Tensor opened, Context context) {
            return TensorType.tensor(opened.dtype(), opened.shape());
        }

        @Override
        public String step() {
            return "read_npy";
        }

        @Override
        public String kernel() {
            return "java";
        }
    }
}
