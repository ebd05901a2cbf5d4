package io.tarn.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

class PathsTest {
    @Test
    void aFileSystemWithoutItsJarIsNamed() {
        Configuration conf = new Configuration();
        conf.set("fs.lake.impl", "org.example.LakeFileSystem");

        assertThatThrownBy(() -> Listing.of(List.of("lake://photos/all"), conf))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("lake://photos/all cannot be opened: ")
                .hasMessageContaining("Class org.example.LakeFileSystem not found; put its jar on the class path");
    }

    @Test
    void anHdfsOfWhichNobodyTellsTheHostIsRefusedWithARemedy() {
        assertThatThrownBy(() -> Listing.of(List.of("hdfs:///photos"), new Configuration()))
                .isInstanceOf(InputException.class)
                .hasMessage("hdfs:///photos cannot be opened: it names no host, and neither does fs.defaultFS; write"
                        + " hdfs://HOST/PATH, or set HADOOP_CONF_DIR to the folder of the cluster's core-site.xml");
    }

    @Test
    void anHdfsThatIsAwayIsRefusedInOneLine() {
        Configuration conf = new Configuration();
        conf.setInt("ipc.client.connect.max.retries", 0);

        assertThatThrownBy(() -> Listing.of(List.of("hdfs://localhost:1/photos"), conf))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "hdfs://localhost:1/photos cannot be reached: localhost:1 takes no connection; check that it"
                                + " runs, and its name and port");
    }

    @Test
    void anHdfsWhosePortAFirewallHidesIsRefusedInOneLine() throws IOException {
        Configuration conf = new Configuration();
        conf.set("hadoop.rpc.socket.factory.class.default", ""); // a client of its own, which heeds the timeout
        conf.setInt("ipc.client.connect.timeout", 500);
        conf.setInt("ipc.client.connect.max.retries.on.timeouts", 0);
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) { // never accepts
            for (int i = 0; i < 8; i++) { // more than the system lets wait: the next ones hear nothing
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(server.getLocalSocketAddress());
                waiting.add(channel);
            }
            String host = "localhost:" + server.getLocalPort();

            assertThatThrownBy(() -> Listing.of(List.of("hdfs://" + host + "/photos"), conf))
                    .isInstanceOf(InputException.class)
                    .hasMessage("hdfs://" + host + "/photos cannot be reached: " + host
                            + " takes no connection; check that it runs, and its name and port");
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void theRootOfAStoreNeedsNoSlash() {
        assertThat(Paths.of("s3a://bucket")).isEqualTo(new Path("s3a://bucket/"));
    }
}
