package io.tarn.bench;

import io.tarn.tensor.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.WarmupMode;

/** The cases in JMH: all in one JVM, warmed up together, as in an executor. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PoolBenchmark {
    /** A case's label. */
    @Param("")
    public String label;

    private Case.Bound bound;

    /** Binds the case. */
    @Setup
    public void bind() {
        Case chosen = Case.all().stream()
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow();
        bound = chosen.bind(chosen.input());
    }

    /** Pools once. */
    @Benchmark
    public Tensor pool() {
        return bound.step().run(bound.input(), bound.context());
    }

    /** Runs every case, or those with the argument in their names. */
    public static void main(String[] args) throws RunnerException {
        String part = args.length > 0 ? args[0] : "";
        String[] labels = Case.all().stream()
                .map(Case::label)
                .filter(each -> each.contains(part))
                .toArray(String[]::new);
        new Runner(new OptionsBuilder()
                        .include(PoolBenchmark.class.getName())
                        .param("label", labels)
                        .forks(0)
                        .warmupMode(WarmupMode.BULK)
                        .warmupIterations(5)
                        .warmupTime(TimeValue.milliseconds(300))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.milliseconds(100))
                        .verbosity(org.openjdk.jmh.runner.options.VerboseMode.SILENT)
                        .build())
                .run()
                .forEach(each -> System.out.printf(
                        "%-56s %10.1f +- %.1f us%n",
                        each.getParams().getParam("label"),
                        each.getPrimaryResult().getScore(),
                        each.getPrimaryResult().getScoreError()));
    }
}
