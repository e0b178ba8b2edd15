package dev.winnow.pipelines.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.winnow.indexer.embed.Embedder;
import java.util.List;

/**
 * An embedder of Winnow as an embedding model of LangChain4j. A text alone, {@code embed(String)}, is embedded as a
 * query, and segments are embedded as passages: so LangChain4j's stores and retrievers call them. The embedder is to be
 * closed by who opened it.
 */
public record EmbedderEmbeddingModel(Embedder embedder) implements EmbeddingModel {
    /** As a query. */
    @Override
    public Response<Embedding> embed(String query) {
        return first(embed(List.of(query), Embedder.Role.QUERY));
    }

    /** As a passage. */
    @Override
    public Response<Embedding> embed(TextSegment passage) {
        return first(embedAll(List.of(passage)));
    }

    /** As passages. */
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> passages) {
        return embed(passages.stream().map(TextSegment::text).toList(), Embedder.Role.PASSAGE);
    }

    private Response<List<Embedding>> embed(List<String> texts, Embedder.Role role) {
        List<dev.winnow.indexer.embed.Embedding> embedded = embedder.embed(texts, role);
        int tokens = embedded.stream()
                .mapToInt(dev.winnow.indexer.embed.Embedding::tokens)
                .sum();
        return Response.from(
                embedded.stream().map(each -> Embedding.from(each.vector())).toList(), new TokenUsage(tokens, 0));
    }

    private static Response<Embedding> first(Response<List<Embedding>> all) {
        return Response.from(all.content().getFirst(), all.tokenUsage());
    }
}
