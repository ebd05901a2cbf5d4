package io.tarn.bench;

import io.tarn.tensor.DType;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.LPPool2dOptions;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** PyTorch in this process, on one thread. Loaded where its jars are on the class path only. */
final class Torch {
    private static final InferenceMode INFERENCE = new InferenceMode(true);
    private static final long[] ONES = {1, 1};
    private static final Map<Tensor, org.bytedeco.pytorch.Tensor> COPIES = new HashMap<>();

    private Torch() {}

    static String version() {
        torch.set_num_threads(1);
        try {
            return "PyTorch " + Loader.getVersion("org.bytedeco", "pytorch") + " on " + torch.get_num_threads()
                    + " thread" + (INFERENCE.isNull() ? ", no inference mode" : "");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The same pool over a copy of that input. */
    static Runnable bind(Case each, Tensor input) {
        org.bytedeco.pytorch.Tensor copy = COPIES.computeIfAbsent(input, from -> copy(each, from));
        long[] size = {each.argument("output_size", 0), each.argument("output_size", 0)};
        long[] kernel = {each.argument("kernel_size", 0), each.argument("kernel_size", 0)};
        long[] stride = {each.argument("stride", 0), each.argument("stride", 0)};
        long[] padding = {each.argument("padding", 0), each.argument("padding", 0)};
        boolean counted = !each.args().containsKey("count_include_pad");
        return switch (each.operator()) {
            case "max_pool2d" ->
                each.returnsIndices()
                        ? scoped(() -> torch.max_pool2d_with_indices(copy, kernel, stride, padding, ONES, false))
                        : scoped(() -> torch.max_pool2d(copy, kernel, stride, padding, ONES, false));
            case "avg_pool2d" ->
                scoped(() -> torch.avg_pool2d(copy, kernel, stride, padding, false, counted, new LongOptional()));
            case "adaptive_avg_pool2d" -> scoped(() -> torch.adaptive_avg_pool2d(copy, size));
            case "adaptive_max_pool2d" -> scoped(() -> torch.adaptive_max_pool2d(copy, size));
            case "lp_pool2d" -> {
                LPPool2dOptions options = new LPPool2dOptions(2, new LongPointer(kernel));
                options.stride().put(stride);
                yield scoped(() -> torch.lp_pool2d(copy, options));
            }
            default -> throw new IllegalArgumentException(each.operator());
        };
    }

    private static org.bytedeco.pytorch.Tensor copy(Case each, Tensor input) {
        long[] shape = {each.shape()[0], each.shape()[1], each.shape()[2]};
        if (each.dtype() == DType.UINT8) {
            return torch.from_blob(new BytePointer(input.bytes()), shape, new TensorOptions(torch.ScalarType.Byte))
                    .clone();
        }
        return torch.from_blob(new FloatPointer(input.floats()), shape, new TensorOptions(torch.ScalarType.Float))
                .clone();
    }

    /** Frees what the pool makes, as Python would. */
    private static Runnable scoped(Runnable pool) {
        return () -> {
            try (PointerScope scope = new PointerScope()) {
                pool.run();
            }
        };
    }
}
