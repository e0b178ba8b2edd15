package dev.winnow.benchmarks;

import dev.winnow.app.dataset.Dataset;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.retrievers.Bm25;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverTools;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long BM25 takes for a question about generated articles: alone, and with all cores at work on 100 questions. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class Bm25Search {
    private static final int QUESTIONS = 100;

    @Param("20000")
    public int documents;

    @Param({"whole", "tokens:128"})
    public String passages;

    @Param({"10", "1000"})
    public int depth;

    private Path folder;
    private PassageIndex index;
    private Retriever retriever;
    private List<Query> queries;

    /** Makes the index. */
    @Setup
    public void index() {
        Dataset atlas = Generated.atlas(documents, QUESTIONS);
        folder = Generated.folder();
        Generated.index(atlas.corpus(), passages, folder.resolve("index"));
        index = PassageIndex.open(folder.resolve("index"));
        retriever = new Bm25().open(RetrieverTools.of(index));
        queries = atlas.questions().stream()
                .map(question ->
                        new Query(question.text(), dev.winnow.indexer.corpus.Scope.CORPUS, depth, Query.Level.DOCUMENT))
                .toList();
    }

    @Benchmark
    @OperationsPerInvocation(QUESTIONS)
    public int oneByOne() {
        int found = 0;
        for (Query query : queries) {
            found += retriever.retrieve(query).hits().size();
        }
        return found;
    }

    @Benchmark
    @OperationsPerInvocation(QUESTIONS)
    public List<Ranking> together() {
        return retriever.retrieveAll(queries);
    }

    /** Removes the index. */
    @TearDown
    public void remove() {
        index.close();
        Generated.remove(folder);
    }
}
