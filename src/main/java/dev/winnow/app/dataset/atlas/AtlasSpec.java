package dev.winnow.app.dataset.atlas;

import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.DatasetSpec;
import dev.winnow.app.dataset.DatasetTools;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.tokens.TokenSize;
import java.util.List;
import java.util.Optional;

/**
 * The generated encyclopedia: linked articles about invented people, places, works, organisations and more, with
 * questions whose answers and evidence are exact. The same seed gives the same data set, byte for byte; a smaller one is
 * no part of a larger one.
 *
 * @param documents how many articles, 100 to 5,000,000
 * @param questions how many questions, 1 to 1,000,000
 * @param scope how many tokens the articles that a question may see have at most; without it, the whole corpus
 * @param tasks which kinds of question, in turn; none named means all
 */
public record AtlasSpec(
        @Default("600") int documents,
        @Default("60") int questions,
        Optional<TokenSize> scope,
        @Default("[]") List<AtlasTask> tasks)
        implements DatasetSpec {
    public AtlasSpec {
        if (documents < 100 || documents > 5_000_000) {
            throw new IllegalArgumentException("documents must be between 100 and 5,000,000, got " + documents);
        }
        if (questions < 1 || questions > 1_000_000) {
            throw new IllegalArgumentException("questions must be between 1 and 1,000,000, got " + questions);
        }
        tasks = List.copyOf(tasks);
    }

    @Override
    public Corpus corpus(DatasetTools tools) {
        return new Atlas(this, tools).corpus();
    }

    @Override
    public Dataset load(DatasetTools tools) {
        return new Atlas(this, tools).dataset();
    }
}
