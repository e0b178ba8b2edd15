package dev.winnow.pipelines.route;

import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.Lexicon;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.index.TermVector;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.Retriever;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Computes what is known of questions before any model is asked. The same question gives the same features. Safe for use by
 * several threads.
 */
public final class QuestionFeatures {
    /** Natural logarithm of 1 + the tokens of the documents that the question may see, titles left out. */
    static final String TOKENS = "context-log-tokens";

    /** Natural logarithm of 1 + the number of the documents that the question may see. */
    static final String DOCUMENTS = "context-log-documents";

    static final String MODEL = "model";

    /** Larger scopes count as this large: no window holds them, and counting them takes long. */
    private static final int MOST_TOKENS = 2_000_000;

    private final FeatureSpec spec;
    private final TokenCounter counter;
    private final Optional<Corpus> corpus;
    private final Optional<ScopeTokens> sizes;
    private final Optional<PassageIndex> index;
    private final Map<String, Retriever> retrievers = new LinkedHashMap<>();

    private QuestionFeatures(
            FeatureSpec spec,
            TokenCounter counter,
            Optional<Corpus> corpus,
            Optional<PassageIndex> index,
            Function<String, Retriever> named) {
        this.spec = spec;
        this.counter = counter;
        this.corpus = corpus;
        this.sizes = corpus.map(documents -> new ScopeTokens(documents, counter, MOST_TOKENS));
        this.index = index;
        spec.retrievers().forEach(name -> retrievers.put(name, named.apply(name)));
    }

    /**
     * Of questions whose documents are not at hand.
     *
     * @throws IllegalArgumentException if features of their context or of retrieval are wanted
     */
    public static QuestionFeatures of(FeatureSpec spec, TokenCounter counter) {
        if (spec.groups().contains(FeatureSpec.Group.CONTEXT)) {
            throw new IllegalArgumentException("groups must not have 'context' where the documents are not at hand");
        }
        return new QuestionFeatures(
                withoutRetrievers(spec), counter, Optional.empty(), Optional.empty(), QuestionFeatures::none);
    }

    /**
     * Of questions about a corpus that is not searched.
     *
     * @throws IllegalArgumentException if features of retrieval are wanted
     */
    public static QuestionFeatures of(FeatureSpec spec, TokenCounter counter, Corpus corpus) {
        return new QuestionFeatures(
                withoutRetrievers(spec), counter, Optional.of(corpus), Optional.empty(), QuestionFeatures::none);
    }

    /**
     * Of questions about an index.
     *
     * @param counter the experiment's tokenizer
     * @param retrievers the retriever of a name that the spec has
     */
    public static QuestionFeatures of(
            FeatureSpec spec, TokenCounter counter, PassageIndex index, Function<String, Retriever> retrievers) {
        return new QuestionFeatures(spec, counter, Optional.of(index.corpus()), Optional.of(index), retrievers);
    }

    /** Of questions that a pipeline answers. */
    static QuestionFeatures of(FeatureSpec spec, PipelineTools tools) {
        return of(spec, tools.counter(), tools.index(), tools.retrievers());
    }

    private static FeatureSpec withoutRetrievers(FeatureSpec spec) {
        if (!spec.retrievers().isEmpty()) {
            throw new IllegalArgumentException(
                    "retrievers must be none where there is no index, got " + String.join(", ", spec.retrievers()));
        }
        return spec;
    }

    private static Retriever none(String name) {
        throw new IllegalArgumentException("no retriever is called '" + name + "' here");
    }

    /**
     * What was computed of a question.
     *
     * @param searches what was searched for it, in the order of the retrievers' names
     */
    public record Computed(Features features, List<Search> searches) {
        public Computed {
            searches = List.copyOf(searches);
        }
    }

    /**
     * The features of a question.
     *
     * @param model the id of the model that would answer it
     * @throws dev.winnow.indexer.spec.InputException if a retriever cannot search, such as one that asks a server
     */
    public Computed of(Question question, String model) {
        Map<String, Double> features = new HashMap<>();
        if (spec.groups().contains(FeatureSpec.Group.QUESTION)) {
            QuestionWords.into(question.text(), counter, features);
        }
        if (spec.groups().contains(FeatureSpec.Group.CONTEXT)) {
            features.put(TOKENS, Math.log1p((double)
                    Math.min(MOST_TOKENS, sizes.orElseThrow().of(question.scope()))));
            features.put(DOCUMENTS, Math.log1p(documents(question.scope())));
        }
        if (spec.groups().contains(FeatureSpec.Group.MODEL)) {
            features.put(MODEL + "=" + model, 1.0);
        }
        for (String attribute : spec.attributes()) {
            String value = question.attributes().get(attribute);
            if (value != null) {
                features.put(attribute + "=" + value, 1.0);
            }
        }
        List<Search> searches = search(question);
        for (int i = 0; i < searches.size(); i++) {
            Search search = searches.get(i);
            RankingShape.into(search.retriever(), search.ranking().hits(), features);
            for (Search other : searches.subList(i + 1, searches.size())) {
                RankingAgreement.into(
                        search.retriever(),
                        search.ranking().hits(),
                        other.retriever(),
                        other.ranking().hits(),
                        features);
            }
        }
        coverage(question, searches, features);
        return new Computed(Features.of(features), searches);
    }

    private int documents(Scope scope) {
        return switch (scope) {
            case Scope.WholeCorpus whole -> corpus.orElseThrow().size();
            case Scope.Documents some -> some.ids().size();
        };
    }

    private List<Search> search(Question question) {
        List<Search> searches = new ArrayList<>();
        Query query = new Query(question.text(), question.scope(), spec.depth(), Query.Level.PASSAGE)
                .ofQuestion(question.id().value());
        retrievers.forEach((name, retriever) -> {
            Ranking ranking = retriever.retrieve(query);
            searches.add(new Search(name, query, ranking));
        });
        return searches;
    }

    private void coverage(Question question, List<Search> searches, Map<String, Double> features) {
        if (searches.isEmpty()) {
            return;
        }
        // A lexicon is for one thread.
        Lexicon lexicon = new Lexicon(index.orElseThrow());
        TermVector asked = lexicon.of(question.text());
        for (Search search : searches) {
            StringBuilder best = new StringBuilder();
            for (Hit hit : search.ranking().top(RankingShape.COVERING).hits()) {
                best.append(corpus.orElseThrow().get(hit.passage().document()).title())
                        .append('\n')
                        .append(hit.passage().text())
                        .append('\n');
            }
            features.put(
                    RankingShape.Feature.COVERAGE.of(search.retriever()), asked.shareIn(lexicon.of(best.toString())));
        }
    }
}
