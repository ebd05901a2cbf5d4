package io.tarn.plan;

import io.tarn.image.DecodeOptions;
import io.tarn.image.Png;
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
        /** npy files, each a tensor, and npz archives of several. */
        NPY,
        /** tar files in which files that share a key are a sample. */
        WEBDATASET,
        /** Parquet files with the images, or tensors, in a column. */
        PARQUET
    }

    /** What an item of the source is. */
    public enum Holds {
        /** An image, which is decoded. */
        IMAGES,
        /** A tensor already. */
        TENSORS
    }

    /**
     * @param paths folders, files or globs on any Hadoop file system, as the job file gives them
     * @param column Parquet's column of images or tensors; null for the only one that fits
     * @param idColumn Parquet's column of ids; null for the file and the row's number in it
     * @param decode how images are decoded; tensors heed its maxEncodedBytes alone
     */
    public record Input(
            Format format,
            Holds holds,
            List<String> paths,
            String column,
            String idColumn,
            Selection selection,
            DecodeOptions decode)
            implements Serializable {
        public Input {
            paths = List.copyOf(paths);
        }

        /** All files of a format that settles what they hold. */
        public Input(Format format, List<String> paths, DecodeOptions decode) {
            this(format, format == Format.NPY ? Holds.TENSORS : Holds.IMAGES, paths, null, null, Selection.ALL, decode);
        }

        /** The same without a selection. */
        public Input whole() {
            return new Input(format, holds, paths, column, idColumn, Selection.ALL, decode);
        }

        /** What enters the first step, as far as the job file tells. */
        public TensorType type() {
            return switch (holds) {
                case IMAGES -> decode.outputType();
                case TENSORS -> TensorType.tensor(null, null);
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

        /** True where the output is PNG files, and its column the bytes of one each. */
        public boolean isPng() {
            return !steps.isEmpty() && steps.get(steps.size() - 1) instanceof Png;
        }

        /** True where the output has a column of indices beside it. */
        public boolean returnsIndices() {
            return !steps.isEmpty() && steps.get(steps.size() - 1).returnsIndices();
        }
    }

    /** How a tensor lies in its column. */
    public enum Layout {
        /** A struct {dtype, shape, data}. */
        BYTES,
        /** A list of its elements, which Arrow reads as a fixed_shape_tensor. */
        TENSOR
    }

    /** How files are compressed. */
    public enum Codec {
        SNAPPY,
        ZSTD,
        NONE
    }

    /**
     * Where the results go, and how they lie there.
     *
     * @param partitionBy the source's column that has a folder for each value, or null
     * @param level zstd's
     * @param fileBytes about how large files become, or {@link #ONE_FILE} a task
     * @param shardImages how many images are committed at a time; 0 for about two minutes' work
     */
    public record Output(
            String path, Layout layout, String partitionBy, Codec codec, int level, long fileBytes, int shardImages)
            implements Serializable {
        public static final int ZSTD_LEVEL = 1;
        public static final long ONE_FILE = Long.MAX_VALUE;

        /** By the defaults. */
        public Output(String path, int shardImages) {
            this(path, Layout.BYTES, null, Codec.SNAPPY, ZSTD_LEVEL, ONE_FILE, shardImages);
        }
    }

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
