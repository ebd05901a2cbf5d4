package io.tarn.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.util.VersionInfo;

/** What a run ran on. */
public final class Versions {
    private Versions() {}

    /** tarn's version; {@code development} outside of its jar. */
    public static String tarn() {
        String version = Versions.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    static Map<String, String> all() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("tarn", tarn());
        versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
        versions.put("scala", scala.util.Properties.versionNumberString());
        versions.put("hadoop", VersionInfo.getVersion());
        versions.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return versions;
    }
}
