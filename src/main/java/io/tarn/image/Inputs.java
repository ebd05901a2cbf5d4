package io.tarn.image;

import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What steps ask of what comes in. */
final class Inputs {
    private Inputs() {}

    /** The shape of an image, [height, width, channels]; refuses a tensor. */
    static Shape image(String step, TensorType input) {
        if (!input.isImage()) {
            throw new SpecException(step + " takes an image, and this is a tensor, " + input
                    + "; put it before to_tensor or pil_to_tensor");
        }
        return input.shape() == null ? Shape.of(Shape.UNKNOWN, Shape.UNKNOWN, Shape.UNKNOWN) : input.shape();
    }

    /** The same; refuses samples that are not bytes, too. */
    static Shape bytes(String step, TensorType input, String remedy) {
        Shape shape = image(step, input);
        if (input.dtype() != null && input.dtype() != DType.UINT8) {
            throw new SpecException(step + " takes uint8 images, not " + input + "; " + remedy);
        }
        return shape;
    }

    /** The same; refuses samples that no file has: they are bytes, or ints in mode I. */
    static Shape samples(String step, TensorType input, String remedy) {
        Shape shape = image(step, input);
        if (input.dtype() != null && input.dtype() != DType.UINT8 && input.dtype() != DType.INT32) {
            throw new SpecException(step + " takes uint8 and int32 images, not " + input + "; " + remedy);
        }
        return shape;
    }

    /** Refuses an image. */
    static void tensor(String step, TensorType input) {
        if (input.isImage()) {
            throw new SpecException(
                    step + " takes a tensor, and this is still an image, " + input + "; put to_tensor before it");
        }
    }

    /** Refuses an image, and a tensor of integers. */
    static void floats(String step, TensorType input) {
        tensor(step, input);
        if (input.dtype() != null && !input.dtype().isFloating()) {
            throw new SpecException(
                    step + " takes floating point, not " + input + "; use to_tensor, which scales to 0..1");
        }
    }

    /** A tensor's channels, which may be unknown while planning; refuses one without. */
    static int channels(String step, TensorType input) {
        if (input.shape() == null) {
            return Shape.UNKNOWN;
        }
        if (input.shape().rank() == 0) {
            throw new SpecException(
                    step + " takes a tensor with channels, [C, ...], not the single number of " + input);
        }
        return input.shape().size(0);
    }

    /** The names of the dimensions, as roll takes them. */
    static List<String> dimensions(TensorType input) {
        if (input.isImage()) {
            return List.of("height", "width", "channels");
        }
        int rank = input.shape() == null ? 3 : input.shape().rank();
        return switch (rank) {
            case 0 -> List.of();
            case 1 -> List.of("channels");
            case 2 -> List.of("channels", "width");
            case 3 -> List.of("channels", "height", "width");
            case 4 -> List.of("channels", "depth", "height", "width");
            default -> {
                List<String> names = new ArrayList<>(List.of("channels"));
                IntStream.range(1, rank - 2).forEach(i -> names.add("dimension " + i));
                names.addAll(List.of("height", "width"));
                yield names;
            }
        };
    }
}
