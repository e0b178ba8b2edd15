package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.retrievers.trec.TrecRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Gives the rankings of a run as its own. */
final class RunRetriever implements Retriever {
    private static final int NAMED = 3;

    private final Path file;
    private final TrecRun run;
    private final PassageIndex index;
    /** What the ids of the run are. */
    private final Query.Level level;

    private final Retriever best;

    private RunRetriever(Path file, TrecRun run, PassageIndex index, Query.Level level) {
        this.file = file;
        this.run = run;
        this.index = index;
        this.level = level;
        this.best = new Bm25Retriever(index, new Bm25(0.9, 0.4, Bm25.Statistics.CORPUS));
    }

    /** @throws InputException if the file is no run, or has ids that the index does not know */
    static Retriever open(Path file, PassageIndex index) {
        TrecRun run = TrecRun.read(file);
        Set<String> ids = new LinkedHashSet<>();
        run.rankings().values().forEach(found -> found.forEach(each -> ids.add(each.id())));
        List<String> noDocuments =
                ids.stream().filter(id -> !isDocument(id, index)).toList();
        if (noDocuments.isEmpty()) {
            return new RunRetriever(file, run, index, Query.Level.DOCUMENT);
        }
        List<String> noPassages =
                ids.stream().filter(id -> passage(id, index).isEmpty()).toList();
        if (noPassages.isEmpty()) {
            return new RunRetriever(file, run, index, Query.Level.PASSAGE);
        }
        boolean documents = noDocuments.size() <= noPassages.size();
        List<String> unknown = documents ? noDocuments : noPassages;
        throw new InputException(
                file,
                "%,d of its %,d ids are no %s of the index, such as '%s'; use a run over the same corpus"
                        .formatted(
                                unknown.size(),
                                ids.size(),
                                documents ? "documents" : "passages",
                                String.join("', '", unknown.subList(0, Math.min(NAMED, unknown.size())))));
    }

    private static boolean isDocument(String id, PassageIndex index) {
        return !id.isBlank() && index.corpus().contains(new DocumentId(id));
    }

    private static Optional<Passage> passage(String id, PassageIndex index) {
        int mark = id.lastIndexOf('#');
        if (mark < 1 || id.substring(0, mark).isBlank()) {
            return Optional.empty();
        }
        return index.passages(new DocumentId(id.substring(0, mark))).stream()
                .filter(passage -> passage.id().value().equals(id))
                .findFirst();
    }

    @Override
    public Ranking retrieve(Query query) {
        String id = query.id()
                .orElseThrow(() -> new InputException(
                        file,
                        "a run has rankings by question id, and what is asked here has none; use another retriever"));
        List<TrecRun.Found> found = run.rankings().getOrDefault(id, List.of());
        List<Hit> hits =
                switch (level) {
                    case DOCUMENT -> documents(found, query);
                    case PASSAGE -> passages(found, query);
                };
        hits.sort(Hit.ORDER);
        Ranking ranking = new Ranking(hits);
        return (query.level() == Query.Level.DOCUMENT ? ranking.byDocument() : ranking).top(query.depth());
    }

    private List<Hit> passages(List<TrecRun.Found> found, Query query) {
        Predicate<DocumentId> scope = within(query.scope());
        List<Hit> hits = new ArrayList<>(found.size());
        for (TrecRun.Found each : found) {
            Passage passage = passage(each.id(), index).orElseThrow();
            if (scope.test(passage.document())) {
                hits.add(new Hit(passage, each.score()));
            }
        }
        return hits;
    }

    private List<Hit> documents(List<TrecRun.Found> found, Query query) {
        Predicate<DocumentId> scope = within(query.scope());
        Map<DocumentId, Passage> shown = new HashMap<>();
        Set<DocumentId> several = new LinkedHashSet<>();
        for (TrecRun.Found each : found) {
            DocumentId document = new DocumentId(each.id());
            List<Passage> passages = scope.test(document) ? index.passages(document) : List.of();
            if (!passages.isEmpty()) {
                shown.put(document, passages.get(0));
            }
            if (passages.size() > 1) {
                several.add(document);
            }
        }
        if (!several.isEmpty()) {
            best.retrieve(new Query(
                            query.text(),
                            new Scope.Documents(List.copyOf(several)),
                            several.size(),
                            Query.Level.DOCUMENT))
                    .hits()
                    .forEach(hit -> shown.put(hit.passage().document(), hit.passage()));
        }
        List<Hit> hits = new ArrayList<>(found.size());
        for (TrecRun.Found each : found) {
            Passage passage = shown.get(new DocumentId(each.id()));
            if (passage != null) {
                hits.add(new Hit(passage, each.score()));
            }
        }
        return hits;
    }

    private static Predicate<DocumentId> within(Scope scope) {
        return switch (scope) {
            case Scope.WholeCorpus whole -> document -> true;
            case Scope.Documents some -> new HashSet<>(some.ids())::contains;
        };
    }
}
