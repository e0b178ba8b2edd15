package dev.winnow.app.experiment;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.pipelines.prompt.RankTemplate;
import dev.winnow.pipelines.prompt.RewriteTemplate;
import dev.winnow.retrievers.MultiQuery;
import dev.winnow.retrievers.Rerank;
import dev.winnow.retrievers.RetrieverSpec;
import dev.winnow.retrievers.rerank.Listwise;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The templates by which an experiment's retrievers ask language models, by name.
 *
 * @param rank ask for an order of passages
 * @param rewrite ask for other wordings of a question
 */
record RetrievalPrompts(Map<String, RankTemplate> rank, Map<String, RewriteTemplate> rewrite) {
    /** Below the folder of the other templates. */
    private static final String FOLDER = "retrieval/";

    /** Which model a retriever asks, and by which template. */
    record Asking(String model, String prompt, Fingerprint wording) {}

    /**
     * Those that retrievers name.
     *
     * @throws dev.winnow.indexer.spec.InputException if one is missing or has problems
     */
    static RetrievalPrompts of(Collection<RetrieverSpec> retrievers, Prompts prompts) {
        Map<String, RankTemplate> rank = new TreeMap<>();
        Map<String, RewriteTemplate> rewrite = new TreeMap<>();
        for (RetrieverSpec spec : retrievers) {
            if (spec instanceof Rerank rerank && rerank.with() instanceof Listwise listwise) {
                rank.computeIfAbsent(listwise.prompt(), name -> prompts.open(FOLDER + name, RankTemplate.class));
            }
            if (spec instanceof MultiQuery queries) {
                rewrite.computeIfAbsent(queries.prompt(), name -> prompts.open(FOLDER + name, RewriteTemplate.class));
            }
        }
        return new RetrievalPrompts(rank, rewrite);
    }

    /** What a retriever asks, if it asks a language model itself. */
    Optional<Asking> asking(RetrieverSpec spec) {
        if (spec instanceof Rerank rerank && rerank.with() instanceof Listwise listwise) {
            return Optional.of(new Asking(
                    listwise.model(),
                    listwise.prompt(),
                    rank.get(listwise.prompt()).fingerprint()));
        }
        if (spec instanceof MultiQuery queries) {
            return Optional.of(new Asking(
                    queries.model(),
                    queries.prompt(),
                    rewrite.get(queries.prompt()).fingerprint()));
        }
        return Optional.empty();
    }

    /** All by the names of their files, from the folder of the templates. */
    Map<String, Record> files() {
        Map<String, Record> files = new TreeMap<>();
        rank.forEach((name, template) -> files.put(FOLDER + name + ".yaml", template));
        rewrite.forEach((name, template) -> files.put(FOLDER + name + ".yaml", template));
        return files;
    }
}
