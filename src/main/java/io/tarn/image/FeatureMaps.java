package io.tarn.image;

import io.tarn.op.Arg;
import io.tarn.op.BoundStep;
import io.tarn.op.Operator;
import io.tarn.op.SpecException;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;

/**
 * Several steps on the same tensor, their results concatenated along the channels.
 *
 * @param maps at least one step; all must give the same type and, but for the channels, the same shape
 */
public record FeatureMaps(List<Step> maps) implements ImageStep {
    static final Operator OPERATOR = new Operator(
            "feature_maps",
            "Several steps on the same tensor, concatenated along the channels",
            "torch.cat",
            List.of(Arg.required("maps", "a list of steps", "each makes a group of channels")),
            args -> new FeatureMaps(args.steps("maps")));

    public FeatureMaps {
        maps = List.copyOf(maps);
        if (maps.isEmpty()) {
            throw new SpecException("maps", "feature_maps: give at least one step, such as identity");
        }
    }

    @Override
    public String name() {
        return OPERATOR.name();
    }

    @Override
    public TensorType outputType(TensorType input) {
        Inputs.tensor(name(), input);
        int unused = Inputs.channels(name(), input);
        TensorType joined = maps.get(0).outputType(input);
        for (Step map : maps.subList(1, maps.size())) {
            joined = join(joined, map.outputType(input), map);
        }
        return joined;
    }

    private TensorType join(TensorType left, TensorType right, Step map) {
        if (left.isImage() != right.isImage()
                || (left.dtype() != right.dtype() && left.dtype() != null && right.dtype() != null)) {
            throw mismatch(left, right, map);
        }
        if (left.shape() == null || right.shape() == null) {
            return left.withShape(null);
        }
        if (left.shape().rank() != right.shape().rank()) {
            throw mismatch(left, right, map);
        }
        Shape joined = left.shape();
        for (int i = 0; i < joined.rank(); i++) {
            int a = left.shape().size(i);
            int b = right.shape().size(i);
            boolean known = a != Shape.UNKNOWN && b != Shape.UNKNOWN;
            if (i == 0) {
                if (known && (long) a + b > Integer.MAX_VALUE) {
                    throw new SpecException(
                            "maps",
                            "feature_maps: with " + map.name() + " there would be " + ((long) a + b)
                                    + " channels; at most " + Integer.MAX_VALUE + " are possible");
                }
                joined = joined.with(0, known ? a + b : Shape.UNKNOWN);
            } else if (known && a != b) {
                throw mismatch(left, right, map);
            } else {
                joined = joined.with(i, Math.max(a, b));
            }
        }
        return left.withShape(joined);
    }

    private static SpecException mismatch(TensorType left, TensorType right, Step map) {
        return new SpecException(
                "maps",
                "feature_maps: " + map.name() + " makes " + right + ", and the maps before it " + left
                        + "; only the number of channels may differ");
    }

    @Override
    public BoundStep bind(TensorType input, Workspace workspace) {
        TensorType output = outputType(input);
        List<BoundStep> bound = new ArrayList<>();
        for (Step map : maps) {
            bound.add(map.bind(input, workspace.inner(bound.size())));
        }
        return (tensor, context) -> {
            Tensor joined = workspace.tensor(output.dtype(), output.shape());
            int at = 0;
            for (BoundStep map : bound) {
                Tensor part = map.run(tensor, context);
                System.arraycopy(part.array(), 0, joined.array(), at, part.length());
                at += part.length();
            }
            return joined;
        };
    }
}
