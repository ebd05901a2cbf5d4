package io.tarn.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads job files. Nothing is started, and no path but the job file's own is looked at. */
public final class JobFile {
    /** No job file is larger. */
    public static final int MAX_BYTES = 1 << 20;

    private JobFile() {}

    /**
     * The plan of a job file with these settings in it.
     *
     * @throws JobException if anything about it is wrong
     */
    public static Plan read(Path file, List<Setting> settings) {
        return read(file.toString(), bytes(file), settings);
    }

    /** The same for the content of a file of that name. */
    public static Plan read(String file, byte[] content, List<Setting> settings) {
        return Planner.plan(tree(file, content, settings), withoutExtension(file));
    }

    /** Where such a job says what stands at a key like {@code input.path}, or what would hold it. */
    public static Place place(String file, byte[] content, List<Setting> settings, String key) {
        Tree tree = tree(file, content, settings);
        for (String part : key.split("\\.")) {
            tree = tree.entries().getOrDefault(part, tree);
        }
        return tree.place();
    }

    /**
     * The content of a local file, not all of it where it is too large for a job.
     *
     * @throws JobException if it cannot be read
     */
    public static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new JobException("there is no such job file", Place.whole(file.toString()), e);
        } catch (IOException e) {
            throw new JobException("the job file cannot be read: " + e.getMessage(), Place.whole(file.toString()), e);
        }
    }

    private static Tree tree(String file, byte[] content, List<Setting> settings) {
        Tree job = Yaml.ofFile(text(file, content), file);
        if (!job.isMapping()) {
            throw job.refuse("a job file is a mapping with input, outputs and output; found " + job.described());
        }
        for (Setting setting : settings) {
            job = setting.apply(job);
        }
        return job;
    }

    private static String text(String file, byte[] content) {
        if (content.length > MAX_BYTES) {
            throw new JobException("the job file is larger than 1 MiB", Place.whole(file));
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new JobException("the job file is not UTF-8 text", Place.whole(file), e);
        }
    }

    private static String withoutExtension(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return name.replaceFirst("(?<=.)\\.[^.]*$", "");
    }
}
