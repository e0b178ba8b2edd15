package dev.winnow.app.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Evidence.Grain;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.ledger.TrialJson;
import dev.winnow.app.ledger.Trials;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.context.Losses;
import dev.winnow.pipelines.context.Losses.Looked;
import dev.winnow.pipelines.context.Losses.Loss;
import dev.winnow.pipelines.context.Stage;
import dev.winnow.retrievers.Query;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EvidenceLedgerTest {
    private static final QuestionId QUESTION = new QuestionId("q1");
    private static final DocumentId DOCUMENT = new DocumentId("d");
    private static final DocumentId OTHER = new DocumentId("e");
    private static final Optional<Looked> SEARCHED = Optional.of(new Looked(Query.Level.PASSAGE, 20));
    private static final OptionalDouble WRONG = OptionalDouble.of(0);
    private static final OptionalDouble RIGHT = OptionalDouble.of(1);

    /** One question whose answer stands in [10, 20) of d and [0, 5) of e. */
    private static EvidenceLedger ledger(Evidence... evidence) {
        Gold gold = new Gold(QUESTION, List.of("amber"), List.of(evidence));
        Question question = new Question(QUESTION, "what?", Scope.of(List.of(DOCUMENT, OTHER)), Map.of());
        return new EvidenceLedger(Map.of(QUESTION, gold), List.of(question), Optional.empty());
    }

    private static final Evidence FIRST = new Evidence(DOCUMENT, 10, 20, Grain.SPAN);
    private static final Evidence SECOND = new Evidence(OTHER, 0, 5, Grain.SPAN);

    private static ShownSpan shown(DocumentId document, int start, int end) {
        return new ShownSpan(document + "#" + start, document, start, end, 1, 1, 3);
    }

    private static Trial trial(Losses losses, ShownSpan... shown) {
        return Trials.answered("k", "amber").showing(List.of(shown)).losing(losses);
    }

    private static Losses losses(Loss... spans) {
        return new Losses(SEARCHED, List.of(spans));
    }

    private static Loss loss(Stage stage, DocumentId document, int start, int end) {
        return new Loss(stage, document, start, end);
    }

    private static Fate fate(EvidenceLedger ledger, Trial trial, OptionalDouble score) {
        return ledger.account(trial, score).fate();
    }

    private static Fate fate(Trial trial) {
        return fate(ledger(FIRST), trial, WRONG);
    }

    @Test
    void a_wrong_answer_with_all_evidence_in_its_prompt_is_the_readers() {
        assertThat(fate(trial(losses(), shown(DOCUMENT, 0, 30)))).isEqualTo(Fate.READER);
        // Two passages may share the work; what one of them lost elsewhere is shown all the same.
        assertThat(fate(trial(
                        losses(loss(Stage.BUDGET, DOCUMENT, 12, 40)), shown(DOCUMENT, 0, 15), shown(DOCUMENT, 15, 30))))
                .isEqualTo(Fate.READER);
    }

    @Test
    void what_no_search_found_is_lost_in_retrieval_and_what_was_found_where_it_was_left() {
        assertThat(fate(trial(losses()))).isEqualTo(Fate.RETRIEVAL);
        assertThat(fate(trial(losses(loss(Stage.BUDGET, DOCUMENT, 30, 40))))).isEqualTo(Fate.RETRIEVAL);
        for (Stage stage : Stage.values()) {
            assertThat(fate(trial(losses(loss(stage, DOCUMENT, 0, 30))))).isEqualTo(Fate.valueOf(stage.name()));
        }
    }

    @Test
    void a_part_that_was_never_found_makes_the_whole_span_lost_in_retrieval() {
        assertThat(fate(trial(losses(loss(Stage.BUDGET, DOCUMENT, 0, 15))))).isEqualTo(Fate.RETRIEVAL);
        assertThat(fate(trial(losses(loss(Stage.BUDGET, DOCUMENT, 0, 15)), shown(DOCUMENT, 15, 30))))
                .isEqualTo(Fate.BUDGET);
    }

    @Test
    void what_was_lost_several_times_counts_where_it_came_furthest() {
        assertThat(fate(trial(losses(loss(Stage.BUDGET, DOCUMENT, 0, 30), loss(Stage.TRUNCATION, DOCUMENT, 0, 30)))))
                .isEqualTo(Fate.TRUNCATION);
        // Half of it came to the window, the other half was over the budget.
        assertThat(fate(trial(losses(loss(Stage.BUDGET, DOCUMENT, 0, 15), loss(Stage.TRUNCATION, DOCUMENT, 15, 30)))))
                .isEqualTo(Fate.BUDGET);
    }

    @Test
    void of_several_pieces_the_first_stage_counts() {
        Losses both = losses(loss(Stage.TRUNCATION, DOCUMENT, 0, 30), loss(Stage.BUDGET, OTHER, 0, 30));
        assertThat(fate(ledger(FIRST, SECOND), trial(both), WRONG)).isEqualTo(Fate.BUDGET);
        assertThat(ledger(FIRST, SECOND).account(trial(both), WRONG).truncated())
                .isTrue();
        assertThat(fate(ledger(FIRST, SECOND), trial(both, shown(OTHER, 0, 9)), WRONG))
                .isEqualTo(Fate.TRUNCATION);
    }

    @Test
    void evidence_that_only_an_earlier_call_read_is_lost_in_notes() {
        Losses read = new Losses(Optional.empty(), List.of(loss(Stage.NOTES, DOCUMENT, 0, 30)));
        assertThat(fate(trial(read, shown(DOCUMENT, 0, 30)))).isEqualTo(Fate.NOTES);
        // The last prompt showed another passage that holds it.
        assertThat(fate(trial(read, shown(DOCUMENT, 0, 30), shown(DOCUMENT, 5, 25))))
                .isEqualTo(Fate.READER);
    }

    @Test
    void of_a_region_any_character_is_enough() {
        EvidenceLedger ledger = ledger(new Evidence(DOCUMENT, 10, 20, Grain.REGION));
        assertThat(fate(ledger, trial(losses(), shown(DOCUMENT, 19, 30)), WRONG))
                .isEqualTo(Fate.READER);
        assertThat(fate(ledger, trial(losses(loss(Stage.BUDGET, DOCUMENT, 19, 30))), WRONG))
                .isEqualTo(Fate.BUDGET);
    }

    @Test
    void a_strategy_that_reads_nothing_and_a_document_out_of_reach_are_told_from_retrieval() {
        assertThat(fate(trial(Losses.NONE))).isEqualTo(Fate.NOT_READ);
        Evidence away = new Evidence(new DocumentId("away"), 0, 5, Grain.SPAN);
        assertThat(fate(ledger(away), trial(losses()), WRONG)).isEqualTo(Fate.SCOPE);
    }

    @Test
    void a_server_that_read_less_than_half_of_the_prompt_cut_it() {
        // By our count the prompt has 120 tokens.
        Trial whole = trial(losses(), shown(DOCUMENT, 0, 30));
        assertThat(fate(reporting(whole, 60))).isEqualTo(Fate.READER);
        assertThat(fate(reporting(whole, 59))).isEqualTo(Fate.PROMPT);
        assertThat(fate(reporting(trial(losses()), 59))).isEqualTo(Fate.RETRIEVAL);
    }

    private static Trial reporting(Trial trial, int prompt) {
        return TrialJson.read(TrialJson.write(trial)
                .replace(
                        "\"reported\":{\"prompt\":118,\"cached\":64",
                        "\"reported\":{\"prompt\":" + prompt + ",\"cached\":0"));
    }

    @Test
    void a_right_answer_says_whether_evidence_was_missing() {
        assertThat(fate(ledger(FIRST), trial(losses(), shown(DOCUMENT, 0, 30)), RIGHT))
                .isEqualTo(Fate.RIGHT);
        assertThat(fate(ledger(FIRST), trial(losses()), RIGHT)).isEqualTo(Fate.RIGHT_WITHOUT_EVIDENCE);
        assertThat(fate(ledger(), trial(losses()), RIGHT)).isEqualTo(Fate.RIGHT);
    }

    @Test
    void a_score_of_one_half_is_right_and_less_is_wrong() {
        Trial nothing = trial(losses());
        assertThat(fate(ledger(FIRST), nothing, OptionalDouble.of(0.5))).isEqualTo(Fate.RIGHT_WITHOUT_EVIDENCE);
        assertThat(fate(ledger(FIRST), nothing, OptionalDouble.of(0.49))).isEqualTo(Fate.RETRIEVAL);
        assertThat(fate(ledger(FIRST), nothing, OptionalDouble.empty())).isEqualTo(Fate.UNSCORED);
    }

    @Test
    void what_is_not_known_is_said_to_be_unknown_and_not_dropped() {
        assertThat(fate(ledger(), trial(losses()), WRONG)).isEqualTo(Fate.UNKNOWN);
        Trial old = Trials.answered("k", "amber").showing(List.of());
        assertThat(fate(old)).isEqualTo(Fate.UNKNOWN);
        // What was shown is known of an old line, too.
        assertThat(fate(old.showing(List.of(shown(DOCUMENT, 0, 30))))).isEqualTo(Fate.READER);
    }

    @Test
    void questions_without_an_answer_and_failures_have_fates_of_their_own() {
        Gold none = new Gold(QUESTION, List.of(), List.of());
        EvidenceLedger ledger = new EvidenceLedger(Map.of(QUESTION, none), List.of(), Optional.empty());
        assertThat(fate(ledger, trial(losses()), WRONG)).isEqualTo(Fate.INVENTED);
        assertThat(fate(ledger, trial(losses()), RIGHT)).isEqualTo(Fate.RIGHTLY_REFUSED);
        Trial failed = Trials.of("k", new Outcome.Failed("bug", "")).losing(losses());
        assertThat(fate(ledger(FIRST), failed, WRONG)).isEqualTo(Fate.FAILED);
    }

    /** Any trial of two pieces of evidence: its losses may contradict each other and what was shown. */
    private record Case(Trial trial, OptionalDouble score) {}

    @Property(tries = 500)
    void every_trial_has_one_fate_and_the_fates_of_errors_add_up_to_the_errors(@ForAll("cases") List<Case> cases) {
        EvidenceLedger ledger = ledger(FIRST, SECOND);
        Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
        for (Case each : cases) {
            counts.merge(fate(ledger, each.trial(), each.score()), 1, Integer::sum);
        }

        long failed = cases.stream().filter(each -> isFailed(each.trial())).count();
        long wrong = cases.stream()
                .filter(each -> !isFailed(each.trial()))
                .filter(each -> each.score().orElse(1) < EvidenceLedger.RIGHT_FROM)
                .count();
        assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(cases.size());
        assertThat(Stream.of(Fate.values())
                        .filter(Fate::isError)
                        .mapToInt(fate -> counts.getOrDefault(fate, 0))
                        .sum())
                .isEqualTo((int) (failed + wrong));
        assertThat(counts.getOrDefault(Fate.FAILED, 0)).isEqualTo((int) failed);
    }

    /** The reader is blamed exactly where all evidence was in the last prompt, and whoever loses more is never blamed later. */
    @Property(tries = 500)
    void the_reader_is_blamed_where_nothing_is_missing_and_nobody_else(@ForAll("answered") Trial trial) {
        EvidenceLedger ledger = ledger(FIRST, SECOND);
        boolean all = Stream.of(FIRST, SECOND).allMatch(piece -> Coverage.isShown(piece, last(trial)));
        Fate fate = fate(ledger, trial, WRONG);
        assertThat(fate == Fate.READER).isEqualTo(all);
        if (!all) {
            assertThat(fate.kind()).isEqualTo(Fate.Kind.LOST);
            Fate alone = Stream.of(FIRST, SECOND)
                    .map(piece -> fate(ledger(piece), trial, WRONG))
                    .min(Fate::compareTo)
                    .orElseThrow();
            assertThat(fate).isEqualTo(alone);
        }
    }

    private static List<ShownSpan> last(Trial trial) {
        List<ShownSpan> last = new ArrayList<>(trial.shown());
        for (Loss loss : trial.losses().orElseThrow().spans()) {
            if (loss.stage() == Stage.NOTES) {
                last.removeIf(span -> span.document().equals(loss.document())
                        && span.start() == loss.start()
                        && span.end() == loss.end());
            }
        }
        return last;
    }

    private static boolean isFailed(Trial trial) {
        return trial.outcome() instanceof Outcome.Failed;
    }

    @Provide
    Arbitrary<List<Case>> cases() {
        Arbitrary<Trial> failing = answered().map(trial -> Trials.of("k", new Outcome.Failed("bug", ""))
                .showing(trial.shown())
                .losing(trial.losses().orElseThrow()));
        Arbitrary<OptionalDouble> scores = Arbitraries.doubles()
                .between(0, 1)
                .injectNull(0.1)
                .map(score -> score == null ? OptionalDouble.empty() : OptionalDouble.of(score));
        return Combinators.combine(Arbitraries.oneOf(answered(), answered(), answered(), failing), scores)
                .as(Case::new)
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<Trial> answered() {
        Arbitrary<DocumentId> documents = Arbitraries.of(DOCUMENT, OTHER);
        Arbitrary<Integer> starts = Arbitraries.integers().between(0, 22);
        Arbitrary<Integer> lengths = Arbitraries.integers().between(1, 25);
        Arbitrary<ShownSpan> spans = Combinators.combine(documents, starts, lengths)
                .as((document, start, length) -> shown(document, start, start + length));
        Arbitrary<Loss> losses = Combinators.combine(Arbitraries.of(Stage.class), documents, starts, lengths)
                .as((stage, document, start, length) -> loss(stage, document, start, start + length));
        Arbitrary<Optional<Looked>> looked = Arbitraries.of(SEARCHED, Optional.empty());
        return Combinators.combine(spans.list().ofMaxSize(4), losses.list().ofMaxSize(5), looked)
                .as((shown, lost, far) ->
                        Trials.answered("k", "amber").showing(shown).losing(new Losses(far, lost)));
    }
}
