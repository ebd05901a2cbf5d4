package io.tarn.app;

import io.tarn.plan.OperatorHelp;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "ops", description = "The operators and their arguments.", mixinStandardHelpOptions = true)
final class OpsCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "An operator, to see its arguments.")
    private String name;

    @Override
    public Integer call() {
        System.out.print(name == null ? OperatorHelp.all() : OperatorHelp.of(name));
        return 0;
    }
}
