package io.tarn.spark.sql;

import io.tarn.op.SpecException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionEquals;
import org.apache.spark.sql.catalyst.expressions.NamedArgumentExpression;
import org.apache.spark.sql.catalyst.expressions.codegen.Block;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A call of one of tarn's functions in a query. Its children are what it works on and its arguments; what they ask for
 * is found once they are resolved, and a mistake is one of analysis. Spark's optimizer may replace a column by the
 * expression that it stands for, which tells more; what was found stays, and a mistake that only then shows is one of a
 * row. Where a function works on what another one gives, both run as one ({@link FusedFunctions}), unless Spark computes
 * the inner one once for several others.
 */
public final class TensorExpression extends Expression implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<Call> calls;
    private final Seq<Expression> children;
    private Meaning meaning;
    private transient Fused interpreted;

    private TensorExpression(List<Call> calls, Seq<Expression> children, Meaning meaning) {
        this.calls = new ArrayList<>(calls);
        this.children = children;
        this.meaning = meaning;
    }

    /**
     * A call of a function. Tried, it tries the functions that are nested directly in it as well.
     *
     * @param arguments what it works on, and its arguments, named ones as Spark parses them
     */
    public static TensorExpression of(SqlFunction function, boolean isTry, List<Expression> arguments) {
        List<String> names = new ArrayList<>();
        List<Expression> children = new ArrayList<>();
        for (Expression argument : arguments) {
            NamedArgumentExpression named = argument instanceof NamedArgumentExpression given ? given : null;
            names.add(named == null ? null : named.key().toLowerCase(Locale.ROOT));
            children.add(named == null ? argument : named.value());
        }
        int named = names.indexOf(function.input());
        if (named > 0 && names.get(0) != null) { // all have names, so that it may stand anywhere
            names.add(0, names.remove(named));
            children.add(0, children.remove(named));
        }
        String input = names.isEmpty() ? null : names.remove(0);
        List<Call> calls = new ArrayList<>();
        if (!children.isEmpty() && children.get(0) instanceof TensorExpression nested) {
            TensorExpression inner = isTry ? nested.tried() : nested;
            children.set(0, inner);
            if (function.takesOrientation()) { // it is in no struct, so the calls must stay together
                TensorExpression together = inner.together();
                calls.addAll(together.calls);
                children.remove(0);
                children.addAll(0, together.childList());
            }
        }
        calls.add(new Call(function.name(), isTry, input, names));
        return new TensorExpression(calls, seq(children), null);
    }

    /** The same, with the calls nested directly in it in the same expression. */
    private TensorExpression together() {
        boolean takesBytes = calls.get(0).definition().isDecode();
        if (takesBytes || !(children.head() instanceof TensorExpression nested)) {
            return this;
        }
        TensorExpression inner = nested.together();
        List<Call> all = new ArrayList<>(inner.calls);
        all.addAll(calls);
        List<Expression> children = new ArrayList<>(inner.childList());
        children.addAll(childList().subList(1, childList().size()));
        return new TensorExpression(all, seq(children), null);
    }

    private TensorExpression tried() {
        List<Expression> tried = new ArrayList<>(childList());
        if (tried.get(0) instanceof TensorExpression inner) {
            tried.set(0, inner.tried());
        }
        return new TensorExpression(calls.stream().map(Call::tried).toList(), seq(tried), null);
    }

    Meaning meaning() {
        if (meaning == null) {
            meaning = Meaning.of(calls, childList());
        }
        return meaning;
    }

    @Override
    public TypeCheckResult checkInputDataTypes() {
        try {
            meaning();
            return TypeCheckResult.TypeCheckSuccess$.MODULE$;
        } catch (SpecException mistake) {
            return new TypeCheckResult.TypeCheckFailure(mistake.getMessage());
        }
    }

    @Override
    public DataType dataType() {
        return meaning().dataType();
    }

    @Override
    public boolean nullable() {
        return calls.stream().anyMatch(Call::isTry)
                || children.head().nullable()
                || meaning().parts().stream()
                        .anyMatch(part -> part.column() >= 0
                                && childList().get(part.column()).nullable());
    }

    @Override
    public boolean throwable() {
        return !calls.stream().allMatch(Call::isTry);
    }

    /** It has buffers, so that Spark must not share it between threads. */
    @Override
    public boolean stateful() {
        return true;
    }

    @Override
    public Object eval(InternalRow row) {
        if (interpreted == null) {
            interpreted = new Fused(this, inner -> false);
        }
        Object[] values = new Object[interpreted.sources.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = interpreted.sources.get(i).eval(row);
        }
        return interpreted.functions.run(values);
    }

    @Override
    public ExprCode doGenCode(CodegenContext context, ExprCode result) {
        Fused fused = new Fused(this, inner -> context.subExprEliminationExprs().contains(new ExpressionEquals(inner)));
        String functions =
                context.addReferenceObj("functions", fused.functions, FusedFunctions.class.getCanonicalName());
        Block code = block("");
        List<String> values = new ArrayList<>();
        for (Expression source : fused.sources) {
            ExprCode each = source.genCode(context);
            code = code.$plus(each.code());
            values.add(each.isNull() + " ? null : (Object) " + each.value());
        }
        String type = CodeGenerator.javaType(dataType());
        code = code.$plus(block(type + " " + result.value() + " = (" + type + ") " + functions + ".run(new Object[] {"
                + String.join(", ", values) + "});\nboolean " + result.isNull() + " = " + result.value()
                + " == null;\n"));
        return result.copy(code, result.isNull(), result.value());
    }

    private static Block block(String code) {
        return new CodeBlock(CollectionConverters.asScala(List.of(code)).toList(), seq(List.of()));
    }

    /** Functions that run as one, and the expressions whose values they get. */
    private static final class Fused {
        private final List<Expression> sources = new ArrayList<>();
        private final List<Part> parts = new ArrayList<>();
        private final FusedFunctions functions;

        /**
         * @param isShared tells an inner expression whose value Spark has at hand
         */
        Fused(TensorExpression outermost, Predicate<TensorExpression> isShared) {
            FusedFunctions.Source source = collect(outermost, isShared);
            this.functions = new FusedFunctions(
                    parts, source, sources.stream().map(Expression::dataType).toList());
        }

        private FusedFunctions.Source collect(TensorExpression outer, Predicate<TensorExpression> isShared) {
            Meaning meaning = outer.meaning();
            Expression input = outer.children.head();
            FusedFunctions.Source source = meaning.source(input.dataType());
            if (source != null && input instanceof TensorExpression inner && !isShared.test(inner)) {
                source = collect(inner, isShared);
            } else {
                sources.add(input);
            }
            for (Part part : meaning.parts()) {
                if (part.column() >= 0) {
                    sources.add(outer.childList().get(part.column()));
                    parts.add(part.withColumn(sources.size() - 1));
                } else {
                    parts.add(part);
                }
            }
            return source;
        }
    }

    @Override
    public Seq<Expression> children() {
        return children;
    }

    @Override
    public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
        return new TensorExpression(calls, newChildren, resolved() ? meaning : null);
    }

    @Override
    public String prettyName() {
        Call last = calls.get(calls.size() - 1);
        return (last.isTry() ? SqlFunction.TRY : "") + last.function();
    }

    @Override
    public String sql() {
        return text(Expression::sql);
    }

    @Override
    public String toString() {
        return text(Expression::toString);
    }

    private String text(Function<Expression, String> each) {
        List<String> texts = childList().stream().map(each).collect(Collectors.toList());
        if (texts.isEmpty()) {
            return prettyName() + "()";
        }
        String text = texts.get(0);
        int at = 1;
        for (Call call : calls) {
            int next = at + call.names().size();
            text = call.text(text, texts.subList(at, next));
            at = next;
        }
        return text;
    }

    @Override
    public int productArity() {
        return 2;
    }

    @Override
    public Object productElement(int i) {
        return i == 0 ? calls : children;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof TensorExpression;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TensorExpression that && calls.equals(that.calls) && children.equals(that.children);
    }

    @Override
    public int hashCode() {
        return Objects.hash(calls, children);
    }

    private List<Expression> childList() {
        return CollectionConverters.asJava(children);
    }

    private static <T> Seq<T> seq(List<T> list) {
        return CollectionConverters.asScala(list).toList();
    }
}
