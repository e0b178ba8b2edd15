package dev.winnow.pipelines.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.embed.EmbedderTools;
import dev.winnow.indexer.embed.Embedding;
import java.util.ArrayList;
import java.util.List;

/**
 * An embedding model of LangChain4j as an embedder of Winnow. Java alone can name it; YAML cannot. Whether the same text
 * always has the same vector is up to the model. Queries go through {@code embed(String)}, passages through
 * {@code embedAll}. The model stays open when the embedder is closed.
 *
 * @param name tells this model's vectors from others', as nothing can be seen of the model itself: change it whenever
 *     the model or its settings change, or vectors of the old one are taken for the new one's
 */
public record EmbeddingModelSpec(String name, EmbeddingModel model) implements EmbedderSpec {
    public EmbeddingModelSpec {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of an embedding model must not be empty");
        }
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprint.of("langchain4j", name);
    }

    /** Needs nothing of the tools. */
    @Override
    public Embedder open(EmbedderTools tools) {
        return new Embedder() {
            @Override
            public List<Embedding> embed(List<String> texts, Role role) {
                return switch (role) {
                    case QUERY ->
                        texts.stream().map(EmbeddingModelSpec.this::query).toList();
                    case PASSAGE -> passages(texts);
                };
            }

            @Override
            public void close() {}
        };
    }

    private Embedding query(String text) {
        long begun = System.nanoTime();
        Response<dev.langchain4j.data.embedding.Embedding> response = model.embed(text);
        return new Embedding(response.content().vector(), tokens(response), System.nanoTime() - begun);
    }

    /** Tokens and time come for all together; each text is given its even share, the first ones what is left over. */
    private List<Embedding> passages(List<String> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        long begun = System.nanoTime();
        Response<List<dev.langchain4j.data.embedding.Embedding>> response =
                model.embedAll(texts.stream().map(TextSegment::from).toList());
        long nanos = (System.nanoTime() - begun) / texts.size();
        if (response.content().size() != texts.size()) {
            throw new IllegalStateException(
                    name + " gave " + response.content().size() + " vectors for " + texts.size() + " texts");
        }
        int tokens = tokens(response);
        List<Embedding> embeddings = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            int share = tokens / texts.size() + (i < tokens % texts.size() ? 1 : 0);
            embeddings.add(new Embedding(response.content().get(i).vector(), share, nanos));
        }
        return embeddings;
    }

    /** 0 where the model says nothing. */
    private static int tokens(Response<?> response) {
        return response.tokenUsage() == null || response.tokenUsage().inputTokenCount() == null
                ? 0
                : response.tokenUsage().inputTokenCount();
    }

    @Override
    public String toString() {
        return "langchain4j " + name;
    }
}
