package dev.winnow.pipelines.haystack;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.IndexedCorpus;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.Retriever;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Makes the haystacks of one experiment, and keeps what they share: how many tokens each document has, and what was last
 * chosen for a question, so that sizes and orders of one question search once. Safe for use by several threads.
 */
public final class Haystacks {
    /** Questions times fillings whose documents are kept; strategies ask about one question after the other. */
    private static final int KEPT = 32;

    /** Tokens, and their share of all, by which the sum of parts may be off. */
    private static final int NEAR = 16;

    private final IndexedCorpus corpus;
    private final PromptTemplate template;
    private final TokenCounter counter;
    private final Seed seed;
    /** One more than the tokens of the document at each place in the corpus; 0 where not yet counted. Made when needed. */
    private volatile int[] counted = new int[0];

    private final Map<Integer, Integer> labels = new ConcurrentHashMap<>();
    private final Map<Path, HaystackFile> files = new HashMap<>();
    private final Map<List<Object>, Pile> piles = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Object>, Pile> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * Of a corpus.
     *
     * @param template whose wording of whole documents, and of all that stands around them, is counted
     * @param seed the experiment's
     */
    public Haystacks(IndexedCorpus corpus, PromptTemplate template, TokenCounter counter, Seed seed) {
        this.corpus = corpus;
        this.template = template.forWhole();
        this.counter = counter;
        this.seed = seed;
    }

    /**
     * What a question's haystacks are filled with, searched for unless it was a moment ago.
     *
     * @param name the retriever's
     * @param pinned documents that must be in
     * @param leaks whether a document holds an answer
     */
    public Pile pile(
            String name,
            Retriever retriever,
            Question question,
            Filling filling,
            List<DocumentId> pinned,
            Predicate<Document> leaks) {
        return pile(name, retriever, question, query(question, filling), filling, pinned, leaks);
    }

    /** The same for what is searched for in a question's stead; it may be of no more depth than the filling. */
    public Pile pile(
            String name,
            Retriever retriever,
            Question question,
            Query query,
            Filling filling,
            List<DocumentId> pinned,
            Predicate<Document> leaks) {
        List<Object> key = List.of(name, question.id(), query.text(), filling);
        synchronized (piles) {
            Pile known = piles.get(key);
            if (known != null) {
                return known;
            }
        }
        Pile pile = pile(retriever.retrieve(query), question, filling, pinned, leaks);
        synchronized (piles) {
            Pile first = piles.putIfAbsent(key, pile);
            return first == null ? pile : first;
        }
    }

    /** What to ask a retriever for. */
    public static Query query(Question question, Filling filling) {
        return new Query(question.text(), question.scope(), filling.depth(), Query.Level.DOCUMENT)
                .ofQuestion(question.id().value());
    }

    /** The same for what a retriever has found. */
    public Pile pile(
            Ranking ranking, Question question, Filling filling, List<DocumentId> pinned, Predicate<Document> leaks) {
        return new Pile(this, question, filling, ranking, pinned, leaks);
    }

    /**
     * Why no haystack of this size can be made for a question, whatever is found; empty where one can.
     *
     * @param pinned documents that must be in
     */
    public Optional<String> unfilled(Question question, List<DocumentId> pinned, Filling filling, int size) {
        long needed = counter.count(template.frame(question));
        for (int i = 0; i < pinned.size(); i++) {
            needed += tokens(pinned.get(i), i + 1);
        }
        // Parts do not sum up exactly: near the size the prompt itself is counted.
        if (needed + needed / NEAR + NEAR < size) {
            return Optional.empty();
        }
        try {
            pile(new Ranking(List.of()), question, filling.unmarked(), pinned, document -> false)
                    .haystack(size, Optional.empty());
            return Optional.empty();
        } catch (InputException e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * The ready-made haystacks of a file.
     *
     * @throws dev.winnow.indexer.spec.InputException with every problem of the file
     */
    public synchronized HaystackFile file(Path file) {
        return files.computeIfAbsent(file, path -> HaystackFile.open(path, corpus));
    }

    /** The seed of a question's orders. */
    Seed seed(Question question) {
        return seed.child("haystack", question.id().value());
    }

    PromptTemplate template() {
        return template;
    }

    TokenCounter counter() {
        return counter;
    }

    IndexedCorpus corpus() {
        return corpus;
    }

    /** Tokens of a whole document as it is shown, alone and with a separator, under the label 1. */
    int tokens(DocumentId id) {
        int place = corpus.place(id);
        int[] counts = counts();
        int known = counts[place];
        if (known == 0) {
            Document document = corpus.get(id);
            known = 1 + tokens(1, document.title(), document.text());
            // Threads that race write the same number.
            counts[place] = known;
        }
        return known - 1;
    }

    private int[] counts() {
        if (counted.length < corpus.size()) {
            synchronized (this) {
                if (counted.length < corpus.size()) {
                    counted = new int[corpus.size()];
                }
            }
        }
        return counted;
    }

    /** The same under another label. */
    int tokens(DocumentId id, int label) {
        return tokens(id) + labels.computeIfAbsent(label, key -> tokens(key, "t", "t") - tokens(1, "t", "t"));
    }

    int tokens(int label, String title, String text) {
        return counter.count(template.renderPassage(label, title, text));
    }
}
