package dev.winnow.app.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.dataset.Catalogue;
import dev.winnow.app.experiment.ExperimentConfig;
import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.langchain4j.EmbeddingModelSpec;
import dev.winnow.retrievers.Bm25;
import dev.winnow.retrievers.Dense;
import dev.winnow.retrievers.Fusion;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexedDocumentsTest {
    private static final MemoryCorpus CORPUS = new MemoryCorpus(List.of(
            new Document(new DocumentId("leave"), "Leave", "There are 27 days of leave a year."),
            new Document(new DocumentId("shifts"), "Shifts", "The late shift ends at 21:30. Leave by the river gate."),
            new Document(new DocumentId("porter"), "Porter", "The porter's extension is 410.")));
    private static final IndexedDocuments.Settings SETTINGS =
            new IndexedDocuments.Settings(ChunkerSpec.parse("tokens:64"), Tokenizers.open("cl100k_base"));
    private static final Query QUERY = new Query("leave", Scope.CORPUS, 3, Query.Level.PASSAGE);

    @TempDir
    Path folder;

    private IndexedDocuments open() {
        return IndexedDocuments.open(CORPUS, folder.resolve("index"), SETTINGS);
    }

    private static List<String> found(Retriever retriever) {
        return retriever.retrieve(QUERY).hits().stream()
                .map(hit -> hit.passage().document().value())
                .toList();
    }

    /** Every query is near the text with 410 in it. */
    private static final EmbeddingModel LETTERS = new EmbeddingModel() {
        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            return Response.from(segments.stream()
                    .map(segment -> {
                        float four = segment.text().contains("410") ? 1 : 0;
                        return Embedding.from(new float[] {1 - four, four});
                    })
                    .toList());
        }

        @Override
        public Response<Embedding> embed(String query) {
            return Response.from(Embedding.from(new float[] {0, 1}));
        }
    };

    @Test
    void retrievers_are_put_together_in_java() {
        Dense dense = new Dense(Optional.of(new EmbeddingModelSpec("letters-1", LETTERS)), new Dense().vectors());
        try (IndexedDocuments documents = open()) {
            assertThat(found(documents.retriever(new Bm25()))).containsExactlyInAnyOrder("leave", "shifts");
            assertThat(found(documents.retriever(dense))).first().isEqualTo("porter");
            Map<String, RetrieverSpec> named = Map.of("words", new Bm25(), "letters", dense);
            assertThat(found(documents.retriever(new Fusion(List.of("words", "letters")), named)))
                    .hasSize(3);
            assertThat(documents.document(new DocumentId("porter")).title()).isEqualTo("Porter");
        }
        // What was embedded stays.
        try (IndexedDocuments documents = open()) {
            assertThat(found(documents.retriever(dense))).first().isEqualTo("porter");
        }
    }

    @Test
    void a_name_that_is_not_given_gets_a_suggestion() {
        try (IndexedDocuments documents = open()) {
            assertThatThrownBy(
                            () -> documents.retriever(new Fusion(List.of("bm52", "other")), Map.of("bm25", new Bm25())))
                    .isInstanceOf(InputException.class)
                    .hasMessage("unknown retriever 'bm52'; did you mean 'bm25'?");
            assertThatThrownBy(() -> documents.retriever(
                            new Fusion(List.of("a", "b")), Map.of("a", new Fusion(List.of("a", "b")), "b", new Bm25())))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("unknown retriever 'a'");
        }
    }

    @Test
    void any_lambda_is_a_retriever_and_a_budget_holds() {
        try (IndexedDocuments documents = open()) {
            Retriever bm25 = documents.retriever(new Bm25());
            Retriever first = query -> bm25.retrieve(query).top(1);
            Question question = Question.asked("leave", Scope.CORPUS);
            assertThat(documents
                            .context(first, Order.DOCUMENT)
                            .select(question, TokenBudget.UNLIMITED)
                            .passages())
                    .hasSize(1);
            assertThat(documents
                            .context(bm25, Order.SCORE)
                            .select(question, new TokenBudget(3))
                            .passages())
                    .isEmpty();
        }
    }

    @Test
    void closed_documents_say_so() {
        IndexedDocuments documents = open();
        Retriever bm25 = documents.retriever(new Bm25());
        ContextSource source = documents.context(bm25, Order.SCORE);
        documents.close();
        documents.close();
        assertThatThrownBy(() -> bm25.retrieve(QUERY))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this index is closed; keep it open as long as it is used");
        assertThatThrownBy(() -> source.select(Question.asked("leave", Scope.CORPUS), TokenBudget.UNLIMITED))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void short_constructors_have_the_defaults_of_yaml() {
        ExperimentConfig config = ConfigFile.of(
                        "defaults",
                        """
                        name: defaults
                        dataset: {use: atlas}
                        index: {passages: whole}
                        models: [{use: extractive}]
                        retrievers:
                          bm25: {use: bm25}
                          dense: {use: dense}
                          hybrid: {use: fusion, of: [bm25, dense]}
                        pipelines: [closed-book]
                        metrics: [exact-match]
                        """,
                        folder,
                        name -> Optional.empty())
                .bind(ExperimentConfig.class, ExperimentConfig.kinds(new Catalogue(folder)));
        assertThat(config.retrievers().orElseThrow())
                .isEqualTo(Map.of(
                        "bm25", new Bm25(), "dense", new Dense(), "hybrid", new Fusion(List.of("bm25", "dense"))));
    }
}
