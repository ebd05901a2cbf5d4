package io.tarn.pool;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The arguments that several operators share: how job files give them, and what is made of them. */
final class FrameArgs {
    private static final Map<String, Padding.Form> AUTOMATIC = Map.of(
            "same_upper", Padding.Form.SAME_UPPER,
            "same_lower", Padding.Form.SAME_LOWER,
            "valid", Padding.Form.VALID);

    static final Arg RETURN_INDICES = Arg.optional(
            "return_indices",
            "true or false",
            "false",
            "also write NAME_indices: each maximum's flat position in its channel (int64)");
    static final Arg STORAGE_ORDER = Arg.optional(
            "storage_order",
            "0 or 1",
            "0",
            "indices count along rows (0) or along columns (1, as ONNX can; max_unpool cannot read these)");

    private FrameArgs() {}

    /** "int", or "int or [height, width]". */
    static String perDimension(int rank) {
        return switch (rank) {
            case 1 -> "int";
            case 2 -> "int or [height, width]";
            default -> "int or [depth, height, width]";
        };
    }

    /** The arguments of a frame, and then those. */
    static List<Arg> with(int rank, Arg... more) {
        String sizes = perDimension(rank);
        List<Arg> args = new ArrayList<>(
                List.of(
                        Arg.required("kernel_size", sizes, "taps of a window"),
                        Arg.optional("stride", sizes, "kernel_size", "from one window to the next"),
                        Arg.optional(
                                "padding",
                                sizes + ", or [[before, after], ...]",
                                "0",
                                "around the input: the same on both sides, at most half of kernel_size; or [before, after] per dimension, each less than a window reaches over"),
                        Arg.optional("dilation", sizes, "1", "from one tap to the next"),
                        Arg.optional(
                                "ceil_mode",
                                "true or false",
                                "false",
                                "a last partial window where a whole one does not fit"),
                        Arg.optional(
                                "ceil_rule",
                                "torch or onnx10",
                                "torch",
                                "how ceil_mode ends, only with it; torch: as PyTorch, and ONNX from opset 22; onnx10: as ONNX at opsets 10 to 18, where a last window may start in the padding, and an average that counts padding divides by the whole kernel"),
                        Arg.optional(
                                "auto_pad",
                                "same_upper, same_lower or valid",
                                "none",
                                "same: as much padding as makes the output ceil(input / stride), an odd one after (same_upper) or before (same_lower); valid: none")));
        args.addAll(List.of(more));
        return args;
    }

    static Frame frame(Args args, int rank) {
        Sizes kernel = Sizes.of(args.sizes("kernel_size", rank));
        Sizes stride = args.has("stride") ? Sizes.of(args.sizes("stride", rank)) : kernel;
        Sizes dilation = Sizes.of(args.sizes("dilation", rank, 1));
        return new Frame(kernel, stride, padding(args, rank), dilation, rounding(args));
    }

    static Indices indices(Args args) {
        int order = args.integer("storage_order", 0);
        if (order != 0 && order != 1) {
            throw args.refuse("storage_order", "must be 0 (rows first) or 1 (columns first), not " + order);
        }
        if (!args.flag("return_indices")) {
            if (order == 1) {
                throw args.refuse("storage_order", "orders indices, and there are none; add return_indices: true");
            }
            return Indices.NONE;
        }
        return order == 0 ? Indices.ROW_MAJOR : Indices.COLUMN_MAJOR;
    }

    private static Rounding rounding(Args args) {
        boolean onnx =
                args.choice("ceil_rule", "torch", List.of("torch", "onnx10")).equals("onnx10");
        if (!args.flag("ceil_mode")) {
            if (onnx) {
                throw args.refuse("ceil_rule", "says what ceil_mode does; add ceil_mode: true");
            }
            return Rounding.FLOOR;
        }
        return onnx ? Rounding.CEIL_ONNX10 : Rounding.CEIL;
    }

    private static Padding padding(Args args, int rank) {
        if (args.has("auto_pad")) {
            if (args.has("padding")) {
                throw args.refuse("auto_pad", "stands for padding; leave one of them out");
            }
            String form = args.choice("auto_pad", null, List.of("same_upper", "same_lower", "valid"));
            return Padding.automatic(AUTOMATIC.get(form), rank);
        }
        if (!(args.raw("padding") instanceof List<?> list) || list.isEmpty() || !(list.get(0) instanceof List<?>)) {
            return Padding.bothSides(Sizes.of(args.sizes("padding", rank, 0)));
        }
        if (list.size() != rank && list.size() != 1) {
            throw args.refuse("padding", "must be [before, after] for each of " + rank + " dimensions, not " + list);
        }
        int[] before = new int[rank];
        int[] after = new int[rank];
        for (int i = 0; i < rank; i++) {
            Object pair = list.get(list.size() == 1 ? 0 : i);
            if (!(pair instanceof List<?> sides)
                    || sides.size() != 2
                    || !(sides.get(0) instanceof Number first)
                    || !(sides.get(1) instanceof Number second)) {
                throw args.refuse("padding", "must be [before, after] for each dimension, not " + list);
            }
            before[i] = whole(args, first);
            after[i] = whole(args, second);
        }
        return Padding.eachSide(Sizes.of(before), Sizes.of(after));
    }

    private static int whole(Args args, Number number) {
        if (number.doubleValue() != number.intValue()) {
            throw args.refuse("padding", "must be ints, not " + number);
        }
        return number.intValue();
    }
}
