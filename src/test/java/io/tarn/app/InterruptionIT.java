package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.spark.Sql;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C and SIGTERM, to a real process. */
class InterruptionIT {
    private static final Path HERE = Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    /** Or the first run would say that it does. */
    @BeforeAll
    static void prepareFasterStarts() throws Exception {
        assertThat(Commands.run(HERE, Map.of(), "jobs/tarn", "--version").status())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void aRunThatIsInterruptedSaysHowToGoOn(String signal, int status) throws Exception {
        Path photos = TutorialRows.copies(folder.resolve("photos"), 50);
        Path out = folder.resolve("out");
        File err = folder.resolve("err").toFile();
        String[] command = {
            "env",
            "--default-signal=INT", // which a shell has its background jobs ignore, and them their children
            "jobs/tarn",
            "run",
            "jobs/tutorial.yaml",
            "--input",
            photos.toString(),
            "--output",
            out.toString(),
            "--resume",
            "--set",
            "output.shard_images=100"
        };
        Process run = Commands.start(HERE, Map.of(), new File("/dev/null"), err, command);
        while (run.isAlive() && !Files.exists(out.resolve("_shards/00000.json"))) {
            TimeUnit.MILLISECONDS.sleep(20);
        }

        new ProcessBuilder("kill", "-" + signal, String.valueOf(run.pid()))
                .start()
                .waitFor();

        assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(run.exitValue()).isEqualTo(status);
        List<String> said = new Commands.Result(status, "", Files.readString(err.toPath())).errLines();
        assertThat(said)
                .singleElement()
                .asString()
                .matches("tarn: interrupted; [1-5]00 of 600 images are committed; --resume goes on");
        assertThat(out.resolve("_lock")).doesNotExist();
        assertThat(out.resolve("_temporary")).doesNotExist();
        assertThat(out.resolve("job.json"))
                .content()
                .contains("\"state\" : \"failed\"", "\"reason\" : \"The run was interrupted.\"");
        Commands.Result resumed = Commands.run(HERE, Map.of(), command);
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.errLines()).noneMatch(line -> line.startsWith("tarn: "));
        assertThat(Sql.table(out, "data")).hasSize(600);
    }

    /** Nothing is begun yet, and the folder made for the lock goes with it. */
    @Test
    void aRunThatIsInterruptedWhileSparkStartsLeavesNothing() throws Exception {
        Path out = folder.resolve("out");
        File err = folder.resolve("err").toFile();
        Process run = Commands.start(
                HERE,
                Map.of(),
                new File("/dev/null"),
                err,
                "jobs/tarn",
                "run",
                "jobs/tutorial.yaml",
                "--output",
                out.toString());
        while (run.isAlive() && !Files.exists(out.resolve("_lock"))) {
            TimeUnit.MILLISECONDS.sleep(5);
        }

        new ProcessBuilder("kill", String.valueOf(run.pid())).start().waitFor();

        assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(run.exitValue()).isEqualTo(143);
        assertThat(new Commands.Result(143, "", Files.readString(err.toPath())).errLines())
                .containsExactly("tarn: interrupted; 0 of 12 images are committed; --resume goes on");
        assertThat(out).doesNotExist();
    }
}
