package dev.winnow.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.context.Stage;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.RetrievalUsage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialJsonTest {
    private static final String GOLDEN =
            "{\"key\":\"k1\",\"question\":\"q1\",\"strategy\":\"rag-2K\",\"model\":\"reader\","
                    + "\"repetition\":1,\"outcome\":\"answered\",\"answer\":\"Marta \\\"M.\\\" Hollin\",\"confidence\":0.75,"
                    + "\"shown\":[{\"passage\":\"d#3\",\"document\":\"d\",\"start\":10,\"end\":25,\"rank\":2,\"score\":1.5,"
                    + "\"tokens\":7}],\"allowed\":2000,\"used\":7,\"omitted\":3,\"counted\":{\"prompt\":120,\"completion\":4},"
                    + "\"reported\":{\"prompt\":118,\"cached\":64,\"completion\":5,\"reasoning\":2},"
                    + "\"billed\":{\"prompt\":118,\"cached\":64,\"completion\":5,\"reasoning\":2},"
                    + "\"attempts\":{\"made\":3,\"lost\":1,\"at_most\":{\"prompt\":120,\"completion\":256}},"
                    + "\"calls\":[\"c1\",\"c2\"],\"cost\":0.00125,"
                    + "\"select_ms\":0.5,\"call_ms\":12.25,\"first_token_ms\":3.5}";

    @Test
    void a_trial_is_written_so() {
        Trial trial = Trials.answered("k1", "Marta \"M.\" Hollin");
        assertThat(TrialJson.write(trial)).isEqualTo(GOLDEN);
        assertThat(TrialJson.read(GOLDEN)).isEqualTo(trial);
    }

    @Test
    void a_line_of_an_earlier_version_is_billed_by_what_was_reported_or_else_counted() {
        String old = GOLDEN.replaceFirst("\"billed\":.*?\\},", "").replaceFirst("\"attempts\":.*?\\}\\},", "");
        assertThat(old).doesNotContain("billed", "attempts");
        assertThat(TrialJson.read(old).billed())
                .isEqualTo(TrialJson.read(GOLDEN).reported().orElseThrow());
        Trial none = TrialJson.read(
                old.replaceFirst("\"reported\":\\{.*?\\}", "\"reported\":{\"prompt\":0,\"completion\":0}"));
        assertThat(none.reported()).isEmpty();
        assertThat(none.billed()).isEqualTo(ReportedUsage.of(120, 4));
    }

    @Test
    void what_was_lost_is_written_so() {
        Trial trial = Trials.answered("k1", "Marta \"M.\" Hollin")
                .losing(new Losses(
                        Optional.of(new Losses.Looked(Query.Level.PASSAGE, 64)),
                        List.of(new Losses.Loss(Stage.BUDGET, new DocumentId("d"), 25, 40))));
        String line = GOLDEN.substring(0, GOLDEN.length() - 1)
                + ",\"losses\":{\"looked\":{\"level\":\"passage\",\"depth\":64},"
                + "\"spans\":[{\"stage\":\"budget\",\"document\":\"d\",\"start\":25,\"end\":40}]}}";
        assertThat(TrialJson.write(trial)).isEqualTo(line);
        assertThat(TrialJson.read(line)).isEqualTo(trial);
        // Of a line of an earlier version it is not known.
        assertThat(TrialJson.read(GOLDEN).losses()).isEmpty();
        assertThatThrownBy(() -> TrialJson.read(line.replace("budget", "bucket")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void a_trial_that_is_written_and_read_is_the_same(@ForAll("trials") Trial trial) {
        String line = TrialJson.write(trial);
        assertThat(TrialJson.read(line)).isEqualTo(trial);
        assertThat(line).doesNotContain("\n", "\r");
    }

    @Provide
    Arbitrary<Trial> trials() {
        Arbitrary<String> texts = Arbitraries.strings().ofMaxLength(12);
        Arbitrary<String> ids = texts.map(text -> "i" + text);
        Arbitrary<Integer> counts = Arbitraries.integers().greaterOrEqual(0);
        Arbitrary<Double> amounts = Arbitraries.doubles().between(0, 1e9);
        Arbitrary<TokenUsage> usages = Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.longs().greaterOrEqual(0))
                .as(TokenUsage::new);
        Arbitrary<OptionalDouble> confidences = Arbitraries.doubles()
                .between(0, 1)
                .injectNull(0.3)
                .map(sure -> sure == null ? OptionalDouble.empty() : OptionalDouble.of(sure));
        Arbitrary<Outcome> outcomes = Arbitraries.oneOf(
                Combinators.combine(texts, confidences)
                        .as((text, confidence) -> new Outcome.Answered(new Answer.Given(text, confidence))),
                texts.map(text -> new Outcome.Answered(new Answer.Refused(text))),
                Combinators.combine(texts, texts).as(Outcome.Failed::new));
        Arbitrary<OptionalInt> allowances =
                counts.injectNull(0.3).map(count -> count == null ? OptionalInt.empty() : OptionalInt.of(count));
        Arbitrary<Optional<ReportedUsage>> reports = Combinators.combine(counts, counts, counts, counts, counts)
                .as((fresh, cached, written, text, reasoning) -> new ReportedUsage(
                        (long) fresh + cached + written, cached, written, (long) text + reasoning, reasoning))
                .optional();
        Arbitrary<ShownSpan> spans = Combinators.combine(ids, ids, counts, counts, counts, Arbitraries.floats(), counts)
                .as((passage, document, start, end, rank, score, tokens) ->
                        new ShownSpan(passage, new DocumentId(document), start, end, rank, score, tokens));
        return Combinators.combine(
                        ids, outcomes, spans.list().ofMaxSize(4), allowances, usages, reports, counts, amounts)
                .as((id, outcome, shown, allowed, counted, reported, count, amount) -> new Trial(
                        id,
                        id + "s",
                        id + "m",
                        new QuestionId(id),
                        count,
                        outcome,
                        shown,
                        allowed,
                        count,
                        count,
                        counted,
                        reported,
                        reported.orElse(ReportedUsage.of(counted)),
                        new Attempts(count, count / 2, count < 2 ? TokenUsage.NONE : counted),
                        shown.stream().map(ShownSpan::passage).toList(),
                        amount,
                        amount / 3,
                        amount / 7,
                        shown.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(amount),
                        count % 2 == 0
                                ? RetrievalUsage.NONE
                                : new RetrievalUsage(
                                        count, count / 2, count / 3, List.of(id), count / 5, count / 7, 1, amount),
                        count % 3 == 0
                                ? List.of()
                                : List.of(
                                        new Note(id, "none"),
                                        new Note("route", id).with(id, id).with("b", "")),
                        shown.stream()
                                .map(span -> new Citation(
                                        id,
                                        count % 2 == 0
                                                ? Optional.empty()
                                                : Optional.of(new Pinned.Span(
                                                        span.document(), count, count + span.tokens()))))
                                .toList(),
                        count % 5 == 0
                                ? Optional.empty()
                                : Optional.of(new Losses(
                                        count % 2 == 0
                                                ? Optional.empty()
                                                : Optional.of(new Losses.Looked(Query.Level.DOCUMENT, count)),
                                        shown.stream()
                                                .map(span -> new Losses.Loss(
                                                        Stage.values()[count % Stage.values().length],
                                                        span.document(),
                                                        span.start(),
                                                        span.end()))
                                                .toList()))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "7",
                "{\"key\":",
                "{\"key\":\"k\"}",
                "{\"key\":1,\"strategy\":\"s\",\"model\":\"m\",\"question\":\"q\",\"outcome\":\"refused\",\"answer\":\"\"}",
                "{\"key\":\"k\",\"strategy\":\"s\",\"model\":\"m\",\"question\":\"q\",\"outcome\":\"guessed\"}",
                "{\"key\":\"k\",\"strategy\":\"s\",\"model\":\"m\",\"question\":\"q\",\"outcome\":\"answered\"}",
                "{\"key\":\"k\",\"strategy\":\"s\",\"model\":\"m\",\"question\":\"\",\"outcome\":\"refused\",\"answer\":\"\"}"
            })
    void what_is_no_trial_is_refused(String line) {
        assertThatThrownBy(() -> TrialJson.read(line)).isInstanceOf(IllegalArgumentException.class);
    }
}
