package io.tarn.pool;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The largest element of windows of one size at pseudo-random places ({@code fractional_max_pool2d} and
 * {@code fractional_max_pool3d}; Graham, arXiv:1412.6071): with alpha = (in - kernel) / (out - 1) and a sample s in
 * [0, 1) per channel and dimension, window i starts at int((i + s) * alpha) - int(s * alpha), the last one at
 * in - kernel, all in the input's precision. Floating types.
 *
 * @param outputSize null where {@code outputRatio} gives int(in * ratio)
 * @param outputRatio one per dimension, or null
 * @param samples one row per channel, (width, height) or (time, height, width), or null to draw them
 * @param seed what samples are drawn with, together with the image's id: see {@link FractionalSamples}
 * @param indices {@link Indices#NONE} or {@link Indices#ROW_MAJOR}
 */
public record FractionalMaxPool(
        Sizes kernel,
        Sizes outputSize,
        List<Double> outputRatio,
        List<List<Double>> samples,
        long seed,
        Indices indices)
        implements PoolSpec {
    static final List<Operator> OPERATORS =
            IntStream.rangeClosed(2, 3).mapToObj(FractionalMaxPool::operator).toList();

    public FractionalMaxPool {
        String name = name(kernel);
        int rank = kernel.rank();
        Frame.of(kernel).check(name);
        if ((outputSize == null) == (outputRatio == null)) {
            throw new SpecException("output_size", name + ": give output_size or output_ratio, and not both");
        }
        for (int i = 0; outputSize != null && i < rank; i++) {
            if (outputSize.at(i) < 1) {
                throw new SpecException(
                        "output_size", name + ": output_size must be at least 1, not " + outputSize.at(i));
            }
        }
        if (outputRatio != null) {
            outputRatio = List.copyOf(outputRatio);
            for (double ratio : outputRatio) {
                if (!(ratio > 0 && ratio < 1)) {
                    throw new SpecException(
                            "output_ratio", name + ": output_ratio must be between 0 and 1, not " + ratio);
                }
            }
        }
        if (samples != null) {
            samples = samples.stream().map(List::copyOf).toList();
            for (List<Double> row : samples) {
                if (row.size() != rank) {
                    throw new SpecException(
                            "random_samples",
                            name + ": random_samples has a row of " + row.size() + "; each channel's row has " + rank);
                }
                for (double sample : row) {
                    if (!(sample >= 0 && sample < 1)) {
                        throw new SpecException(
                                "random_samples", name + ": random_samples must be from 0 to below 1, not " + sample);
                    }
                }
            }
        }
    }

    private static Operator operator(int rank) {
        String sizes = FrameArgs.perDimension(rank);
        String row = rank == 2 ? "[width, height]" : "[depth, height, width]";
        return new Operator(
                "fractional_max_pool" + rank + "d",
                "the largest element of windows at pseudo-random places; floating types",
                "torch.nn.functional; Graham, arXiv:1412.6071",
                List.of(
                        Arg.required("kernel_size", sizes, "taps of a window"),
                        Arg.optional("output_size", sizes, "none", "the output's size; give this or output_ratio"),
                        Arg.optional(
                                "output_ratio",
                                sizes.replace("int", "number"),
                                "none",
                                "the output's size as a part of the input's, between 0 and 1, in place of output_size"),
                        Arg.optional(
                                "random_samples",
                                "list of " + row,
                                "drawn",
                                "a row per channel, each from 0 to below 1; in PyTorch's order, which in 2-D has the width first"),
                        Arg.optional(
                                "seed",
                                "int",
                                "0",
                                "draws the samples together with the image's id, so that an image's windows are the same in every run; not with random_samples"),
                        FrameArgs.RETURN_INDICES),
                args -> parse(args, rank));
    }

    private static FractionalMaxPool parse(Args args, int rank) {
        if (args.has("random_samples") && args.has("seed")) {
            throw args.refuse("seed", "draws random_samples, and they are given; leave one of them out");
        }
        return new FractionalMaxPool(
                Sizes.of(args.sizes("kernel_size", rank)),
                args.has("output_size") ? Sizes.of(args.sizes("output_size", rank)) : null,
                args.has("output_ratio") ? ratios(args, rank) : null,
                args.has("random_samples") ? samples(args) : null,
                args.whole("seed", 0),
                args.flag("return_indices") ? Indices.ROW_MAJOR : Indices.NONE);
    }

    private static List<Double> ratios(Args args, int rank) {
        double[] given = args.numbers("output_ratio");
        if (given.length != rank && given.length != 1) {
            throw args.refuse("output_ratio", "must be a number or " + rank + " numbers, one per dimension");
        }
        return IntStream.range(0, rank)
                .mapToObj(i -> given[given.length == 1 ? 0 : i])
                .toList();
    }

    private static List<List<Double>> samples(Args args) {
        List<List<Double>> rows = new ArrayList<>();
        for (Object row : args.list("random_samples")) {
            if (!(row instanceof List<?> list) || !list.stream().allMatch(each -> each instanceof Number)) {
                throw args.refuse("random_samples", "must be a list of numbers for each channel, not " + row);
            }
            rows.add(list.stream().map(each -> ((Number) each).doubleValue()).toList());
        }
        return rows;
    }

    private static String name(Sizes kernel) {
        return "fractional_max_pool" + kernel.rank() + "d";
    }

    @Override
    public String name() {
        return name(kernel);
    }

    @Override
    public boolean returnsIndices() {
        return indices != Indices.NONE;
    }

    @Override
    public TensorType outputType(TensorType input) {
        Shape shape = Inputs.shape(name(), kernel.rank(), Inputs.FLOATING, input);
        if (samples != null && shape.size(0) != Shape.UNKNOWN && shape.size(0) != samples.size()) {
            throw new SpecException(
                    "random_samples",
                    name() + ": random_samples has " + samples.size() + (samples.size() == 1 ? " row" : " rows")
                            + " and the input " + shape.size(0) + (shape.size(0) == 1 ? " channel" : " channels")
                            + "; give one row per channel");
        }
        for (int i = 0; i < kernel.rank(); i++) {
            shape = shape.with(1 + i, outputSize(i, shape.size(1 + i)));
        }
        TensorType output = input.withShape(shape);
        return returnsIndices() ? output.withIndices(shape) : output;
    }

    private int outputSize(int i, int in) {
        if (in == Shape.UNKNOWN) {
            return outputSize == null ? Shape.UNKNOWN : outputSize.at(i);
        }
        int out = outputSize == null ? (int) (in * outputRatio.get(i)) : outputSize.at(i);
        String argument = outputSize == null ? "output_ratio" : "output_size";
        String dimension = Frame.dimension(kernel.rank(), i);
        if (out < 1) {
            throw new SpecException(
                    argument,
                    name() + ": output_ratio " + outputRatio.get(i) + " leaves nothing of " + dimension + " " + in
                            + "; use at least " + (1.0 / in));
        }
        // PyTorch's 3-D limit is strict.
        int most = in - kernel.at(i) + (kernel.rank() == 2 ? 1 : 0);
        if (out > most) {
            throw new SpecException(
                    argument,
                    name() + ": an output of " + out + " with kernel_size " + kernel.at(i) + " does not fit into "
                            + dimension + " " + in + "; use at most " + Math.max(0, most));
        }
        return out;
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        Shape output = outputType(input).shape();
        FractionalSamples drawn = new FractionalSamples(samples, seed, kernel.rank(), input.dtype());
        return Widened.bind(
                input,
                workspace,
                (type, target) -> new Fractional(this, drawn, type, target.tensor(type.dtype(), output)));
    }
}
