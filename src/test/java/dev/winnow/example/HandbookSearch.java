package dev.winnow.example;

import dev.winnow.app.use.IndexedDocuments;
import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.retrievers.Bm25;
import dev.winnow.retrievers.Dense;
import dev.winnow.retrievers.Fusion;
import dev.winnow.retrievers.Retriever;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Searches a folder with parts put together in Java. */
final class HandbookSearch {
    private HandbookSearch() {}

    static Context search(Path folder, Path index) {
        // region search
        IndexedDocuments.Settings settings =
                new IndexedDocuments.Settings(ChunkerSpec.parse("sentences:200/40"), Tokenizers.open("cl100k_base"));
        try (IndexedDocuments documents = IndexedDocuments.open(folder, index, settings)) {
            Retriever bm25 = documents.retriever(new Bm25());
            Retriever hybrid = documents.retriever(
                    new Fusion(List.of("bm25", "dense")), Map.of("bm25", new Bm25(), "dense", new Dense()));

            Question question = Question.asked("When must receipts be handed in?", Scope.CORPUS);
            Context lexical = documents.context(bm25, Order.SCORE).select(question, new TokenBudget(500));
            Context context = documents.context(hybrid, Order.DOCUMENT).select(question, new TokenBudget(2_000));
            System.out.println(lexical.tokens() + " tokens by score, " + context.tokens() + " in document order");
            return context;
        }
        // endregion
    }
}
