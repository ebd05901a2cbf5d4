package io.tarn.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tarn.op.Step;
import io.tarn.pipeline.EncodedImage;
import io.tarn.pipeline.Outcome;
import io.tarn.pipeline.Pipeline;
import io.tarn.plan.JobException;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.report.RunReport;
import io.tarn.tensor.Npy;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What each output does to some images: how much smaller it makes them, and how much it changes when its input is
 * shifted to the right by one or two pixels, those that fall off coming in on the left.
 */
final class ShiftEffects {
    private static final int MOST_SHIFT = 2;

    /** Larger inputs are left out: this is to cost a report a moment only. */
    private static final int MOST_ELEMENTS = 1 << 22;

    private final Plan plan;
    private final Pipeline whole;
    private final Pipeline outputsAlone;
    private final Sums input = new Sums();
    private final List<Sums> outputs = new ArrayList<>();

    private static final class Sums {
        private final double[] change = new double[MOST_SHIFT];
        private double elements;
        private int images;

        /** A tensor, and the same after each shift of the input. */
        void add(List<Tensor> tensors) {
            Tensor still = tensors.get(0);
            elements += still.length();
            double spread = spread(still);
            if (spread > 0) {
                for (int i = 0; i < change.length; i++) {
                    change[i] += meanDifference(still, tensors.get(i + 1)) / spread;
                }
                images++;
            }
        }

        List<Double> changes() {
            List<Double> changes = new ArrayList<>();
            for (double sum : change) {
                changes.add(images == 0 ? Double.NaN : sum / images);
            }
            return changes;
        }
    }

    private ShiftEffects(Plan plan) {
        this.plan = plan;
        this.whole = new Pipeline(plan);
        this.outputsAlone = new Pipeline(new Plan(
                plan.name(),
                new Plan.Input(
                        Plan.Format.NPY, plan.input().paths(), plan.input().decode()),
                List.of(),
                plan.outputs(),
                plan.output(),
                plan.errors(),
                plan.resolved(),
                plan.fingerprint()));
        plan.outputs().forEach(output -> outputs.add(new Sums()));
    }

    /** The effects of that resolved plan on those originals; none where this version cannot read the plan. */
    static List<RunReport.Effect> of(Object resolved, List<EncodedImage> originals) throws IOException {
        Path job = Files.createTempFile("tarn", ".json");
        try {
            new ObjectMapper().writeValue(job.toFile(), resolved);
            ShiftEffects effects = new ShiftEffects(JobFile.read(job, List.of()));
            originals.forEach(effects::add);
            return effects.rows();
        } catch (JobException otherVersion) {
            return List.of();
        } finally {
            Files.delete(job);
        }
    }

    private void add(EncodedImage original) {
        whole.process(original);
        Tensor still = whole.afterSteps();
        if (still == null || still.length() > MOST_ELEMENTS || still.shape().rank() < 2) {
            return;
        }
        List<Tensor> inputs = new ArrayList<>();
        List<List<Tensor>> results = new ArrayList<>();
        for (int shift = 0; shift <= MOST_SHIFT; shift++) {
            inputs.add(shifted(still, shift));
            List<Tensor> result = results(original.id(), inputs.get(shift));
            if (result.isEmpty()) {
                return;
            }
            results.add(result);
        }
        input.add(inputs);
        for (int i = 0; i < outputs.size(); i++) {
            int output = i;
            outputs.get(i)
                    .add(results.stream().map(result -> result.get(output)).toList());
        }
    }

    /** Every output of a tensor, or none where one fails. */
    private List<Tensor> results(String id, Tensor tensor) {
        Outcome outcome = outputsAlone.process(new EncodedImage(id, Npy.write(tensor)));
        if (!outcome.failures().isEmpty()) {
            return List.of();
        }
        List<Tensor> results = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            results.add(outcome.row().output(i).copy());
        }
        return results;
    }

    private List<RunReport.Effect> rows() {
        List<RunReport.Effect> rows = new ArrayList<>();
        if (input.images == 0) {
            return rows;
        }
        rows.add(new RunReport.Effect("input maps", names(plan.steps()), 1, input.changes()));
        for (int i = 0; i < outputs.size(); i++) {
            Plan.Chain output = plan.outputs().get(i);
            double reduction = input.elements / Math.max(1, outputs.get(i).elements);
            rows.add(new RunReport.Effect(
                    output.name(),
                    names(output.steps()),
                    reduction,
                    outputs.get(i).changes()));
        }
        return rows;
    }

    private static String names(List<Step> steps) {
        return steps.stream().map(Step::name).collect(Collectors.joining(", "));
    }

    /** The last dimension rolled. */
    private static Tensor shifted(Tensor tensor, int shift) {
        int width = tensor.shape().size(-1);
        Tensor rolled = tensor.copy();
        for (int row = 0; row < tensor.length(); row += width) {
            for (int x = 0; x < width; x++) {
                System.arraycopy(tensor.array(), row + x, rolled.array(), row + (x + shift) % width, 1);
            }
        }
        return rolled;
    }

    private static double meanDifference(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.length(); i++) {
            sum += Math.abs(a.valueAt(i) - b.valueAt(i));
        }
        return sum / a.length();
    }

    /** The standard deviation; 0 where a value is not finite. */
    private static double spread(Tensor tensor) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < tensor.length(); i++) {
            double value = tensor.valueAt(i);
            sum += value;
            squares += value * value;
        }
        double mean = sum / tensor.length();
        double variance = squares / tensor.length() - mean * mean;
        return variance > 0 && Double.isFinite(variance) ? Math.sqrt(variance) : 0;
    }
}
