package io.tarn.tensor;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * numpy's npy files: versions 1 to 3, either byte order, C or Fortran order, every {@link DType} except bfloat16, which
 * numpy lacks. The format is numpy's NEP 1.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 10_000;
    private static final int ALIGNMENT = 64;

    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*(?:'([^']*)'|\\[)");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L,\\s]*)\\)");

    private Npy() {}

    /**
     * The tensor in a whole file's bytes, in C order whatever the file's.
     *
     * @throws NpyException if it is no npy file, is cut short, or holds what is no {@link DType}
     */
    public static Tensor read(byte[] file) {
        return read(file, file.length, new Workspace());
    }

    /**
     * The same from the first {@code length} bytes, on the workspace's buffer.
     *
     * @throws NpyException as {@link #read(byte[])} does
     */
    public static Tensor read(byte[] file, int length, Workspace workspace) {
        Header header = header(file, length);
        long bytes = elements(header.shape) * header.dtype.bytes();
        int there = length - header.length;
        if (there < bytes) {
            throw new NpyException(
                    "truncated",
                    "cut short: " + header.dtype + header.shape + " takes " + bytes
                            + " bytes after the header, and there are " + there);
        }
        Tensor stored = workspace.tensor(header.dtype, header.shape);
        stored.fill(ByteBuffer.wrap(file, header.length, (int) bytes).slice().order(header.order));
        return header.fortran ? fromFortran(stored) : stored;
    }

    /**
     * The type and shape that a file's first bytes declare.
     *
     * @param start at least as many of its bytes as its header has; 10 kB always suffice
     * @throws NpyException as {@link #read} does
     */
    public static TypeAndShape peek(byte[] start) {
        Header header = header(start, start.length);
        elements(header.shape);
        return new TypeAndShape(header.dtype, header.shape);
    }

    /** What a file's header declares. */
    public record TypeAndShape(DType dtype, Shape shape) {}

    /**
     * A file of that tensor: version 1.0, C order, little-endian.
     *
     * @throws IllegalArgumentException for bfloat16, which numpy lacks
     */
    public static byte[] write(Tensor tensor) {
        int[] sizes = tensor.shape().sizes();
        StringBuilder shape = new StringBuilder();
        for (int size : sizes) {
            shape.append(size).append(sizes.length == 1 ? "," : ", ");
        }
        if (sizes.length > 1) {
            shape.setLength(shape.length() - 2);
        }
        StringBuilder header = new StringBuilder(
                "{'descr': '" + descr(tensor.dtype()) + "', 'fortran_order': False, 'shape': (" + shape + "), }");
        int unpadded = MAGIC.length + 4 + header.length() + 1;
        header.append(" ".repeat(Math.floorMod(-unpadded, ALIGNMENT))).append('\n');
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        out.writeBytes(new byte[] {1, 0, (byte) header.length(), (byte) (header.length() >>> 8)});
        out.writeBytes(header.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(tensor.littleEndian());
        return out.toByteArray();
    }

    private record Header(DType dtype, ByteOrder order, boolean fortran, Shape shape, int length) {}

    private static Header header(byte[] file, int fileLength) {
        if (fileLength < MAGIC.length || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw notNpy(file, fileLength);
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(file, 0, fileLength)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(MAGIC.length);
            int version = in.get();
            in.get();
            if (version < 1 || version > 3) {
                throw new NpyException("unsupported", "version " + version + " is unknown; 1 to 3 are known");
            }
            long length = version == 1 ? Short.toUnsignedInt(in.getShort()) : Integer.toUnsignedLong(in.getInt());
            if (length > MAX_HEADER) {
                throw new NpyException(
                        "corrupt", "a header of " + length + " bytes; numpy itself takes at most " + MAX_HEADER);
            }
            byte[] text = new byte[(int) length];
            in.get(text);
            return parse(new String(text, StandardCharsets.ISO_8859_1), in.position());
        } catch (BufferUnderflowException cut) {
            throw new NpyException("truncated", "cut short: it ends within its header", cut);
        }
    }

    private static NpyException notNpy(byte[] file, int length) {
        boolean zip = length > 1 && file[0] == 'P' && file[1] == 'K';
        return new NpyException(
                "not_npy",
                zip
                        ? "this is a zip file, maybe an npz archive; call it .npz to read its arrays"
                        : "not an npy file: it " + (length == 0 ? "has no bytes" : "does not start with \\x93NUMPY"));
    }

    private static Header parse(String text, int length) {
        Matcher descr = DESCR.matcher(text);
        Matcher order = ORDER.matcher(text);
        Matcher shape = SHAPE.matcher(text);
        if (!descr.find() || !order.find() || !shape.find()) {
            throw new NpyException("corrupt", "the header has no descr, fortran_order and shape: " + text.strip());
        }
        if (descr.group(1) == null) {
            throw new NpyException("unsupported", "structured arrays are not supported; save one field of it");
        }
        String type = descr.group(1);
        ByteOrder bytes = type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new Header(dtype(type), bytes, order.group(1).equals("True"), shape(shape.group(1)), length);
    }

    private static Shape shape(String text) {
        String[] parts = text.replace("L", "").strip().split("\\s*,\\s*");
        int[] sizes = new int[parts.length == 1 && parts[0].isEmpty() ? 0 : parts.length];
        try {
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = Integer.parseInt(parts[i]);
            }
        } catch (NumberFormatException tooLarge) {
            throw new NpyException("too_large", "the shape (" + text + ") is not one of sizes below 2^31", tooLarge);
        }
        return Shape.of(sizes);
    }

    /** The number of elements, which must fit an array. */
    private static long elements(Shape shape) {
        long elements;
        try {
            elements = shape.elements();
        } catch (ArithmeticException overflow) {
            elements = Long.MAX_VALUE;
        }
        if (elements > Integer.MAX_VALUE / 8) {
            throw new NpyException(
                    "too_large", shape + " has too many elements; at most " + Integer.MAX_VALUE / 8 + " are read");
        }
        return elements;
    }

    private static DType dtype(String descr) {
        String type = descr.replaceFirst("^[<>=|]", "");
        return switch (type) {
            case "f4" -> DType.FLOAT32;
            case "f8" -> DType.FLOAT64;
            case "f2" -> DType.FLOAT16;
            case "u1" -> DType.UINT8;
            case "i1" -> DType.INT8;
            case "i2" -> DType.INT16;
            case "i4" -> DType.INT32;
            case "i8" -> DType.INT64;
            default ->
                throw new NpyException(
                        "unsupported",
                        kind(type) + " (" + descr
                                + ") is not supported; convert with astype to float16, float32, float64, uint8, int8, int16, int32 or"
                                + " int64");
        };
    }

    private static String kind(String type) {
        return switch (type.isEmpty() ? ' ' : type.charAt(0)) {
            case 'b' -> "bool";
            case 'c' -> "complex";
            case 'O' -> "object, which is pickled Python,";
            case 'S', 'U', 'a' -> "text";
            case 'V' -> "void (structured or bfloat16)";
            case 'M', 'm' -> "time";
            case 'u' -> "an unsigned integer wider than 8 bits";
            default -> "the type";
        };
    }

    private static String descr(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> "<f4";
            case FLOAT64 -> "<f8";
            case FLOAT16 -> "<f2";
            case UINT8 -> "|u1";
            case INT8 -> "|i1";
            case INT16 -> "<i2";
            case INT32 -> "<i4";
            case INT64 -> "<i8";
            case BFLOAT16 ->
                throw new IllegalArgumentException("npy: numpy has no " + dtype + "; convert with to_dtype");
        };
    }

    /** Elements stored with the first dimension fastest, in row-major order. */
    private static Tensor fromFortran(Tensor stored) {
        Shape shape = stored.shape();
        Tensor tensor = Tensor.zeros(stored.dtype(), shape);
        int[] index = new int[shape.rank()];
        for (int to = 0; to < tensor.length(); to++) {
            int from = 0;
            for (int i = shape.rank() - 1; i >= 0; i--) {
                from = from * shape.size(i) + index[i];
            }
            System.arraycopy(stored.array(), from, tensor.array(), to, 1);
            for (int i = shape.rank() - 1; i >= 0 && ++index[i] == shape.size(i); i--) {
                index[i] = 0;
            }
        }
        return tensor;
    }
}
