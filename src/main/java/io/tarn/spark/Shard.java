package io.tarn.spark;

/**
 * A stretch of the listing that is committed at once.
 *
 * @param first the place of its first entry
 * @param end the place behind its last
 */
record Shard(int number, int first, int end) {}
