package io.tarn.report;

import io.tarn.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The sample images and their maps, as pictures inside the page. */
final class Gallery {
    private static final int MAX_SAMPLES = 12;
    private static final int MAX_MAPS = 4;
    private static final int MAX_ORIGINAL = 512;
    private static final int MAX_MAP = 128;

    /** @param original a data URI, or null */
    record Card(String id, String original, List<Output> outputs) {}

    /** @param note what is not seen in the maps: more channels, other values than 0 to 1 */
    record Output(String name, String size, String note, List<Picture> maps) {}

    /** @param aspect width to height as shown, so that a line of values is more than a hair */
    record Picture(String uri, String aspect) {}

    private Gallery() {}

    static List<Card> cards(List<RunReport.Sample> samples) {
        return samples.parallelStream().limit(MAX_SAMPLES).map(Gallery::card).toList();
    }

    private static Card card(RunReport.Sample sample) {
        List<Output> outputs =
                sample.outputs().entrySet().stream().map(Gallery::output).toList();
        return new Card(sample.id(), original(sample.original()), outputs);
    }

    private static Output output(Map.Entry<String, Tensor> output) {
        Tensor tensor = output.getValue();
        Maps maps = Maps.of(tensor, MAX_MAPS);
        List<String> notes = new ArrayList<>();
        int hidden = maps.channels() - maps.images().size();
        if (hidden > 0) {
            notes.add("+" + hidden + " more");
        }
        if (!maps.values().isEmpty()) {
            notes.add(maps.values());
        }
        int limit = maps.images().size() == 1 ? MAX_ORIGINAL : MAX_MAP;
        List<Picture> images =
                maps.images().stream().map(image -> picture(image, limit)).toList();
        return new Output(output.getKey(), Maps.size(tensor), String.join(", ", notes), images);
    }

    private static Picture picture(BufferedImage map, int limit) {
        double aspect = Math.max(0.2, Math.min(20, (double) map.getWidth() / map.getHeight()));
        return new Picture(uri("png", Images.png(bounded(map, limit))), String.format(Locale.ROOT, "%.3f", aspect));
    }

    private static String original(Tensor image) {
        if (image == null) {
            return null;
        }
        return uri("jpeg", Images.jpeg(bounded(Maps.picture(image), MAX_ORIGINAL)));
    }

    private static BufferedImage bounded(BufferedImage image, int limit) {
        double scale = Math.min(1, (double) limit / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        return Scaling.area(image, width, height);
    }

    private static String uri(String type, byte[] file) {
        return "data:image/" + type + ";base64," + Base64.getEncoder().encodeToString(file);
    }
}
