package io.tarn.pipeline;

import java.util.List;

/**
 * What became of one image.
 *
 * @param row the row, or null where the image failed
 * @param failures why the image, or some of its outputs, failed; empty where all went well
 */
public record Outcome(PooledRow row, List<Failure> failures) {}
