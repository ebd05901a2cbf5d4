package io.tarn.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
    private final byte[] memory = {1, 2, 3, 4, 5, 6};
    private final List<Integer> reads = new ArrayList<>();
    private final Workspace workspace = new Workspace();
    private final Tensor outside = Tensor.outside(
            Shape.of(2, 3),
            (from, target, length) -> {
                reads.add(length);
                System.arraycopy(memory, from, target, 0, length);
            },
            workspace);

    @Test
    void bytesOutsideTheHeapAreCopiedOnceWhenTheirArrayIsAskedFor() {
        byte[] some = new byte[2];
        outside.read(3, some, 2);
        assertThat(some).containsExactly(4, 5);
        assertThat(reads).containsExactly(2);

        assertThat(outside.bytes()).startsWith(memory).isSameAs(workspace.array(DType.UINT8, 6));
        assertThat(outside.valueAt(5)).isEqualTo(6);
        assertThat(outside.reshape(Shape.of(6)).bytes()).isSameAs(outside.bytes());
        outside.read(0, some, 2);
        assertThat(some).containsExactly(1, 2);
        assertThat(reads).containsExactly(2, 6);
    }

    @Test
    void bytesOutsideTheHeapAreSerialised() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(outside);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Tensor read = (Tensor) in.readObject();
            assertThat(read).hasToString("uint8[2,3]");
            assertThat(read.copy().bytes()).isEqualTo(memory);
        }
    }
}
