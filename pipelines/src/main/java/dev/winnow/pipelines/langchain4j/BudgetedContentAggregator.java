package dev.winnow.pipelines.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.aggregator.ContentAggregator;
import dev.langchain4j.rag.content.aggregator.DefaultContentAggregator;
import dev.langchain4j.rag.query.Query;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.chunk.PassageId;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.PassageTokens;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Winnow's budget and order for contents that any retrievers of LangChain4j found. First the lists are made one ranking
 * as LangChain4j's {@link DefaultContentAggregator} does it: a single list keeps its order, several are fused by
 * reciprocal ranks with constant 60, those of one query first, then those of all queries. From the top of that ranking
 * contents are taken until the budget is reached; it stops at the first that does not fit, so that a larger budget shows
 * a superset. Then they are put in order. The contents themselves are passed on as they are.
 *
 * <p>{@link Order#DOCUMENT} must know which contents are of one document, and where they stand in it. Contents of Winnow
 * say so. Of others, {@code index} is the place, which LangChain4j's splitters write, and the rest of the metadata, equal
 * for all segments of a document, is the document. A content that has neither is a document of its own.
 *
 * @param budget tokens of contents at most
 * @param order how what was taken is shown; not {@link Order#CORPUS}, of which contents say nothing
 * @param tokens counts a content with its place in the ranking from 1, and its title, empty where it has none
 * @param seed for {@link Order#RANDOM}
 */
public record BudgetedContentAggregator(TokenBudget budget, Order order, PassageTokens tokens, Seed seed)
        implements ContentAggregator {
    /** Where LangChain4j's splitters say a segment's place. */
    private static final String INDEX = "index";

    /** What LangChain4j's default injector puts between contents. */
    private static final String SEPARATOR = "\n\n";

    public BudgetedContentAggregator {
        if (order == Order.CORPUS) {
            throw new IllegalArgumentException(
                    "contents do not say where their documents stand in a corpus; use the order 'document'");
        }
    }

    /** Counts each text as LangChain4j's default injector shows it, with the empty line behind it. */
    public BudgetedContentAggregator(TokenBudget budget, Order order, TokenCounter counter) {
        this(budget, order, (label, title, text) -> counter.count(text + SEPARATOR), new Seed(0));
    }

    /** What fits, in order. */
    @Override
    public List<Content> aggregate(Map<Query, Collection<List<Content>>> found) {
        List<Content> ranking = new DefaultContentAggregator().aggregate(found);
        List<Shown> taken = new ArrayList<>();
        int used = 0;
        for (Content content : ranking) {
            Shown next = shown(content, taken.size() + 1);
            if (!budget.fits(used + next.tokens())) {
                break;
            }
            used += next.tokens();
            taken.add(next);
        }
        String asked = found.keySet().stream().map(Query::text).findFirst().orElse("");
        return order.arrange(taken, document -> 0, seed.child("order", asked)).stream()
                .map(shown -> ranking.get(shown.rank() - 1))
                .toList();
    }

    /** A content as a passage, of which only document, start and rank have a meaning. */
    private Shown shown(Content content, int rank) {
        TextSegment segment = content.textSegment();
        Metadata metadata = segment.metadata();
        int start = place(metadata).orElse(0);
        Passage passage = new Passage(
                new PassageId("content#" + rank),
                new DocumentId(document(metadata, rank)),
                0,
                start,
                start + segment.text().length(),
                segment.text());
        String title = text(metadata, ContentKeys.TITLE);
        return new Shown(passage, title, rank, 0, tokens.count(rank, title, segment.text()));
    }

    /** Others write a document's id, too. */
    private static boolean isOurs(Metadata metadata) {
        return metadata.containsKey(ContentKeys.DOCUMENT)
                && metadata.containsKey(ContentKeys.PASSAGE)
                && metadata.containsKey(ContentKeys.START);
    }

    private static OptionalInt place(Metadata metadata) {
        String key = isOurs(metadata) ? ContentKeys.START : INDEX;
        String value = text(metadata, key);
        // Anybody may put anything under so plain a name.
        return value.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(value)) : OptionalInt.empty();
    }

    private static String document(Metadata metadata, int rank) {
        if (place(metadata).isEmpty()) {
            return "alone " + rank;
        }
        if (isOurs(metadata)) {
            return "winnow " + text(metadata, ContentKeys.DOCUMENT);
        }
        Map<String, Object> rest = new TreeMap<>(metadata.toMap());
        rest.remove(INDEX);
        return rest.isEmpty() ? "alone " + rank : "segments of " + rest;
    }

    private static String text(Metadata metadata, String key) {
        Object value = metadata.toMap().get(key);
        return value == null ? "" : value.toString();
    }
}
