package io.tarn.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The widest vectors of this machine, and what loops share. With {@link Implementation}, {@link Pooling} and the
 * classes named Vector..., this is all that touches the incubating module, and is loaded where it was chosen only.
 *
 * <p>Three habits keep vectors in registers, whatever else runs in the JVM; each breach was seen to box, at six to ten
 * times the time. The bodies of vector loops call the API only: its methods are inlined always, ours until the compiler's
 * node limit. A vector is cast to its species' class ({@code FLOAT_TYPE.cast}) right before it is stored: a store reads its
 * species off the vector, and where the compiler does not know the class it believes in the one or two that other stores
 * had before. A vector kept from one iteration to the next is an argument, not the receiver, for the same reason. They do
 * not suffice where the compiler speculates on types: {@code -XX:-UseTypeSpeculation}, which tarn's JVMs are given.
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

    static final Class<FloatVector> FLOAT_TYPE = type(FLOATS);
    static final Class<FloatVector> HALF_FLOAT_TYPE = type(HALF_FLOATS);
    static final Class<IntVector> INT_TYPE = type(INTS);
    static final Class<LongVector> LONG_TYPE = type(LONGS);
    static final Class<ByteVector> BYTE_TYPE = type(BYTES);
    static final Class<ByteVector> HALF_BYTE_TYPE = type(HALF_BYTES);

    private Vectors() {}

    /** The class of that species' vectors, as what all of the element's have in common. */
    @SuppressWarnings("unchecked")
    static <V extends Vector<E>, E> Class<V> type(VectorSpecies<E> species) {
        return (Class<V>) species.vectorType();
    }

    /** As many as or more than {@code count}, in whole vectors of {@code lanes}. */
    static int whole(int count, int lanes) {
        return (count + lanes - 1) / lanes * lanes;
    }
}
