package dev.winnow.app.forecast;

import dev.winnow.app.experiment.Embeddings;
import dev.winnow.app.experiment.Experiment;
import dev.winnow.app.experiment.Progress;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.Situated;
import dev.winnow.indexer.index.VectorSettings;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.Question;
import dev.winnow.retrievers.Dense;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What embedding passages and questions takes where it was not done. */
final class EmbeddingCosts {
    private final Experiment experiment;
    private final Progress progress;

    EmbeddingCosts(Experiment experiment, Progress progress) {
        this.experiment = experiment;
        this.progress = progress;
    }

    /** Vectors of one embedder and the same texts are paid for once, however many retrievers search them. */
    private static final class Wanted {
        private final EmbedderSpec embedder;
        private final VectorSettings settings;
        private final List<String> retrievers = new ArrayList<>();
        private boolean passages;

        private Wanted(EmbedderSpec embedder, VectorSettings settings) {
            this.embedder = embedder;
            this.settings = settings;
        }
    }

    private record Key(Fingerprint embedder, Optional<Situated> situated) {}

    List<Forecast.EmbeddingCost> all() {
        Embeddings embeddings = experiment.embeddings();
        Map<Key, Wanted> wanted = new LinkedHashMap<>();
        for (Map.Entry<String, Dense> dense : experiment.dense().entrySet()) {
            if (!embeddings.searchable(dense.getValue())) {
                EmbedderSpec embedder = embeddings.embedder(dense.getValue());
                Wanted one = wanted.computeIfAbsent(
                        new Key(embedder.fingerprint(), dense.getValue().situated()),
                        key -> new Wanted(embedder, dense.getValue().vectors()));
                one.retrievers.add(dense.getKey());
                one.passages |= !embeddings.made(dense.getValue());
            }
        }
        long questions = wanted.isEmpty() ? 0 : questions();
        List<Forecast.EmbeddingCost> costs = new ArrayList<>();
        Set<Fingerprint> asked = new HashSet<>();
        for (Wanted one : wanted.values()) {
            // A question's vector is the same whatever was embedded with passages.
            long tokens = (asked.add(one.embedder.fingerprint()) ? questions : 0)
                    + (one.passages ? passages(one.settings) : 0);
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

    private long passages(VectorSettings settings) {
        PassageIndex index = experiment.index();
        TokenCounter counter = experiment.counter();
        long tokens = 0;
        long done = 0;
        progress.begin("counting passages to embed", 0, index.manifest().passages());
        try {
            for (Document document : index.corpus()) {
                for (String text : settings.embedded(document, index.passages(document.id()))) {
                    tokens += counter.count(text);
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
