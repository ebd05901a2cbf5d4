package io.tarn.spark;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.slf4j.LoggerFactory;

/**
 * Images, failures, bytes and step times in Spark's own metrics system while a run lasts: each executor's on itself, the
 * sum of all on the driver, to which executors tell theirs every second. {@code conf/metrics.properties} says where
 * they can be read.
 */
public final class LivePlugin implements SparkPlugin {
    private static final long EVERY_MILLIS = 1000;

    /** What the driver is called as an executor, in local mode. */
    private static final String LOCAL = "driver";

    /** An executor's counts on their way to the driver. */
    private static final class Told implements Serializable {
        private static final long serialVersionUID = 1;

        private final String executorId;
        private final TreeMap<String, Long> counts;

        Told(String executorId, TreeMap<String, Long> counts) {
            this.executorId = executorId;
            this.counts = counts;
        }
    }

    @Override
    public DriverPlugin driverPlugin() {
        return new Driver();
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new Executor();
    }

    private static final class Driver implements DriverPlugin {
        private final Map<String, Map<String, Long>> executors = new ConcurrentHashMap<>();
        private MetricRegistry registry;

        @Override
        public Map<String, String> init(SparkContext spark, PluginContext context) {
            registry = context.metricRegistry();
            LiveCounts.show(LiveCounts.NAMES, this::sum, registry);
            return Map.of();
        }

        @Override
        public Object receive(Object message) {
            Told told = (Told) message;
            LiveCounts.show(told.counts.keySet(), this::sum, registry); // first, so that all change at once
            boolean isNew = executors.put(told.executorId, told.counts) == null;
            if (isNew && !told.executorId.equals(LOCAL)) {
                showOf(told.executorId);
            }
            return null;
        }

        /** Executors serve no web pages, so the driver shows the counts of each beside the sums. */
        private void showOf(String executorId) {
            for (String name : LiveCounts.NAMES) {
                registry.register("executor_" + executorId + "_" + name, (Gauge<Long>)
                        () -> executors.get(executorId).getOrDefault(name, 0L));
            }
        }

        private long sum(String name) {
            return executors.values().stream()
                    .mapToLong(counts -> counts.getOrDefault(name, 0L))
                    .sum();
        }
    }

    private static final class Executor implements ExecutorPlugin {
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "tarn-live-metrics");
            thread.setDaemon(true);
            return thread;
        });
        private PluginContext context;
        private Map<String, Long> told = Map.of();

        @Override
        public void init(PluginContext own, Map<String, String> extraConf) {
            context = own;
            if (!isDriver()) {
                LiveCounts.show(LiveCounts.NAMES, LiveCounts.HERE::sum, context.metricRegistry());
            }
            timer.scheduleWithFixedDelay(this::tell, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }

        private void tell() {
            TreeMap<String, Long> counts = LiveCounts.HERE.snapshot();
            if (counts.equals(told)) {
                return;
            }
            if (!isDriver()) {
                LiveCounts.show(counts.keySet(), LiveCounts.HERE::sum, context.metricRegistry());
            }
            try {
                context.send(new Told(context.executorID(), counts));
                told = counts;
            } catch (Exception unheard) { // Spark throws checked exceptions that it does not declare
                LoggerFactory.getLogger(LivePlugin.class).debug("the driver did not hear the live metrics", unheard);
            }
        }

        /** In local mode the driver is the executor too, and shows the same metrics under the same names. */
        private boolean isDriver() {
            return context.executorID().equals(LOCAL);
        }

        @Override
        public void shutdown() {
            timer.shutdownNow();
        }
    }
}
