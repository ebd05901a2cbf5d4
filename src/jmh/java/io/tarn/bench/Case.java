package io.tarn.bench;

import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.TensorType;
import io.tarn.pool.Pools;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A pool over an input of one shape, of which {@code bench/} records the speed. */
record Case(Group group, String label, String operator, Map<String, Object> args, DType dtype, int[] shape) {
    /** Cases with one target in common. */
    enum Group {
        MAX("max"),
        INDICES("max with indices"),
        AVG("avg"),
        ADAPTIVE("adaptive"),
        LP("LP p=2"),
        UINT8("uint8 max");

        final String label;

        Group(String label) {
            this.label = label;
        }
    }

    private static final int[][] SHAPES = {
        {64, 112, 112}, {3, 224, 224}, {256, 56, 56}, {2048, 7, 7}, {3, 2048, 2048}, {4, 128, 128},
    };

    static List<Case> all() {
        Map<String, Object> k2s2 = Map.of("kernel_size", 2, "stride", 2);
        Map<String, Object> k3s2p1 = Map.of("kernel_size", 3, "stride", 2, "padding", 1);
        Map<String, Object> k3s1p1 = Map.of("kernel_size", 3, "stride", 1, "padding", 1);
        List<Case> all = new ArrayList<>();
        for (int[] shape : SHAPES) {
            for (var frame : List.of(k2s2, k3s2p1, k3s1p1)) {
                add(all, Group.MAX, "max_pool2d", frame, shape);
                add(all, Group.INDICES, "max_pool2d", with(frame, "return_indices", true), shape);
            }
            add(all, Group.AVG, "avg_pool2d", k2s2, shape);
            add(all, Group.AVG, "avg_pool2d", k3s2p1, shape);
            add(all, Group.AVG, "avg_pool2d", with(k3s2p1, "count_include_pad", false), shape);
            add(all, Group.ADAPTIVE, "adaptive_avg_pool2d", Map.of("output_size", 1), shape);
            add(all, Group.ADAPTIVE, "adaptive_avg_pool2d", Map.of("output_size", 7), shape);
            add(all, Group.ADAPTIVE, "adaptive_max_pool2d", Map.of("output_size", 32, "return_indices", true), shape);
            add(all, Group.LP, "lp_pool2d", with(k2s2, "norm_type", 2), shape);
            add(all, Group.UINT8, "max_pool2d", k2s2, shape);
        }
        return all;
    }

    private static void add(List<Case> all, Group group, String operator, Map<String, Object> args, int[] shape) {
        DType dtype = group == Group.UINT8 ? DType.UINT8 : DType.FLOAT32;
        String size = args.containsKey("output_size")
                ? " " + args.get("output_size") + "x" + args.get("output_size")
                : " k" + args.get("kernel_size") + " s" + args.get("stride")
                        + (args.containsKey("padding") ? " p" + args.get("padding") : "");
        String label = operator + size
                + (args.containsKey("return_indices") ? " indices" : "")
                + (args.containsKey("count_include_pad") ? " padding not counted" : "")
                + (dtype == DType.UINT8 ? " uint8" : "")
                + " " + List.of(shape[0], shape[1], shape[2]).toString().replace(" ", "");
        all.add(new Case(group, label, operator, args, dtype, shape));
    }

    private static Map<String, Object> with(Map<String, Object> args, String name, Object value) {
        Map<String, Object> more = new java.util.HashMap<>(args);
        more.put(name, value);
        return more;
    }

    int argument(String name, int absent) {
        return (int) args.getOrDefault(name, absent);
    }

    boolean returnsIndices() {
        return args.containsKey("return_indices");
    }

    /** Normal random numbers, or any bytes; the same in every run. */
    Tensor input() {
        Tensor input = Tensor.zeros(dtype, Shape.of(shape));
        Random random = new Random(7);
        if (dtype == DType.UINT8) {
            random.nextBytes(input.bytes());
        } else {
            for (int i = 0; i < input.length(); i++) {
                input.floats()[i] = (float) random.nextGaussian();
            }
        }
        return input;
    }

    /** The pool, ready to run. */
    Bound bind(Tensor input) {
        TensorType type = TensorType.tensor(input.dtype(), input.shape());
        return new Bound(
                Pools.spec(operator, args).bind(type, new Workspace()), input, new Context("a benchmark", Map.of()));
    }

    /** A pool with its input. */
    record Bound(BoundStep step, Tensor input, Context context) implements Runnable {
        @Override
        public void run() {
            step.run(input, context);
        }

        /** Bytes that have to be read and written. */
        long bytes() {
            Tensor output = step.run(input, context);
            long indices = context.indices() == null ? 0 : 8L * output.length();
            return input.dtype().bytes() * (long) (input.length() + output.length()) + indices;
        }
    }
}
