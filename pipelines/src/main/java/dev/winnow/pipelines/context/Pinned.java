package dev.winnow.pipelines.context;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Shows what it was told to show, whatever retrieval would find: documents in corpus order, inside a document as in its
 * text. It is cut at the budget like retrieval: it stops at the first passage that does not fit.
 *
 * @param spans what must be shown for a question
 * @param unit what is shown of a document for a span
 */
public record Pinned(PassageIndex index, PassageTokens tokens, Function<QuestionId, List<Span>> spans, Unit unit)
        implements ContextSource {
    /** A stretch of a document, in UTF-16 units. */
    public record Span(DocumentId document, int start, int end) {}

    /** What is shown for a span. */
    public enum Unit {
        /** The passages of the index that overlap it: what a perfect retriever finds. */
        PASSAGES,
        /** The whole document. */
        DOCUMENTS
    }

    @Override
    public Context select(Question question, TokenBudget budget) {
        Set<Passage> wanted = new LinkedHashSet<>();
        for (Span span : spans.apply(question.id())) {
            switch (unit) {
                case PASSAGES ->
                    index.passages(span.document()).stream()
                            .filter(passage -> passage.start() < span.end() && span.start() < passage.end())
                            .forEach(wanted::add);
                case DOCUMENTS -> {
                    Document document = index.corpus().get(span.document());
                    wanted.add(Passage.span(document, 0, document.text().length()));
                }
            }
        }
        List<Passage> ordered = wanted.stream()
                .sorted(Comparator.comparingInt(
                                (Passage passage) -> index.corpus().place(passage.document()))
                        .thenComparingInt(Passage::start))
                .toList();
        List<Shown> shown = new ArrayList<>();
        int used = 0;
        for (Passage passage : ordered) {
            String title = index.corpus().get(passage.document()).title();
            int needed = tokens.count(shown.size() + 1, title, passage.text());
            if (!budget.fits(used + needed)) {
                break;
            }
            used += needed;
            shown.add(new Shown(passage, title, shown.size() + 1, 0, needed));
        }
        return new Context(shown, budget, ordered.size() - shown.size())
                .losing(Losses.at(budget.cuts(), ordered.subList(shown.size(), ordered.size())));
    }
}
