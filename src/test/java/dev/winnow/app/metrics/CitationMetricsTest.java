package dev.winnow.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.retrievers.RetrievalUsage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CitationMetricsTest {
    private static final QuestionId QUESTION = new QuestionId("q");
    private static final Gold GOLD = new Gold(
            QUESTION,
            List.of("x"),
            List.of(
                    new Evidence(new DocumentId("d"), 10, 30, Evidence.Grain.SPAN),
                    new Evidence(new DocumentId("e"), 0, 9, Evidence.Grain.REGION)));
    private static final Citation RIGHT = cited("d", 25, 60);
    private static final Citation WRONG = cited("d", 30, 60);
    private static final Citation INVENTED = new Citation("[9]", Optional.empty());
    private static final Citation WHOLE = cited("e", 0, 5000);

    private static final Metric PRECISION = new CitationPrecision(Optional.empty()).open();
    private static final Metric RECALL = new CitationRecall(Optional.empty()).open();

    private static Citation cited(String document, int start, int end) {
        return new Citation("[1]", Optional.of(new Pinned.Span(new DocumentId(document), start, end)));
    }

    private static Trial gave(Citation... citations) {
        return trial(new Outcome.Answered(new Answer.Given("x", OptionalDouble.empty())), citations);
    }

    private static Trial trial(Outcome outcome, Citation... citations) {
        return trial(outcome, List.of(new ShownSpan("d#0", new DocumentId("d"), 0, 99, 1, 1, 1)), citations);
    }

    private static Trial trial(Outcome outcome, List<ShownSpan> shown, Citation... citations) {
        return new Trial(
                "key",
                "rag",
                "model",
                QUESTION,
                0,
                outcome,
                shown,
                OptionalInt.empty(),
                0,
                0,
                TokenUsage.NONE,
                Optional.empty(),
                ReportedUsage.NONE,
                Attempts.NONE,
                List.of(),
                0,
                0,
                0,
                OptionalDouble.empty(),
                RetrievalUsage.NONE,
                List.of(),
                List.of(citations));
    }

    @Test
    void precision_is_the_share_of_citations_with_evidence_in_them_and_invented_ones_are_wrong() {
        assertThat(PRECISION.score(GOLD, gave(RIGHT))).hasValue(1);
        assertThat(PRECISION.score(GOLD, gave(RIGHT, WRONG))).hasValue(1 / 2.0);
        assertThat(PRECISION.score(GOLD, gave(RIGHT, WRONG, INVENTED, WHOLE))).hasValue(2 / 4.0);
    }

    @Test
    void recall_is_the_share_of_evidence_that_is_cited() {
        assertThat(RECALL.score(GOLD, gave(RIGHT, RIGHT))).hasValue(1 / 2.0);
        assertThat(RECALL.score(GOLD, gave(RIGHT, WHOLE))).hasValue(1);
        assertThat(RECALL.score(GOLD, gave(WRONG, INVENTED))).hasValue(0);
    }

    @Test
    void an_answer_without_citations_a_refusal_and_a_failure_score_nothing() {
        Outcome refused = new Outcome.Answered(new Answer.Refused("No answer."));
        for (Metric metric : List.of(PRECISION, RECALL)) {
            assertThat(metric.score(GOLD, gave())).hasValue(0);
            assertThat(metric.score(GOLD, trial(refused, RIGHT))).hasValue(0);
            assertThat(metric.score(GOLD, trial(new Outcome.Failed("timeout", "no reply"))))
                    .hasValue(0);
        }
    }

    @Test
    void questions_without_answer_or_evidence_and_closed_books_are_left_out() {
        Gold unanswerable = new Gold(QUESTION, List.of(), GOLD.evidence());
        Gold unknown = new Gold(QUESTION, List.of("x"), List.of());
        Outcome given = new Outcome.Answered(new Answer.Given("x", OptionalDouble.empty()));
        for (Metric metric : List.of(PRECISION, RECALL)) {
            assertThat(metric.score(unanswerable, gave(RIGHT))).isEmpty();
            assertThat(metric.score(unknown, gave(RIGHT))).isEmpty();
            assertThat(metric.score(GOLD, trial(given, List.of()))).isEmpty();
        }
    }

    @Test
    void a_limit_keeps_whole_documents_from_being_right() {
        CitationPrecision precision = new CitationPrecision(Optional.of(1000));
        assertThat(precision.name()).isEqualTo("citation-precision-within-1000");
        assertThat(precision.open().score(GOLD, gave(RIGHT, WHOLE))).hasValue(1 / 2.0);
        assertThat(new CitationRecall(Optional.of(1000)).open().score(GOLD, gave(RIGHT, WHOLE)))
                .hasValue(1 / 2.0);
        assertThat(new CitationRecall(Optional.of(5000)).open().score(GOLD, gave(RIGHT, WHOLE)))
                .hasValue(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CitationRecall(Optional.of(0)))
                .withMessage("within must be at least 1 character, got 0");
    }
}
