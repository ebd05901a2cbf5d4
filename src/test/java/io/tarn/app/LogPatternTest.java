package io.tarn.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** The lines that {@code conf/log4j2.properties} gives people to read. */
class LogPatternTest {
    @Test
    void aFailureEndsItsLine() throws IOException {
        assertThat(logged(new IllegalStateException("no cores")))
                .matches("\\d\\d:\\d\\d:\\d\\d ERROR SparkContext: Error initializing SparkContext\\.: no cores\n");
        assertThat(logged(null)).endsWith("Error initializing SparkContext.\n");
    }

    private static String logged(Throwable thrown) throws IOException {
        Properties conf = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("conf/log4j2.properties"))) {
            conf.load(file);
        }
        PatternLayout layout = PatternLayout.newBuilder()
                .withPattern(conf.getProperty("appender.console.layout.pattern"))
                .withAlwaysWriteExceptions(false) // as the file says
                .build();
        return layout.toSerializable(Log4jLogEvent.newBuilder()
                .setLevel(Level.ERROR)
                .setLoggerName("org.apache.spark.SparkContext")
                .setMessage(new SimpleMessage("Error initializing SparkContext."))
                .setThrown(thrown)
                .build());
    }
}
