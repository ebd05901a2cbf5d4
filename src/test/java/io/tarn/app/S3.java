package io.tarn.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** A server of the S3 protocol in a process of its own, with its objects in memory: names are keys there, as S3 has them, and not paths. */
final class S3 implements AutoCloseable {
    static final String BUCKET = "bucket";
    static final String KEY = "tarn";
    static final String SECRET = "not a secret";
    private static final Path JAR = Path.of("target/storage-servers/s3proxy-jar-with-dependencies.jar");

    private final Process process;
    private final int port;

    private S3(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static S3 start(Path home) throws Exception {
        Files.createDirectories(home);
        int port = Hdfs.freePort();
        Files.writeString(home.resolve("s3proxy.conf"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=transient
                jclouds.identity=none
                jclouds.credential=none
                """.formatted(port, KEY, SECRET));
        Path log = home.resolve("s3proxy.log");
        Process process = Commands.start(
                home,
                Map.of("LOG_LEVEL", "warn"),
                log.toFile(),
                home.resolve("s3proxy.err").toFile(),
                "java",
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toAbsolutePath().toString(),
                "--properties",
                "s3proxy.conf");
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            try (Socket ready = new Socket(InetAddress.getLoopbackAddress(), port)) {
                S3 s3 = new S3(process, port);
                s3.createBucket();
                return s3;
            } catch (IOException notYet) {
                Thread.sleep(100);
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException("S3 does not start:\n" + Files.readString(log));
    }

    private void createBucket() {
        try (S3Client client = client()) {
            client.createBucket(request -> request.bucket(BUCKET));
        }
    }

    /** Keys of uploads that were begun and neither completed nor aborted. */
    List<String> unfinishedUploads() {
        try (S3Client client = client()) {
            return client.listMultipartUploads(request -> request.bucket(BUCKET)).uploads().stream()
                    .map(MultipartUpload::key)
                    .toList();
        }
    }

    private S3Client client() {
        AwsBasicCredentials credentials = AwsBasicCredentials.create(KEY, SECRET);
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .forcePathStyle(true)
                .build();
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
