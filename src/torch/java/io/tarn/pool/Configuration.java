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
            if (chance(3)) {
                args.put("dilation", sizes(i -> between(1, 3)));
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
                args.put("divisor_override", chance(10) ? 0 : pick(1, 3, 7, -2));
            }
            return made("avg_pool", tensor(dtype, shape()));
        }

        private Configuration norm() {
            window(false);
            args.put("norm_type", pick(1.0, 2.0, 2.0, 3.0, 4.0, 2.5, 0.5, 1.5));
            return made("lp_pool", tensor(pick(FLOATING), shape()));
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
            List<Integer> kernel = sizes(i -> between(1, rank < 3 ? 5 : 3));
            args.put("kernel_size", kernel);
            if (!chance(5)) {
                args.put("stride", sizes(i -> between(1, 4)));
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
            shape[0] = pick(1, 2, 3, 5, 17);
            for (int i = 1; i <= rank; i++) {
                shape[i] = between(1, LONGEST[rank]);
            }
            if (chance(10)) {
                shape[rank] = between(1, 300); // rows of many vectors
            }
            return shape;
        }

        /** Numbers, in one of six tensors among NaN, infinities, signed zeros and ties. */
        private Tensor tensor(DType dtype, int[] shape) {
            double[] specials = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, 1.0};
            boolean special = dtype.isFloating() && chance(6);
            double scale = chance(10) ? 1e3 : 1;
            Tensor tensor = Tensor.zeros(dtype, Shape.of(shape));
            for (int i = 0; i < tensor.length(); i++) {
                double value = dtype.isFloating() ? random.nextGaussian() * scale : between(-128, 255);
                Tensors.set(tensor, i, special && chance(4) ? specials[random.nextInt(specials.length)] : value);
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
