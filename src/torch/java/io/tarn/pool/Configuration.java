package io.tarn.pool;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.IntUnaryOperator;

/** One random operator with arguments and an input; the same seed gives the same. One in twenty has an odd argument. */
record Configuration(String operator, Map<String, Object> args, Tensor input, Tensor indices) {
    static Configuration of(long seed) {
        return new Draw(new SplittableRandom(seed)).configuration();
    }

    /** As a job file and a shape. */
    @Override
    public String toString() {
        return operator + ": " + args + " on " + input;
    }

    private static final class Draw {
        private static final DType[] FLOATING = {
            DType.FLOAT32, DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16
        };
        private static final int[] LONGEST = {0, 70, 40, 13};

        /** A number near the least one, where types lose digits. */
        private static final Map<DType, Double> LEAST =
                Map.of(DType.FLOAT32, 1e-44, DType.FLOAT64, 1e-322, DType.FLOAT16, 1e-7, DType.BFLOAT16, 1e-39);

        private static final Map<DType, Double> LARGEST = Map.of(
                DType.FLOAT32, (double) Float.MAX_VALUE,
                DType.FLOAT64, Double.MAX_VALUE,
                DType.FLOAT16, 65504.0,
                DType.BFLOAT16, 0x1.fep127,
                DType.UINT8, 255.0,
                DType.INT8, 127.0,
                DType.INT16, 32767.0,
                DType.INT32, (double) Integer.MAX_VALUE,
                DType.INT64, (double) Long.MAX_VALUE);

        private final SplittableRandom random;
        private final Map<String, Object> args = new LinkedHashMap<>();
        private int rank;

        Draw(SplittableRandom random) {
            this.random = random;
            this.rank = pick(1, 2, 2, 3);
        }

        Configuration configuration() {
            return switch (random.nextInt(10)) {
                case 0, 1 -> max();
                case 2, 3 -> average();
                case 4 -> norm();
                case 5, 6 -> adaptive("avg");
                case 7 -> adaptive("max");
                case 8 -> fractional();
                default -> unpool();
            };
        }

        private Configuration max() {
            DType dtype = pick(DType.values());
            window(true);
            if (chance(2)) {
                args.put("dilation", sizes(i -> between(1, chance(4) ? 7 : 3)));
            }
            if (chance(2)) {
                args.put("return_indices", true);
            }
            return made("max_pool", tensor(dtype, shape()));
        }

        private Configuration average() {
            DType dtype = chance(6) ? DType.INT64 : pick(FLOATING);
            window(true);
            args.put("count_include_pad", random.nextBoolean());
            if (rank > 1 && chance(5)) {
                args.put("divisor_override", chance(10) ? 0 : pick(1, 3, 7, -2, Integer.MAX_VALUE, Integer.MIN_VALUE));
            }
            return made("avg_pool", tensor(dtype, shape()));
        }

        private Configuration norm() {
            window(false);
            args.put("norm_type", pick(1.0, 2.0, 2.0, 3.0, 4.0, 2.5, 0.5, 1.5));
            return made("lp_pool", numbers(pick(FLOATING), shape()));
        }

        private Configuration adaptive(String kind) {
            List<Integer> size = chance(3) ? sizes(i -> 1) : sizes(i -> between(1, 12));
            if (rank > 1 && chance(5)) {
                size.set(random.nextInt(rank), null);
            } else if (chance(40)) {
                size.set(0, 0);
            }
            args.put("output_size", size);
            if (kind.equals("max")) {
                args.put("return_indices", true);
            }
            int[] shape = shape();
            int larger = chance(4) ? pick(4, 9) : 1; // the mean's cascade starts at some hundred elements
            for (int i = 1; i <= rank; i++) {
                shape[i] = Math.min(shape[i] * larger, rank == 3 ? 40 : 300);
            }
            return made("adaptive_" + kind + "_pool", tensor(pick(FLOATING), shape));
        }

        private Configuration fractional() {
            rank = Math.max(rank, 2);
            int[] shape = shape();
            List<Integer> kernel = sizes(i -> between(1, 3));
            args.put("kernel_size", kernel);
            if (chance(4)) {
                args.put("output_ratio", doubles(rank, 0.05, 0.9));
            } else {
                args.put("output_size", sizes(i -> between(1, Math.max(1, shape[1 + i] - kernel.get(i) + 1))));
            }
            List<List<Double>> samples = new ArrayList<>();
            for (int c = 0; c < shape[0]; c++) {
                samples.add(doubles(rank, 0, 0.99));
            }
            args.put("random_samples", samples);
            args.put("return_indices", true);
            return made("fractional_max_pool", tensor(pick(FLOATING), shape));
        }

