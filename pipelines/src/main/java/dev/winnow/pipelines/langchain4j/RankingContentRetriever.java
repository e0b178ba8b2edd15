package dev.winnow.pipelines.langchain4j;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Retriever;
import java.util.List;
import java.util.function.Function;

/**
 * A retriever's passages as LangChain4j's contents, best first, with no budget and no order of its own. The score is in
 * {@link dev.langchain4j.rag.content.ContentMetadata#SCORE}. A segment says which passage it is ({@link ContentKeys}
 * without rank, score and tokens) and nothing else, so that LangChain4j recognises a passage that another retriever found,
 * too, and fuses the two.
 *
 * @param retriever what finds
 * @param depth how many passages at most, at least 1
 * @param titles a document's title
 * @param scope the documents that may be found for a query
 */
public record RankingContentRetriever(
        Retriever retriever, int depth, Function<DocumentId, String> titles, Function<Query, Scope> scope)
        implements ContentRetriever {
    public RankingContentRetriever {
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, got " + depth);
        }
    }

    /** Over the whole corpus. */
    public RankingContentRetriever(Retriever retriever, int depth, Function<DocumentId, String> titles) {
        this(retriever, depth, titles, query -> Scope.CORPUS);
    }

    /** At most {@link #depth()} contents. */
    @Override
    public List<Content> retrieve(Query query) {
        return retriever
                .retrieve(new dev.winnow.retrievers.Query(
                        query.text(), scope.apply(query), depth, dev.winnow.retrievers.Query.Level.PASSAGE))
                .hits()
                .stream()
                .map(this::content)
                .toList();
    }

    private Content content(Hit hit) {
        Passage passage = hit.passage();
        return ContentKeys.content(
                passage, ContentKeys.identity(passage, titles.apply(passage.document())), hit.score());
    }
}
