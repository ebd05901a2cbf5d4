package io.tarn.bench;

import io.tarn.image.DecodeOptions;
import io.tarn.image.Decoder;
import io.tarn.image.Filter;
import io.tarn.image.Grayscale;
import io.tarn.image.Resize;
import io.tarn.image.ToTensor;
import io.tarn.op.BoundStep;
import io.tarn.op.Context;
import io.tarn.op.Step;
import io.tarn.op.TensorType;
import io.tarn.tensor.Tensor;
import io.tarn.tensor.Workspace;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Images a CPU second on one thread, as bench/image_rates.py prints them of Pillow and libjpeg-turbo. */
final class ImageRates {
    private static final List<Integer> SIZE = List.of(128, 128);

    private final List<byte[]> files = new ArrayList<>();
    private final int rounds;
    private final Decoder decoder = new Decoder(DecodeOptions.defaults());
    private final Workspace decoded = new Workspace();

    private ImageRates(Path folder, int rounds) throws IOException {
        this.rounds = rounds;
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path file : listed.sorted().toList()) {
                files.add(Files.readAllBytes(file));
            }
        }
    }

    /** Arguments: a folder of images, and how many rounds (10), of which the first half warms up. */
    public static void main(String[] args) throws IOException {
        ImageRates rates = new ImageRates(Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 10);
        rates.measure("decode", List.of(), true);
        for (Filter filter : List.of(Filter.BILINEAR, Filter.BICUBIC, Filter.LANCZOS)) {
            rates.measure("resize " + filter, List.of(new Resize(SIZE, filter)), false);
        }
        Step resize = new Resize(SIZE, Filter.BILINEAR);
        rates.measure("chain", List.of(resize, new Grayscale(), new ToTensor()), true);
    }

    private void measure(String what, List<Step> steps, boolean withDecoding) {
        List<Workspace> workspaces =
                Stream.generate(Workspace::new).limit(steps.size()).toList();
        double[] rates = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long nanos = 0;
            for (byte[] file : files) {
                Context context = new Context("", Map.of());
                long start = cpuNanos();
                Tensor tensor = decoder.decode(file, file.length, decoded, context);
                start = withDecoding ? start : cpuNanos();
                TensorType type = TensorType.image(tensor.dtype(), tensor.shape());
                for (int i = 0; i < steps.size(); i++) {
                    BoundStep bound = steps.get(i).bind(type, workspaces.get(i));
                    type = steps.get(i).outputType(type);
                    tensor = bound.run(tensor, context);
                }
                nanos += cpuNanos() - start;
            }
            rates[round] = files.size() / (nanos / 1e9);
        }
        double[] warm = Arrays.copyOfRange(rates, rounds / 2, rounds);
        Arrays.sort(warm);
        System.out.printf(
                "tarn           %-16s %7.1f  (%.1f to %.1f)%n",
                what, warm[warm.length / 2], warm[0], warm[warm.length - 1]);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
