package io.tarn.pool;

import io.tarn.tensor.DType;
import io.tarn.tensor.Shape;
import io.tarn.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Copies tensors to PyTorch and back. */
final class TorchTensors {
    private TorchTensors() {}

    static org.bytedeco.pytorch.Tensor toTorch(Tensor tensor) {
        byte[] bytes = tensor.littleEndian();
        BytePointer memory = new BytePointer(Math.max(1, bytes.length));
        memory.put(bytes, 0, bytes.length);
        long[] sizes = Arrays.stream(tensor.shape().sizes()).asLongStream().toArray();
        return torch.from_blob(memory, sizes, new TensorOptions(type(tensor.dtype())))
                .clone();
    }

    static Tensor toTarn(org.bytedeco.pytorch.Tensor given, DType dtype) {
        org.bytedeco.pytorch.Tensor tensor = given.contiguous();
        int[] sizes = new int[(int) tensor.dim()];
        Arrays.setAll(sizes, i -> (int) tensor.size(i));
        Tensor copy = Tensor.zeros(dtype, Shape.of(sizes));
        byte[] bytes = new byte[(int) copy.byteLength()];
        if (bytes.length > 0) {
            new BytePointer(tensor.data_ptr()).capacity(bytes.length).get(bytes);
        }
        copy.fill(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return copy;
    }

    private static ScalarType type(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> ScalarType.Float;
            case FLOAT64 -> ScalarType.Double;
            case FLOAT16 -> ScalarType.Half;
            case BFLOAT16 -> ScalarType.BFloat16;
            case UINT8 -> ScalarType.Byte;
            case INT8 -> ScalarType.Char;
            case INT16 -> ScalarType.Short;
            case INT32 -> ScalarType.Int;
            case INT64 -> ScalarType.Long;
        };
    }
}
