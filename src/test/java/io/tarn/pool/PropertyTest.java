package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every configuration, tried on random ones; a failure names its seed. */
class PropertyTest {
    private static final int CONFIGURATIONS = 300;

    /** A frame and an input shape that it fits. */
    private record Configuration(Frame frame, Shape shape) {
        static Configuration random(Random random) {
            while (true) {
                int rank = 1 + random.nextInt(3);
                int[] shape = new int[rank + 1];
                int[] kernel = new int[rank];
                int[] stride = new int[rank];
                int[] before = new int[rank];
                int[] after = new int[rank];
                int[] dilation = new int[rank];
                shape[0] = 1 + random.nextInt(3);
                boolean sides = random.nextInt(3) == 0;
                for (int i = 0; i < rank; i++) {
                    shape[1 + i] = 1 + random.nextInt(rank == 3 ? 7 : 14);
                    kernel[i] = 1 + random.nextInt(4);
                    stride[i] = 1 + random.nextInt(4);
                    dilation[i] = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1;
                    before[i] = random.nextInt(1 + (sides ? dilation[i] * (kernel[i] - 1) : kernel[i] / 2));
                    after[i] = sides ? random.nextInt(1 + dilation[i] * (kernel[i] - 1)) : before[i];
                }
                Padding padding = sides
                        ? Padding.eachSide(Sizes.of(before), Sizes.of(after))
                        : Padding.bothSides(Sizes.of(before));
                Frame frame = new Frame(
                        Sizes.of(kernel),
                        Sizes.of(stride),
                        padding,
                        Sizes.of(dilation),
                        Rounding.values()[random.nextInt(2)]);
                try {
                    Shape in = Shape.of(shape);
                    new AvgPool(frame, AvgPool.Counted.INPUT_ONLY, null)
                            .outputType(TensorType.tensor(DType.FLOAT32, in));
                    return new Configuration(frame, in);
                } catch (SpecException doesNotFit) {
                    // Another one.
                }
            }
        }

        Shape output() {
            return new MaxPool(frame, Indices.NONE)
                    .outputType(TensorType.tensor(DType.FLOAT32, shape))
                    .shape();
        }
    }

    private static Tensor random(Random random, DType dtype, Shape shape) {
        Tensor tensor = Tensor.zeros(dtype, shape);
        double[] special = {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0, -0.0, 1};
        boolean withSpecial = dtype.isFloating() && random.nextInt(4) == 0;
        for (int i = 0; i < tensor.length(); i++) {
            double value =
                    dtype.isFloating() ? random.nextGaussian() : random.nextInt(200) - (dtype == DType.UINT8 ? 0 : 100);
            Tensors.set(tensor, i, withSpecial && random.nextInt(6) == 0 ? special[random.nextInt(6)] : value);
        }
        return tensor;
    }

    @ParameterizedTest
    @EnumSource
    void maximaAreThoseOfTheDefinition(DType dtype) {
        for (int seed = 0; seed < CONFIGURATIONS; seed++) {
            Random random = new Random(seed);
            Configuration each = Configuration.random(random);
            Tensor input = random(random, dtype, each.shape);
            Pooled expected = new Naive(input, each.frame, each.output()).max();
            Pooled actual = Tensors.pool(new MaxPool(each.frame, Indices.ROW_MAJOR), input);
            Tensors.assertSame(actual.values(), expected.values());
            for (int i = 0; i < expected.indices().length(); i++) {
                long index = expected.indices().longs()[i];
                assertThat(actual.indices().longs()[i])
                        .as("seed %d", seed)
                        .matches(found -> index < 0 || found == index);
            }
            Tensors.assertSame(
                    Tensors.pool(new MaxPool(each.frame, Indices.NONE), input).values(), expected.values());
        }
    }

