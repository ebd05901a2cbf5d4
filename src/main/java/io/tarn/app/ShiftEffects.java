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
import io.tarn.tensor.DType;
import io.tarn.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What each output does to some images: how much smaller it makes them, and how much it changes when its input is
 * shifted to the right by one or two pixels, those that fall off coming in on the left.
 */
final class ShiftEffects {
    private static final int MOST_SHIFT = 2;

    /** Larger inputs are left out: this is to cost a report a moment only. */
    private static final int MOST_ELEMENTS = 1 << 22;

    /** Files are looked at until they are so many bytes, likewise; the first one whatever it has. */
    private static final int MOST_BYTES = 1 << 22;

    private final Plan plan;
    /** One for each thread: an image takes as much memory as it has pixels. */
    private final ThreadLocal<Pipeline> whole;

    private final ThreadLocal<Pipeline> outputsAlone;
    private final Sums input = new Sums();
    private final List<Sums> outputs = new ArrayList<>();

    /**
     * What shifting does to one tensor of an image.
     *
     * @param change how much each shift changes it, against its standard deviation; null where that is 0
     */
    private record Change(int elements, double[] change) {
        /** Of a tensor, and the same after each shift of the input. */
        static Change of(List<Tensor> tensors) {
            Tensor still = tensors.get(0);
            double spread = spread(still);
            if (spread == 0) {
                return new Change(still.length(), null);
            }
            double[] change = new double[MOST_SHIFT];
            for (int i = 0; i < change.length; i++) {
                change[i] = meanDifference(still, tensors.get(i + 1)) / spread;
            }
            return new Change(still.length(), change);
        }
    }

    private static final class Sums {
        private final double[] change = new double[MOST_SHIFT];
        private double elements;
        private int images;

        void add(Change image) {
            elements += image.elements;
            if (image.change != null) {
                for (int i = 0; i < change.length; i++) {
                    change[i] += image.change[i];
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
        this.whole = ThreadLocal.withInitial(() -> new Pipeline(plan));
        Plan outputsPlan = new Plan(
                plan.name(),
                new Plan.Input(
                        Plan.Format.NPY, plan.input().paths(), plan.input().decode()),
                List.of(),
                plan.outputs(),
                plan.output(),
                plan.errors(),
                plan.resolved(),
                plan.fingerprint());
        this.outputsAlone = ThreadLocal.withInitial(() -> new Pipeline(outputsPlan));
        plan.outputs().forEach(output -> outputs.add(new Sums()));
    }

    /** The effects of that resolved plan on those originals; none where this version cannot read the plan. */
    static List<RunReport.Effect> of(Object resolved, List<EncodedImage> originals) throws IOException {
        Path job = Files.createTempFile("tarn", ".json");
        try {
            new ObjectMapper().writeValue(job.toFile(), resolved);
            ShiftEffects effects = new ShiftEffects(JobFile.read(job, List.of()));
            few(originals).parallelStream().map(effects::changes).toList().forEach(effects::add);
            return effects.rows();
        } catch (JobException otherVersion) {
            return List.of();
        } finally {
            Files.delete(job);
        }
    }

    private static List<EncodedImage> few(List<EncodedImage> originals) {
        int count = 0;
        long bytes = 0;
        while (count < originals.size() && bytes < MOST_BYTES) {
            bytes += originals.get(count++).length();
        }
        return originals.subList(0, count);
    }

    /** What shifting does to the image's input and, after it, to each output; none where it cannot be told. */
    private List<Change> changes(EncodedImage original) {
        whole.get().process(original);
        Tensor still = whole.get().afterSteps();
        if (still == null || still.length() > MOST_ELEMENTS || still.shape().rank() < 2) {
            return List.of();
        }
        List<List<Tensor>> tensors = new ArrayList<>();
        for (int i = 0; i <= outputs.size(); i++) {
            tensors.add(new ArrayList<>());
        }
        for (int shift = 0; shift <= MOST_SHIFT; shift++) {
            Tensor shifted = shifted(still, shift);
            Outcome outcome =
                    outputsAlone.get().process(new EncodedImage(original.id(), new byte[0], 0, Map.of(), shifted));
            if (!outcome.failures().isEmpty()) {
                return List.of();
            }
            tensors.get(0).add(shifted);
            for (int i = 0; i < outputs.size(); i++) {
                tensors.get(i + 1).add(outcome.row().output(i).copy());
            }
        }
        return tensors.stream().map(Change::of).toList();
    }

    private void add(List<Change> changes) {
        if (!changes.isEmpty()) {
            input.add(changes.get(0));
            for (int i = 0; i < outputs.size(); i++) {
                outputs.get(i).add(changes.get(i + 1));
            }
        }
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
        int around = width == 0 ? 0 : shift % width;
        Tensor rolled = tensor.copy();
        for (int row = 0; around > 0 && row < tensor.length(); row += width) {
            System.arraycopy(tensor.array(), row, rolled.array(), row + around, width - around);
            System.arraycopy(tensor.array(), row + width - around, rolled.array(), row, around);
        }
        return rolled;
    }

    private static double meanDifference(Tensor a, Tensor b) {
        double sum = 0;
        if (a.dtype() == DType.FLOAT32) {
            float[] values = a.floats();
            float[] others = b.floats();
            for (int i = 0; i < a.length(); i++) {
                sum += Math.abs((double) values[i] - others[i]);
            }
        } else {
            for (int i = 0; i < a.length(); i++) {
                sum += Math.abs(a.valueAt(i) - b.valueAt(i));
            }
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
