package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A host of its own: a network namespace, and a cable to it that can be pulled. Needs the right to make them. */
final class Network implements AutoCloseable {
    /** The address of this side, which lives on when the cable is pulled. */
    static final String HERE = "10.213.76.1";

    static final String THERE = "10.213.77.2";
    private static final String THIS_END = "10.213.77.1";
    private static final String NAME = "tarn" + ProcessHandle.current().pid() % 100_000;
    private static final String CABLE = NAME + "a";

    /** What {@code ip netns exec} lays over /etc: no name server is to be reached from there, so none is asked. */
    private static final Path ETC = Path.of("/etc/netns", NAME);

    private static final Path NAMES = ETC.resolve("nsswitch.conf");

    private Network() {}

    static Network make() throws Exception {
        Commands.Result made;
        try {
            made = ip("netns", "add", NAME);
        } catch (java.io.IOException noSuchCommand) {
            assumeTrue(false, "there is no ip command here");
            throw noSuchCommand;
        }
        assumeTrue(made.status() == 0, "network namespaces cannot be made here: " + made.err());
        Network network = new Network();
        try {
            Files.createDirectories(ETC);
            Files.writeString(NAMES, "hosts: files\n");
            made = ip("link", "add", CABLE, "type", "veth", "peer", "name", "eth0", "netns", NAME);
            assumeTrue(made.status() == 0, "virtual cables cannot be made here: " + made.err());
            must("addr", "add", HERE + "/32", "dev", "lo");
            must("addr", "add", THIS_END + "/30", "dev", CABLE);
            must("link", "set", CABLE, "up");
            must("-n", NAME, "addr", "add", THERE + "/30", "dev", "eth0");
            must("-n", NAME, "link", "set", "lo", "up");
            must("-n", NAME, "link", "set", "eth0", "up");
            must("-n", NAME, "route", "add", "default", "via", THIS_END);
            return network;
        } catch (Exception | AssertionError failed) {
            network.close();
            throw failed;
        }
    }

    /** What stands before a command that runs there. */
    List<String> inside() {
        return List.of("ip", "netns", "exec", NAME);
    }

    void pull() throws Exception {
        must("link", "set", CABLE, "down");
    }

    void plugIn() throws Exception {
        must("link", "set", CABLE, "up");
    }

    private static void must(String... args) throws Exception {
        Commands.Result result = ip(args);
        assertThat(result.status())
                .as(String.join(" ", args) + ": " + result.err())
                .isZero();
    }

    private static Commands.Result ip(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(args));
        return Commands.run(Path.of("").toAbsolutePath(), Map.of(), command.toArray(String[]::new));
    }

    @Override
    public void close() throws Exception {
        ip("link", "del", CABLE);
        ip("addr", "del", HERE + "/32", "dev", "lo");
        ip("netns", "del", NAME);
        Files.deleteIfExists(NAMES);
        Files.deleteIfExists(ETC);
    }
}
