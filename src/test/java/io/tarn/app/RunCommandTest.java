package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tarn.spark.Sql;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command as a user meets it: status, words, and what is left on disk. */
class RunCommandTest {
    private static final Path PHOTOS = Path.of("jobs/tutorial/photos");

    @TempDir
    Path folder;

    private record Result(int status, String out, String err) {}

    @Test
    void brokenImagesAndTextFilesBecomeErrorRows() throws IOException {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        byte[] good = Files.readAllBytes(PHOTOS.resolve("china.jpg"));
        List<String> names =
                List.of("a photo.jpg", "100%25.jpg", "c#1.jpg", "照片.jpg", "q?x.jpg", "deep/er/b.jpg", "no-extension");
        for (String name : names) {
            Files.createDirectories(photos.resolve(name).getParent());
            Files.write(photos.resolve(name), good);
        }
        Files.writeString(photos.resolve("notes.txt"), "not an image");
        Files.write(photos.resolve("cut.jpg"), java.util.Arrays.copyOf(good, good.length / 2));
        Files.write(photos.resolve("empty.jpg"), new byte[0]);
        Path out = folder.resolve("out");

        Result result = run("run", "jobs/tutorial.yaml", "--input", photos.toString(), "--output", out.toString());

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out())
                .startsWith("tutorial: 7 images pooled, 3 failed, in ")
                .contains("  data    " + out + "/data\n")
                .contains("  errors  " + out + "/errors\n");
        assertThat(result.err())
                .contains("tarn: 3 of 10 images failed, more than errors.max_rate allows (5.0 %); "
                        + "the run finished, and the reasons are in " + out + "/errors");
        String reason = "3 of 10 images failed, more than errors.max_rate allows (5.0 %).";
        assertThat(out.resolve("job.json"))
                .content()
                .contains("\"state\" : \"finished\"", "\"reason\" : \"" + reason + "\"");
        assertThat(out.resolve("report.html"))
                .content()
                .contains("<span class=\"chip finished\">finished</span>", ", 3 failed. " + reason);
        assertThat(Sql.table(out, "data")).extracting(row -> row.get("id")).containsExactlyInAnyOrderElementsOf(names);
        Map<String, Object> errors = new TreeMap<>();
        for (Map<String, Object> row : Sql.table(out, "errors")) {
            assertThat(row.get("output")).isNull();
            assertThat(row.get("step")).isEqualTo("decode");
            assertThat((String) row.get("message")).isNotBlank();
            errors.put((String) row.get("id"), row.get("encoded_bytes"));
        }
        assertThat(errors)
                .containsExactly(
                        Map.entry("cut.jpg", (long) (good.length / 2)),
                        Map.entry("empty.jpg", 0L),
                        Map.entry("notes.txt", 12L));
        assertThat(Files.exists(out.resolve("data/_SUCCESS"))).isTrue();
    }

    @Test
    void theReportShowsOriginalsOfEveryFormatAndSize() throws IOException {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        for (String name : List.of("webp_lossless_alpha.webp", "jpeg_1x1.jpg", "jpeg_420.jpg", "png_rgb8.png")) {
            Files.copy(Path.of("src/test/resources/odd", name), photos.resolve(name));
        }
        BufferedImage large = new BufferedImage(4096, 3072, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(large, "jpeg", photos.resolve("large.jpg").toFile());
        ImageIO.write(large, "png", photos.resolve("large.png").toFile());
        Path out = folder.resolve("out");

        Result result = run("run", "jobs/tutorial.yaml", "--input", photos.toString(), "--output", out.toString());

        assertThat(result.status()).isZero();
        Matcher originals = Pattern.compile("data:image/jpeg;base64,([^\"]+)")
                .matcher(Files.readString(out.resolve("report.html")));
        List<String> sizes = new ArrayList<>();
        while (originals.find()) {
            byte[] file = Base64.getDecoder().decode(originals.group(1));
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file));
            sizes.add(picture.getWidth() + " x " + picture.getHeight());
        }
        assertThat(sizes)
                .containsExactlyInAnyOrder("1 x 1", "160 x 107", "160 x 107", "160 x 107", "512 x 384", "512 x 384");
    }

    /** Twelve of them would not fit into the driver. */
    @Test
    void theReportLeavesOutHugeOriginals() throws IOException {
        Path photos = copyPhotos(2);
        try (RandomAccessFile huge =
                new RandomAccessFile(photos.resolve("china.jpg").toFile(), "rw")) {
            huge.setLength(33 << 20);
        }
        Path out = folder.resolve("out");

        Result result = run("run", "jobs/tutorial.yaml", "--input", photos.toString(), "--output", out.toString());

        assertThat(result.status()).isZero();
        assertThat(Sql.table(out, "data")).hasSize(2);
        assertThat(Pattern.compile("data:image/jpeg;base64,")
                        .matcher(Files.readString(out.resolve("report.html")))
                        .results())
                .hasSize(1);
    }

    @Test
    void failuresWithinTheAllowedRateAreDone() throws IOException {
        Path photos = copyPhotos(3);
        Files.writeString(photos.resolve("notes.txt"), "not an image");

        Result result = run(
                "run",
                "jobs/tutorial.yaml",
                "--input",
                photos.toString(),
                "--output",
                folder + "/out",
                "--set",
                "errors.max_rate=0.25");

        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("tutorial: 3 images pooled, 1 failed");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void aRunThatStopsEarlySaysWhyAndHowToGoOn() throws IOException {
        Path photos = copyPhotos(6);
        Files.writeString(photos.resolve("0.txt"), "not an image");
        Path out = folder.resolve("out");

        Result result = run(
                "run",
                "jobs/tutorial.yaml",
                "--input",
                photos.toString(),
                "--output",
                out.toString(),
                "--set",
                "output.shard_images=4",
                "--set",
                "errors.max_rate=0.1");

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err())
                .isEqualTo("tarn: 1 of 4 images so far failed, more than errors.max_rate allows (10.0 % of all 7);"
                        + " most are not_an_image (decode), such as 0.txt: starts with 6e 6f 74 20 61 6e 20 69; images"
                        + " are JPEG, PNG, GIF, BMP, WebP or TIFF; the run stopped early, and the reasons are in "
                        + out + "/errors; --resume goes on, with a larger rate or mended images"
                        + System.lineSeparator());
        assertThat(out.resolve("data/_SUCCESS")).doesNotExist();
    }

    /** As members of a tar file and columns of Parquet may hold them, too. */
    @Test
    void namesCannotForgeLinesOnTheTerminal() throws IOException {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        String evil = "a\u001b[2J\ntarn: all is well\u009b1m";
        Files.copy(PHOTOS.resolve("china.jpg"), photos.resolve(evil + ".jpg"));
        Files.writeString(photos.resolve("0" + evil + ".txt"), "not an image");
        String[] job = {
            "run", "jobs/tutorial.yaml", "--input", photos.toString(), "--set", "output.shard_images=1", "--set"
        };

        Result pooled = run(with(job, "errors.max_rate=1", "--output", folder + "/a"));
        Result stopped = run(with(job, "errors.max_rate=0.1", "--output", folder + "/b"));

        assertThat(pooled.status()).isZero();
        assertThat(stopped.status()).isEqualTo(3);
        assertThat(pooled.out()).contains("  slowest ", "[2J\uFFFDtarn: all is well\uFFFD1m");
        assertThat(stopped.err()).contains("such as 0a\uFFFD[2J\uFFFDtarn: all is well\uFFFD1m.txt: ");
        assertThat(pooled.out() + stopped.err())
                .doesNotContain("\u001b", "\u009b")
                .doesNotContain("\ntarn: all");
        assertThat(Sql.table(folder.resolve("a"), "data")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("id", evil + ".jpg"));
    }

    @Test
    void partialKeepsTheOutputsThatFit() throws IOException {
        Path photos = copyPhotos(2);
        Path job = job("""
                input: {format: images, path: %s}
                steps: [pil_to_tensor]
                outputs:
                  small: {max_pool2d: {kernel_size: 64}}
                  large: {max_pool2d: {kernel_size: 450}}
                output: {path: %s/out}
                errors: {partial: keep}
                """.formatted(photos, folder));

        Result result = run("run", job.toString());

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        Path out = folder.resolve("out");
        assertThat(Sql.query(
                        "SELECT count(*) AS images, count(small) AS small, count(large) AS large FROM read_parquet('"
                                + out + "/data/*.parquet')"))
                .containsExactly(Map.of("images", 2L, "small", 2L, "large", 0L));
        assertThat(Sql.table(out, "errors"))
                .allSatisfy(row -> assertThat(row)
                        .containsEntry("output", "large")
                        .containsEntry("step", "max_pool2d")
                        .containsEntry("error", "does_not_fit"))
                .hasSize(2);
    }

    @Test
    void wrongJobsAreRefusedWithPlaceAndRemedy() throws IOException {
        refused("outputs: {m: {max_pol2d: {kernel_size: 2}}}", "max_pol2d", "did you mean max_pool2d?", ":2)");
        refused(
                "outputs: {m: {max_pool2d: {kernel_size: 3, padding: 2}}}",
                "padding 2",
                "kernel_size 3",
                "at most 1",
                ":2)");
        refused("outputs: {m: []}\nstepps: []", "stepps", "did you mean steps?", ":3)");
        refused("outputs: {m: []}\nerrors: {max_rate: 2}", "max_rate", "0 to 1", ":3)");
    }

    @Test
    void missingAndEmptyInputsAreRefused() throws IOException {
        Files.createDirectory(folder.resolve("empty"));

        Result missing = run("run", "jobs/tutorial.yaml", "--input", folder + "/nowhere", "--output", folder + "/out");
        Result empty = run("run", "jobs/tutorial.yaml", "--input", folder + "/empty", "--output", folder + "/out");
        Result noJob = run("run", folder + "/no.yaml");
        Path typo =
                job("input: {format: images,\n  path: phtos}\noutputs: {m: []}\noutput: {path: " + folder + "/out}\n");
        assertThat(run("run", typo.toString()).err())
                .startsWith("tarn: phtos is not there; ")
                .endsWith("(" + typo + ":2)\n");

        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.err())
                .startsWith("tarn: " + folder + "/nowhere is not there; give a folder, a file or a glob that exists")
                .contains("(--input " + folder + "/nowhere)");
        assertThat(empty.status()).isEqualTo(2);
        assertThat(empty.err()).startsWith("tarn: " + folder + "/empty holds no files");
        assertThat(noJob.status()).isEqualTo(2);
        assertThat(noJob.err()).contains("no such job file").contains(folder + "/no.yaml");
        assertThat(Stream.of(missing, empty, noJob))
                .allSatisfy(result -> assertThat(result.err().lines()).hasSize(1));
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void anOccupiedOutputIsLeftAloneUnlessOverwritten() throws IOException {
        Path photos = copyPhotos(2);
        Path out = folder.resolve("out");
        String[] job = {"run", "jobs/tutorial.yaml", "--input", photos.toString(), "--output", out.toString()};
        assertThat(run(job).status()).isZero();
        Files.writeString(out.resolve("mine.txt"), "keep me");
        Map<String, Long> before = files(out);

        Result again = run(job);

        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err())
                .contains("already holds")
                .contains("--overwrite")
                .contains("(--output " + out + ")");
        assertThat(files(out)).isEqualTo(before);

        Result overwritten =
                run(Stream.concat(Stream.of(job), Stream.of("--overwrite")).toArray(String[]::new));

        assertThat(overwritten.status()).isZero();
        assertThat(out.resolve("mine.txt")).hasContent("keep me");
        assertThat(Sql.table(out, "data")).hasSize(2);
    }

    @Test
    void anOutputThatMayNotBeWrittenIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");

        Result below = run("run", "jobs/tutorial.yaml", "--output", file + "/x");
        Result proc = run("run", "jobs/tutorial.yaml", "--output", "/proc/tarn");

        assertThat(below.status()).isEqualTo(2);
        assertThat(below.err())
                .isEqualTo("tarn: " + file + "/x cannot be made, for a file is above it; give another folder (--output "
                        + file + "/x)\n");
        assertThat(proc.status()).isEqualTo(2);
        assertThat(proc.err())
                .isEqualTo("tarn: /proc/tarn may not be written; give another folder, or the right to write there"
                        + " (--output /proc/tarn)\n");
    }

    @Test
    void whatTarnDidNotWriteIsNotOverwritten() throws IOException {
        Path out = Files.createDirectories(folder.resolve("out/data"));
        Files.writeString(out.resolve("precious"), "x");

        Result result = run("run", "jobs/tutorial.yaml", "--output", folder + "/out", "--overwrite");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("holds data but no job.json, so tarn did not write it");
        assertThat(out.resolve("precious")).hasContent("x");
    }

    @Test
    void anOutputWithinTheInputIsRefused() throws IOException {
        Path photos = copyPhotos(1);

        Result result = run("run", "jobs/tutorial.yaml", "--input", photos.toString(), "--output", photos + "/out");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("lies within the input");
        assertThat(photos.resolve("out")).doesNotExist();
    }

    @Test
    void anOutputWithinTheInputByWayOfALinkIsRefused() throws IOException {
        Path photos = copyPhotos(1);
        Path link = Files.createSymbolicLink(folder.resolve("link"), photos);
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(photos.resolve("linked"), elsewhere);
        Files.createDirectory(folder.resolve("out"));
        Files.createSymbolicLink(folder.resolve("out/data"), photos);

        for (List<Path> paths : List.of(
                List.of(photos, link.resolve("new/out")),
                List.of(photos, link),
                List.of(link, photos.resolve("new/out")),
                List.of(photos, photos.resolve("linked/out")))) {
            Result result = run(
                    "run",
                    "jobs/tutorial.yaml",
                    "--input",
                    paths.get(0).toString(),
                    "--output",
                    paths.get(1).toString());

            assertThat(result.status()).as(paths.toString()).isEqualTo(2);
            assertThat(result.err()).contains(paths.get(1) + " lies within the input");
        }
        Result around = run("run", "jobs/tutorial.yaml", "--input", photos.toString(), "--output", folder + "/out");
        assertThat(around.status()).isEqualTo(2);
        assertThat(around.err()).contains(" is read from where ");
        assertThat(photos.resolve("new")).doesNotExist();
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void theAccountOfARunIsWrittenAsJsonAndTwoRunsCompared() throws IOException {
        Path photos = copyPhotos(2);
        Files.writeString(photos.resolve("notes.txt"), "not an image");
        Path json = folder.resolve("summary.json");
        String[] job = {"run", "jobs/tutorial.yaml", "--input", photos.toString(), "--set", "errors.max_rate=1"};

        Result first = run(with(job, "--output", folder + "/a", "--summary-json", json.toString()));
        Result second = run(with(job, "--output", folder + "/b"));
        Result compared = run("compare", folder + "/a", folder + "/b");

        assertThat(first.status()).isZero();
        assertThat(first.out())
                .contains("step ", "share", "p95", "  slowest ", "  failed  not_an_image 1 (decode)")
                .hasLineCount(17);
        JsonNode summary = new ObjectMapper().readTree(json.toFile());
        assertThat(folder.resolve("a/report.html"))
                .content()
                .contains("The slowest images", "What the outputs do", "4 : 1", "16 : 1");
        assertThat(summary.at("/state").asText()).isEqualTo("finished");
        assertThat(summary.at("/failures/not_an_image").asInt()).isEqualTo(1);
        assertThat(summary.at("/steps/1/step").asText()).isEqualTo("decode");
        assertThat(summary.at("/steps/1/failed").asInt()).isEqualTo(1);
        assertThat(summary.at("/stages/0/input_records").asInt()).isEqualTo(3);
        assertThat(summary.at("/executors/0/tasks").asInt()).isPositive();
        assertThat(summary.at("/slowest")).hasSize(3);
        assertThat(second.status()).isZero();
        assertThat(compared.status()).isZero();
        assertThat(compared.out()).contains("wall time", "max · max_pool2d", "spark", "An image takes");

        assertThat(run("compare", folder + "/a", folder + "/nowhere").status()).isEqualTo(2);
        Result nowhere = run(with(job, "--output", folder + "/c", "--summary-json", folder + "/no/s.json"));
        assertThat(nowhere.status()).isEqualTo(2);
        assertThat(nowhere.err()).contains("there is no such folder");
        Result aFolder = run(with(job, "--output", folder + "/c", "--summary-json", folder.toString()));
        assertThat(aFolder.status()).isEqualTo(2);
        assertThat(aFolder.err()).contains("--summary-json " + folder + " is a folder; give a file");
        assertThat(folder.resolve("c")).doesNotExist();
    }

    /** A driver that was killed after its last shard has written neither. */
    @Test
    void whereNothingIsLeftToDoTheReportAndTheSummaryAreWrittenAll() throws IOException {
        Path photos = copyPhotos(2);
        Path json = folder.resolve("summary.json");
        Path report = folder.resolve("out/report.html");
        String[] job = {"run", "jobs/tutorial.yaml", "--input", photos.toString(), "--output", folder + "/out"};
        assertThat(run(job).status()).isZero();
        byte[] written = Files.readAllBytes(report);
        Files.delete(report);

        Result again = run(with(job, "--resume", "--summary-json", json.toString()));

        assertThat(again.status()).isZero();
        assertThat(again.out()).isEqualTo("tutorial: nothing is left to do in " + folder + "/out\n");
        assertThat(report).hasBinaryContent(written);
        JsonNode summary = new ObjectMapper().readTree(json.toFile());
        assertThat(summary.at("/state").asText()).isEqualTo("finished");
        assertThat(summary.at("/images_done").asInt()).isEqualTo(2);

        Files.writeString(report, "mine");
        assertThat(run(with(job, "--resume")).status()).isZero();
        assertThat(report).hasContent("mine");
    }

    @Test
    void newFilesAndFailedImagesAreTwoRuns() {
        Result both = run("run", "jobs/tutorial.yaml", "--output", folder + "/out", "--new-files", "--retry-failed");

        assertThat(both.status()).isEqualTo(2);
        assertThat(both.err())
                .contains(
                        "--retry-failed goes over a complete run, and --new-files makes it incomplete; give --new-files"
                                + " first, and --retry-failed in a run of its own");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** As {@code run <(sed ... job.yaml)}: what is read is not there a second time. */
    @Test
    void aJobFromAPipeIsReadOnce() throws Exception {
        Path pipe = folder.resolve("job.yaml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        String job = Files.readString(Path.of("jobs/tutorial.yaml"));
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(pipe, job);
                Thread.sleep(500); // until its reader has come to the end
                Files.writeString(pipe, "name: read again");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.setDaemon(true); // for nobody reads what it writes last
        writer.start();

        Result result = run("run", pipe.toString(), "--input", folder + "/nowhere", "--output", folder + "/out");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("tarn: " + folder + "/nowhere ").contains("--input");
    }

    @Test
    void aPreviewThatCannotBeDrawnSaysWhy() {
        String photo = PHOTOS.resolve("china.jpg").toString();

        Result nowhere = run("preview", "jobs/tutorial.yaml", photo, "--png", folder + "/no/x.png");
        Result onAFolder = run("preview", "jobs/tutorial.yaml", photo, "--png", folder.toString());
        Result ofAFolder = run("preview", "jobs/tutorial.yaml", PHOTOS.toString(), "--png", folder + "/x.png");

        assertThat(List.of(nowhere, onAFolder, ofAFolder))
                .allSatisfy(result -> assertThat(result.status()).isEqualTo(2));
        assertThat(nowhere.err())
                .contains("--png " + folder + "/no/x.png: there is no such folder; give a file in one");
        assertThat(onAFolder.err()).contains("--png " + folder + " is a folder; give a file");
        assertThat(ofAFolder.err()).contains(PHOTOS + " is a folder; give a file");
        assertThat(folder).isEmptyDirectory();
    }

    /** Their shapes could also be a few channels'. */
    @Test
    void aPreviewShowsLowImagesAsPictures() throws IOException {
        BufferedImage low = new BufferedImage(90, 1, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 90; x++) {
            low.setRGB(x, 0, 0xc80000);
        }
        Path image = folder.resolve("low.png");
        ImageIO.write(low, "png", image.toFile());
        Path png = folder.resolve("figure.png");
        Path job = job("input: {format: images, path: " + image + "}\noutputs: {all: []}\noutput: {path: o}\n");

        assertThat(run("preview", job.toString(), image.toString(), "--png", png.toString())
                        .status())
                .isZero();

        BufferedImage figure = ImageIO.read(png.toFile());
        int left = 48;
        int belowLabel = 48 + 40 + 5;
        assertThat(figure.getRGB(left + 5, belowLabel) & 0xffffff).isEqualTo(0xc80000);
        assertThat(figure.getRGB(left + 1000, belowLabel) & 0xffffff).isEqualTo(0xc80000);
        List<Integer> rows = new ArrayList<>();
        for (int y = 1; y < figure.getHeight(); y++) {
            if ((figure.getRGB(left + 500, y) & 0xffffff) == 0xc80000
                    && (figure.getRGB(left + 500, y - 1) & 0xffffff) != 0xc80000) {
                rows.add(y);
            }
        }
        assertThat(rows).as("original, input maps and the output").hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"webdataset, photos-0.tar", "parquet, photos.parquet", "npz, maps.npz"})
    void aPreviewOfAnArchiveShowsItsFirstImage(String job, String file) throws IOException {
        Path png = folder.resolve(job + ".png");

        Result result = run("preview", "jobs/" + job + ".yaml", "jobs/examples/" + file, "--png", png.toString());

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(ImageIO.read(png.toFile()).getHeight()).isGreaterThan(300);
    }

    @Test
    void aPreviewOfWhatIsNoArchiveSaysSo() {
        Result tar = run("preview", "jobs/webdataset.yaml", PHOTOS + "/china.jpg");
        Result parquet = run("preview", "jobs/parquet.yaml", PHOTOS + "/china.jpg");

        assertThat(tar.status()).isEqualTo(1);
        assertThat(tar.err()).contains("china.jpg: not a tar archive", "(read, not_a_tar)");
        assertThat(parquet.status()).isEqualTo(2);
        assertThat(parquet.err()).contains("none of the files is Parquet, such as china.jpg");
    }

    @Test
    void aFooterForWhichThereIsNoMemoryEndsTheCommand() throws IOException {
        Path in = Files.createDirectory(folder.resolve("in"));
        long footer = Integer.MAX_VALUE; // more than the largest array, whatever the memory
        ByteBuffer tail = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        tail.putInt((int) footer).put("PAR1".getBytes(StandardCharsets.US_ASCII));
        try (RandomAccessFile file =
                new RandomAccessFile(in.resolve("huge.parquet").toFile(), "rw")) { // sparse
            file.write("PAR1".getBytes(StandardCharsets.US_ASCII));
            file.seek(footer + 100);
            file.write(tail.array());
        }
        Path job =
                job("input: {format: parquet, path: " + in + "}\noutputs: {m: []}\noutput: {path: " + folder + "/o}");

        Result result = run("run", job.toString());

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines())
                .containsExactly("tarn: the driver is out of memory (Requested array size exceeds VM limit); give it"
                        + " more: -- --driver-memory 4g behind run's own options, or JDK_JAVA_OPTIONS=-Xmx4g before"
                        + " another command");
        assertThat(folder.resolve("o")).doesNotExist();
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void wrongArgumentsShowWhereHelpIs() {
        Result none = run("run");
        Result unknown = run("run", "jobs/tutorial.yaml", "--overwritte");

        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("JOB.yaml").contains("tarn: see jobs/tarn run --help");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("--overwritte");
    }

    private void refused(String lines, String... words) throws IOException {
        Path job = job("input: {format: images, path: " + PHOTOS + "}\n" + lines + "\noutput: {path: " + folder
                + "/o}\n" + (lines.contains("stepps") ? "" : "steps: [to_tensor]\n"));
        Result result = run("run", job.toString());
        assertThat(result.status()).as(lines).isEqualTo(2);
        assertThat(result.err()).contains(words).contains(job.toString());
        assertThat(result.err().lines()).hasSize(1);
        assertThat(folder.resolve("o")).doesNotExist();
    }

    private Path job(String yaml) throws IOException {
        return Files.writeString(folder.resolve("job.yaml"), yaml);
    }

    private Path copyPhotos(int count) throws IOException {
        Path photos = Files.createDirectory(folder.resolve("photos"));
        try (Stream<Path> all = Files.list(PHOTOS)) {
            for (Path photo : all.sorted().limit(count).toList()) {
                Files.copy(photo, photos.resolve(photo.getFileName()));
            }
        }
        return photos;
    }

    private static Map<String, Long> files(Path root) throws IOException {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(
                        root.relativize(file).toString(),
                        Files.getLastModifiedTime(file).toMillis());
            }
        }
        return files;
    }

    private static Result run(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            int status = Main.execute(args);
            return new Result(
                    status, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
