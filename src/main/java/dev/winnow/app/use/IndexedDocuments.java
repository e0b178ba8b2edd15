package dev.winnow.app.use;

import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.experiment.Embeddings;
import dev.winnow.app.experiment.LinkGraphs;
import dev.winnow.app.experiment.Progress;
import dev.winnow.app.experiment.Rerankers;
import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.corpus.Corpus;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.embed.BgeSmall;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.index.IndexBuilder;
import dev.winnow.indexer.index.IndexSettings;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.ingest.Layout;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Retrieved;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverSpec;
import dev.winnow.retrievers.RetrieverTools;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Documents that are indexed and open for retrieval, put together in Java, with no configuration. Safe for use by several
 * threads. {@link #close} waits for the searches under way; afterwards this object and all that it handed out throw
 * {@link IllegalStateException}.
 */
public final class IndexedDocuments implements AutoCloseable {
    private static final Kinds KINDS = Kinds.none().with(EmbedderSpec.class, EmbedderSpec.KINDS);

    private final PassageIndex index;
    private final Embeddings embeddings;
    private final LinkGraphs links;
    private final TokenCounter counter;
    private final Rerankers rerankers = new Rerankers();
    private final Gate gate = new Gate("this index");

    private IndexedDocuments(PassageIndex index, Embeddings embeddings, TokenCounter counter) {
        this.index = index;
        this.embeddings = embeddings;
        this.links = new LinkGraphs(index);
        this.counter = counter;
    }

    /**
     * How documents become an index.
     *
     * @param passages how they are cut, such as {@code ChunkerSpec.parse("tokens:128")}
     * @param counter measures passages and budgets, such as {@code Tokenizers.open("cl100k_base")}
     * @param language of the documents
     * @param embedder makes the vectors for dense retrievers that name no embedder; made only if there are such
     */
    public record Settings(ChunkerSpec passages, TokenCounter counter, Language language, EmbedderSpec embedder) {
        /** For English, with the embedded encoder. */
        public Settings(ChunkerSpec passages, TokenCounter counter) {
            this(passages, counter, Language.ENGLISH, new BgeSmall());
        }
    }

    /**
     * Indexes a folder in any layout that {@code winnow index} reads: text, Markdown and HTML files, or JSON lines. An
     * index that is there and fits is taken as it is.
     *
     * @param documents the folder
     * @param index the folder of the index
     * @throws InputException with every problem of the files, or if the index's folder holds something else
     */
    public static IndexedDocuments open(Path documents, Path index, Settings settings) {
        return open(Layout.of(documents).open(documents), index, settings);
    }

    /**
     * Indexes a corpus, such as a {@code MemoryCorpus} of documents made in Java. An index that is there and fits is taken
     * as it is.
     *
     * @param index the folder of the index
     * @throws InputException if the index's folder holds something else
     */
    public static IndexedDocuments open(Corpus documents, Path index, Settings settings) {
        TokenCounter counter = settings.counter();
        IndexSettings cut = new IndexSettings(
                settings.passages().toString(), counter.name(), counter.fingerprint(), settings.language());
        new IndexBuilder(cut, settings.passages().open(counter, settings.language()), done -> {})
                .build(documents, index);
        PassageIndex open = PassageIndex.open(index);
        return new IndexedDocuments(
                open, new Embeddings(open, settings.embedder(), KINDS, Environment.current()), counter);
    }

    /** A retriever that names no other; see {@link #retriever(RetrieverSpec, Map)}. */
    public Retriever retriever(RetrieverSpec spec) {
        return retriever(spec, Map.of());
    }

    /**
     * A retriever over the passages. What vectors it needs are made now if they are not there.
     *
     * @param spec such as {@code new Bm25()}, {@code new Dense()} or {@code new Fusion(List.of("bm25", "dense"))}
     * @param named the retrievers that it names
     * @throws InputException if it names one that is not there, or something that an embedder needs is missing
     */
    public Retriever retriever(RetrieverSpec spec, Map<String, ? extends RetrieverSpec> named) {
        Retriever retriever = gate.through(() -> open(spec, Map.copyOf(named), new HashMap<>()));
        return query -> gate.through(() -> retriever.retrieve(query));
    }

    private Retriever open(RetrieverSpec spec, Map<String, RetrieverSpec> named, Map<String, Retriever> opened) {
        spec.dense().ifPresent(dense -> embeddings.build(dense, Progress.SILENT));
        return spec.open(RetrieverTools.of(index)
                .naming(name -> {
                    Retriever known = opened.get(name);
                    if (known != null) {
                        return known;
                    }
                    RetrieverSpec referred = named.get(name);
                    if (referred == null) {
                        throw new InputException(
                                "unknown retriever '" + name + "'" + Suggestion.of(name, named.keySet()));
                    }
                    Map<String, RetrieverSpec> others = new HashMap<>(named);
                    others.remove(name);
                    Retriever open = open(referred, others, opened);
                    opened.put(name, open);
                    return open;
                })
                .embedding(embeddings::open)
                .linking(links::open)
                .scoring(rerankers::open));
    }

    /**
     * Passages for a question: what a retriever finds, by falling score until the budget is reached, then in an order. A
     * passage counts as many tokens as its text and an empty line behind it.
     */
    public ContextSource context(Retriever retriever, Order order) {
        Retrieved source = new Retrieved(
                retriever,
                index.corpus(),
                (label, title, text) -> counter.count(text + "\n\n"),
                Integer.MAX_VALUE,
                order,
                new Seed(0));
        return (question, budget) -> gate.through(() -> source.select(question, budget));
    }

    /**
     * A document, such as the one that a passage is of.
     *
     * @throws java.util.NoSuchElementException if there is none of that id
     */
    public Document document(DocumentId id) {
        return gate.through(() -> index.corpus().get(id));
    }

    /** Waits for the searches under way and closes index, vectors and embedders. Closing again does nothing. */
    @Override
    public void close() {
        gate.close(() -> {
            embeddings.close();
            rerankers.close();
            index.close();
        });
    }
}
