package io.tarn.pool;

import io.tarn.kernel.Element;
import io.tarn.kernel.Kernel;
import io.tarn.kernel.Pooling;
import io.tarn.kernel.Window;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.Operator;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The largest element of each window ({@code max_pool1d} to {@code max_pool3d}). Every element type. The first of
 * equals wins, NaN beats numbers, padding never wins; a window without a tap inside the input is -inf or the lowest
 * integer.
 */
public record MaxPool(Frame frame, Indices indices) implements PoolSpec {
    static final List<Operator> OPERATORS =
            IntStream.rangeClosed(1, 3).mapToObj(MaxPool::operator).toList();

    public MaxPool {
        frame.check(name(frame));
    }

    private static Operator operator(int rank) {
        return new Operator(
                "max_pool" + rank + "d",
                "the largest element of each window; any element type",
                "torch.nn.functional; ONNX MaxPool",
                FrameArgs.with(rank, FrameArgs.RETURN_INDICES, FrameArgs.STORAGE_ORDER),
                args -> new MaxPool(FrameArgs.frame(args, rank), FrameArgs.indices(args)));
    }

    private static String name(Frame frame) {
        return "max_pool" + frame.rank() + "d";
    }

    @Override
    public String name() {
        return name(frame);
    }

    @Override
    public boolean returnsIndices() {
        return indices != Indices.NONE;
    }

    @Override
    public TensorType outputType(TensorType input) {
        Shape shape = Sliding.outputShape(name(), frame, Inputs.ALL, input);
        TensorType output = input.withShape(shape);
        return switch (indices) {
            case NONE -> output;
            case ROW_MAJOR -> output.withIndices(shape);
            case COLUMN_MAJOR -> output.withColumnMajorIndices(shape);
        };
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        Shape shape = outputType(input).shape();
        return Widened.bind(input, workspace, (type, target) -> {
            Window window = frame.window(name(), type.shape());
            Element element = Inputs.element(type.dtype());
            Kernel kernel = returnsIndices() ? Pooling.maxWithIndices(element, window) : Pooling.max(element, window);
            Tensor output = target.tensor(type.dtype(), shape);
            return returnsIndices() ? new Indexed(kernel, window, output) : new Sliding(kernel, output);
        });
    }

    private final class Indexed implements BoundStep {
        private final Kernel kernel;
        private final Window window;
        private final Tensor output;
        private final Tensor positions;

        Indexed(Kernel kernel, Window window, Tensor output) {
            this.kernel = kernel;
            this.window = window;
            this.output = output;
            this.positions = Tensor.zeros(DType.INT64, output.shape());
        }

        @Override
        public Tensor run(Tensor input, Context context) {
            kernel.run(input.array(), output.array(), positions.longs());
            if (indices == Indices.COLUMN_MAJOR) {
                Sliding.toColumnMajor(positions.longs(), positions.length(), window);
            }
            context.indices(positions);
            return output;
        }

        @Override
        public String kernel() {
            return kernel.name();
        }
    }
}
