package io.tarn.plan;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Workspace;
import java.util.List;

/** Small operators. */
final class TestOperators {
    static final List<Operator> ALL = List.of(
            new Operator(
                    "resize",
                    "resizes",
                    "",
                    List.of(
                            Arg.required("size", "[height, width]", "the new size"),
                            Arg.optional("filter", "bilinear | nearest", "bilinear", "how")),
                    args -> new Resize(
                            args.sizes("size", 2)[0],
                            args.sizes("size", 2)[1],
                            args.choice("filter", "bilinear", List.of("bilinear", "nearest")))),
            new Operator("grayscale", "one channel", "", List.of(), args -> new Grayscale()),
            new Operator("to_tensor", "float32", "", List.of(), args -> new ToTensor()),
            new Operator("identity", "the same", "", List.of(), args -> new Identity()),
            new Operator(
                    "roll",
                    "moves",
                    "",
                    List.of(Arg.required("dims", "height or width", "along what")),
                    args -> new Roll(args.text("dims", null))),
            new Operator(
                    "feature_maps",
                    "concatenates",
                    "",
                    List.of(Arg.required("maps", "a list of steps", "each makes channels")),
                    args -> new FeatureMaps(args.steps("maps"))),
            new Operator(
                    "max_pool2d",
                    "the largest",
                    "",
                    List.of(
                            Arg.required("kernel_size", "int", "the window"),
                            Arg.optional("stride", "int", "kernel_size", "how far apart windows are"),
                            Arg.optional("padding", "int", "0", "what is added around"),
                            Arg.optional("return_indices", "true or false", "false", "where it was")),
                    MaxPool::parse));

    record Resize(int height, int width, String filter) implements Unbound {
        @Override
        public TensorType outputType(TensorType input) {
            if (!input.isImage()) {
                throw new SpecException("resize: needs an image");
            }
            return input.withShape(Shape.of(height, width, input.shape().size(2)));
        }
    }

    record Grayscale() implements Unbound {
        @Override
        public TensorType outputType(TensorType input) {
            return input.withShape(input.shape().with(2, 1));
        }
    }

    record ToTensor() implements Unbound {
        @Override
        public TensorType outputType(TensorType input) {
            Shape shape = input.shape();
            return TensorType.tensor(DType.FLOAT32, Shape.of(shape.size(2), shape.size(0), shape.size(1)));
        }
    }

    record Identity() implements Unbound {
        @Override
        public TensorType outputType(TensorType input) {
            return input;
        }
    }

    record Roll(String dims) implements Unbound {
        @Override
        public TensorType outputType(TensorType input) {
            if (dims.equals("depth")) {
                throw new SpecException("dims", "roll: " + input + " has no depth");
            }
            return input;
        }
    }

    record FeatureMaps(List<Step> maps) implements Unbound {
        @Override
        public TensorType outputType(TensorType input) {
            int channels = maps.stream()
                    .mapToInt(map -> map.outputType(input).shape().size(0))
                    .sum();
            return input.withShape(input.shape().with(0, channels));
        }
    }

    record MaxPool(int kernel, int padding, boolean returnsIndices) implements Unbound {
        static MaxPool parse(Args args) {
            int kernel = args.integer("kernel_size");
            int padding = args.integer("padding", 0);
            if (2 * padding > kernel) {
                throw args.refuse(
                        "padding",
                        padding + " is more than half of kernel_size " + kernel + "; use at most " + kernel / 2);
            }
            return new MaxPool(kernel, padding, args.flag("return_indices"));
        }

        @Override
        public TensorType outputType(TensorType input) {
            if (input.isImage()) {
                throw new SpecException("max_pool2d: needs a tensor; add to_tensor before it");
            }
            if (input.shape() == null) {
                return input;
            }
            int height = input.shape().size(1);
            if (height != Shape.UNKNOWN && height + 2 * padding < kernel) {
                throw new SpecException(
                        "kernel_size", "max_pool2d: kernel_size " + kernel + " is larger than " + input);
            }
            return input.withShape(Shape.of(
                    input.shape().size(0), pooled(height), pooled(input.shape().size(2))));
        }

        private int pooled(int size) {
            return size == Shape.UNKNOWN ? size : (size + 2 * padding) / kernel;
        }
    }

    interface Unbound extends Step {
        @Override
        default String name() {
            return getClass().getSimpleName();
        }

        @Override
        default BoundStep bind(TensorType input, Workspace workspace) {
            throw new UnsupportedOperationException();
        }
    }

    private TestOperators() {}
}
