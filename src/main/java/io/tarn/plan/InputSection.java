package io.tarn.plan;

import static io.tarn.plan.Planner.names;

import io.tarn.image.DecodeOptions;
import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.op.SpecException;
import io.tarn.plan.Plan.Format;
import io.tarn.plan.Plan.Holds;
import io.tarn.plan.Plan.Input;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The section {@code input} of a job: read, and written out again. */
final class InputSection {
    private static final Section INPUT = new Section(
            "input",
            List.of(
                    Arg.required("format", "images, npy, webdataset or parquet", "what the files are"),
                    Arg.required("path", "a path, a glob or a list of them", "where they are"),
                    Arg.optional("holds", "images or tensors", "images", "what shards or Parquet files hold"),
                    Arg.optional("column", "a name", "the only one that fits", "Parquet: the images' column"),
                    Arg.optional("id", "a name", "file and row number", "Parquet: the column of ids"),
                    Arg.optional("include", "a glob or a list of them", "everything", "ids to read"),
                    Arg.optional("exclude", "a glob or a list of them", "nothing", "ids to leave out"),
                    Arg.optional("sample", "a mapping", "everything", "a share of the images, drawn by id"),
                    Arg.optional("limit", "an integer", "no limit", "the most images to read"),
                    Arg.optional("decode", "a mapping", "its defaults", "how images are decoded")));

    private static final Section SAMPLE = new Section(
            "sample",
            List.of(
                    Arg.required("fraction", "a number, above 0 and up to 1", "the share to read"),
                    Arg.optional("seed", "an integer", "0", "another seed draws others")));

    private static final Section DECODE = new Section("decode", DecodeOptions.ARGS);

    private static final String MAX_ENCODED_BYTES = "max_encoded_bytes";

    private record Sample(double fraction, long seed) {}

    private InputSection() {}

    static Input read(Tree tree) {
        DecodeOptions decode = DECODE.read(Planner.section(tree, "decode"), DecodeOptions::of);
        Tree sample = Planner.section(tree, "sample");
        Sample drawn = sample.value() == null ? new Sample(1, 0) : SAMPLE.read(sample, InputSection::sample);
        return INPUT.read(tree, args -> input(args, decode, drawn));
    }

    private static Input input(Args args, DecodeOptions decode, Sample sample) {
        Format format = Format.valueOf(
                args.choice("format", null, names(Format.values())).toUpperCase(Locale.ROOT));
        Holds holds = holds(args, format);
        if (format != Format.PARQUET) {
            for (String key : List.of("column", "id")) {
                if (args.has(key)) {
                    throw args.refuse(key, "is for parquet; remove it");
                }
            }
        }
        if (holds == Holds.TENSORS && args.raw("decode") instanceof Map<?, ?> given) {
            for (Object key : given.keySet()) {
                if (!key.equals(MAX_ENCODED_BYTES)) {
                    throw args.refuse("decode", "is for images; of it tensors have " + MAX_ENCODED_BYTES + " alone");
                }
            }
        }
        long limit = args.whole("limit", Selection.NO_LIMIT);
        if (limit < 1) {
            throw args.refuse("limit", "must be at least 1, not " + limit);
        }
        return new Input(
                format,
                holds,
                texts(args, "path", "a path, a glob or a list of them", "give at least one path"),
                args.text("column", null),
                args.text("id", null),
                new Selection(
                        args.has("include") ? globs(args, "include") : List.of(),
                        args.has("exclude") ? globs(args, "exclude") : List.of(),
                        limit,
                        sample.fraction,
                        sample.seed),
                decode);
    }

    private static Holds holds(Args args, Format format) {
        boolean tensors = args.choice("holds", "images", names(Holds.values())).equals("tensors");
        if (args.has("holds") && (format == Format.IMAGES || format == Format.NPY)) {
            throw args.refuse("holds", "is for webdataset and parquet; remove it");
        }
        return tensors || format == Format.NPY ? Holds.TENSORS : Holds.IMAGES;
    }

    private static List<String> globs(Args args, String key) {
        return texts(args, key, "a glob or a list of them", "give at least one glob, or remove it");
    }

    private static List<String> texts(Args args, String key, String wanted, String remedy) {
        List<String> texts = new ArrayList<>();
        for (Object each : args.list(key)) {
            if (!(each instanceof String text) || text.isBlank()) {
                throw args.expected(key, wanted, args.raw(key));
            }
            texts.add(text);
        }
        if (texts.isEmpty()) {
            throw args.refuse(key, "is an empty list; " + remedy);
        }
        return texts;
    }

    private static Sample sample(Args args) {
        double fraction = args.number("fraction", 1);
        if (!(fraction > 0 && fraction <= 1)) {
            throw new SpecException("fraction", "sample: fraction must be above 0 and at most 1, not " + fraction);
        }
        return new Sample(fraction, args.whole("seed", 0));
    }

    /** The section in full, from which {@link #read} would make this input. */
    static Map<String, Object> resolved(Input input) {
        Map<String, Object> resolved = new LinkedHashMap<>();
        resolved.put("format", Planner.lowerCase(input.format()));
        resolved.put("path", input.paths());
        if (input.format() == Format.WEBDATASET || input.format() == Format.PARQUET) {
            resolved.put("holds", Planner.lowerCase(input.holds()));
        }
        putGiven(resolved, "column", input.column());
        putGiven(resolved, "id", input.idColumn());
        Selection selection = input.selection();
        putGiven(resolved, "include", selection.include().isEmpty() ? null : selection.include());
        putGiven(resolved, "exclude", selection.exclude().isEmpty() ? null : selection.exclude());
        if (selection.fraction() < 1) {
            Map<String, Object> sample = new LinkedHashMap<>();
            sample.put("fraction", selection.fraction());
            sample.put("seed", selection.seed());
            resolved.put("sample", Collections.unmodifiableMap(sample));
        }
        putGiven(resolved, "limit", selection.isLimited() ? selection.limit() : null);
        Map<String, Object> decode = input.decode().arguments();
        resolved.put(
                "decode",
                input.holds() == Holds.IMAGES ? decode : Map.of(MAX_ENCODED_BYTES, decode.get(MAX_ENCODED_BYTES)));
        return Collections.unmodifiableMap(resolved);
    }

    private static void putGiven(Map<String, Object> resolved, String key, Object value) {
        if (value != null) {
            resolved.put(key, value);
        }
    }
}
