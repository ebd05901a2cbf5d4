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
    private static final int MAX_BYTES = 1 << 20;

    private JobFile() {}

    /**
     * The plan of a job file with these settings in it.
     *
     * @throws JobException if anything about it is wrong
     */
    public static Plan read(Path file, List<Setting> settings) {
        return Planner.plan(tree(file, settings), withoutExtension(file));
    }

    /** Where such a job says what stands at a key like {@code input.path}, or what would hold it. */
    public static Place place(Path file, List<Setting> settings, String key) {
        Tree tree = tree(file, settings);
        for (String part : key.split("\\.")) {
            tree = tree.entries().getOrDefault(part, tree);
        }
        return tree.place();
    }

    private static Tree tree(Path file, List<Setting> settings) {
        Tree job = Yaml.ofFile(text(file), file.toString());
        if (!job.isMapping()) {
            throw job.refuse("a job file is a mapping with input, outputs and output; found " + job.described());
        }
        for (Setting setting : settings) {
            job = setting.apply(job);
        }
        return job;
    }

    private static String text(Path file) {
        Place place = Place.whole(file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new JobException("the job file is larger than 1 MiB", place);
            }
            ByteBuffer encoded = ByteBuffer.wrap(bytes);
            String text = StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new JobException("there is no such job file", place, e);
        } catch (CharacterCodingException e) {
            throw new JobException("the job file is not UTF-8 text", place, e);
        } catch (IOException e) {
            throw new JobException("the job file cannot be read: " + e.getMessage(), place, e);
        }
    }

    private static String withoutExtension(Path file) {
        return file.getFileName().toString().replaceFirst("(?<=.)\\.[^.]*$", "");
    }
}
