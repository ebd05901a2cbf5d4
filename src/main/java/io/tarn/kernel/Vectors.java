package io.tarn.kernel;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The widest vectors of this machine, and what loops share. With {@link Implementation}, {@link Pooling} and the
 * classes named Vector..., this is all that touches the incubating module, and is loaded where it was chosen only.
 *
 * <p>Three habits keep vectors in registers, whatever else runs in the JVM; each breach was seen to box, at six to ten
 * times the time. The bodies of vector loops call the API only: its methods are inlined always, ours until the compiler's
 * node limit. A vector is made to have a constant species ({@code reinterpretShape}) right before it is stored: a store
 * reads its species off the vector, of which the compiler may not know the class, least after a cast to another shape. A
 * vector kept from one iteration to the next is an argument, not the receiver, for the same reason.
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

    /** As many as or more than {@code count}, in whole vectors of {@code lanes}. */
    static int whole(int count, int lanes) {
        return (count + lanes - 1) / lanes * lanes;
    }
}
