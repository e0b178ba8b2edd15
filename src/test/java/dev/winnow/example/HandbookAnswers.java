package dev.winnow.example;

import dev.winnow.app.use.ComparedStrategy;
import dev.winnow.app.use.Comparison;
import dev.winnow.app.use.Reply;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import java.nio.file.Path;
import java.util.List;

/** Answers questions with the strategy that won. */
final class HandbookAnswers {
    private HandbookAnswers() {}

    static Reply answer(Path source) {
        // region answer
        try (Comparison comparison = Comparison.open(source)) { // "mine.yaml", or the run's folder "runs/mine"
            ComparedStrategy best = comparison.strategy("rag-hybrid-document-4K");
            Reply reply = best.answer("Which extension do you call when you are ill?");
            System.out.println(reply.text());
            for (Shown each : reply.passages()) {
                System.out.println(each.passage().id() + " " + each.title() + " " + each.tokens() + " tokens");
            }
            System.out.println(reply.usage().total() + " tokens, $" + reply.dollars());
            return reply;
        }
        // endregion
    }

    static int parts(Comparison comparison) {
        // region parts
        ComparedStrategy best = comparison.strategy("rag-hybrid-document-4K");

        // What a model would be shown; no model is called.
        Context context = best.context("Which extension do you call when you are ill?");

        // An answer from some documents only.
        Reply narrowed = best.answer("How many days may be carried over?", Scope.of(List.of(new DocumentId("leave"))));

        // The retriever alone, best first.
        Ranking ranking =
                comparison.retriever("hybrid").retrieve(new Query("late shift", Scope.CORPUS, 10, Query.Level.PASSAGE));
        // endregion
        return context.passages().size()
                + narrowed.passages().size()
                + ranking.hits().size();
    }
}
