package dev.winnow.app.ledger;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.retrievers.RetrievalUsage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Trials for tests. */
public final class Trials {
    private Trials() {}

    /** A trial that gave an answer. */
    public static Trial answered(String key, String answer) {
        return of(key, new Outcome.Answered(new Answer.Given(answer, OptionalDouble.of(0.75))));
    }

    /** A trial of this outcome. */
    public static Trial of(String key, Outcome outcome) {
        return new Trial(
                key,
                "rag-2K",
                "reader",
                new QuestionId("q1"),
                1,
                outcome,
                List.of(new ShownSpan("d#3", new DocumentId("d"), 10, 25, 2, 1.5f, 7)),
                OptionalInt.of(2000),
                7,
                3,
                new TokenUsage(120, 4),
                Optional.of(new ReportedUsage(118, 64, 0, 5, 2)),
                new ReportedUsage(118, 64, 0, 5, 2),
                new Attempts(3, 1, new TokenUsage(120, 256)),
                List.of("c1", "c2"),
                0.00125,
                0.5,
                12.25,
                OptionalDouble.of(3.5),
                RetrievalUsage.NONE,
                List.of(),
                List.of());
    }
}
