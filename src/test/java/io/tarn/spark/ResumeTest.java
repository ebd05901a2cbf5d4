package io.tarn.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tarn.plan.Explain;
import io.tarn.plan.JobFile;
import io.tarn.plan.Plan;
import io.tarn.plan.Setting;
import io.tarn.spark.source.InputException;
import io.tarn.spark.source.Listing;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go on with what an earlier one left, of a copy of the tutorial's twelve photos in shards of four. */
class ResumeTest {
    private static JavaSparkContext spark;

    @TempDir
    Path folder;

    private Path photos;
    private Path out;

    @BeforeAll
    static void start() {
        spark = new JavaSparkContext(new SparkConf(false)
                .setMaster("local[2]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.heartbeatInterval", "200ms")); // what running tasks tell of failures
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @BeforeEach
    void copyPhotos() throws IOException {
        photos = Files.createDirectory(folder.resolve("photos"));
        out = folder.resolve("out");
        try (Stream<Path> files = Files.list(Path.of("jobs/tutorial/photos"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".jpg")).toList()) {
                Files.copy(file, photos.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void theRestIsDoneAndTheRowsAreThoseOfAnUndisturbedRun() throws Exception {
        assertThatThrownBy(() -> run(dying("seeding.jpg"))).hasMessageContaining("planted");
        List<String> committed = files("data");
        assertThat(ids("data")).hasSize(8);
        assertThat(out.resolve("data/_SUCCESS")).doesNotExist();
        assertThat(out.resolve("job.json")).content().contains("\"state\" : \"failed\"", "\"images_done\" : 8");
        assertThat(Sql.table(out, "stats/steps"))
                .filteredOn(row -> "decode".equals(row.get("step")))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("images", 8L));

        RunResult result = resume(plan());

        assertThat(result.images()).isEqualTo(12);
        assertThat(result.imagesNow()).isEqualTo(4);
        assertThat(files("data")).containsAll(committed).hasSizeGreaterThan(committed.size());
        assertThat(out.resolve("data/_SUCCESS")).exists();
        assertThat(result.steps())
                .filteredOn(row -> "decode".equals(row.step()))
                .singleElement()
                .satisfies(row -> assertThat(row.images()).isEqualTo(12));
        assertThat(rows(out)).isEqualTo(undisturbed());
    }

    @Test
    void aResumedRunThatDiesCountsWhatItDidItself() throws Exception {
        assertThatThrownBy(() -> run(dying("friends.jpg"))).hasMessageContaining("planted");
        assertThat(account()).containsEntry("images_done", 4).containsEntry("images_now", 4);

        assertThatThrownBy(() -> resume(dying("seeding.jpg"))).hasMessageContaining("planted");

        assertThat(account()).containsEntry("images_done", 8).containsEntry("images_now", 4);
    }

    @Test
    void theAccountIsOfThePlanThatWasResumedWith() throws Exception {
        assertThatThrownBy(() -> run(dying("seeding.jpg"))).hasMessageContaining("planted");
        Path moved = Files.move(photos, folder.resolve("moved"));
        Plan plan = plan(Setting.input(moved.toString()), Setting.set("errors.max_rate=0.5"));

        resume(plan);

        assertThat(account())
                .containsEntry("explained", Explain.text(plan))
                .containsEntry("roots", List.of("file:" + moved))
                .extractingByKey("plan")
                .asString()
                .contains("max_rate=0.5", moved.toString());
    }

    @Test
    void whatAShardLeftThatWasNotRecordedIsRemoved() throws Exception {
        assertThatThrownBy(() -> run(dying("seeding.jpg"))).hasMessageContaining("planted");
        Path record = out.resolve("_shards/00001.json");
        String whole = Files.readString(record);
        Files.writeString(record, whole.substring(0, whole.length() / 2)); // killed as it was written

        RunResult result = resume(plan());

        assertThat(result.imagesNow()).isEqualTo(8);
        assertThat(rows(out)).isEqualTo(undisturbed());
    }

    @Test
    void recordsAreFoundWhateverDigitsTheLocaleHas() throws Exception {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
        try {
            assertThatThrownBy(() -> run(dying("seeding.jpg"))).hasMessageContaining("planted");
        } finally {
            Locale.setDefault(before);
        }
        List<String> committed = files("data");
        assertThat(committed).isNotEmpty().allMatch(file -> file.matches("\\p{ASCII}+"));

        RunResult result = resume(plan());

        assertThat(result.imagesNow()).isEqualTo(4);
        assertThat(files("data")).containsAll(committed);
        assertThat(rows(out)).isEqualTo(undisturbed());
    }

    @Test
    void aRunThatDiedBeforeItsFirstShardBeginsAnew() throws Exception {
        assertThatThrownBy(() -> run(dying("china.jpg"))).hasMessageContaining("planted");
        Files.delete(out.resolve("_shards/listing.json.gz"));

        RunResult result = resume(plan());

        assertThat(result.imagesNow()).isEqualTo(12);
        assertThat(rows(out)).isEqualTo(undisturbed());
    }

    @Test
    void committedShardsWhoseListingIsLostAreLeftAlone() throws Exception {
        assertThatThrownBy(() -> run(dying("seeding.jpg"))).hasMessageContaining("planted");
        List<String> committed = files("data");
        Files.writeString(out.resolve("_shards/listing.json.gz"), "");

        assertThatThrownBy(() -> resuming(plan()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds committed shards, but _shards/listing.json.gz is missing or cut short");
        assertThat(files("data")).isEqualTo(committed).isNotEmpty();
    }

    @Test
    void anEmptyAccountIsSaidToBeEmpty() throws Exception {
        assertThatThrownBy(() -> run(dying("seeding.jpg"))).hasMessageContaining("planted");
        Files.writeString(out.resolve("job.json"), "");

        assertThatThrownBy(() -> resuming(plan()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the job.json there is empty");
    }

    /** As after a long pause of its machine. */
    @Test
    void aRunThatLostTheFolderLeavesTheOtherItsFiles() throws Exception {
        String lock = out.resolve("_lock").toString();
        String others = out.resolve("_temporary/1234/task/part-0.parquet").toString();
        Plan plan = Planted.in(plan(), context -> {
            try {
                Files.createDirectories(Path.of(others).getParent());
                Files.writeString(Path.of(others), "another run's");
                Files.writeString(Path.of(lock), "{\"token\": \"another run's\"}");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThatThrownBy(() -> run(plan)).hasMessageContaining("another run took over");

        assertThat(Path.of(others)).hasContent("another run's");
        assertThat(Path.of(lock)).content().contains("another run's");
        assertThat(out.resolve("job.json")).content().contains("\"state\" : \"running\"");
    }

    @Test
    void whatCannotBeWrittenWholeLeavesWhatWasThere() throws Exception {
        OutputFolder output = outputFolder();
        output.writeText("job.json", "before");

        assertThatThrownBy(() -> output.write("job.json", file -> {
                    file.write('a');
                    throw new IOException("the disk is full");
                }))
                .hasMessage("the disk is full");
        assertThat(output.readText("job.json")).isEqualTo("before");
        assertThat(out.resolve("job.json.new")).doesNotExist();

        output.clear();
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void resumingNothingRunsEverything() throws Exception {
        assertThat(resume(plan()).images()).isEqualTo(12);
    }

    @Test
    void aCompleteRunHasNothingLeftToDo() throws Exception {
        run(plan());

        assertThat(resuming(plan()).isDone()).isTrue();
        assertThat(resuming(plan()).soFar().images()).isEqualTo(12);
    }

    @Test
    void aRunKilledBehindItsLastShardIsMarkedComplete() throws Exception {
        run(plan());
        List<String> committed = files("data");
        Files.delete(out.resolve("data/_SUCCESS"));
        assertThat(resuming(plan()).isDone()).isFalse();

        RunResult result = resume(plan());

        assertThat(result.images()).isEqualTo(12);
        assertThat(result.imagesNow()).isZero();
        assertThat(files("data")).isEqualTo(committed);
        assertThat(resuming(plan()).isDone()).isTrue();
    }

    @Test
    void anotherPlanIsRefusedWithTheDifference() throws Exception {
        run(plan());
        Plan other = JobFile.read(
                Path.of("jobs/tutorial.yaml"),
                List.of(
                        Setting.input(photos.toString()),
                        Setting.output(out.toString()),
                        Setting.set("outputs.max.max_pool2d.kernel_size=4")));

        assertThatThrownBy(() -> resuming(other))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("was begun by another plan: outputs.max[0].max_pool2d.kernel_size")
                .hasMessageContaining("2 there and")
                .hasMessageContaining("4 here");
    }

    @Test
    void whatHasNoArgumentsIsADifferenceToo() {
        assertThat(difference(
                        List.of(Setting.set("steps=[to_tensor]")), Setting.set("steps=[vertical_flip, to_tensor]")))
                .isEqualTo("steps[0].to_tensor is given there and not given here,"
                        + " steps[0].vertical_flip is not given there and given here,"
                        + " steps[1].to_tensor is not given there and given here");
        assertThat(difference(List.of(), Setting.set("outputs.extra=identity")))
                .isEqualTo("outputs.extra[0].identity is not given there and given here");
        assertThat(difference(List.of(), Setting.set("outputs.extra=[]")))
                .isEqualTo("outputs.extra is not given there and [] here");
        assertThat(difference(List.of(Setting.set("outputs.max=[]"))))
                .startsWith("outputs.max[0].max_pool2d")
                .doesNotContain("[] there");
    }

    @Test
    void theFormOfTheOutputIsADifferenceToo() {
        assertThat(difference(List.of(), Setting.set("output.layout=tensor"), Setting.set("output.codec=snappy")))
                .isEqualTo("output.layout is bytes there and tensor here");
    }

    /** What the refusal says of a plan with these settings, where the run was begun with those. */
    private String difference(List<Setting> begunWith, Setting... settings) {
        Plan begun = plan(begunWith.toArray(Setting[]::new));
        Map<String, Object> job = Map.of("fingerprint", begun.fingerprint(), "plan", begun.resolved());
        Resume resume = new Resume(outputFolder(), plan(settings));
        String message = catchThrowableOfType(InputException.class, () -> resume.requireSame(job))
                .getMessage();
        return message.replaceFirst(".*another plan: (.*); resume with.*", "$1");
    }

    @Test
    void anotherVersionIsRefused() throws Exception {
        run(plan());
        Path account = out.resolve("job.json");
        String own = "\"tarn\" : \"" + Versions.tarn() + "\"";
        assertThat(account).content().contains(own);
        Files.writeString(account, Files.readString(account).replace(own, "\"tarn\" : \"0.0.9\""));

        assertThatThrownBy(() -> resuming(plan()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("was begun by tarn 0.0.9, and this is tarn " + Versions.tarn());
    }

    @Test
    void theAccountHoldsFingerprintsOfPlanAndInput() throws Exception {
        run(plan());
        Map<String, Object> first = account();
        Files.copy(photos.resolve("wine.jpg"), photos.resolve("another.jpg"));
        pool(plan(), resuming(plan()).withNewFiles());
        Map<String, Object> more = account();

        assertThat(first).containsEntry("fingerprint", plan().fingerprint());
        assertThat(first.get("input_fingerprint").toString()).matches("[0-9a-f]{64}");
        assertThat(more).containsEntry("fingerprint", first.get("fingerprint"));
        assertThat(more.get("input_fingerprint"))
                .isNotEqualTo(first.get("input_fingerprint"))
                .isEqualTo(Listing.fingerprint(ShardLog.load(outputFolder()).entries()));
    }

    private Map<String, Object> account() throws IOException {
        return JobJson.parse(Files.readString(out.resolve("job.json")));
    }

    @Test
    void filesThatAppearedAreReportedAndTakenInWhenAsked() throws Exception {
        run(plan());
        Files.copy(photos.resolve("wine.jpg"), photos.resolve("another.jpg"));

        Work reporting = resuming(plan());
        assertThat(reporting.isDone()).isTrue();
        assertThat(reporting.notes())
                .containsExactly("1 file appeared since the run began, and are left out; --new-files takes them in");

        RunResult result = pool(plan(), resuming(plan()).withNewFiles());

        assertThat(result.images()).isEqualTo(13);
        assertThat(result.imagesNow()).isEqualTo(1);
        assertThat(ids("data")).hasSize(13).contains("another.jpg").doesNotHaveDuplicates();
        assertThat(resuming(plan()).isDone()).isTrue();
        assertThat(resuming(plan()).notes()).isEmpty();
    }

    /** So that its second row group starts elsewhere. */
    @Test
    void aParquetFileThatIsWrittenAnewHasNotAppeared() throws Exception {
        Plan plan = rowsPlan();
        writeRows("a.parquet", 3000, "one");
        run(plan);
        writeRows("a.parquet", 4000, "another");
        writeRows("b.parquet", 3000, "one");

        Work work = resuming(plan).withNewFiles();

        assertThat(work.notes())
                .containsExactly(
                        "1 file changed since they were pooled, and are not pooled again",
                        "1 file appeared since the run began, and join it");
        pool(plan, work);
        assertThat(ids("data")).hasSize(6000).doesNotHaveDuplicates();
    }

    @Test
    void aParquetFileThatIsWrittenAnewBeforeItsTurnIsPooledAsItIs() throws Exception {
        Plan plan = rowsPlan();
        writeRows("a.parquet", 3000, "one");
        writeRows("b.parquet", 3000, "one");
        assertThatThrownBy(() -> run(Planted.in(plan, Planted.deathAt("b.parquet#0", Integer.MAX_VALUE))))
                .hasMessageContaining("planted");
        writeRows("b.parquet", 5000, "another");

        Work work = resuming(plan);

        assertThat(work.notes()).isEmpty();
        RunResult result = pool(plan, work);
        assertThat(result.failed()).isZero();
        assertThat(ids("data")).hasSize(8000).contains("b.parquet#4999").doesNotHaveDuplicates();
    }

    @Test
    void aParquetFileOfWhichAPartIsPooledHasNotChanged() throws Exception {
        Plan plan = rowsPlan();
        writeRows("a.parquet", 3000, "one");
        assertThatThrownBy(() -> run(Planted.in(plan, Planted.deathAt("a.parquet#2048", Integer.MAX_VALUE))))
                .hasMessageContaining("planted");

        Work work = resuming(plan);

        assertThat(work.notes()).isEmpty();
        assertThat(pool(plan, work).imagesNow()).isEqualTo(3000 - 2048);
        assertThat(ids("data")).hasSize(3000).doesNotHaveDuplicates();
    }

    private Plan rowsPlan() throws IOException {
        return JobFile.read(
                Files.writeString(
                        folder.resolve("rows.yaml"), """
                        input: {format: parquet, path: %s, column: image}
                        steps: [to_tensor]
                        outputs: {image: []}
                        output: {path: %s, shard_images: 1}
                        """.formatted(Files.createDirectory(folder.resolve("rows")), out)),
                List.of());
    }

    /** A file of so many rows in groups of 2,048. */
    private void writeRows(String name, int rows, String word) throws IOException {
        Path png = folder.resolve("image.png");
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
        Sql.execute("COPY (SELECT content AS image, '" + word + "' || range AS word FROM read_blob('" + png
                + "'), range(" + rows + ")) TO '" + folder + "/rows/" + name
                + "' (FORMAT parquet, ROW_GROUP_SIZE 2048)");
    }

    @Test
    void onlyPooledFilesAreReportedAsChanged() throws Exception {
        byte[] wine = Files.readAllBytes(photos.resolve("wine.jpg"));
        Files.writeString(photos.resolve("wine.jpg"), "no image");
        run(plan());
        Files.write(photos.resolve("wine.jpg"), wine);
        assertThat(resuming(plan()).notes()).isEmpty();

        Work retry = resuming(plan()).withFailedImages(spark.hadoopConfiguration());
        assertThat(retry.notes()).isEmpty();
        pool(plan(), retry);
        assertThat(resuming(plan()).notes()).isEmpty();

        for (String pooled : List.of("wine.jpg", "china.jpg")) {
            Files.writeString(photos.resolve(pooled), "no image");
        }
        assertThat(resuming(plan()).notes())
                .containsExactly("2 files changed since they were pooled, and are not pooled again");
    }

    @Test
    void aFileThatWentBeforeItsTurnIsARowWithItsReason() throws Exception {
        assertThatThrownBy(() -> run(dying("seeding.jpg"))).hasMessageContaining("planted");
        Files.delete(photos.resolve("wine.jpg"));
        Files.delete(photos.resolve("china.jpg"));

        Work work = resuming(plan());
        assertThat(work.notes()).containsExactly("1 file went since they were pooled; their rows stay");
        RunResult result = pool(plan(), work);

        assertThat(result.images()).isEqualTo(12);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(Sql.table(out, "errors")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("id", "wine.jpg")
                .containsEntry("error", "missing"));
    }

    @Test
    void failedImagesAreDoneAgainAndTheirErrorsReplaced() throws Exception {
        byte[] wine = Files.readAllBytes(photos.resolve("wine.jpg"));
        Files.writeString(photos.resolve("wine.jpg"), "no image");
        Files.writeString(photos.resolve("china.jpg"), "no image");
        assertThat(run(plan()).failed()).isEqualTo(2);
        Files.write(photos.resolve("wine.jpg"), wine);

        RunResult result = pool(plan(), resuming(plan()).withFailedImages(spark.hadoopConfiguration()));

        assertThat(result.imagesNow()).isEqualTo(2);
        assertThat(result.images()).isEqualTo(12);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.errorRows()).isEqualTo(1);
        assertThat(ids("errors")).containsExactly("china.jpg");
        assertThat(ids("data")).hasSize(11).contains("wine.jpg").doesNotHaveDuplicates();
        assertThat(resuming(plan()).soFar().failed()).isEqualTo(1);
    }

    @Test
    void failedImagesOfAnIncompleteRunWait() {
        assertThatThrownBy(() -> run(dying("seeding.jpg"))).hasMessageContaining("planted");

        assertThatThrownBy(() -> resuming(plan()).withFailedImages(spark.hadoopConfiguration()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is not complete; finish it first with --resume");
    }

    @Test
    void aRunThatGoesWrongStopsEarlyAndCanGoOn() throws Exception {
        Files.writeString(photos.resolve("china.jpg"), "no image");

        RunResult stopped = run(plan(Setting.set("errors.max_rate=0.05")));

        assertThat(stopped.stopped()).isTrue();
        assertThat(stopped.stopReason())
                .isEqualTo("1 of 4 images so far failed, more than errors.max_rate allows (5.0 % of all 12);"
                        + " most are not_an_image (decode), such as china.jpg: starts with 6e 6f 20 69 6d 61 67 65;"
                        + " images are JPEG, PNG, GIF, BMP, WebP or TIFF");
        assertThat(stopped.images()).isEqualTo(4);
        assertThat(out.resolve("data/_SUCCESS")).doesNotExist();
        assertThat(out.resolve("job.json")).content().contains("\"state\" : \"stopped\"");
        assertThat(ids("errors")).containsExactly("china.jpg");

        RunResult result = resume(plan(Setting.set("errors.max_rate=0.5")));

        assertThat(result.stopped()).isFalse();
        assertThat(result.imagesNow()).isEqualTo(8);
        assertThat(out.resolve("data/_SUCCESS")).exists();
        assertThat(ids("data")).hasSize(11);
    }

    @Test
    void aRunThatGoesWrongStopsWithinAShardAndCanGoOn() throws Exception {
        Path many = TinyImages.links(folder.resolve("many"), 4000);
        Plan plan = JobFile.read(Files.writeString(folder.resolve("many.yaml"), """
                        input: {format: images, path: %s}
                        steps: [{center_crop: {output_size: 4}}]
                        outputs: {image: []}
                        output: {path: %s, shard_images: 2000}
                        errors: {max_rate: 0.3}
                        """.formatted(many, out)), List.of());

        RunResult stopped = run(Planted.in(plan, Planted.failuresFrom("2000.png", "3999.png")));

        assertThat(stopped.stopped()).isTrue();
        assertThat(stopped.stopReason())
                .matches(
                        "1,\\d{3} of 3,\\d{3} images so far failed, more than errors.max_rate allows"
                                + " \\(30.0 % of all 4,000\\); most are planted \\(center_crop\\), such as \\d{4}.png: it is \\d{4}.png");
        assertThat(stopped.images()).as("the shard in flight is undone").isEqualTo(2000);
        assertThat(stopped.errorRows()).isZero();
        assertThat(ids("data")).hasSize(2000).allMatch(id -> id.toString().compareTo("2000.png") < 0);
        assertThat(Sql.table(out, "errors")).isEmpty();
        assertThat(out.resolve("data/_SUCCESS")).doesNotExist();
        assertThat(out.resolve("job.json"))
                .content()
                .contains("\"state\" : \"stopped\"", "\"reason\" : \"" + stopped.stopReason() + ".\"");

        RunResult result = resume(plan);

        assertThat(result.stopped()).isFalse();
        assertThat(result.imagesNow()).isEqualTo(2000);
        assertThat(ids("data")).hasSize(4000).doesNotHaveDuplicates();
        assertThat(out.resolve("data/_SUCCESS")).exists();
    }

    @Test
    void overwritingRemovesShardsToo() throws Exception {
        run(plan());

        RunResult again = pool(plan(), Work.overwriting(plan(), listing(plan()), outputFolder()));

        assertThat(again.imagesNow()).isEqualTo(12);
        assertThat(rows(out)).isEqualTo(undisturbed());
    }

    private Plan plan(Setting... more) {
        List<Setting> settings = new ArrayList<>(List.of(
                Setting.input(photos.toString()),
                Setting.output(out.toString()),
                Setting.set("errors.max_rate=0.2"),
                Setting.set("output.shard_images=4")));
        settings.addAll(List.of(more));
        return JobFile.read(Path.of("jobs/tutorial.yaml"), settings);
    }

    private Plan dying(String id) {
        Plan plan = plan();
        return Planted.in(plan, Planted.deathAt(id, Integer.MAX_VALUE));
    }

    private RunResult run(Plan plan) throws IOException {
        return LocalRuns.pool(plan, spark);
    }

    private RunResult resume(Plan plan) throws IOException {
        return pool(plan, resuming(plan));
    }

    private Work resuming(Plan plan) throws IOException {
        return Work.resuming(plan, listing(plan), outputFolder());
    }

    private RunResult pool(Plan plan, Work work) throws IOException {
        try (RunLock lock = RunLock.take(outputFolder())) {
            return new PoolRun(spark, plan, work, outputFolder(), lock, Progress.SILENT).run();
        }
    }

    private OutputFolder outputFolder() {
        return OutputFolder.of(out.toString(), spark.hadoopConfiguration());
    }

    private static Listing listing(Plan plan) throws IOException {
        return Listing.of(plan, spark.hadoopConfiguration());
    }

    private List<Map<String, Object>> undisturbed() throws IOException {
        Path other = folder.resolve("undisturbed");
        run(plan(Setting.output(other.toString())));
        return rows(other);
    }

    /** Every row with a hash of each tensor. */
    private static List<Map<String, Object>> rows(Path output) {
        return Sql.query("SELECT id, md5(max.data) AS max, md5(avg.data) AS avg, md5(adaptive.data) AS adaptive"
                + " FROM read_parquet('" + output + "/data/*.parquet') ORDER BY id");
    }

    private List<Object> ids(String table) {
        return Sql.table(out, table).stream().map(row -> row.get("id")).toList();
    }

    /** Files of a table with their times. */
    private List<String> files(String table) throws IOException {
        try (Stream<Path> files = Files.list(out.resolve(table))) {
            List<String> told = new ArrayList<>();
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".parquet")).toList()) {
                told.add(file.getFileName() + " " + Files.getLastModifiedTime(file));
            }
            return told;
        }
    }
}
