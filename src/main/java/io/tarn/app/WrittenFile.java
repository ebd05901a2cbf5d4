package io.tarn.app;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A file that an option names, to be written when all is done: what would fail then is said first. */
final class WrittenFile {
    private WrittenFile() {}

    /**
     * @throws ParameterException if no file can be written there
     */
    static void require(CommandSpec command, String option, Path file) {
        String given = option + " " + file;
        if (Files.isDirectory(file)) {
            throw new ParameterException(command.commandLine(), given + " is a folder; give a file");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(
                    command.commandLine(), given + ": there is no such folder; give a file in one that exists");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new ParameterException(
                    command.commandLine(), given + " may not be written; give a file that may, or grant writing it");
        }
    }
}
