package io.tarn.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.op.ImageException;
import io.tarn.op.SpecException;
import io.tarn.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/**
 * Random configurations against PyTorch in the same process: type, shape, bits and indices, or refused by both. LP is
 * compared within 4 ulp; a NaN made by an average or a norm equals any NaN.
 */
class TorchFuzzTest {
    private static final int CONFIGURATIONS = Integer.getInteger("tarn.fuzz.configurations", 20_000);
    private static final long SEED = Long.getLong("tarn.fuzz.seed", 1);
    private static final int LP_ULP = 4;

    private enum Result {
        EQUAL,
        REFUSED_BY_BOTH,
        /** PyTorch has the operator, but not for this type. */
        NOT_IN_PYTORCH,
        KNOWN_DEVIATION,
        MISMATCH
    }

    private final Map<Result, Integer> counts = new EnumMap<>(Result.class);
    private final Map<String, Integer> known = new TreeMap<>();
    private final Map<String, Long> ulp = new TreeMap<>();
    private final List<String> mismatches = new ArrayList<>();

    @Test
    void tarnIsPyTorch() {
        torch.set_num_threads(1);
        for (long seed = SEED; seed < SEED + CONFIGURATIONS; seed++) {
            try (PointerScope memory = new PointerScope()) {
                counts.merge(compare(seed, Configuration.of(seed)), 1, Integer::sum);
            }
        }
        System.out.println(CONFIGURATIONS + " configurations from seed " + SEED + ": " + counts);
        System.out.println("known deviations: " + known);
        System.out.println("largest distance of LP in ulp: " + ulp);
        mismatches.forEach(System.out::println);
        assertThat(mismatches).isEmpty();
        assertThat(counts.get(Result.EQUAL)).isGreaterThan(CONFIGURATIONS / 2);
    }

    private Result compare(long seed, Configuration each) {
        Pooled theirs = null;
        String refusal = null;
        try {
            theirs = Torch.pool(each.operator(), each.args(), each.input(), each.indices());
            refusal = theirs.values().length() == 0 ? "an empty output" : null; // which tarn refuses
        } catch (RuntimeException refused) {
            refusal = String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
            if (refusal.contains("not implemented for")) {
                return Result.NOT_IN_PYTORCH;
            }
        }
        String difference;
        try {
            Pooled ours = Pools.pool(each.operator(), each.args(), each.input(), each.indices());
            difference = refusal == null ? difference(each, ours, theirs) : "PyTorch refuses: " + refusal;
        } catch (SpecException | ImageException refused) {
            if (refusal != null) {
                return Result.REFUSED_BY_BOTH;
            }
            difference = "tarn refuses: " + refused.getMessage();
        }
        if (difference == null) {
            return Result.EQUAL;
        }
        String deviation = knownDeviation(each, difference);
        if (deviation != null) {
            known.merge(deviation, 1, Integer::sum);
            return Result.KNOWN_DEVIATION;
        }
        mismatches.add("-Dtarn.fuzz.configurations=1 -Dtarn.fuzz.seed=" + seed + "  # " + each + ": " + difference);
        return Result.MISMATCH;
    }

    private String difference(Configuration each, Pooled ours, Pooled theirs) {
        try {
            if (each.operator().startsWith("lp_pool")) {
                assertThat(ours.values()).hasToString(theirs.values().toString());
                long apart = Tensors.ulpApart(ours.values(), theirs.values());
                if (apart > LP_ULP) {
                    return apart + " ulp apart";
                }
                ulp.merge(each.input().dtype().toString(), apart, Math::max);
                return null;
            }
            if (each.operator().contains("avg")) {
                oneNaN(ours.values());
                oneNaN(theirs.values());
            }
            Tensors.assertSame(ours.values(), theirs.values());
            if (theirs.indices() != null) {
                Tensors.assertSame(ours.indices(), theirs.indices());
            }
            return null;
        } catch (AssertionError different) {
            return different.getMessage();
        }
    }

    private static void oneNaN(Tensor tensor) {
        for (int i = 0; i < tensor.length(); i++) {
            if (Double.isNaN(tensor.valueAt(i))) {
                Tensors.set(tensor, i, Double.NaN);
            }
        }
    }

    /** Where tarn means to differ, as docs/numerics.md lists it; null for anything else. */
    private static String knownDeviation(Configuration each, String difference) {
        boolean half = each.input().dtype().isHalf();
        if (half && each.operator().equals("adaptive_avg_pool3d") && difference.startsWith("element")) {
            return "adaptive_avg_pool3d rounds every addition of half types in PyTorch, once in tarn";
        }
        if (difference.contains("max_pool1d_impl")) {
            return "max_pool1d takes integers without indices too";
        }
        if (difference.contains("INTERNAL ASSERT FAILED") && each.operator().startsWith("fractional")) {
            return "fractional_max_pool in half types runs past long rows in PyTorch, and stops";
        }
        return null;
    }
}
