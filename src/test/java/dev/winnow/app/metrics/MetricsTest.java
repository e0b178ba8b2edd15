package dev.winnow.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.app.ledger.Trial;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.embed.BgeSmall;
import dev.winnow.indexer.embed.EmbedderSpec;
import dev.winnow.indexer.embed.LongTexts;
import dev.winnow.indexer.spec.Default;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.retrievers.RetrievalUsage;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final QuestionId QUESTION = new QuestionId("q");
    private static final Gold PARIS = new Gold(QUESTION, List.of("Paris", "the city of light"), List.of());
    private static final Gold NOTHING = new Gold(QUESTION, List.of(), List.of());

    private static final Metric EXACT_MATCH = new ExactMatch(Optional.empty(), Optional.empty()).open();
    private static final Metric TOKEN_F1 = new TokenF1(Optional.empty(), Optional.empty()).open();
    private static final Metric CONTAINS = new ContainsAnswer(Optional.empty()).open();
    private static final Metric EVIDENCE_RECALL = new EvidenceRecall().open();

    @Test
    void the_best_gold_answer_counts() {
        assertThat(EXACT_MATCH.score(PARIS, gave("City of light"))).hasValue(1);
        assertThat(TOKEN_F1.score(PARIS, gave("light"))).hasValue(0.5);
        assertThat(TOKEN_F1.score(PARIS, gave("In Paris"))).hasValueCloseTo(2 / 3.0, within());
        assertThat(EXACT_MATCH.score(PARIS, gave("Rome"))).hasValue(0);
    }

    @Test
    void a_refusal_is_right_only_where_there_is_no_answer() {
        for (Metric metric : List.of(EXACT_MATCH, TOKEN_F1, CONTAINS)) {
            assertThat(metric.score(PARIS, refused())).hasValue(0);
            assertThat(metric.score(NOTHING, refused())).hasValue(1);
            assertThat(metric.score(NOTHING, gave("Paris"))).hasValue(0);
        }
    }

    @Test
    void a_failed_trial_scores_nothing() {
        Gold gold = new Gold(QUESTION, List.of("1911"), List.of(span("d", 0, 10)));
        for (MetricSpec spec : every()) {
            if (spec instanceof Refusal || spec instanceof Abstention) {
                continue;
            }
            assertThat(spec.open().score(gold, failed(shown("d#0", "d", 0, 10))))
                    .as(spec.name())
                    .hasValue(0);
        }
        assertThat(new Abstention().open().score(NOTHING, failed())).hasValue(0);
        assertThat(new Refusal().open().score(gold, failed())).isEmpty();
    }

    @Test
    void contained_answers_do_not_cut_words() {
        assertThat(contains("It is PARIS, of course.", "Paris")).isEqualTo(1);
        assertThat(contains("a comparison", "Paris")).isZero();
        assertThat(contains("the year 1905", "190")).isZero();
        assertThat(contains("Paris—the capital", "capital")).isEqualTo(1);
        assertThat(contains("parisian paris", "paris")).isEqualTo(1);
        assertThat(contains("cafe\u0301", "cafe")).isZero();
        assertThat(contains("東京は日本の首都です", "首都")).isEqualTo(1);
        assertThat(contains("", "Paris")).isZero();
        assertThat(contains("anything", "The")).isZero();
    }

    @Test
    void abstention_looks_at_unanswerable_questions_and_refusal_at_the_others() {
        Metric abstention = new Abstention().open();
        Metric refusal = new Refusal().open();
        assertThat(abstention.score(NOTHING, refused())).hasValue(1);
        assertThat(abstention.score(NOTHING, gave("Paris"))).hasValue(0);
        assertThat(abstention.score(PARIS, refused())).isEmpty();
        assertThat(refusal.score(PARIS, refused())).hasValue(1);
        assertThat(refusal.score(PARIS, gave("Rome"))).hasValue(0);
        assertThat(refusal.score(NOTHING, refused())).isEmpty();
        assertThat(new Refusal().better()).isEqualTo(MetricSpec.Direction.LOWER);
    }

    @Test
    void conduct_tells_inventing_from_answering() {
        assertThat(Conduct.of(PARIS, gave("Rome"))).isEqualTo(Conduct.ANSWERED);
        assertThat(Conduct.of(NOTHING, gave("Rome"))).isEqualTo(Conduct.INVENTED);
        assertThat(Conduct.of(NOTHING, refused())).isEqualTo(Conduct.REFUSED);
        assertThat(Conduct.of(PARIS, failed())).isEqualTo(Conduct.FAILED);
    }

    @Test
    void a_span_is_found_when_shown_passages_cover_it_together() {
        Gold gold = gold(span("d", 10, 30));
        assertThat(EVIDENCE_RECALL.score(gold, gave("x", shown("d#0", "d", 0, 20), shown("d#1", "d", 15, 30))))
                .hasValue(1);
        assertThat(EVIDENCE_RECALL.score(gold, gave("x", shown("d#1", "d", 20, 40), shown("d#0", "d", 10, 20))))
                .hasValue(1);
        assertThat(EVIDENCE_RECALL.score(gold, gave("x", shown("d#0", "d", 0, 20))))
                .hasValue(0);
        assertThat(EVIDENCE_RECALL.score(gold, gave("x", shown("d#0", "d", 11, 30))))
                .hasValue(0);
        assertThat(EVIDENCE_RECALL.score(gold, gave("x", shown("e#0", "e", 0, 99))))
                .hasValue(0);
        assertThat(EVIDENCE_RECALL.score(gold, gave("x"))).hasValue(0);
    }

    @Test
    void blanks_between_neighbouring_passages_are_no_gap() {
        Gold gold = gold(span("d", 10, 30));
        assertThat(EVIDENCE_RECALL.score(gold, gave("x", shown("d#3", "d", 0, 20), shown("d#4", "d", 22, 40))))
                .hasValue(1);
        assertThat(EVIDENCE_RECALL.score(gold, gave("x", shown("d#3", "d", 0, 20), shown("d#5", "d", 22, 40))))
                .hasValue(0);
    }

    @Test
    void a_region_is_found_by_any_of_its_characters() {
        Gold gold = gold(new Evidence(new DocumentId("d"), 10, 30, Evidence.Grain.REGION), span("e", 0, 5));
        assertThat(EVIDENCE_RECALL.score(gold, gave("x", shown("d#0", "d", 29, 50))))
                .hasValue(0.5);
        assertThat(EVIDENCE_RECALL.score(gold, gave("x", shown("d#0", "d", 30, 50))))
                .hasValue(0);
    }

    @Test
    void precision_and_documents_are_counted_over_what_was_shown() {
        Gold gold = gold(span("d", 10, 30), span("e", 0, 5));
        Trial trial = gave("x", shown("d#0", "d", 0, 12), shown("d#9", "d", 90, 99), shown("f#0", "f", 0, 9));
        assertThat(new EvidencePrecision().open().score(gold, trial)).hasValueCloseTo(1 / 3.0, within());
        assertThat(new DocumentRecall().open().score(gold, trial)).hasValue(0.5);
        assertThat(new DocumentPrecision().open().score(gold, trial)).hasValue(0.5);
        assertThat(new EvidencePrecision().open().score(gold, gave("x"))).isEmpty();
        assertThat(new DocumentRecall().open().score(gold, gave("x"))).hasValue(0);
    }

    @Test
    void evidence_metrics_do_not_apply_without_known_evidence() {
        Trial trial = gave("x", shown("d#0", "d", 0, 12));
        for (MetricSpec spec : every()) {
            if (spec.needs() == MetricSpec.Needs.EVIDENCE) {
                assertThat(spec.open().score(PARIS, trial)).as(spec.name()).isEmpty();
            }
        }
    }

    @Test
    void nothing_is_said_of_answers_where_the_right_one_is_not_known() {
        Gold unknown = new Gold(QUESTION, new Gold.Key.Unknown(), List.of(span("d", 0, 10)));
        for (MetricSpec spec : every()) {
            boolean evidence = spec.needs() == MetricSpec.Needs.EVIDENCE;
            assertThat(spec.open()
                            .score(unknown, gave("x", shown("d#0", "d", 0, 10)))
                            .isPresent())
                    .as(spec.name())
                    .isEqualTo(evidence);
        }
    }

    @Test
    void names_are_those_of_the_kinds() {
        assertThat(every().stream().map(MetricSpec::name).collect(Collectors.toSet()))
                .isEqualTo(MetricSpec.KINDS.keySet());
        assertThat(new TokenF1(Optional.of(Normalisation.HOTPOTQA), Optional.empty()).name())
                .isEqualTo("token-f1-hotpotqa");
    }

    @Test
    void answers_are_compared_by_the_rules_of_the_index_unless_a_metric_says_otherwise() {
        Gold lighthouse = new Gold(QUESTION, List.of("岬の灯台"), List.of());
        MetricSpec exact = new ExactMatch(Optional.empty(), Optional.empty());
        assertThat(exact.open(Language.JAPANESE).score(lighthouse, gave("「岬の灯台」。")))
                .hasValue(1);
        assertThat(exact.open(Language.ENGLISH).score(lighthouse, gave("「岬の灯台」。")))
                .hasValue(0);

        Gold boat = new Gold(QUESTION, List.of("Boot"), List.of());
        MetricSpec german = new TokenF1(Optional.empty(), Optional.of(Language.GERMAN));
        assertThat(german.open(Language.ENGLISH).score(boat, gave("das Boot"))).hasValue(1);
        assertThat(german.name()).isEqualTo("token-f1-german");
        MetricSpec mlqa = new TokenF1(Optional.of(Normalisation.MLQA), Optional.empty());
        assertThat(mlqa.open(Language.GERMAN).score(boat, gave("das Boot"))).hasValue(1);
        assertThat(mlqa.name()).isEqualTo("token-f1-mlqa");
        assertThat(new TokenF1(Optional.of(Normalisation.SQUAD), Optional.empty())
                        .open(Language.GERMAN)
                        .score(boat, gave("das Boot")))
                .hasValueCloseTo(2 / 3.0, within());
    }

    @Test
    void an_answer_is_contained_as_whole_words_of_its_language() {
        assertThat(contains(Language.CHINESE, "它建于１９１１年。", "1911年")).isEqualTo(1);
        assertThat(contains(Language.CHINESE, "它建于19115年", "1911")).isZero();
        assertThat(contains(Language.HINDI, "रामा की नाव", "राम")).isZero();
        assertThat(contains(Language.HINDI, "राम की नाव।", "राम")).isEqualTo(1);
        assertThat(contains(Language.GERMAN, "auf dem Leuchtturm, oben", "den Leuchtturm"))
                .isEqualTo(1);
        assertThat(contains(Language.GERMAN, "Leuchtturmwärter", "Leuchtturm")).isZero();
        assertThat(contains(Language.KOREAN, "그 등대지기", "등대")).isZero();
    }

    private static double contains(Language language, String answer, String gold) {
        Metric metric = new ContainsAnswer(Optional.empty()).open(language);
        return metric.score(new Gold(QUESTION, List.of(gold), List.of()), gave(answer))
                .getAsDouble();
    }

    private static List<MetricSpec> every() {
        return MetricSpec.KINDS.values().stream().map(MetricsTest::byDefault).toList();
    }

    private static MetricSpec byDefault(Class<? extends MetricSpec> kind) {
        try {
            Class<?>[] types = Arrays.stream(kind.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Object[] values = Arrays.stream(kind.getRecordComponents())
                    .map(MetricsTest::byDefault)
                    .toArray();
            return kind.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object byDefault(RecordComponent component) {
        Default written = component.getAnnotation(Default.class);
        Class<?> type = component.getType();
        if (written == null) {
            return Optional.empty();
        }
        if (type == EmbedderSpec.class) {
            return new BgeSmall("", LongTexts.SPLIT_AND_AVERAGE);
        }
        return type == double.class
                ? (Object) Double.valueOf(written.value())
                : Arrays.stream(type.getEnumConstants())
                        .filter(any ->
                                any.toString().equalsIgnoreCase(written.value().replace('-', '_')))
                        .findFirst()
                        .orElseThrow();
    }

    private static double contains(String answer, String gold) {
        OptionalDouble score = CONTAINS.score(new Gold(QUESTION, List.of(gold), List.of()), gave(answer));
        return score.getAsDouble();
    }

    private static Gold gold(Evidence... evidence) {
        return new Gold(QUESTION, List.of("x"), List.of(evidence));
    }

    private static Evidence span(String document, int start, int end) {
        return new Evidence(new DocumentId(document), start, end, Evidence.Grain.SPAN);
    }

    private static ShownSpan shown(String passage, String document, int start, int end) {
        return new ShownSpan(passage, new DocumentId(document), start, end, 1, 1, 1);
    }

    static Trial gave(String answer, ShownSpan... shown) {
        return trial(new Outcome.Answered(new Answer.Given(answer, OptionalDouble.empty())), shown);
    }

    private static Trial refused() {
        return trial(new Outcome.Answered(new Answer.Refused("No answer.")));
    }

    private static Trial failed(ShownSpan... shown) {
        return trial(new Outcome.Failed("timeout", "no reply"), shown);
    }

    private static Trial trial(Outcome outcome, ShownSpan... shown) {
        return new Trial(
                "key",
                "rag",
                "model",
                QUESTION,
                0,
                outcome,
                List.of(shown),
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
                List.of());
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-12);
    }
}
