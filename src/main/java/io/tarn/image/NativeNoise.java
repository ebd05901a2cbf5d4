package io.tarn.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Keeps the native codecs' own lines off the console. They have no switch that Java could reach, but where they look
 * are variables of the C library. Nothing happens where these do not exist. The JVM and System.err do not use them.
 */
final class NativeNoise {
    /** Belongs to the process from then on. */
    private static final BytePointer LOG_LEVEL = new BytePointer("OPENCV_LOG_LEVEL=SILENT");

    private NativeNoise() {}

    /** To be called before OpenCV is loaded. */
    static void silence() {
        Pointer environ = Loader.addressof("environ");
        if (environ != null) {
            addToEnvironment(new LongPointer(environ));
        }
        Pointer stderr = Loader.addressof("stderr");
        Pointer stdin = Loader.addressof("stdin");
        if (stderr != null && stdin != null) {
            // libjpeg's warnings: nothing can be printed to stdin
            new LongPointer(stderr).put(new LongPointer(stdin).get());
        }
    }

    /** OpenCV reads how much to log from the environment when it is loaded. The array ends with a 0. */
    private static void addToEnvironment(LongPointer environ) {
        LongPointer entries = new LongPointer(new At(environ.get()));
        int count = 0;
        while (entries.get(count) != 0) {
            count++;
        }
        LongPointer grown = new LongPointer(Pointer.calloc(count + 2L, Long.BYTES));
        for (int i = 0; i < count; i++) {
            grown.put(i, entries.get(i));
        }
        grown.put(count, LOG_LEVEL.address());
        environ.put(grown.address());
    }

    private static final class At extends Pointer {
        At(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }
}
