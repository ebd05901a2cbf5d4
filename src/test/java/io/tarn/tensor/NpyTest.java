package io.tarn.tensor;

import static io.tarn.tensor.NpyFiles.file;
import static io.tarn.tensor.NpyFiles.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BFLOAT16")
    void whatIsWrittenIsRead(DType dtype) {
        for (Shape shape : new Shape[] {Shape.of(), Shape.of(0), Shape.of(3), Shape.of(2, 3), Shape.of(2, 1, 3, 2)}) {
            Tensor tensor = Tensor.zeros(dtype, shape);
            byte[] bytes = new byte[(int) tensor.byteLength()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (37 * i + 200);
            }
            tensor.fill(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            byte[] file = Npy.write(tensor);
            assertThat(Npy.read(file)).hasToString(tensor.toString());
            assertThat(Npy.read(file).littleEndian()).isEqualTo(bytes);
            assertThat((file.length - bytes.length) % 64).isZero();
            assertThat(Npy.peek(file)).isEqualTo(new Npy.TypeAndShape(dtype, shape));
        }
    }

    @Test
    void writesWhatNumpyWrites() {
        byte[] file = Npy.write(Tensor.of(new float[] {1, 2}, 1, 2));
        String text = new String(file, 10, 118, StandardCharsets.ISO_8859_1);
        assertThat(text)
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }  ")
                .endsWith(" \n");
        assertThat(file).hasSize(128 + 8).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
        assertThat(new String(Npy.write(Tensor.of(new float[2], 2)), StandardCharsets.ISO_8859_1))
                .contains("(2,)");
        assertThat(new String(Npy.write(Tensor.of(new float[1])), StandardCharsets.ISO_8859_1))
                .contains("()");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void versions(int version) {
        assertThat(Npy.read(file(version, header("|u1", "(2,)"), (byte) 7, (byte) 200)))
                .extracting(tensor -> tensor.valueAt(1))
                .isEqualTo(200.0);
    }

    @Test
    void bigEndianAndFortranOrder() {
        byte[] big = file(1, header(">i2", "(2,)"), (byte) 1, (byte) 2, (byte) 255, (byte) 254);
        assertThat(Npy.read(big).shorts()).containsExactly(258, -2);
        String fortran = "{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3), }";
        byte[] columns = file(1, fortran, (byte) 1, (byte) 4, (byte) 2, (byte) 5, (byte) 3, (byte) 6);
        assertThat(Npy.read(columns).bytes()).containsExactly(1, 2, 3, 4, 5, 6);
        String volume = "{'descr': '|i1', 'fortran_order': True, 'shape': (2, 2, 2), }";
        byte[] cube = file(1, volume, new byte[] {0, 4, 2, 6, 1, 5, 3, 7});
        assertThat(Npy.read(cube).bytes()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @ParameterizedTest
    @CsvSource({
        "|b1, bool (|b1)",
        "<c8, complex (<c8)",
        "|O, 'object, which is pickled Python, (|O)'",
        "<U5, text (<U5)",
        "|V2, void (structured or bfloat16) (|V2)",
        "<M8[ns], time (<M8[ns])",
        "<u2, an unsigned integer wider than 8 bits (<u2)",
        "<f16, the type (<f16)"
    })
    void otherTypesAreRefused(String descr, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npy.read(file(1, header(descr, "(1,)"), new byte[16])))
                .withMessage(
                        "npy: " + words + " is not supported; convert with astype to float16, float32, float64, uint8,"
                                + " int8, int16, int32 or int64");
    }

    @Test
    void brokenFilesAreRefused() {
        refused(new byte[3], "npy: not an npy file: it does not start with \\x93NUMPY");
        refused(file(9, header("<f4", "(1,)")), "npy: version 9 is unknown; 1 to 3 are known");
        byte[] whole = file(1, header("<f4", "(2,)"), new byte[8]);
        refused(
                Arrays.copyOf(whole, whole.length - 1),
                "npy: cut short: float32[2] takes 8 bytes after the header, and there are 7");
        for (int length = 6; length < whole.length - 8; length++) {
            refused(Arrays.copyOf(whole, length), "npy: cut short: it ends within its header");
        }
        refused(
                file(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"),
                "npy: structured arrays are not supported; save one field of it");
        refused(
                file(1, "{'shape': (1,), }"),
                "npy: the header has no descr, fortran_order and shape: {'shape': (1,), }");
        refused(file(2, " ".repeat(20_000)), "npy: a header of 20001 bytes; numpy itself takes at most 10000");
        refused(
                file(1, header("<f4", "(99999999999,)")),
                "npy: the shape (99999999999,) is not one of sizes below 2^31");
        refused(
                file(1, header("|u1", "(2000000000, 2000000000, 2000000000)")),
                "npy: [2000000000,2000000000,2000000000] has too many elements; at most 268435455 are read");
    }

    private static void refused(byte[] file, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Npy.read(file)).withMessage(message);
    }

    @Test
    void bfloat16IsNotWritten() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Npy.write(Tensor.zeros(DType.BFLOAT16, Shape.of(1))))
                .withMessage("npy: numpy has no bfloat16; convert with to_dtype");
    }
}
