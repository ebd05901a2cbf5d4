package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.pipeline.Failure;
import org.junit.jupiter.api.Test;
import sun.reflect.ReflectionFactory;

class FailureCountTest {
    private static final Failure FAILURE = new Failure("a.jpg", null, "decode", "corrupt", "has broken image data", 10);

    @Test
    void countsImagesAndKindsOfFailures() {
        FailureCount count = new FailureCount();
        assertThat(count.isZero()).isTrue();
        count.add(FAILURE);
        count.addImage();
        assertThat(count.isZero()).isFalse();
        FailureCount copy = (FailureCount) count.copy();
        copy.merge(count);
        assertThat(copy.value().images()).isEqualTo(2);
        assertThat(copy.value().most()).isEqualTo("corrupt (decode), such as a.jpg: has broken image data");
        copy.reset();
        assertThat(copy.isZero()).isTrue();
        assertThat(count.value().images()).isEqualTo(1);
    }

    /** The driver adds the tallies of all running tasks at each heartbeat, and most are empty. */
    @Test
    void nothingIsAddedWithoutACopy() {
        FailureTally some = FailureTally.NONE.plus(FAILURE).plusImage();
        assertThat(some.plus(FailureTally.NONE)).isSameAs(some);
        assertThat(FailureTally.NONE.plus(some).most()).isEqualTo(some.most());
    }

    /** Spark hands it to the thread of the heartbeats from within its deserialisation, and that thread ends if this throws. */
    @Test
    void isZeroWhileItIsStillBeingRead() throws ReflectiveOperationException {
        FailureCount halfRead = (FailureCount) ReflectionFactory.getReflectionFactory()
                .newConstructorForSerialization(FailureCount.class, Object.class.getDeclaredConstructor())
                .newInstance();
        assertThat(halfRead.isZero()).isTrue();
        assertThat(halfRead.value().images()).isZero();
    }
}
