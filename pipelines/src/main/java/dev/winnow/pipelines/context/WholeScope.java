package dev.winnow.pipelines.context;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.index.IndexedCorpus;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Losses.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Long context: the scope's documents, whole and in corpus order. What is longer than the budget is cut in the middle, as
 * LaRA does: the first half of the allowance is filled from the front, the rest from the back, and the two documents at
 * the cut are cut at a token.
 */
public record WholeScope(IndexedCorpus corpus, PassageTokens tokens, TokenCounter counter) implements ContextSource {
    @Override
    public Choice choice() {
        return Choice.SCOPE;
    }

    @Override
    public Context select(Question question, TokenBudget budget) {
        List<Document> documents = corpus.documents(question.scope()).toList();
        List<Shown> whole = new ArrayList<>();
        long total = 0;
        for (Document document : documents) {
            if (document.text().isEmpty()) {
                continue;
            }
            Shown shown = show(document, 0, document.text().length(), whole.size() + 1);
            whole.add(shown);
            total += shown.tokens();
        }
        if (total <= budget.tokens()) {
            return new Context(whole, budget, 0);
        }
        return cut(whole, budget);
    }

    private Context cut(List<Shown> whole, TokenBudget budget) {
        List<Shown> front = new ArrayList<>();
        int used = 0;
        int next = 0;
        int half = budget.tokens() / 2;
        while (used + whole.get(next).tokens() <= half) {
            used += whole.get(next).tokens();
            front.add(whole.get(next++));
        }
        Shown head = head(whole.get(next), half - used);
        if (head != null) {
            front.add(head);
            used += head.tokens();
        }
        List<Shown> back = new ArrayList<>();
        int last = whole.size() - 1;
        while (last > next && used + whole.get(last).tokens() <= budget.tokens()) {
            used += whole.get(last).tokens();
            back.add(whole.get(last--));
        }
        int from = last == next && head != null ? head.passage().end() : 0;
        Shown tail = tail(whole.get(last), budget.tokens() - used, from);
        if (tail != null) {
            back.add(tail);
        }
        front.addAll(back.reversed());
        // What stands between the two cuts, and the documents at the cuts themselves.
        List<Loss> lost = new ArrayList<>();
        int start = head == null ? 0 : head.passage().end();
        for (int i = next; i <= last; i++) {
            Passage passage = whole.get(i).passage();
            int end = i == last && tail != null ? tail.passage().start() : passage.end();
            lost.add(new Loss(Stage.TRUNCATION, passage.document(), start, end));
            start = 0;
        }
        return new Context(front, budget, last - next + 1).losing(new Losses(Optional.empty(), lost));
    }

    /** As much of a passage's beginning as fits, or null. */
    private Shown head(Shown whole, int room) {
        int[] ends = counter.ends(whole.passage().text());
        for (int kept = Math.min(ends.length, room); kept > 0; kept -= Math.max(1, kept / 64)) {
            Shown part = show(whole, 0, ends[kept - 1]);
            if (part.tokens() <= room) {
                return part;
            }
        }
        return null;
    }

    /** As much of a passage's end as fits, not reaching back before {@code from}, or null. */
    private Shown tail(Shown whole, int room, int from) {
        int[] ends = counter.ends(whole.passage().text());
        for (int kept = Math.min(ends.length, room); kept > 0; kept -= Math.max(1, kept / 64)) {
            int begin = kept == ends.length ? 0 : ends[ends.length - kept - 1];
            Shown part =
                    show(whole, Math.max(from, begin), whole.passage().text().length());
            if (part.tokens() <= room) {
                return part;
            }
        }
        return null;
    }

    private Shown show(Shown whole, int start, int end) {
        return show(corpus.get(whole.passage().document()), start, end, whole.rank());
    }

    private Shown show(Document document, int start, int end, int label) {
        Passage passage = Passage.span(document, start, end);
        return new Shown(passage, document.title(), label, 0, tokens.count(label, document.title(), passage.text()));
    }
}
