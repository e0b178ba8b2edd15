package dev.winnow.indexer.embed;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Pairs a second of a cross-encoder, and whether scores are the same bits every time. See CONTRIBUTING.md. */
final class CrossEncoderBenchmark {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private CrossEncoderBenchmark() {}

    /** Arguments: the model's folder, the number of pairs (500), rounds (5), tokens of a pair (128). */
    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.err.println(
                    "give the folder of a cross-encoder, for example one of small_cross_encoder.py --benchmark");
            System.exit(2);
        }
        int pairs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        int tokens = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 128;
        String query = "who was the first king of the old town near the river";
        List<String> passages = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            // Longer than fits, so that every pair has as many tokens as wanted.
            passages.add(
                    (pair + " the old ship of the king was founded in winter near the north river . ").repeat(tokens));
        }
        ModelPlace place = new ModelPlace("cross-encoder", Optional.of(Path.of(arguments[0])), Optional.empty());
        PairSettings settings = new PairSettings(PairActivation.NONE, Optional.empty(), tokens, LongPassages.TRUNCATE);
        try (PairEncoder encoder = PairEncoder.open(place, settings)) {
            List<PairScore> first = encoder.score(query, passages.subList(0, Math.min(50, pairs)));
            double[] rates = new double[rounds];
            boolean same = true;
            for (int round = 0; round < rounds; round++) {
                long begun = System.nanoTime();
                long used = SYSTEM.getProcessCpuTime();
                List<PairScore> scores = encoder.score(query, passages);
                rates[round] = pairs * 1e9 / (System.nanoTime() - begun);
                double processor = (SYSTEM.getProcessCpuTime() - used) / 1e6 / pairs;
                same &= scores.subList(0, first.size()).equals(first);
                System.out.printf(
                        Locale.ROOT,
                        "round %d: %.1f pairs/s, processor time %.1f ms a pair%n",
                        round + 1,
                        rates[round],
                        processor);
            }
            Arrays.sort(rates);
            System.out.printf(
                    Locale.ROOT,
                    "%,d pairs of %d tokens, %d cores: median %.1f pairs/s; same bits in every round: %s%n",
                    pairs,
                    first.get(0).tokens(),
                    Runtime.getRuntime().availableProcessors(),
                    rates[rounds / 2],
                    same);
        }
    }
}
