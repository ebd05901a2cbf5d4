package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tarn.image.DecodeOptions;
import io.tarn.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
    private final Configuration conf = new Configuration(false);

    @TempDir
    Path folder;

    @Test
    void idsArePathsBelowTheFolderWhateverTheNames() throws IOException {
        List<String> names = List.of(
                "a b.jpg", "100%.jpg", "50%20off.png", "c#1.jpg", "x:y.jpg", "[1]{2}*?.jpg", "sub/图片.jpg", "ünï/č.txt");
        for (String name : names) {
            write(name, 3);
        }
        write("_hidden.jpg", 1);
        write(".hidden/x.jpg", 1);
        write("_temporary/x.jpg", 1);

        Listing listing = Listing.of(List.of(folder.toString()), conf);

        assertThat(listing.entries()).extracting(Listing.Entry::id).containsExactlyInAnyOrderElementsOf(names);
        assertThat(listing.bytes()).isEqualTo(3L * names.size());
        FileGroup group = new FileGroup(listing.entries());
        FileBytes reader = new FileBytes(conf);
        for (int i = 0; i < group.size(); i++) {
            assertThat(reader.read(group.path(i), 0)).as(group.id(i)).isEqualTo(3);
        }
    }

    @Test
    void idsOfAGlobStartAtTheFolderBeforeIt() throws IOException {
        write("2024-01/a.jpg", 1);
        write("2024-02/b/c.jpg", 1);
        write("2023-02/d.jpg", 1);

        assertThat(ids(folder + "/2024-*/*.jpg")).containsExactly("2024-01/a.jpg");
        assertThat(ids(folder + "/2024-*")).containsExactly("2024-01/a.jpg", "2024-02/b/c.jpg");
        assertThat(ids(folder + "/{2023,2024}-02/**")).containsExactly("2023-02/d.jpg", "2024-02/b/c.jpg");
    }

    @Test
    void linksAreFollowedAndThoseToNothingLeftOut() throws IOException {
        write("elsewhere/photos/a.jpg", 5);
        write("input/b.jpg", 1);
        Path input = folder.resolve("input");
        Files.createSymbolicLink(input.resolve("linked"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(input.resolve("c.jpg"), input.resolve("b.jpg"));
        Files.createSymbolicLink(input.resolve("nothing.jpg"), folder.resolve("nowhere.jpg"));
        Files.createSymbolicLink(input.resolve("itself.jpg"), input.resolve("itself.jpg"));

        Listing listing = Listing.of(List.of(input.toString()), conf);

        assertThat(listing.entries())
                .extracting(Listing.Entry::id)
                .containsExactly("b.jpg", "c.jpg", "linked/photos/a.jpg");
        assertThat(listing.entries()).extracting(Listing.Entry::length).containsExactly(1L, 1L, 5L);
    }

    @Test
    @Timeout(60)
    void linksToAFolderThatHoldsThemAreNotFollowed() throws IOException {
        write("input/a.jpg", 1);
        write("input/sub/b.jpg", 1);
        write("elsewhere/c.jpg", 1);
        Path input = folder.resolve("input");
        for (String name : List.of("loop", "again", "sub/above")) {
            Files.createSymbolicLink(input.resolve(name), input);
        }
        Files.createSymbolicLink(input.resolve("sub/outside"), folder);
        Files.createSymbolicLink(input.resolve("one"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(input.resolve("two"), folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("elsewhere/back"), input.resolve("sub"));
        Path named = Files.createSymbolicLink(folder.resolve("named"), input);

        List<String> ids = List.of("a.jpg", "one/back/b.jpg", "one/c.jpg", "sub/b.jpg", "two/back/b.jpg", "two/c.jpg");
        assertThat(ids(input.toString())).isEqualTo(ids);
        assertThat(ids(named.toString())).isEqualTo(ids);
        assertThat(ids(input + "/*")).isEqualTo(ids);
    }

    @Test
    @Timeout(60)
    void foldersThatLinkToEachOtherEnd() throws IOException {
        write("input/x/a.jpg", 1);
        write("input/y/b.jpg", 1);
        Path input = folder.resolve("input");
        Files.createSymbolicLink(input.resolve("x/y"), input.resolve("y"));
        Files.createSymbolicLink(input.resolve("y/x"), input.resolve("x"));

        assertThat(ids(input.toString())).containsExactly("x/a.jpg", "x/y/b.jpg", "y/b.jpg", "y/x/a.jpg");
        assertThat(ids(input + "/x")).containsExactly("a.jpg", "y/b.jpg");
    }

    @Test
    void aFolderThatMayNotBeReadIsNamed() throws IOException {
        write("input/locked/a.jpg", 1);
        Path locked = folder.resolve("input/locked");
        Files.setPosixFilePermissions(locked, Set.of());
        try {
            assumeFalse(Files.isReadable(locked), "this user may read everything");
            assertThatThrownBy(() -> ids(folder + "/input"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining(locked + " may not be read; grant reading it, or name other paths");
        } finally {
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void theIdOfASingleFileIsItsName() throws IOException {
        write("sub/a [1].jpg", 1);

        assertThat(ids(folder + "/sub/a [1].jpg")).containsExactly("a [1].jpg");
    }

    @Test
    void severalRootsMayNotShareAnId() throws IOException {
        write("one/a.jpg", 1);
        write("two/a.jpg", 1);

        assertThatThrownBy(() -> Listing.of(List.of(folder + "/one", folder + "/two"), conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a.jpg is below both")
                .hasMessageContaining("give the folder above them instead");
    }

    @Test
    void aGlobWithoutItsEndIsRefused() {
        assertThatThrownBy(() -> Listing.of(List.of(folder + "/{a,b"), conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("/{a,b is no glob: ");
    }

    @Test
    void aGlobBesideAColonSaysWhatToDo() throws IOException {
        write("a:b.jpg", 1);

        assertThatThrownBy(() -> Listing.of(List.of(folder + "/*.png"), conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a name there holds a colon")
                .hasMessageContaining("input.include");
        assertThat(ids(folder.toString())).containsExactly("a:b.jpg");
    }

    @Test
    void whatIsMissingOrEmptyIsRefused() throws IOException {
        Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> Listing.of(List.of(folder + "/nowhere"), conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(folder + "/nowhere is not there; give a folder, a file or a glob that exists");
        assertThatThrownBy(() -> Listing.of(List.of(folder + "/*.jpg"), conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("matches nothing");
        assertThatThrownBy(() -> Listing.of(List.of(folder + "/empty"), conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds no files");
        assertThatThrownBy(() -> Listing.of(List.of("nosuch://x/y"), conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nosuch://x/y cannot be opened");
    }

    @Test
    void partitionsFollowBytesAndNotTheNumberOfFiles() throws IOException {
        for (int i = 0; i < 2000; i++) {
            write("photos/" + i + ".jpg", 20);
        }
        Listing small = Listing.of(List.of(folder + "/photos"), conf);

        assertThat(FileGroup.partitions(small.entries(), Plan.Holds.IMAGES, 2)).isBetween(2, 6);
        assertThat(FileGroup.partitions(small.entries(), Plan.Holds.IMAGES, 1000))
                .isEqualTo(1000);
        List<FileGroup> groups = FileGroup.split(small.entries(), Plan.Holds.IMAGES, 5);
        assertThat(groups).hasSize(5);
        assertThat(groups).extracting(FileGroup::size).containsOnly(400);
    }

    @Test
    void aLargeFileEndsItsPartition() throws IOException {
        write("a", 100_000);
        write("b", 10_000_000);
        write("c", 100_000);
        write("d", 100_000);
        Listing listing = Listing.of(List.of(folder.toString()), conf);

        List<FileGroup> groups = FileGroup.split(listing.entries(), Plan.Holds.IMAGES, 4);

        assertThat(groups).extracting(FileGroup::size).containsExactly(2, 2);
    }

    @Test
    void partitionsGetSmallerToTheEndSoThatTheCoresFinishTogether() {
        // 128 KiB each with what opening costs
        List<Integer> sizes = sizesOnTwoCores(5000, 112 << 10, Plan.Holds.IMAGES);

        assertThat(sizes).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(sizes.subList(0, 6)).containsOnly(512); // 64 MiB
        assertThat(sizes.subList(sizes.size() - 4, sizes.size() - 1)).containsOnly(64); // 8 MiB
    }

    @Test
    void whatIsGivenTwiceIsSaid() throws IOException {
        write("a.jpg", 1);

        assertThatThrownBy(() -> Listing.of(List.of(folder.toString(), folder + "/a.jpg"), conf))
                .isInstanceOf(InputException.class)
                .hasMessage("a.jpg in file:" + folder + " is given twice; give each path once");
    }

    /** Java makes the same text of all bytes that are none. */
    @Test
    void namesThatAreNotUtf8AreSaid() throws Exception {
        makeLatin1File("\\344.jpg");
        Listing one = Listing.of(List.of(folder.toString()), conf);
        Plan.Input input = new Plan.Input(Plan.Format.IMAGES, List.of(folder.toString()), DecodeOptions.defaults());
        try (ItemReader reader = ItemReader.of(input, new FileGroup(one.entries()), conf)) {
            assertThat(reader.next().failure().message()).isEqualTo("its name is not UTF-8; rename it");
        }

        makeLatin1File("\\366.jpg");
        assertThatThrownBy(() -> Listing.of(List.of(folder.toString()), conf))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "two files in file:" + folder
                                + " are called \uFFFD.jpg, for their names are not UTF-8 and cannot be told apart; rename them");
    }

    private void makeLatin1File(String escaped) throws Exception {
        Process shell = new ProcessBuilder("bash", "-c", "touch \"$(printf '" + escaped + "')\"")
                .directory(folder.toFile())
                .start();
        assertThat(shell.waitFor()).isZero();
    }

    @Test
    void parquetFilesThatMayNotBeReadAreToldFromOthers() throws IOException {
        Path file = Files.copy(Path.of("jobs/examples/photos.parquet"), folder.resolve("photos.parquet"));
        Files.setPosixFilePermissions(file, Set.of());
        assumeFalse(Files.isReadable(file), "this user may read everything");
        Plan.Input input = new Plan.Input(Plan.Format.PARQUET, List.of(folder.toString()), DecodeOptions.defaults());
        Listing.Entry entry =
                Listing.of(List.of(folder.toString()), conf).entries().get(0);

        assertThatThrownBy(() -> ParquetFooters.contents(input, List.of(entry), List.of(), conf))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("none of the files can be read: " + file);
    }

    @Test
    void partitionsOfTensorsAreFourTimesAsLarge() {
        // 4 MiB each with what opening costs
        List<Integer> sizes = sizesOnTwoCores(1000, 4080 << 10, Plan.Holds.TENSORS);

        assertThat(sizes).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(sizes.subList(0, 10)).containsOnly(64); // 256 MiB
        assertThat(sizes.subList(sizes.size() - 3, sizes.size() - 1)).containsOnly(8); // 32 MiB
    }

    private static List<Integer> sizesOnTwoCores(int files, long length, Plan.Holds holds) {
        List<Listing.Entry> entries = IntStream.range(0, files)
                .mapToObj(i -> new Listing.Entry(new org.apache.hadoop.fs.Path("in"), "" + i, 0, length, 1))
                .toList();
        List<Integer> sizes =
                FileGroup.split(entries, holds, 2).stream().map(FileGroup::size).toList();
        assertThat(sizes).hasSize(FileGroup.partitions(entries, holds, 2));
        assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(files);
        return sizes;
    }

    private List<String> ids(String path) throws IOException {
        return Listing.of(List.of(path), conf).entries().stream()
                .map(Listing.Entry::id)
                .toList();
    }

    private void write(String name, int bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
    }
}
