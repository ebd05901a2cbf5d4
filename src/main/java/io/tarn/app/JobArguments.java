package io.tarn.app;

import io.tarn.plan.JobException;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.plan.Setting;
import io.tarn.spark.source.InputException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The job file and what the command line changes of it. */
final class JobArguments {
    @Parameters(
            index = "0",
            paramLabel = "JOB.yaml",
            description = "The job file; also a URI, or a name given to --files.")
    private String job;

    @Option(names = "--input", paramLabel = "PATH", description = "Instead of the job's input.path.")
    private String input;

    @Option(names = "--output", paramLabel = "PATH", description = "Instead of the job's output.path.")
    private String output;

    @Option(
            names = "--set",
            paramLabel = "a.b=value",
            description = "Sets a value of the job; may be given several times.")
    private List<String> assignments = new ArrayList<>();

    private byte[] text;

    Plan plan() {
        return JobFile.read(job, text(), settings());
    }

    /** The same mistake with the place where the job makes it. */
    JobException placed(InputException mistake) {
        return new JobException(mistake.getMessage(), JobFile.place(job, text(), settings(), mistake.key()));
    }

    /** Read once: a pipe is empty the second time. */
    private byte[] text() {
        if (text == null) {
            text = JobText.read(job);
        }
        return text;
    }

    private List<Setting> settings() {
        List<Setting> all = new ArrayList<>();
        assignments.forEach(setting -> all.add(Setting.set(setting)));
        if (input != null) {
            all.add(Setting.input(input));
        }
        if (output != null) {
            all.add(Setting.output(output));
        }
        return all;
    }
}
