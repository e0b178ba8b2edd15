package dev.winnow.pipelines.langchain4j;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.TokenBudget;
import java.util.List;
import java.util.function.Function;

/**
 * A strategy's context as LangChain4j's contents: the passages that the strategy shows, in the order in which it shows
 * them, within its budget. LangChain4j's default aggregator keeps that order where this is the only retriever and there
 * is one query; behind several, use {@link BudgetedContentAggregator}.
 *
 * <p>Segments carry every key of {@link ContentKeys}.
 *
 * @param source such as {@code ComparedStrategy.contextSource()}
 * @param budget tokens of passages at most, beside what the source itself allows
 * @param asked the question that a query is: its text and the documents that may be seen, which may depend on the query's
 *     metadata, such as who asks
 */
public record ContextContentRetriever(ContextSource source, TokenBudget budget, Function<Query, Question> asked)
        implements ContentRetriever {
    /** The source with its own budget over the whole corpus. */
    public ContextContentRetriever(ContextSource source) {
        this(source, TokenBudget.UNLIMITED, query -> Question.asked(query.text(), Scope.CORPUS));
    }

    /** At most {@link #budget()} tokens of passages. */
    @Override
    public List<Content> retrieve(Query query) {
        return source.select(asked.apply(query), budget).passages().stream()
                .map(ContentKeys::content)
                .toList();
    }
}
