package io.tarn.pool;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.op.SpecException;
import io.tarn.tensor.Shape;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Boxes [x1, y1, x2, y2]: the same ones for every image, or those in a column of the image's own row, a list or array
 * of lists or arrays of four numbers.
 *
 * @param listed the boxes, or null where they are in a column
 * @param column its name, or null where they are listed
 */
public record Boxes(List<List<Double>> listed, String column) implements Serializable {
    static final Arg ARG = Arg.required(
            "boxes",
            "list of [x1, y1, x2, y2], or a column's name",
            "regions of interest, the same for every image or its own");

    public Boxes {
        if ((listed == null) == (column == null)) {
            throw new SpecException("boxes", "give boxes or the name of their column, and not both");
        }
        if (listed != null) {
            listed = listed.stream().map(List::copyOf).toList();
            for (List<Double> box : listed) {
                if (corners(box) == null) {
                    throw new SpecException("boxes", "boxes must be [x1, y1, x2, y2], four finite numbers, not " + box);
                }
            }
        }
    }

    /** The same boxes for every image. */
    public static Boxes of(List<List<Double>> boxes) {
        return new Boxes(boxes, null);
    }

    /** Each image's own boxes. */
    public static Boxes inColumn(String name) {
        return new Boxes(null, name);
    }

    static Boxes parse(Args args) {
        Object given = args.raw("boxes");
        if (given instanceof String name && !name.isBlank()) {
            return inColumn(name);
        }
        if (!(given instanceof List<?> list)) {
            throw args.refuse("boxes", "must be a list of [x1, y1, x2, y2], or a column's name, not " + given);
        }
        List<List<Double>> boxes = new ArrayList<>();
        for (Object each : list) {
            double[] corners = corners(each);
            if (corners == null) {
                throw args.refuse("boxes", "must be a list of [x1, y1, x2, y2], four finite numbers, not " + each);
            }
            boxes.add(listOf(corners));
        }
        return of(boxes);
    }

    boolean isListed() {
        return listed != null;
    }

    /** How many there are, or {@link Shape#UNKNOWN} where each image has its own. */
    int count() {
        return listed == null ? Shape.UNKNOWN : listed.size();
    }

    /**
     * An image's boxes, four corners each.
     *
     * @throws ImageException if its column holds something else
     */
    List<double[]> of(String operator, Context context) {
        if (listed != null) {
            return listed.stream().map(Boxes::corners).toList();
        }
        Object value = context.columns().get(column);
        if (value == null) {
            throw bad(
                    operator,
                    context.columns().containsKey(column)
                            ? "is null; an image without boxes has an empty list"
                            : "is missing");
        }
        List<?> items = items(value);
        if (items == null) {
            throw bad(operator, "is " + value + ", not a list of boxes [x1, y1, x2, y2]");
        }
        List<double[]> boxes = new ArrayList<>();
        for (Object item : items) {
            double[] corners = corners(item);
            if (corners == null) {
                Object shown = items(item) == null ? item : items(item);
                throw bad(
                        operator,
                        "has " + shown + " as box " + boxes.size()
                                + "; a box is [x1, y1, x2, y2], four finite numbers");
            }
            boxes.add(corners);
        }
        return boxes;
    }

    private ImageException bad(String operator, String problem) {
        return new ImageException("bad_boxes", operator + ": the column " + column + " " + problem);
    }

    static List<Double> listOf(double[] corners) {
        return Arrays.stream(corners).boxed().toList();
    }

    /** The four corners, or null if it is anything else. */
    static double[] corners(Object box) {
        List<?> items = items(box);
        if (items == null || items.size() != 4) {
            return null;
        }
        double[] corners = new double[4];
        for (int i = 0; i < 4; i++) {
            if (!(items.get(i) instanceof Number number) || !Double.isFinite(number.doubleValue())) {
                return null;
            }
            corners[i] = number.doubleValue();
        }
        return corners;
    }

    /** The items of a list or an array, or null if it is neither. */
    private static List<?> items(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value == null || !value.getClass().isArray()) {
            return null;
        }
        return IntStream.range(0, Array.getLength(value))
                .mapToObj(i -> Array.get(value, i))
                .toList();
    }
}
