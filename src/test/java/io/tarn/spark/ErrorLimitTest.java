package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.pipeline.Failure;
import io.tarn.spark.source.Listing;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class ErrorLimitTest {
    @Test
    void ofSoManyImagesSoManyMayFail() {
        ErrorLimit limit = limit(10_000);

        assertThat(limit.isExceeded(500, 600, 1)).isFalse();
        assertThat(limit.isExceeded(501, 600, 1)).isTrue();
    }

    @Test
    void whereNobodyKnowsHowManyThereAreBytesTell() {
        ErrorLimit limit = limit(Listing.UNKNOWN); // of a million bytes

        assertThat(limit.isExceeded(999, 999, 100_000)).as("too few to tell").isFalse();
        assertThat(limit.isExceeded(500, 1000, 100_000))
                .as("of 10,000 expected")
                .isFalse();
        assertThat(limit.isExceeded(501, 1000, 100_000)).isTrue();
        assertThat(limit.isExceeded(500, 10_000, 3_000_000))
                .as("compressed, all read")
                .isFalse();
        assertThat(limit.isExceeded(501, 10_000, 3_000_000)).isTrue();
    }

    @Test
    void aShardOfFewImagesIsNotJudgedBeforeItsEnd() {
        assertThat(limit(10_000).isGoingWrong(999, 999)).isFalse();
        assertThat(limit(10_000).isGoingWrong(50, 1000)).isFalse();
        assertThat(limit(10_000).isGoingWrong(51, 1000)).isTrue();
    }

    @Test
    void theReasonNamesTheCommonestFailure() {
        FailureTally why = FailureTally.NONE
                .plus(new Failure("a.jpg", null, "decode", "truncated", "the file ends early", 1))
                .plus(new Failure("b.jpg", "max", "max_pool2d", "does_not_fit", "it is small", 1))
                .plus(new Failure("c.jpg", "max", "max_pool2d", "does_not_fit", "it is tiny", 1));

        assertThat(limit(10_000).reason(501, 1100, why))
                .isEqualTo("501 of 1,100 images so far failed, more than errors.max_rate allows (5.0 % of all 10,000);"
                        + " most are does_not_fit (max.max_pool2d), such as b.jpg: it is small");
        assertThat(limit(Listing.UNKNOWN).reason(501, 1100, FailureTally.NONE))
                .isEqualTo("501 of 1,100 images so far failed, more than errors.max_rate allows (5.0 % of all)");
        assertThat(new ErrorLimit(0.0001, List.of()).reason(1, 1_000, FailureTally.NONE))
                .contains("more than errors.max_rate allows (0.010 % of all");
    }

    @Test
    void aShareJustAboveTheLimitIsToldByItsNumbers() {
        RunResult result = new RunResult(10_000, 504, 504, 10_000, 1, null, List.of(), List.of(), List.of());

        assertThat(result.reason(0.05))
                .isEqualTo("504 of 10,000 images failed, more than errors.max_rate allows (5.0 %)");
        assertThat(result.reason(0.0504)).isNull();
    }

    private static ErrorLimit limit(long images) {
        return new ErrorLimit(0.05, List.of(new Listing.Entry(new Path("/in"), "a", 0, 1_000_000, images)));
    }
}
