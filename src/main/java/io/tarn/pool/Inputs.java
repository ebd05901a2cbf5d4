package io.tarn.pool;

import io.tarn.kernel.Element;
import io.tarn.op.SpecException;
import io.tarn.op.TensorType;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What operators take, and the words in which they refuse the rest. */
final class Inputs {
    static final Set<DType> ALL = EnumSet.allOf(DType.class);
    static final Set<DType> FLOATING = EnumSet.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);
    static final Set<DType> FULL_WIDTH = EnumSet.of(DType.FLOAT32, DType.FLOAT64);
    static final Set<DType> SUMMED =
            EnumSet.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16, DType.INT64);
    static final Set<DType> AVERAGED =
            EnumSet.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16, DType.INT64, DType.UINT8);

    private static final String[] LAYOUTS = {"", "[C, L]", "[C, H, W]", "[C, D, H, W]"};

    private Inputs() {}

    /** The input's shape, all of it unknown where not even its rank was known; refuses what the operator cannot take. */
    static Shape shape(String operator, int rank, Set<DType> types, TensorType input) {
        refuse(operator, types, input);
        if (input.shape() == null) {
            int[] unknown = new int[rank + 1];
            Arrays.fill(unknown, Shape.UNKNOWN);
            return Shape.of(unknown);
        }
        if (input.shape().rank() != rank + 1) {
            throw new SpecException(operator + ": the input " + input.shape() + " has " + dimensions(input.shape())
                    + "; it takes " + (rank + 1) + ", " + LAYOUTS[rank]);
        }
        return input.shape();
    }

    /** The same for an operator of any rank; null where the rank is unknown. */
    static Shape shape(String operator, Set<DType> types, TensorType input) {
        refuse(operator, types, input);
        if (input.shape() != null && (input.shape().rank() < 2 || input.shape().rank() > 4)) {
            throw new SpecException(operator + ": the input " + input.shape() + " has " + dimensions(input.shape())
                    + "; it takes 2 to 4, [C, L] to [C, D, H, W]");
        }
        return input.shape();
    }

    private static String dimensions(Shape shape) {
        return shape.rank() + (shape.rank() == 1 ? " dimension" : " dimensions");
    }

    private static void refuse(String operator, Set<DType> types, TensorType input) {
        if (input.isImage()) {
            throw new SpecException(
                    operator + ": the input is an image [H,W,C]; add to_tensor or pil_to_tensor before it");
        }
        if (input.dtype() != null && !types.contains(input.dtype())) {
            String taken = types.stream().map(DType::toString).collect(Collectors.joining(", "));
            throw new SpecException(
                    operator + ": the input is " + input.dtype() + "; it takes " + taken + "; add to_dtype before it");
        }
        for (int i = 0; input.shape() != null && i < input.shape().rank(); i++) {
            if (input.shape().size(i) == 0) {
                throw new SpecException(
                        operator + ": the input " + input.shape() + " is empty; every size must be at least 1");
            }
        }
    }

    static Element element(DType dtype) {
        return Element.valueOf(dtype.name());
    }
}
