package io.tarn.spark.source;

import io.tarn.plan.Plan;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Reads the items of a group of files one after the other, in an order that is always the same. */
public interface ItemReader extends Closeable {
    /** The next item, whose bytes are valid until the next call; null after the last. */
    Item next() throws IOException;

    static ItemReader of(Plan.Input input, FileGroup group, Configuration conf) {
        return new GroupReader(input, group, conf);
    }
}
