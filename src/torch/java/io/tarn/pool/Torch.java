package io.tarn.pool;

import static org.bytedeco.pytorch.global.torch.*;

import io.tarn.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;

/**
 * PyTorch's own pooling under the names and arguments of job files. What {@code torch.nn.functional} does in Python
 * around the native operators is repeated here.
 */
final class Torch {
    private final int rank;
    private final Map<String, ?> args;
    private final Tensor input;

    private Torch(int rank, Map<String, ?> args, Tensor input) {
        this.rank = rank;
        this.args = args;
        this.input = input;
    }

    /**
     * What PyTorch makes of it.
     *
     * @throws RuntimeException if PyTorch refuses
     */
    static Pooled pool(
            String operator, Map<String, ?> args, io.tarn.tensor.Tensor input, io.tarn.tensor.Tensor indices) {
        int rank = operator.charAt(operator.length() - 2) - '0';
        Torch torch = new Torch(rank, args, TorchTensors.toTorch(input));
        Tensor[] pooled =
                switch (operator.substring(0, operator.length() - 2)) {
                    case "max_pool" -> torch.maxPool();
                    case "avg_pool" -> new Tensor[] {torch.average(torch.input, torch.flag("count_include_pad", true))};
                    case "lp_pool" -> new Tensor[] {torch.norm()};
                    case "adaptive_max_pool" -> torch.adaptiveMax();
                    case "adaptive_avg_pool" -> new Tensor[] {torch.adaptiveAverage()};
                    case "max_unpool" -> new Tensor[] {torch.unpool(TorchTensors.toTorch(indices))};
                    case "fractional_max_pool" -> torch.fractional(input.dtype());
                    default -> throw new AssertionError(operator);
                };
        io.tarn.tensor.Tensor positions =
                torch.flag("return_indices", false) ? TorchTensors.toTarn(pooled[1], DType.INT64) : null;
        return new Pooled(TorchTensors.toTarn(pooled[0], input.dtype()), positions);
    }

    private Tensor[] maxPool() {
        long[] kernel = sizes("kernel_size", null);
        long[] stride = sizes("stride", kernel);
        long[] padding = sizes("padding", all(0));
        long[] dilation = sizes("dilation", all(1));
        boolean ceil = flag("ceil_mode", false);
        if (flag("return_indices", false)) {
            return both(
                    switch (rank) {
                        case 1 -> max_pool1d_with_indices(input, kernel, stride, padding, dilation, ceil);
                        case 2 -> max_pool2d_with_indices(input, kernel, stride, padding, dilation, ceil);
                        default -> max_pool3d_with_indices(input, kernel, stride, padding, dilation, ceil);
                    });
        }
        return new Tensor[] {
            switch (rank) {
                case 1 -> max_pool1d(input, kernel, stride, padding, dilation, ceil);
                case 2 -> max_pool2d(input, kernel, stride, padding, dilation, ceil);
                default -> max_pool3d(input, kernel, stride, padding, dilation, ceil);
            }
        };
    }

    private Tensor average(Tensor values, boolean countPadding) {
        long[] kernel = sizes("kernel_size", null);
        long[] stride = sizes("stride", kernel);
        long[] padding = sizes("padding", all(0));
        boolean ceil = flag("ceil_mode", false);
        LongOptional divisor = args.get("divisor_override") instanceof Integer given
                ? new LongOptional(given.longValue())
                : new LongOptional();
        return switch (rank) {
            case 1 -> avg_pool1d(values, kernel, stride, padding, ceil, countPadding);
            case 2 -> avg_pool2d(values, kernel, stride, padding, ceil, countPadding, divisor);
            default -> avg_pool3d(values, kernel, stride, padding, ceil, countPadding, divisor);
        };
    }

    private Tensor norm() {
        double p = ((Number) args.get("norm_type")).doubleValue();
        Tensor mean = average(pow(input, new Scalar(p)), true);
        long taps = Arrays.stream(sizes("kernel_size", null)).reduce(1, (a, b) -> a * b);
        return pow(mul(mul(sign(mean), relu(mean.abs())), new Scalar(taps)), new Scalar(1 / p));
    }

