package io.tarn.measure;

import java.util.ArrayList;
import java.util.List;

/** Keeps the slowest images of a task. Recording allocates nothing: the places are there from the start. */
final class SlowestImages {
    private final Place[] places = new Place[SlowImage.KEPT];
    private final Place current = new Place();
    private int fastest;

    private static final class Place {
        private String id;
        private long encodedBytes;
        private long pixels;
        private long totalNanos;
        private StepMeter step;
        private long stepNanos;

        void set(Place other) {
            id = other.id;
            encodedBytes = other.encodedBytes;
            pixels = other.pixels;
            totalNanos = other.totalNanos;
            step = other.step;
            stepNanos = other.stepNanos;
        }
    }

    SlowestImages() {
        for (int i = 0; i < places.length; i++) {
            places[i] = new Place();
        }
    }

    /** The current image took so long in that step. */
    void step(StepMeter step, long nanos) {
        current.totalNanos += nanos;
        if (current.step == null || nanos > current.stepNanos) {
            current.step = step;
            current.stepNanos = nanos;
        }
    }

    /** The current image has so many pixels after some step; the first that knows tells those of the opened image. */
    void pixels(long count) {
        if (current.pixels == 0) {
            current.pixels = count;
        }
    }

    void imageDone(String id, long encodedBytes) {
        if (current.step != null && (places[fastest].id == null || current.totalNanos > places[fastest].totalNanos)) {
            current.id = id;
            current.encodedBytes = encodedBytes;
            places[fastest].set(current);
            findFastest();
        }
        current.pixels = 0;
        current.totalNanos = 0;
        current.step = null;
        current.stepNanos = 0;
    }

    private void findFastest() {
        for (int i = 0; i < places.length; i++) {
            if (places[i].totalNanos < places[fastest].totalNanos) {
                fastest = i;
            }
        }
    }

    List<SlowImage> images() {
        List<SlowImage> images = new ArrayList<>();
        for (Place place : places) {
            if (place.id != null) {
                images.add(new SlowImage(
                        place.id,
                        place.totalNanos,
                        place.step.step(),
                        place.step.output(),
                        place.stepNanos,
                        place.encodedBytes,
                        place.pixels));
            }
        }
        return SlowImage.slowest(images);
    }
}