    @ParameterizedTest
    @EnumSource
    void minimaAreMirroredMaxima(DType dtype) {
        for (int seed = 0; seed < CONFIGURATIONS / 3; seed++) {
            Random random = new Random(seed);
            Configuration each = Configuration.random(random);
            Tensor input = random(random, dtype, each.shape);
            Tensor least = Tensors.pool(new MinPool(each.frame), input).values();
            Tensor most = Tensors.pool(new MaxPool(each.frame, Indices.NONE), Tensors.mirrored(input))
                    .values();
            assertThat(Tensors.values(Tensors.mirrored(least)))
                    .as("seed %d", seed)
                    .containsExactly(Tensors.values(most));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64", "INT64", "UINT8"})
    void averagesAreThoseOfTheDefinition(DType dtype) {
        for (int seed = 0; seed < CONFIGURATIONS; seed++) {
            Random random = new Random(seed);
            Configuration each = Configuration.random(random);
            Tensor input = random(random, dtype, each.shape);
            AvgPool.Counted counted = AvgPool.Counted.values()[random.nextInt(2)];
            Integer divisor = random.nextInt(4) == 0 ? (Integer) (random.nextInt(5) - 7) : null;
            Tensor expected =
                    new Naive(input, each.frame, each.output()).average(counted, divisor == null ? 0 : divisor);
            Tensor actual = Tensors.pool(new AvgPool(each.frame, counted, divisor), input)
                    .values();
            assertThat(Tensors.values(actual)).as("seed %d", seed).containsExactly(Tensors.values(expected));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
    void unpoolingRestoresTheMaxima(DType dtype) {
        for (int seed = 0; seed < CONFIGURATIONS; seed++) {
            Random random = new Random(seed);
            int rank = 1 + random.nextInt(3);
            int kernel = 1 + random.nextInt(3);
            int[] shape = new int[rank + 1];
            shape[0] = 1 + random.nextInt(3);
            for (int i = 1; i <= rank; i++) {
                shape[i] = kernel + random.nextInt(8);
            }
            Tensor input = random(new Random(seed), dtype, Shape.of(shape));
            Map<String, Object> args = Map.of("kernel_size", kernel, "return_indices", true);
            Pooled pooled = Pools.pool("max_pool" + rank + "d", args, input);
            int[] size = Arrays.copyOfRange(shape, 1, shape.length);
            Map<String, Object> back = Map.of(
                    "kernel_size",
                    kernel,
                    "output_size",
                    Arrays.stream(size).boxed().toList());
            Tensor restored = Pools.pool("max_unpool" + rank + "d", back, pooled.values(), pooled.indices())
                    .values();
            int inPlane = input.length() / shape[0];
            int outPlane = pooled.values().length() / shape[0];
            double[] expected = new double[input.length()];
            for (int o = 0; o < pooled.values().length(); o++) {
                int at = o / outPlane * inPlane + (int) pooled.indices().longs()[o];
                expected[at] = input.valueAt(at);
            }
            assertThat(Tensors.values(restored)).as("seed %d", seed).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"max", "avg", "lp", "min", "sum"})
    void movingTheInputByTheStrideMovesTheOutput(String family) {
        for (int seed = 0; seed < CONFIGURATIONS / 3; seed++) {
            Random random = new Random(seed);
            int stride = 1 + random.nextInt(3);
            int kernel = 1 + random.nextInt(4);
            Tensor input = random(random, DType.FLOAT32, Shape.of(2, 12, 15));
            Tensor moved = Tensor.zeros(DType.FLOAT32, Shape.of(2, 12, 15 - stride));
            for (int row = 0; row < 24; row++) {
                System.arraycopy(input.floats(), row * 15 + stride, moved.floats(), row * (15 - stride), 15 - stride);
            }
            Map<String, Object> args = family.equals("lp")
                    ? Map.of("kernel_size", kernel, "stride", stride, "norm_type", 2)
                    : Map.of("kernel_size", kernel, "stride", stride);
            Tensor whole = Pools.pool(family + "_pool2d", args, input).values();
            Tensor part = Pools.pool(family + "_pool2d", args, moved).values();
            int width = whole.shape().size(2);
            int partWidth = part.shape().size(2);
            assertThat(partWidth).isEqualTo(width - 1);
            for (int i = 0; i < part.length(); i++) {
                assertThat(part.floats()[i]).as("seed %d", seed).isEqualTo((Float)
                        whole.floats()[i / partWidth * width + 1 + i % partWidth]);
            }
        }
    }

    /** The last window is the last that starts inside the input (or its padding before) and has something to take. */
    @ParameterizedTest
    @EnumSource(names = {"FLOOR", "CEIL"})
    void outputSizesAreThoseOfEnumeration(Rounding rounding) {
        for (int in = 1; in <= 12; in++) {
            for (int kernel = 1; kernel <= 5; kernel++) {
                for (int stride = 1; stride <= 5; stride++) {
                    for (int padding = 0; padding <= kernel / 2; padding++) {
                        for (int dilation = 1; dilation <= 3; dilation++) {
                            Frame frame = new Frame(
                                    Sizes.of(kernel),
                                    Sizes.of(stride),
                                    Padding.bothSides(Sizes.of(padding)),
                                    Sizes.of(dilation),
                                    rounding);
                            int expected = enumerated(in, kernel, stride, padding, dilation, rounding);
                            assertThat(outputSize(frame, in))
                                    .as("%s over %d", frame, in)
                                    .isEqualTo(expected);
                        }
                    }
                }
            }
        }
    }

    private static int outputSize(Frame frame, int in) {
        try {
            return frame.outputSize("max_pool1d", 0, in);
        } catch (SpecException none) {
            return 0;
        }
    }

    private static int enumerated(int in, int kernel, int stride, int padding, int dilation, Rounding rounding) {
        int windows = 0;
        int reach = dilation * (kernel - 1) + 1;
        for (int start = -padding; start < in + padding; start += stride) {
            boolean whole = start + reach <= in + padding;
            // A partial window is what a whole one less than a stride earlier left over.
            boolean partial = start - stride + reach < in + padding && start < in;
            windows += whole || (rounding == Rounding.CEIL && partial) ? 1 : 0;
        }
        return windows;
    }
}
