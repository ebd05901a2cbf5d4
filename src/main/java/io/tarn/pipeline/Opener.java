package io.tarn.pipeline;

import io.tarn.image.Decoder;
import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.op.TensorType;
import io.tarn.plan.Plan;
import io.tarn.tensor.Npy;
import io.tarn.tensor.NpyException;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.Arrays;

/** Makes the first tensor of an item's bytes. */
interface Opener {
    /**
     * @throws ImageException if the bytes are not what the format says
     */
    Tensor open(EncodedImage image, Context context);

    TensorType type(Tensor opened, Context context);

    /** The step's name in statistics and errors. */
    String step();

    String kernel();

    static Opener of(Plan.Input input) {
        return switch (input.holds()) {
            case IMAGES -> new Images(new Decoder(input.decode()));
            case TENSORS -> new Npys();
        };
    }

    /** Encoded images. */
    record Images(Decoder decoder, Workspace workspace) implements Opener {
        Images(Decoder decoder) {
            this(decoder, new Workspace());
        }

        @Override
        public Tensor open(EncodedImage image, Context context) {
            if (image.opened() != null) {
                return decoder.convert(image.opened(), workspace);
            }
            return decoder.decode(image.bytes(), image.length(), workspace, context);
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
    }

    /** npy files. */
    record Npys() implements Opener {
        @Override
        public Tensor open(EncodedImage image, Context context) {
            if (image.opened() != null) {
                return image.opened();
            }
            try {
                return Npy.read(Arrays.copyOf(image.bytes(), image.length()));
            } catch (NpyException refused) {
                throw new ImageException(refused.error(), refused.getMessage(), refused);
            }
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
