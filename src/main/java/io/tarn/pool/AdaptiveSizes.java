package io.tarn.pool;

import io.tarn.kernel.Regions;
import io.tarn.kernel.Span;
import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import java.util.List;
import java.util.Objects;

/** The output sizes of adaptive pools, of which any may be {@link Sizes#KEEP}. */
final class AdaptiveSizes {
    private AdaptiveSizes() {}

    static Arg arg(int rank) {
        String each = rank == 1 ? "int or null" : FrameArgs.perDimension(rank);
        return Arg.required(
                "output_size",
                each,
                rank == 1
                        ? "the output's size; null keeps the input's"
                        : "the output's size; null in place of an int keeps the input's");
    }

    static Sizes parse(Args args, int rank) {
        Object given = args.raw("output_size");
        if (!(given instanceof List<?> list) || list.stream().noneMatch(Objects::isNull)) {
            Sizes sizes = Sizes.of(args.sizes("output_size", rank));
            for (int i = 0; i < rank; i++) {
                if (sizes.at(i) < 1) {
                    throw args.refuse(
                            "output_size", "must be at least 1, not " + sizes.at(i) + "; null keeps the input's size");
                }
            }
            return sizes;
        }
        if (list.size() != rank) {
            throw args.refuse("output_size", "must be an int or " + rank + " ints or nulls, not " + list);
        }
        int[] sizes = new int[rank];
        for (int i = 0; i < rank; i++) {
            if (list.get(i) == null) {
                sizes[i] = Sizes.KEEP;
            } else if (list.get(i) instanceof Number size
                    && size.doubleValue() == size.intValue()
                    && size.intValue() >= 0) {
                sizes[i] = size.intValue();
            } else {
                throw args.refuse("output_size", "must be ints or nulls, not " + list);
            }
        }
        return Sizes.of(sizes);
    }

    static void check(String operator, Sizes outputSize) {
        for (int i = 0; i < outputSize.rank(); i++) {
            if (outputSize.at(i) < 1 && outputSize.at(i) != Sizes.KEEP) {
                throw new SpecException(
                        "output_size",
                        operator + ": output_size must be at least 1, not " + outputSize.at(i)
                                + "; null keeps the input's size");
            }
        }
    }

    static Shape outputShape(String operator, Sizes outputSize, TensorType input) {
        Shape shape = Inputs.shape(operator, outputSize.rank(), Inputs.FLOATING, input);
        for (int i = 0; i < outputSize.rank(); i++) {
            if (outputSize.at(i) != Sizes.KEEP) {
                shape = shape.with(1 + i, outputSize.at(i));
            }
        }
        return shape;
    }

    /** The regions that lead from one shape, [C, ...], to the other. */
    static Regions regions(Shape input, Shape output) {
        Span[] spans = {Span.SINGLE, Span.SINGLE, Span.SINGLE};
        int rank = input.rank() - 1;
        for (int i = 0; i < rank; i++) {
            spans[3 - rank + i] = Span.adaptive(input.size(1 + i), output.size(1 + i));
        }
        return new Regions(spans[0], spans[1], spans[2]);
    }
}
