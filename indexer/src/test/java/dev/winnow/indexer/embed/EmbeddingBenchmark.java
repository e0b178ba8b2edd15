package dev.winnow.indexer.embed;

import com.sun.management.OperatingSystemMXBean;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import dev.winnow.indexer.chunk.Chunker;
import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.ingest.Layout;
import dev.winnow.indexer.tokens.Tokenizers;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The embedded model here and in LangChain4j, in one process, in turns: passages a second, how far the vectors are apart,
 * and whether ours are the same bits every time. See CONTRIBUTING.md.
 */
final class EmbeddingBenchmark {
    private static final int WARM_UP = 200;
    private static final int BLOCK = 100;

    private EmbeddingBenchmark() {}

    /** Arguments: a corpus folder, the number of passages (2,000), rounds (5), tokens of a passage (128). */
    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.err.println("give the folder of a corpus, for example ${WINNOW_DATA}/scifact");
            System.exit(2);
        }
        int wanted = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        String tokens = arguments.length > 3 ? arguments[3] : "128";
        List<String> texts = passages(Path.of(arguments[0]), wanted, tokens);
        System.out.printf(
                Locale.ROOT,
                "%,d passages of at most %s tokens, %,d characters in the mean, %d cores, Java %s%n",
                texts.size(),
                tokens,
                texts.stream().mapToInt(String::length).sum() / Math.max(1, texts.size()),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version());
        try (Embedder ours =
                new BgeSmall().open(new EmbedderTools(name -> Optional.empty(), Path.of("target", "cache")))) {
            compare(ours, new BgeSmallEnV15QuantizedEmbeddingModel(), texts, rounds);
        }
    }

    /** Nanoseconds by the clock, and of all processors in this process. */
    private static final class Took {
        private static final OperatingSystemMXBean SYSTEM =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

        private long wall;
        private long processor;

        List<float[]> by(Supplier<List<float[]>> work) {
            long begun = System.nanoTime();
            long used = SYSTEM.getProcessCpuTime();
            List<float[]> result = work.get();
            wall += System.nanoTime() - begun;
            processor += SYSTEM.getProcessCpuTime() - used;
            return result;
        }
    }

    private static List<String> passages(Path folder, int wanted, String tokens) {
        List<String> texts = new ArrayList<>();
        Chunker chunker = ChunkerSpec.parse("tokens:" + tokens).open(Tokenizers.open("cl100k_base"));
        for (Document document : Layout.of(folder).open(folder)) {
            for (Passage passage : chunker.chunk(document)) {
                texts.add(passage.text());
                if (texts.size() == wanted) {
                    return texts;
                }
            }
        }
        return texts;
    }

    private static void compare(
            Embedder ours, BgeSmallEnV15QuantizedEmbeddingModel theirs, List<String> texts, int rounds) {
        List<String> first = texts.subList(0, Math.min(WARM_UP, texts.size()));
        ours(ours, first);
        theirs(theirs, first);
        List<float[]> mine = List.of();
        List<float[]> other = List.of();
        double[] ratios = new double[rounds];
        boolean same = true;
        for (int round = 0; round < rounds; round++) {
            List<float[]> again = new ArrayList<>();
            other = new ArrayList<>();
            Took took = new Took();
            Took otherTook = new Took();
            // In small blocks by turns, so that what else the machine does falls on both.
            for (int from = 0; from < texts.size(); from += BLOCK) {
                List<String> block = texts.subList(from, Math.min(texts.size(), from + BLOCK));
                again.addAll(took.by(() -> ours(ours, block)));
                other.addAll(otherTook.by(() -> theirs(theirs, block)));
            }
            same &= mine.isEmpty() || equal(mine, again);
            mine = again;
            ratios[round] = (double) otherTook.wall / took.wall;
            System.out.printf(
                    Locale.ROOT,
                    "round %d: Winnow %.1f passages/s, LangChain4j %.1f passages/s, ratio %.2f; processor time %.1f and"
                            + " %.1f ms a passage, ratio %.2f%n",
                    round + 1,
                    texts.size() * 1e9 / took.wall,
                    texts.size() * 1e9 / otherTook.wall,
                    ratios[round],
                    took.processor / 1e6 / texts.size(),
                    otherTook.processor / 1e6 / texts.size(),
                    (double) otherTook.processor / took.processor);
        }
        Arrays.sort(ratios);
        System.out.printf(Locale.ROOT, "ratio: median %.2f, least %.2f%n", ratios[ratios.length / 2], ratios[0]);
        double least = 1;
        double sum = 0;
        for (int text = 0; text < texts.size(); text++) {
            double cosine = BgeSmallTest.cosine(mine.get(text), other.get(text));
            least = Math.min(least, cosine);
            sum += cosine;
        }
        System.out.printf(Locale.ROOT, "cosine: least %.8f, mean %.8f%n", least, sum / texts.size());
        System.out.println("same bits in every round: " + same);
        System.out.println("same bits in another order: " + shuffled(ours, texts, mine));
    }

    private static boolean shuffled(Embedder embedder, List<String> texts, List<float[]> expected) {
        List<Integer> order = new ArrayList<>();
        for (int text = 0; text < texts.size(); text++) {
            order.add(text);
        }
        Collections.shuffle(
                order, Random.from(new Seed(7).child("order", "benchmark").random()));
        List<float[]> vectors = ours(embedder, order.stream().map(texts::get).toList());
        return equal(order.stream().map(expected::get).toList(), vectors);
    }

    private static boolean equal(List<float[]> some, List<float[]> others) {
        for (int i = 0; i < some.size(); i++) {
            if (!Arrays.equals(some.get(i), others.get(i))) {
                return false;
            }
        }
        return some.size() == others.size();
    }

    private static List<float[]> ours(Embedder embedder, List<String> texts) {
        return embedder.embed(texts, Embedder.Role.PASSAGE).stream()
                .map(Embedding::vector)
                .toList();
    }

    private static List<float[]> theirs(BgeSmallEnV15QuantizedEmbeddingModel model, List<String> texts) {
        return model.embedAll(texts.stream().map(TextSegment::from).toList()).content().stream()
                .map(embedding -> embedding.vector())
                .toList();
    }
}
