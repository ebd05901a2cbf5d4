package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageMemoryTest {
    private final PageMemory memory = PageMemory.toWrite();

    @Test
    void whatComesBackIsLentAgainAsLargeAsAskedFor() {
        ByteBuffer first = memory.allocate(1000);
        first.position(10).limit(20);
        memory.release(first);

        ByteBuffer second = memory.allocate(600);

        assertThat(second).isSameAs(first);
        assertThat(second.position()).isZero();
        assertThat(second.remaining()).isEqualTo(600);
    }

    @Test
    void muchLargerMemoryIsKeptForOthers() {
        memory.release(memory.allocate(1 << 20));

        assertThat(memory.allocate(1000).capacity()).isEqualTo(1000);
        assertThat(memory.allocate(1 << 19).capacity()).isEqualTo(1 << 20);
    }

    @Test
    void nothingIsLentTwice() {
        Random random = new Random(1);
        List<ByteBuffer> lent = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            if (lent.size() > 50 || (!lent.isEmpty() && random.nextInt(3) == 0)) {
                memory.release(lent.remove(random.nextInt(lent.size())));
            } else {
                ByteBuffer next = memory.allocate(1 + random.nextInt(5000));
                assertThat(lent).noneMatch(other -> other.array() == next.array());
                lent.add(next);
            }
        }
    }

    @Test
    void whatAFileUsedIsLeftToTheNextOnce() {
        ByteBuffer used = memory.allocate(777_777);
        ByteBuffer lost = memory.allocate(777_777);
        memory.release(used);
        memory.close();

        PageMemory next = PageMemory.toWrite();
        PageMemory another = PageMemory.toWrite();

        assertThat(next.allocate(700_000)).isSameAs(used);
        assertThat(next.allocate(700_000)).isNotSameAs(used).isNotSameAs(lost);
        assertThat(another.allocate(777_777)).isNotSameAs(used).isNotSameAs(lost);
    }

    @Test
    void whatIsLeftIsNoLongerLentWhereItWasUsed() {
        ByteBuffer used = memory.allocate(777_777);
        ByteBuffer late = memory.allocate(777_777);
        memory.release(used);
        memory.close();
        PageMemory next = PageMemory.toWrite();

        memory.release(late);

        assertThat(memory.allocate(777_777)).isSameAs(late);
        assertThat(memory.allocate(777_777)).isNotSameAs(used);
        assertThat(next.allocate(777_777)).isSameAs(used);
        memory.close();
        assertThat(PageMemory.toWrite().allocate(777_777)).isNotSameAs(used);
    }

    @Test
    void whatAFileDidNotUseIsNotLeft() {
        ByteBuffer used = memory.allocate(777_777);
        memory.release(used);
        memory.close();
        PageMemory.toWrite().close();

        assertThat(PageMemory.toWrite().allocate(777_777)).isNotSameAs(used);
    }

    @Test
    void whatWasReadIntoIsLeftToReaders() {
        PageMemory reader = PageMemory.toRead();
        ByteBuffer used = reader.allocate(777_777);
        reader.release(used);
        reader.close();

        assertThat(PageMemory.toWrite().allocate(777_777)).isNotSameAs(used);
        assertThat(PageMemory.toRead().allocate(777_777)).isSameAs(used);
    }

    @Test
    void whatWasNotLentOrCameBackIsRefused() {
        ByteBuffer lent = memory.allocate(8);
        memory.release(lent);

        assertThatIllegalArgumentException().isThrownBy(() -> memory.release(lent));
        assertThatIllegalArgumentException().isThrownBy(() -> memory.release(ByteBuffer.allocate(8)));
    }
}
