package dev.winnow.benchmarks;

import dev.winnow.indexer.corpus.Corpus;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long an index of generated articles takes: cutting, analysing and writing, on all cores. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class Indexing {
    @Param("20000")
    public int documents;

    @Param({"whole", "tokens:128"})
    public String passages;

    private Corpus corpus;
    private Path folder;

    /** Generates the articles. */
    @Setup
    public void generate() {
        corpus = Generated.atlas(documents, 1).corpus();
    }

    /** Makes room for the next index. */
    @Setup(Level.Iteration)
    public void room() {
        folder = Generated.folder();
    }

    @Benchmark
    public void index() {
        Generated.index(corpus, passages, folder.resolve("index"));
    }

    /** Removes the index. */
    @TearDown(Level.Iteration)
    public void remove() {
        Generated.remove(folder);
    }
}
