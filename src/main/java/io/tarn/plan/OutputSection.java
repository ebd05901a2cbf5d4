package io.tarn.plan;

import static io.tarn.plan.Planner.names;

import io.tarn.op.Arg;
import io.tarn.op.Args;
import io.tarn.plan.Plan.Codec;
import io.tarn.plan.Plan.Layout;
import io.tarn.plan.Plan.Output;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The section {@code output} of a job: read, and written out again. */
final class OutputSection {
    private static final int MOST_LEVEL = 22;
    private static final long LEAST_FILE_BYTES = 1 << 20;

    private static final Section OUTPUT = new Section(
            "output",
            List.of(
                    Arg.required("path", "a path", "the folder to make"),
                    Arg.optional("layout", "bytes or tensor", "bytes", "how a tensor lies in its column"),
                    Arg.optional("partition_by", "a column's name", "none", "a folder for each value of it"),
                    Arg.optional("codec", "snappy, zstd or none", "snappy", "how files are compressed"),
                    Arg.optional("level", "an integer, 1 to 22", "1", "how hard zstd tries"),
                    Arg.optional("file_bytes", "an integer", "one file a task", "about how large files become"),
                    Arg.optional(
                            "shard_images",
                            "an integer",
                            "about two minutes' work",
                            "how many images are committed at a time, and lost at most when the driver dies")));

    private OutputSection() {}

    static Output read(Tree tree) {
        return OUTPUT.read(tree, OutputSection::output);
    }

    private static Output output(Args args) {
        String path = args.text("path", null);
        if (path.isBlank()) {
            throw args.refuse("path", "is empty; give the folder to make");
        }
        Layout layout = Layout.valueOf(upper(args.choice("layout", "bytes", names(Layout.values()))));
        Codec codec = Codec.valueOf(upper(args.choice("codec", "snappy", names(Codec.values()))));
        if (args.has("level") && codec != Codec.ZSTD) {
            throw args.refuse("level", "is for codec zstd; give that too, or remove it");
        }
        int level = args.integer("level", Output.ZSTD_LEVEL);
        if (level < 1 || level > MOST_LEVEL) {
            throw args.refuse("level", "must be from 1 to " + MOST_LEVEL + ", not " + level);
        }
        long fileBytes = args.whole("file_bytes", Output.ONE_FILE);
        if (args.has("file_bytes") && fileBytes < LEAST_FILE_BYTES) {
            throw args.refuse("file_bytes", "must be at least " + LEAST_FILE_BYTES + ", not " + fileBytes);
        }
        if (args.has("shard_images") && args.integer("shard_images") < 1) {
            throw args.refuse("shard_images", "must be 1 or more, not " + args.raw("shard_images"));
        }
        return new Output(
                path,
                layout,
                args.text("partition_by", null),
                codec,
                level,
                fileBytes,
                args.integer("shard_images", 0));
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** The section in full, from which {@link #read} would make this output. */
    static Map<String, Object> resolved(Output output) {
        Map<String, Object> resolved = new LinkedHashMap<>();
        resolved.put("path", output.path());
        resolved.put("layout", Planner.lowerCase(output.layout()));
        if (output.partitionBy() != null) {
            resolved.put("partition_by", output.partitionBy());
        }
        resolved.put("codec", Planner.lowerCase(output.codec()));
        if (output.codec() == Codec.ZSTD) {
            resolved.put("level", output.level());
        }
        if (output.fileBytes() != Output.ONE_FILE) {
            resolved.put("file_bytes", output.fileBytes());
        }
        if (output.shardImages() > 0) {
            resolved.put("shard_images", output.shardImages());
        }
        return Collections.unmodifiableMap(resolved);
    }
}
