package io.tarn.spark.sql;

import io.tarn.image.Decoder;
import io.tarn.op.Context;
import io.tarn.op.ImageException;
import io.tarn.op.TensorType;
import io.tarn.pipeline.Chain;
import io.tarn.pipeline.StepFailure;
import io.tarn.tensor.DType;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;

/**
 * Nested functions as one: tensors go from step to step, and only the last becomes a struct. Travels as a value;
 * decoders, bound steps and buffers are made where it first runs. For one thread.
 */
public final class FusedFunctions implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<Part> parts;
    private final Source source;
    private final List<DataType> types;
    private transient Running running;

    /**
     * @param types of the values that {@link #run} gets: what the first function works on, and columns of boxes
     */
    FusedFunctions(List<Part> parts, Source source, List<DataType> types) {
        this.parts = new ArrayList<>(parts);
        this.source = source;
        this.types = new ArrayList<>(types);
    }

    /**
     * The functions on one row's values, in Spark's representation. Null where one of them is null, or where a function
     * that is tried fails.
     *
     * @throws ImageException if one that is not tried fails
     */
    public Object run(Object[] values) {
        for (Object value : values) {
            if (value == null) {
                return null;
            }
        }
        if (running == null) {
            running = new Running();
        }
        return running.run(values);
    }

    /** The machinery of one task. */
    private final class Running {
        private final Workspace workspace = new Workspace();
        private final Workspace indicesWorkspace = new Workspace();
        private final List<Chain> chains = new ArrayList<>();
        private final Decoder decoder;

        Running() {
            for (Part part : parts) {
                chains.add(part.step() == null ? null : new Chain(List.of(part.step())));
            }
            decoder = parts.get(0).decode() == null
                    ? null
                    : new Decoder(parts.get(0).decode());
            TaskContext task = TaskContext.get();
            if (decoder != null && task != null) {
                task.addTaskCompletionListener(done -> {
                    decoder.close();
                    running = null;
                });
            }
        }

        Object run(Object[] values) {
            Part part = parts.get(0);
            try {
                Context context = new Context("", columns(values));
                int at = 0;
                Tensor tensor;
                TensorType type;
                if (decoder != null) {
                    byte[] bytes = (byte[]) values[0];
                    tensor = decoder.decode(bytes, bytes.length, workspace, context);
                    type = TensorType.image(tensor.dtype(), tensor.shape()).withOrientation(context.orientation());
                    at = 1;
                } else {
                    tensor = source.read((InternalRow) values[0], workspace, indicesWorkspace, context);
                    type = source.type(tensor, context);
                }
                for (; at < parts.size(); at++) {
                    part = parts.get(at);
                    Chain chain = chains.get(at);
                    tensor = chain.run(tensor, type, context);
                    type = chain.outputType();
                }
                if (SqlFunction.named(part.function()).isEncode()) {
                    return tensor.littleEndian();
                }
                boolean indexed = part.step() != null && part.step().returnsIndices();
                return indexed
                        ? new GenericInternalRow(
                                new Object[] {TensorStruct.write(tensor), TensorStruct.write(context.indices())})
                        : TensorStruct.write(tensor);
            } catch (StepFailure failure) {
                return failed(part, failure.error(), failure);
            } catch (ImageException failure) {
                return failed(part, failure.error(), failure);
            } catch (ArithmeticException | OutOfMemoryError tooLarge) { // for the struct that is read or made
                String message = "its tensor takes too much memory as a value of SQL";
                return failed(part, "too_large", new ImageException("too_large", message));
            }
        }

        private Map<String, Object> columns(Object[] values) {
            Map<String, Object> columns = new HashMap<>();
            for (Part part : parts) {
                if (part.column() >= 0) {
                    columns.put(Meaning.BOXES, Constants.plain(values[part.column()], types.get(part.column())));
                }
            }
            return columns;
        }
    }

    private static InternalRow failed(Part part, String error, Exception failure) {
        if (part.isTry()) {
            return null;
        }
        String name = part.function();
        String reason = failure.getMessage();
        String message = reason.startsWith(name) ? reason : name + ": " + reason;
        throw new ImageException(
                error,
                message + " (" + error + "; " + SqlFunction.TRY + name + " gives null instead)",
                withoutErrors(failure));
    }

    /** Null for what an error caused: Spark ends the process of a task that fails of one; this one did no harm. */
    private static Exception withoutErrors(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Error) {
                return null;
            }
        }
        return failure;
    }

    /** How the first step's struct is read. */
    static final class Source implements Serializable {
        private static final long serialVersionUID = 1;

        private final TensorStruct tensors;
        private final boolean isImage;
        private final int values;
        private final int indices;

        private Source(TensorStruct tensors, boolean isImage, int values, int indices) {
            this.tensors = tensors;
            this.isImage = isImage;
            this.values = values;
            this.indices = indices;
        }

        static Source of(TensorStruct tensors, boolean isImage) {
            return new Source(tensors, isImage, -1, -1);
        }

        /** Structs of values and indices, at those places. */
        static Source indexed(TensorStruct tensors, int values, int indices) {
            return new Source(tensors, false, values, indices);
        }

        Tensor read(InternalRow row, Workspace workspace, Workspace indicesWorkspace, Context context) {
            if (values < 0) {
                return tensors.read(row, workspace);
            }
            if (row.isNullAt(values) || row.isNullAt(indices)) {
                throw new ImageException("bad_tensor", "values or indices are null");
            }
            Tensor positions = tensors.read(tensors.nested(row, indices), indicesWorkspace);
            if (positions.dtype() != DType.INT64) {
                throw new ImageException("bad_tensor", "indices are int64, not " + positions);
            }
            context.indices(positions);
            return tensors.read(tensors.nested(row, values), workspace);
        }

        TensorType type(Tensor tensor, Context context) {
            if (isImage && tensor.shape().rank() != 3) {
                throw new ImageException("bad_tensor", tensor + " is no image, [height, width, channels]");
            }
            TensorType type = isImage
                    ? TensorType.image(tensor.dtype(), tensor.shape())
                    : TensorType.tensor(tensor.dtype(), tensor.shape());
            return values < 0 ? type : type.withIndices(context.indices().shape());
        }
    }
}
