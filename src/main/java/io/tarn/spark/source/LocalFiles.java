package io.tarn.spark.source;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.functional.RemoteIterators;

/**
 * Hadoop's local files, without checksum files, and without the process that Hadoop starts each time that permissions are
 * set or listed ({@code chmod}, {@code ls}) where it has no native library, as it hardly ever has: for a folder and a file
 * of each task, and for each file that a listing finds.
 */
public final class LocalFiles extends RawLocalFileSystem {
    static LocalFiles of(FileSystem local) throws IOException {
        LocalFiles files = new LocalFiles();
        files.initialize(local.getUri(), local.getConf());
        files.setWorkingDirectory(local.getWorkingDirectory());
        return files;
    }

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
        if (permission.getStickyBit()) { // which Java has no word for
            super.setPermission(path, permission);
            return;
        }
        try {
            Files.setPosixFilePermissions(
                    pathToFile(path).toPath(), PosixFilePermissions.fromString(permission.toString()));
        } catch (UnsupportedOperationException notPosix) {
            super.setPermission(path, permission);
        }
    }

    @Override
    protected RemoteIterator<LocatedFileStatus> listLocatedStatus(Path folder, PathFilter filter) throws IOException {
        Iterator<FileStatus> found = Arrays.asList(listStatus(folder, filter)).iterator();
        return RemoteIterators.mappingRemoteIterator(RemoteIterators.remoteIteratorFromIterator(found), this::located);
    }

    private LocatedFileStatus located(FileStatus status) throws IOException {
        BlockLocation[] blocks = status.isFile() ? getFileBlockLocations(status, 0, status.getLen()) : null;
        File file = pathToFile(status.getPath());
        PosixFileAttributes posix;
        try {
            posix = Files.readAttributes(file.toPath(), PosixFileAttributes.class);
        } catch (UnsupportedOperationException | NoSuchFileException untold) { // a file may be gone since it was found
            return new LocatedFileStatus(status, blocks);
        }
        return new LocatedFileStatus(
                status.getLen(),
                status.isDirectory(),
                status.getReplication(),
                status.getBlockSize(),
                status.getModificationTime(),
                status.getAccessTime(),
                FsPermission.valueOf("-" + PosixFilePermissions.toString(posix.permissions())),
                posix.owner().getName(),
                posix.group().getName(),
                null,
                status.getPath(),
                false,
                false,
                false,
                blocks);
    }
}
