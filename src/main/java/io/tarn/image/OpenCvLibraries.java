package io.tarn.image;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Loads OpenCV. On Linux library by library: JavaCPP would look for those of all presets under several names in every jar
 * of the class path, which takes half a second of a processor where there are hundreds, and would load BLAS's bindings,
 * 24 MB that nothing calls.
 */
final class OpenCvLibraries {
    private static final String DO_LOAD = "org.bytedeco.javacpp.loadlibraries";

    /** In the order of their dependencies: folder, file and JavaCPP's name. */
    private static final List<Library> ON_LINUX = List.of(
            new Library("openblas", "libgcc_s.so.1", "gcc_s@.1"),
            new Library("openblas", "libquadmath.so.0", "quadmath@.0"),
            new Library("openblas", "libgfortran.so.5", "gfortran@.5"),
            new Library("openblas", "libopenblas.so.0", "openblas@.0"),
            new Library("opencv", "libopencv_core.so.413", "opencv_core@.413"),
            new Library("opencv", "libopencv_imgproc.so.413", "opencv_imgproc@.413"),
            new Library("opencv", "libjniopencv_core.so", "jniopencv_core"),
            new Library("opencv", "libopencv_imgcodecs.so.413", "opencv_imgcodecs@.413"),
            new Library("opencv", "libjniopencv_imgcodecs.so", "jniopencv_imgcodecs"));

    /** What would have JavaCPP load everything when it is first used. */
    private static final List<Class<?>> USED = List.of(
            opencv_core.class,
            opencv_imgcodecs.class,
            opencv_imgcodecs.Animation.class,
            Mat.class,
            MatVector.class,
            Size.class);

    private record Library(String folder, String file, String name) {
        URL url() {
            return Loader.class.getResource("/org/bytedeco/" + folder + "/" + Loader.getPlatform() + "/" + file);
        }
    }

    private OpenCvLibraries() {}

    /**
     * @throws UnsatisfiedLinkError if a library is missing or cannot be loaded
     */
    static void load() throws ClassNotFoundException {
        if (!Loader.getPlatform().startsWith("linux-")) {
            Loader.load(opencv_imgcodecs.class);
            return;
        }
        List<String> loaded = new ArrayList<>();
        for (Library library : ON_LINUX) {
            URL url = library.url();
            if (url != null) { // ARM has no quadmath; if another is missing, the next one that needs it says so
                String[] before = loaded.toArray(new String[0]);
                loaded.add(Loader.loadLibrary(opencv_core.class, new URL[] {url}, library.name, before));
            }
        }
        String asked = System.setProperty(DO_LOAD, "false");
        try {
            for (Class<?> used : USED) {
                Class.forName(used.getName(), true, used.getClassLoader());
            }
        } finally {
            if (asked == null) {
                System.clearProperty(DO_LOAD);
            } else {
                System.setProperty(DO_LOAD, asked);
            }
        }
    }
}
