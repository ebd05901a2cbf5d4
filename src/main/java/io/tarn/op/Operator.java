package io.tarn.op;

import java.util.List;
import java.util.function.Function;

/**
 * The one definition of an operator: from it come its job file syntax, {@code tarn ops}, the documentation's table and
 * the Java API.
 *
 * @param name as in job files
 * @param summary one line, what it computes
 * @param source where the definition comes from: {@code torch.nn.functional}, {@code ONNX}, a paper
 * @param args its arguments in the order in which people give them
 * @param parse makes the step from its arguments, or throws {@link SpecException}
 */
public record Operator(
        String name, String summary, String source, List<Arg> args, Function<Args, ? extends Step> parse) {
    public Operator {
        args = List.copyOf(args);
    }

    /**
     * The step that these arguments ask for.
     *
     * @throws SpecException if an argument is unknown, missing or wrong
     */
    public Step step(Args given) {
        given.check(args);
        return parse.apply(given);
    }
}
