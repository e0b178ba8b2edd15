package dev.winnow.app.forecast;

import dev.winnow.app.experiment.Embeddings;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.Progress;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.VectorsBuilder;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.Question;
import dev.winnow.retrievers.Dense;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What embedding passages and questions takes where it was not done. */
final class EmbeddingCosts {
    private final Experiment experiment;
    private final Progress progress;

    EmbeddingCosts(Experiment experiment, Progress progress) {
        this.experiment = experiment;
        this.progress = progress;
    }

    /** Vectors of one embedder are paid for once, however many retrievers search them. */
    private static final class Wanted {
        private final EmbedderSpec embedder;
        private final List<String> retrievers = new ArrayList<>();
        private boolean passages;

        private Wanted(EmbedderSpec embedder) {
            this.embedder = embedder;
        }
    }

    List<Forecast.EmbeddingCost> all() {
        Embeddings embeddings = experiment.embeddings();
        Map<Fingerprint, Wanted> wanted = new LinkedHashMap<>();
        for (Map.Entry<String, Dense> dense : experiment.dense().entrySet()) {
            if (!embeddings.searchable(dense.getValue())) {
                EmbedderSpec embedder = embeddings.embedder(dense.getValue());
                Wanted one = wanted.computeIfAbsent(embedder.fingerprint(), key -> new Wanted(embedder));
                one.retrievers.add(dense.getKey());
                one.passages |= !embeddings.made(dense.getValue());
            }
        }
        long passages = wanted.values().stream().anyMatch(one -> one.passages) ? passages() : 0;
        long questions = wanted.isEmpty() ? 0 : questions();
        List<Forecast.EmbeddingCost> costs = new ArrayList<>();
        for (Wanted one : wanted.values()) {
            long tokens = questions + (one.passages ? passages : 0);
            OptionalDouble price = one.embedder.price();
            costs.add(new Forecast.EmbeddingCost(
                    embeddings.name(one.embedder),
                    one.retrievers,
                    one.passages ? experiment.index().manifest().passages() : 0,
                    tokens,
                    price.isPresent() ? OptionalDouble.of(price.getAsDouble() * tokens / 1e6) : price));
        }
        return costs;
    }

    private long passages() {
        PassageIndex index = experiment.index();
        TokenCounter counter = experiment.counter();
        long tokens = 0;
        long done = 0;
        progress.begin("counting passages to embed", 0, index.manifest().passages());
        try {
            for (Document document : index.corpus()) {
                for (Passage passage : index.passages(document.id())) {
                    tokens += counter.count(VectorsBuilder.embedded(document.title(), passage.text()));
                    progress.done(++done);
                }
            }
        } finally {
            progress.end();
        }
        return tokens;
    }

    private long questions() {
        return experiment.dataset().questions().stream()
                .map(Question::text)
                .distinct()
                .mapToLong(experiment.counter()::count)
                .sum();
    }
}