        private Configuration unpool() {
            int[] shape = shape();
            int kernel = between(2, 3);
            args.put("kernel_size", kernel);
            args.put("stride", pick(kernel, 2));
            args.put("padding", chance(3) ? 1 : 0);
            for (int i = 1; i <= rank; i++) {
                shape[i] = Math.max(shape[i], kernel);
            }
            Map<String, Object> pool = new LinkedHashMap<>(args);
            pool.put("return_indices", true);
            Tensor input = tensor(pick(DType.FLOAT32, DType.FLOAT64), shape);
            Pooled pooled = Pools.pool("max_pool" + rank + "d", pool, input);
            if (chance(2)) {
                args.put("output_size", sizes(i -> Math.max(1, shape[1 + i] + (chance(10) ? pick(-1, 1) : 0))));
            }
            return new Configuration("max_unpool" + rank + "d", args, pooled.values(), pooled.indices());
        }

        private Configuration made(String operator, Tensor input) {
            boolean shorter = chance(3);
            args.replaceAll((name, value) -> shorter ? oneForAll(value) : value);
            return new Configuration(operator + rank + "d", args, input, null);
        }

        /** An int in place of a list of equal ints. */
        private static Object oneForAll(Object value) {
            boolean same =
                    value instanceof List<?> list && list.stream().distinct().count() == 1;
            return same && ((List<?>) value).get(0) instanceof Integer size ? size : value;
        }

        private void window(boolean padded) {
            int largest = chance(4) ? 15 : rank < 3 ? 5 : 3;
            List<Integer> kernel = sizes(i -> chance(5) ? 1 : between(1, largest));
            args.put("kernel_size", kernel);
            if (!chance(5)) {
                args.put("stride", sizes(i -> between(1, chance(5) ? 17 : 4)));
            }
            if (padded && chance(2)) {
                args.put("padding", sizes(i -> between(0, kernel.get(i) / 2)));
            }
            if (chance(2)) {
                args.put("ceil_mode", random.nextBoolean());
            }
            if (chance(20)) {
                String argument = padded ? pick("kernel_size", "stride", "padding") : pick("kernel_size", "stride");
                args.put(argument, sizes(i -> between(-1, 3)));
            }
        }

        private int[] shape() {
            int[] shape = new int[rank + 1];
            shape[0] = chance(3) ? between(1, 20) : pick(1, 2, 3, 5, 17);
            for (int i = 1; i <= rank; i++) {
                shape[i] = between(1, LONGEST[rank]);
            }
            if (chance(4)) {
                shape[between(1, rank)] = between(1, 70);
            }
            if (chance(10)) {
                shape[rank] = between(1, 300); // rows of many vectors
            }
            return shape;
        }

        /** Numbers; in one of five tensors zeros of both signs, or the least or largest of the type. */
        private Tensor tensor(DType dtype, int[] shape) {
            return switch (random.nextInt(15)) {
                case 0 -> filled(dtype, shape, () -> pick(0.0, -0.0));
                case 1 -> filled(dtype, shape, () -> random.nextGaussian() * LEAST.getOrDefault(dtype, 1.0));
                case 2 -> {
                    double most = LARGEST.get(dtype);
                    yield filled(dtype, shape, () -> pick(most, -most, most / 2, -1.0, 1.0));
                }
                default -> numbers(dtype, shape);
            };
        }

        /** Numbers, in one of six tensors among NaN, infinities, signed zeros and ties. */
        private Tensor numbers(DType dtype, int[] shape) {
            double[] specials = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, 1.0};
            boolean special = dtype.isFloating() && chance(6);
            double scale = chance(10) ? 1e3 : 1;
            return filled(dtype, shape, () -> {
                double value = dtype.isFloating() ? random.nextGaussian() * scale : between(-128, 255);
                return special && chance(4) ? specials[random.nextInt(specials.length)] : value;
            });
        }

        private static Tensor filled(DType dtype, int[] shape, DoubleSupplier value) {
            Tensor tensor = Tensor.zeros(dtype, Shape.of(shape));
            for (int i = 0; i < tensor.length(); i++) {
                Tensors.set(tensor, i, value.getAsDouble());
            }
            return tensor;
        }

        /** One per dimension. */
        private List<Integer> sizes(IntUnaryOperator draw) {
            Integer[] sizes = new Integer[rank];
            Arrays.setAll(sizes, draw::applyAsInt);
            return Arrays.asList(sizes);
        }

        private List<Double> doubles(int count, double from, double to) {
            return random.doubles(count, from, to).boxed().toList();
        }

        private boolean chance(int oneIn) {
            return random.nextInt(oneIn) == 0;
        }

        private int between(int least, int most) {
            return least + random.nextInt(most - least + 1);
        }

        @SafeVarargs
        private <T> T pick(T... choices) {
            return choices[random.nextInt(choices.length)];
        }
    }
}
