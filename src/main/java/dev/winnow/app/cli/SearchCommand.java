package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.config.Environment;
import dev.winnow.app.dataset.QueryFile;
import dev.winnow.app.experiment.Embeddings;
import dev.winnow.app.experiment.Rerankers;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverSpec;
import dev.winnow.retrievers.trec.TrecRunWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow search INDEX --queries FILE}. */
@Command(
        name = "search",
        description = {
            "Search an index with every query of a file and write a TREC run.",
            "",
            "Queries are BEIR's JSON lines (_id, text), our own (id, text), or lines of ID, a tab, and the text."
        })
final class SearchCommand implements Callable<Integer> {
    /** Queries whose hits are held at once. */
    private static final int BATCH = 64;

    @Parameters(paramLabel = "INDEX", description = "A folder made by 'winnow index'.")
    private Path index;

    @Option(names = "--queries", paramLabel = "FILE", required = true, description = "The queries.")
    private Path queries;

    @Option(
            names = "--retriever",
            paramLabel = "SPEC",
            defaultValue = "bm25",
            description = "A kind, inline YAML such as '{use: bm25, k1: 1.2, b: 0.75}', or a YAML file."
                    + " Default: ${DEFAULT-VALUE}.")
    private String retriever;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Hits per query at most. Default: ${DEFAULT-VALUE}.")
    private int depth;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "document",
            description = "What to list: document or passage. Default: ${DEFAULT-VALUE}.")
    private Query.Level level;

    @Option(names = "--run", paramLabel = "FILE", required = true, description = "Where to write the TREC run.")
    private Path run;

    @Option(names = "--json", description = "Print what was done as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (depth < 1) {
            throw new InputException("--depth", "must be at least 1, got " + depth);
        }
        RetrieverSpec described = Specs.read("--retriever", retriever, RetrieverSpec.class, Specs.retrievers());
        Map<String, String> texts = QueryFile.read(queries);
        try (PassageIndex open = PassageIndex.open(index);
                Embeddings embeddings = Specs.embeddings(open, Environment.current());
                Rerankers rerankers = new Rerankers()) {
            Retriever searching = Specs.retriever("--retriever", described, open, embeddings, rerankers);
            long begun = System.nanoTime();
            if (run.toAbsolutePath().getParent() != null) {
                Files.createDirectories(run.toAbsolutePath().getParent());
            }
            long hits = search(List.copyOf(texts.entrySet()), searching);
            double seconds = (System.nanoTime() - begun) / 1e9;
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                ObjectNode line = new ObjectMapper().createObjectNode();
                line.put("run", run.toString()).put("queries", texts.size()).put("hits", hits);
                out.println(line.put("seconds", seconds));
            } else {
                out.printf(
                        "%s: %,d queries, %,d hits, %.1f queries/s%n", run, texts.size(), hits, texts.size() / seconds);
            }
            out.flush();
        }
        return 0;
    }

    /** Searches a batch of queries, writes what they found in order, and goes on to the next. */
    private long search(List<Map.Entry<String, String>> queries, Retriever searching) throws IOException {
        long hits = 0;
        // A run that stops in between would look whole.
        boolean device = Files.exists(run) && !Files.isRegularFile(run);
        Path partial = device ? run : run.resolveSibling(run.getFileName() + ".partial");
        try (TrecRunWriter out = new TrecRunWriter(partial, level, "winnow")) {
            for (int from = 0; from < queries.size(); from += BATCH) {
                List<Map.Entry<String, String>> batch = queries.subList(from, Math.min(queries.size(), from + BATCH));
                List<Ranking> found = searching.retrieveAll(batch.stream()
                        .map(query ->
                                new Query(query.getValue(), Scope.CORPUS, depth, level).ofQuestion(query.getKey()))
                        .toList());
                for (int i = 0; i < batch.size(); i++) {
                    out.write(batch.get(i).getKey(), found.get(i));
                    hits += found.get(i).hits().size();
                }
            }
        }
        if (!device) {
            Files.move(partial, run, StandardCopyOption.REPLACE_EXISTING);
        }
        return hits;
    }
}