    private Tensor[] adaptiveMax() {
        long[] size = adaptiveSize();
        return both(
                switch (rank) {
                    case 1 -> adaptive_max_pool1d(input, size);
                    case 2 -> adaptive_max_pool2d(input, size);
                    default -> adaptive_max_pool3d(input, size);
                });
    }

    private Tensor adaptiveAverage() {
        long[] size = adaptiveSize();
        return switch (rank) {
            case 1 -> adaptive_avg_pool1d(input, size);
            case 2 -> adaptive_avg_pool2d(input, size);
            default -> adaptive_avg_pool3d(input, size);
        };
    }

    /** As {@code _list_with_default}: null keeps the input's size. */
    private long[] adaptiveSize() {
        return args.get("output_size") instanceof List<?> each
                ? list(each, (size, i) -> size == null ? input.size(1 + i) : ((Number) size).longValue())
                : sizes("output_size", null);
    }

    /** As {@code _unpool_output_size}, and a 1-D unpool is a 2-D one of width 1. */
    private Tensor unpool(Tensor indices) {
        long[] kernel = sizes("kernel_size", null);
        long[] stride = sizes("stride", kernel);
        long[] padding = sizes("padding", all(0));
        long[] output = new long[rank];
        Arrays.setAll(output, i -> (input.size(1 + i) - 1) * stride[i] - 2 * padding[i] + kernel[i]);
        long[] given = sizes("output_size", output);
        for (int i = 0; i < rank; i++) {
            if (given[i] <= output[i] - stride[i] || given[i] >= output[i] + stride[i]) {
                throw new IllegalArgumentException("invalid output_size " + given[i] + " for " + output[i]);
            }
        }
        return switch (rank) {
            case 1 ->
                max_unpool2d(input.unsqueeze(-1), indices.unsqueeze(-1), new long[] {given[0], 1})
                        .squeeze(-1);
            case 2 -> max_unpool2d(input, indices, given);
            default -> max_unpool3d(input, indices, given, stride, padding);
        };
    }

    private Tensor[] fractional(DType dtype) {
        long[] kernel = sizes("kernel_size", null);
        long[] size = args.get("output_ratio") instanceof List<?> ratios
                ? list(ratios, (ratio, i) -> (long) (input.size(1 + i) * (Double) ratio))
                : sizes("output_size", null);
        List<?> rows = (List<?>) args.get("random_samples");
        double[] samples = rows.stream()
                .flatMap(row -> ((List<?>) row).stream())
                .mapToDouble(each -> (Double) each)
                .toArray();
        Tensor random = TorchTensors.toTorch(Tensors.of(dtype, io.tarn.tensor.Shape.of(1, rows.size(), rank), samples));
        Tensor batch = input.unsqueeze(0);
        Tensor[] pooled = both(
                rank == 2
                        ? fractional_max_pool2d(batch, kernel, size, random)
                        : fractional_max_pool3d(batch, kernel, size, random));
        return new Tensor[] {pooled[0].squeeze(0), pooled[1].squeeze(0)};
    }

    private static Tensor[] both(T_TensorTensor_T pair) {
        return new Tensor[] {pair.get0(), pair.get1()};
    }

    private boolean flag(String name, boolean byDefault) {
        return args.get(name) instanceof Boolean given ? given : byDefault;
    }

    private long[] sizes(String name, long[] byDefault) {
        Object given = args.get(name);
        if (given instanceof List<?> each) {
            return list(each, (size, i) -> ((Number) size).longValue());
        }
        return given == null ? byDefault : all(((Number) given).longValue());
    }

    private long[] all(long size) {
        long[] sizes = new long[rank];
        Arrays.fill(sizes, size);
        return sizes;
    }

    private interface SizeOf {
        long at(Object given, int dimension);
    }

    private static long[] list(List<?> given, SizeOf size) {
        long[] sizes = new long[given.size()];
        Arrays.setAll(sizes, i -> size.at(given.get(i), i));
        return sizes;
    }
}
