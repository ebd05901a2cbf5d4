package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tarn.spark.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Rows of runs of the tutorial over many copies of its photographs, held against an undisturbed run's. */
final class TutorialRows {
    static final int PHOTOS = 12;
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final String LAUNCHER = HERE.resolve("jobs/tarn").toString();

    private final Map<String, Map<String, Object>> expected;

    private TutorialRows(Map<String, Map<String, Object>> expected) {
        this.expected = expected;
    }

    /** Runs the tutorial as it is. */
    static TutorialRows undisturbed(Path out) throws Exception {
        Commands.Result run =
                Commands.run(HERE, Map.of(), LAUNCHER, "run", "jobs/tutorial.yaml", "--output", out.toString());
        assertThat(run.status()).as(run.err()).isZero();
        Map<String, Map<String, Object>> rows = read(out);
        assertThat(rows).hasSize(PHOTOS);
        return new TutorialRows(rows);
    }

    /** Links so many copies of each photograph into a new folder. */
    static Path copies(Path folder, int copies) throws IOException {
        Files.createDirectory(folder);
        try (Stream<Path> all = Files.list(Path.of("jobs/tutorial/photos"))) {
            for (Path photo : all.toList()) {
                for (int copy = 0; copy < copies; copy++) {
                    Files.createLink(folder.resolve(String.format("%04d-%s", copy, photo.getFileName())), photo);
                }
            }
        }
        return folder;
    }

    /** Holds every row of a run against the undisturbed run's, and tells the table of faults. */
    void hold(Path out, int copies, String fault, double seconds, int failed) throws IOException {
        Map<String, Map<String, Object>> rows = read(out);
        List<String> wrong = wrong(rows);
        boolean all = wrong.isEmpty() && rows.size() == PHOTOS * copies;
        ChaosTable.add(fault, seconds, rows.size(), failed, all ? "all" : "NOT " + wrong);
        assertThat(wrong).isEmpty();
        assertThat(rows).hasSize(PHOTOS * copies);
    }

    /** Ids of rows that are not as the undisturbed run's. */
    private List<String> wrong(Map<String, Map<String, Object>> rows) {
        List<String> wrong = new ArrayList<>();
        rows.forEach((id, row) -> {
            if (!row.equals(expected.get(id.substring(id.indexOf('-') + 1)))) {
                wrong.add(id);
            }
        });
        return wrong;
    }

    /** Hashes of the tensors by id; an id that comes twice is an error. */
    static Map<String, Map<String, Object>> read(Path out) {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        for (Map<String, Object> row : Sql.query(
                "SELECT id, md5(max.data) AS max, md5(avg.data) AS avg, md5(adaptive.data) AS adaptive FROM read_parquet('"
                        + out + "/data/*.parquet')")) {
            Object id = row.remove("id");
            assertThat(rows.put((String) id, row)).as("%s twice", id).isNull();
        }
        return rows;
    }
}
