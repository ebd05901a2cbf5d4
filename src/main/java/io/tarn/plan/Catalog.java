package io.tarn.plan;

import io.tarn.image.Images;
import io.tarn.op.Names;
import io.tarn.op.Operator;
import io.tarn.pool.Pools;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every operator that a job file can name. */
public final class Catalog {
    /** Image steps first, then pools. */
    public static final List<Operator> OPERATORS =
            Stream.concat(Images.OPERATORS.stream(), Pools.OPERATORS.stream()).toList();

    private static final Map<String, Operator> BY_NAME = new LinkedHashMap<>();

    static {
        OPERATORS.forEach(operator -> BY_NAME.put(operator.name(), operator));
    }

    private Catalog() {}

    /**
     * The operator of that name.
     *
     * @throws JobException at that place if there is none
     */
    static Operator operator(String name, Place place) {
        Operator operator = BY_NAME.get(name);
        if (operator == null) {
            String suggestion = Names.suggest(name, BY_NAME.keySet());
            String listed = suggestion.isEmpty() ? "; `tarn ops` lists them" : suggestion + " `tarn ops` lists all";
            throw new JobException("there is no step " + name + listed, place);
        }
        return operator;
    }
}
