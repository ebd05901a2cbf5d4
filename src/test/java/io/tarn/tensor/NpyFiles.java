package io.tarn.tensor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** npy files of any header, for tests. */
public final class NpyFiles {
    private NpyFiles() {}

    /** A file as numpy lays it out; the data is taken as it is. */
    public static byte[] file(int version, String header, byte... data) {
        byte[] text = (header + "\n").getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        ByteBuffer length = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
        out.writeBytes((version == 1 ? length.putShort((short) text.length) : length.putInt(text.length)).array());
        out.writeBytes(text);
        out.writeBytes(data);
        return out.toByteArray();
    }

    public static String header(String descr, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
    }
}
