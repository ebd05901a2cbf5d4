package io.tarn.plan;

import io.tarn.image.DecodeOptions;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A job as a value, checked as far as the job file allows. Travels to executors in task closures.
 *
 * @param resolved the job file in full as plain values (maps in reading order, lists, scalars), defaults filled in
 * @param fingerprint SHA-256 of what determines the data: all of the job but its name, its paths and the error rate
 */
public record Plan(
        String name,
        Input input,
        List<Step> steps,
        List<Chain> outputs,
        Output output,
        ErrorPolicy errors,
        Map<String, Object> resolved,
        String fingerprint)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** What the source holds. */
    public enum Format {
        /** Encoded image files. */
        IMAGES,
        /** npy files, each a tensor. */
        NPY
    }

    /**
     * @param paths folders, files or globs on any Hadoop file system, as the job file gives them
     * @param decode how images are decoded; of no matter for npy
     */
    public record Input(Format format, List<String> paths, DecodeOptions decode) implements Serializable {
        public Input {
            paths = List.copyOf(paths);
        }

        /** What enters the first step, as far as the format tells. */
        public TensorType type() {
            return switch (format) {
                case IMAGES -> decode.outputType();
                case NPY -> TensorType.tensor(null, null);
            };
        }
    }

    /**
     * One output: what is done after the shared steps.
     *
     * @param type what it gives, as far as it is known
     */
    public record Chain(String name, List<Step> steps, TensorType type) implements Serializable {
        public Chain {
            steps = List.copyOf(steps);
        }

        /** True where the output has a column of indices beside it. */
        public boolean returnsIndices() {
            return !steps.isEmpty() && steps.get(steps.size() - 1).returnsIndices();
        }
    }

    /**
     * Where the results go.
     *
     * @param shardImages how many images are committed at a time, or 0 for about two minutes' work
     */
    public record Output(String path, int shardImages) implements Serializable {}

    /** What becomes of an image of which one output fails. */
    public enum Partial {
        /** It fails whole. */
        DROP,
        /** That output is null, the others stay. */
        KEEP
    }

    /**
     * @param maxRate the share of failed images, 0 to 1, above which the run ends with status 3
     * @param maxSecondsPerImage what an image may take from opening to its last output, all its frames together
     */
    public record ErrorPolicy(double maxRate, Partial partial, double maxSecondsPerImage) implements Serializable {
        /** With a minute an image. */
        public ErrorPolicy(double maxRate, Partial partial) {
            this(maxRate, partial, 60);
        }
    }

    public Plan {
        steps = List.copyOf(steps);
        outputs = List.copyOf(outputs);
        resolved = Collections.unmodifiableMap(resolved);
    }
}
