package dev.winnow.benchmarks;

import dev.winnow.indexer.chunk.Chunker;
import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.embed.BgeSmall;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.EmbedderTools;
import dev.winnow.indexer.tokens.Tokenizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long the embedder that comes with Winnow takes for a passage of 128 tokens, of 256 embedded together. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 3, time = 3)
public class Embedding {
    private static final int PASSAGES = 256;

    private final List<String> texts = new ArrayList<>();
    private Embedder embedder;

    /** Cuts passages and loads the model. */
    @Setup
    public void load() {
        Chunker chunker = ChunkerSpec.parse("tokens:128").open(Tokenizers.open("cl100k_base"));
        Generated.atlas(PASSAGES, 1).corpus().forEach(document -> {
            for (Passage passage : chunker.chunk(document)) {
                if (texts.size() < PASSAGES) {
                    texts.add(passage.text());
                }
            }
        });
        embedder = new BgeSmall().open(new EmbedderTools(name -> Optional.empty(), Path.of("target", "cache")));
    }

    @Benchmark
    @OperationsPerInvocation(PASSAGES)
    public List<dev.winnow.indexer.embed.Embedding> embed() {
        return embedder.embed(texts, Embedder.Role.PASSAGE);
    }

    /** Releases the model. */
    @TearDown
    public void close() {
        embedder.close();
    }
}
