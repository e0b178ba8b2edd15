package dev.winnow.pipelines.context;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.chunk.PassageId;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.IndexedCorpus;
import dev.winnow.pipelines.Question;
import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.Retriever;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Retrieval: passages by falling score until {@code most} are taken or the budget is reached. It stops at the first that
 * does not fit, so that a larger budget always shows a superset; order is applied afterwards and changes no set.
 *
 * @param most passages at most; {@link Integer#MAX_VALUE} where only the budget limits them
 * @param seed the experiment's
 */
public record Retrieved(
        Retriever retriever, IndexedCorpus corpus, PassageTokens tokens, int most, Order order, Seed seed)
        implements ContextSource {
    /** Passages asked for first where only a budget limits them; doubled until the budget is full. */
    private static final int FIRST_DEPTH = 64;

    @Override
    public Context select(Question question, TokenBudget budget) {
        Query query = new Query(question.text(), question.scope(), 1, Query.Level.PASSAGE);
        return select(question, query.ofQuestion(question.id().value()), budget);
    }

    /** The same for what is searched for in a question's stead; how many hits it asks for does not matter. */
    public Context select(Question question, Query query, TokenBudget budget) {
        // Where k is given it is asked for at once: what the budget then leaves out is counted.
        int depth = most < Integer.MAX_VALUE || budget.equals(TokenBudget.UNLIMITED) ? most : FIRST_DEPTH;
        Map<PassageId, Hit> found = new LinkedHashMap<>();
        while (true) {
            Ranking ranking = retriever.retrieve(query.withDepth(depth));
            int before = found.size();
            // A fused ranking may change with its depth; what came first stays first, or a larger budget could lose it.
            ranking.hits().forEach(hit -> found.putIfAbsent(hit.passage().id(), hit));
            List<Shown> taken = take(found.values(), budget);
            // A union may give less than it was asked for and still have more: it is at its end when it gives no more.
            boolean exhausted = depth == most || (ranking.hits().size() < depth && found.size() == before);
            if (taken.size() < found.size() || exhausted) {
                int omitted = most == Integer.MAX_VALUE ? 0 : found.size() - taken.size();
                Seed shuffle = seed.child("order", question.id().value());
                // The last ranking took what those before it took, and perhaps more.
                return new Context(
                        order.arrange(taken, corpus::place, shuffle),
                        budget,
                        omitted,
                        ranking.usage(),
                        losses(found, ranking.before(), taken, budget.cuts()));
            }
            depth = (int) Math.min(most, 2L * depth);
        }
    }

    /**
     * What was found and not taken.
     *
     * @param before the first hits as they stood before they were reranked; empty where they were not
     * @param cuts where what is behind the last one taken was left
     */
    private static Losses losses(Map<PassageId, Hit> found, List<Passage> before, List<Shown> taken, Stage cuts) {
        Set<PassageId> shown = HashSet.newHashSet(taken.size());
        taken.forEach(one -> shown.add(one.passage().id()));
        Map<PassageId, Losses.Loss> lost = new LinkedHashMap<>();
        for (Passage passage : before.subList(0, Math.min(taken.size(), before.size()))) {
            if (!shown.contains(passage.id())) {
                lost.put(passage.id(), Losses.Loss.of(Stage.RERANKING, passage));
            }
        }
        found.forEach((id, hit) -> {
            if (!shown.contains(id)) {
                lost.putIfAbsent(id, Losses.Loss.of(cuts, hit.passage()));
            }
        });
        // Candidates that reranking left below the last hit asked for.
        for (Passage passage : before) {
            if (!shown.contains(passage.id())) {
                lost.putIfAbsent(passage.id(), Losses.Loss.of(Stage.BUDGET, passage));
            }
        }
        return new Losses(
                Optional.of(new Losses.Looked(Query.Level.PASSAGE, shown.size() + lost.size())),
                List.copyOf(lost.values()));
    }

    private List<Shown> take(Collection<Hit> hits, TokenBudget budget) {
        List<Shown> taken = new ArrayList<>();
        int used = 0;
        for (Hit hit : hits) {
            int rank = taken.size() + 1;
            String title = corpus.get(hit.passage().document()).title();
            int needed = tokens.count(rank, title, hit.passage().text());
            if (!budget.fits(used + needed)) {
                break;
            }
            used += needed;
            taken.add(new Shown(hit.passage(), title, rank, hit.score(), needed));
        }
        return taken;
    }
}
