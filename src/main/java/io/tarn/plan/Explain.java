package io.tarn.plan;

import static io.tarn.plan.Planner.lowerCase;

import io.tarn.measure.Legible;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.plan.Plan.Chain;
import io.tarn.plan.Plan.Holds;
import io.tarn.plan.Plan.Partial;
import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan as text for people: each step as in a job file, and what it makes. */
public final class Explain {
    private static final String ROW = "  %-57s %-8s %-15s %13s";
    private static final int TEXT_WIDTH = 57;

    private final Plan plan;
    private final StringBuilder out = new StringBuilder();

    private Explain(Plan plan) {
        this.plan = plan;
    }

    /** What the job file alone tells. */
    public static String text(Plan plan) {
        Explain explain = new Explain(plan);
        explain.input();
        explain.results();
        explain.table();
        return explain.out.toString();
    }

    /**
     * What was found at the input's paths.
     *
     * @param images how many there are, or negative where only reading them all would tell
     * @param columns what images bring along, with their types
     * @param leftOut columns that the output cannot hold, with their types
     */
    public record Found(
            long files,
            long images,
            long encodedBytes,
            int partitions,
            int cores,
            List<String> columns,
            List<String> leftOut) {}

    /** The same, with what was found at the input's paths. */
    public static String text(Plan plan, Found found) {
        Explain explain = new Explain(plan);
        explain.input();
        boolean known = found.images() >= 0;
        explain.line(
                "           %s, %s%,d bytes, in %s on %s",
                Legible.counted(found.files(), "file"),
                known && found.images() != found.files() ? Legible.counted(found.images(), "image") + " chosen, " : "",
                found.encodedBytes(),
                Legible.counted(found.partitions(), "partition"),
                Legible.counted(found.cores(), "core"));
        explain.list("  columns  %s", found.columns());
        explain.list("  without  %s, which data/ cannot hold", found.leftOut());
        explain.results();
        explain.table();
        long row = explain.rowBytes();
        if (row >= 0 && known) {
            explain.line(ROW, "all rows, before compression", "", "", grouped(row * found.images()));
        }
        return explain.out.toString();
    }

    private void list(String format, List<String> values) {
        if (!values.isEmpty()) {
            line(format, String.join(", ", values));
        }
    }

    private void input() {
        Plan.Input input = plan.input();
        String what = lowerCase(input.holds());
        String files =
                switch (input.format()) {
                    case IMAGES -> "images";
                    case NPY -> "npy files";
                    case WEBDATASET -> "tar shards of " + what;
                    case PARQUET ->
                        "Parquet files of " + what + (input.column() == null ? "" : " in column " + input.column());
                };
        line("%s", plan.name());
        line("  input    %s in %s", files, String.join(", ", input.paths()));
        Selection selection = input.selection();
        list("  include  %s", selection.include());
        list("  exclude  %s", selection.exclude());
        if (selection.fraction() < 1) {
            line("  sample   %s %% of the images, by id, seed %d", percent(selection.fraction()), selection.seed());
        }
        if (selection.isLimited()) {
            line("  limit    the first %s", Legible.counted(selection.limit(), "image"));
        }
    }

    private void results() {
        line("  output   %s%s", plan.output().path(), form());
        String partial = plan.errors().partial() == Partial.DROP ? "drops the image" : "leaves a null";
        line(
                "  errors   status 3 above %s %% of the images; an output that fails %s",
                percent(plan.errors().maxRate()), partial);
    }

    /** What of the output differs from the defaults. */
    private String form() {
        Plan.Output output = plan.output();
        StringBuilder form = new StringBuilder();
        if (output.layout() == Plan.Layout.TENSOR) {
            form.append(", tensors as lists");
        }
        if (output.partitionBy() != null) {
            form.append(", a folder for each ").append(output.partitionBy());
        }
        switch (output.codec()) {
            case SNAPPY -> {}
            case ZSTD -> form.append(", zstd level ").append(output.level());
            case NONE -> form.append(", uncompressed");
        }
        if (output.fileBytes() != Plan.Output.ONE_FILE) {
            form.append(", files of about ").append(grouped(output.fileBytes())).append(" bytes");
        }
        return form.toString();
    }

    private static String percent(double rate) {
        return new BigDecimal(String.valueOf(rate))
                .movePointRight(2)
                .stripTrailingZeros()
                .toPlainString();
    }

    private void table() {
        line("");
        line(ROW, "step", "dtype", "shape", "bytes");
        TensorType type = plan.input().type();
        row(plan.input().holds() == Holds.IMAGES ? "decode" : "read_npy", type.dtype(), type.shape());
        type = rows("", plan.steps(), (List<?>) plan.resolved().get("steps"), type);
        line("");
        line(ROW, "output", "dtype", "shape", "bytes");
        Map<?, ?> resolved = (Map<?, ?>) plan.resolved().get("outputs");
        for (Chain output : plan.outputs()) {
            chain(output, (List<?>) resolved.get(output.name()), type);
        }
        line(ROW, "a row", "", "", grouped(rowBytes()));
    }

    private void chain(Chain output, List<?> resolved, TensorType shared) {
        if (output.steps().isEmpty()) {
            row(output.name() + ": []", shared.dtype(), shared.shape());
        } else if (output.steps().size() == 1) {
            TensorType unused = rows(output.name() + ": ", output.steps(), resolved, shared);
        } else {
            line("  %s:", output.name());
            TensorType unused = rows("  - ", output.steps(), resolved, shared);
        }
        if (output.returnsIndices()) {
            row(output.name() + "_indices", DType.INT64, output.type().indices());
        }
    }

    private TensorType rows(String before, List<Step> steps, List<?> resolved, TensorType input) {
        TensorType type = input;
        for (int i = 0; i < steps.size(); i++) {
            type = steps.get(i).outputType(type);
            List<String> text = StepText.lines((Map<?, ?>) resolved.get(i));
            row(before + text.get(0), type.dtype(), type.shape());
            for (String more : text.subList(1, text.size())) {
                line("  %s%s", " ".repeat(before.length()), more);
            }
        }
        return type;
    }

    /** A text too long for its column stands on a line of its own. */
    private void row(String text, DType dtype, Shape shape) {
        if (text.length() > TEXT_WIDTH) {
            line("  %s", text);
        }
        line(
                ROW,
                text.length() > TEXT_WIDTH ? "" : text,
                dtype == null ? "?" : dtype,
                shape == null ? "[?]" : shape,
                grouped(bytes(dtype, shape)));
    }

    /** -1 where unknown. */
    private long rowBytes() {
        long sum = 0;
        for (Chain output : plan.outputs()) {
            long bytes = bytes(output.type().dtype(), output.type().shape());
            long indices =
                    output.returnsIndices() ? bytes(DType.INT64, output.type().indices()) : 0;
            if (bytes < 0 || indices < 0) {
                return -1;
            }
            sum += bytes + indices;
        }
        return sum;
    }

    private static long bytes(DType dtype, Shape shape) {
        return dtype == null || shape == null || !shape.isKnown() ? -1 : dtype.bytes() * shape.elements();
    }

    private static String grouped(long bytes) {
        return bytes < 0 ? "?" : String.format(Locale.ROOT, "%,d", bytes);
    }

    private void line(String format, Object... values) {
        out.append(Legible.inLine(String.format(Locale.ROOT, format, values).stripTrailing()))
                .append('\n');
    }
}
