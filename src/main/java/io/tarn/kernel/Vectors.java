package io.tarn.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The widest vectors of this machine, and what loops share. With {@link Implementation}, {@link Pooling} and the
 * classes named Vector..., this is all that touches the incubating module, and is loaded where it was chosen only.
 */
final class Vectors {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;

    static final int BITS = FLOATS.vectorBitSize();

    private static final VectorShape HALF = VectorShape.forBitSize(BITS / 2);
    static final VectorSpecies<Float> HALF_FLOATS = FLOATS.withShape(HALF);
    static final VectorSpecies<Integer> HALF_INTS = INTS.withShape(HALF);
    static final VectorSpecies<Byte> HALF_BYTES = BYTES.withShape(HALF);

    private Vectors() {}

    /**
     * Lanes 0, 2, 4 and so on. After a cast to another shape the compiler no longer knows a vector's class, and a store
     * would box; the last step back to a constant species tells it.
     */
    static FloatVector evens(FloatVector v) {
        return (FloatVector) v.reinterpretAsLongs()
                .convertShape(VectorOperators.L2I, HALF_INTS, 0)
                .reinterpretShape(HALF_FLOATS, 0);
    }

    /** Lanes 0, 2, 4 and so on. */
    static ByteVector evens(ByteVector v) {
        return (ByteVector) v.reinterpretAsShorts()
                .convertShape(VectorOperators.S2B, HALF_BYTES, 0)
                .reinterpretShape(HALF_BYTES, 0);
    }

    /** Stores a whole vector: the same step to a constant species, for the same reason. */
    static void store(FloatVector v, float[] array, int at) {
        ((FloatVector) v.reinterpretShape(FLOATS, 0)).intoArray(array, at);
    }

    /** Stores half a vector. */
    static void storeHalf(FloatVector v, float[] array, int at) {
        ((FloatVector) v.reinterpretShape(HALF_FLOATS, 0)).intoArray(array, at);
    }

    /** Stores a whole vector. */
    static void store(LongVector v, long[] array, int at) {
        ((LongVector) v.reinterpretShape(LONGS, 0)).intoArray(array, at);
    }

    /** As many as or more than {@code count}, in whole vectors of {@code lanes}. */
    static int whole(int count, int lanes) {
        return (count + lanes - 1) / lanes * lanes;
    }
}
