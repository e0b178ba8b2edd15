package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.Task.Assess.Finding;
import dev.winnow.pipelines.model.Task.Assess.Labels;
import dev.winnow.pipelines.model.extractive.ExtractiveReader;
import dev.winnow.pipelines.work.SmallStrategies;
import dev.winnow.pipelines.work.Windows;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapReduceTest {
    private static final Labels LABELS =
            new Labels("Extracted information:", "Rationale:", "Answer:", "Confidence:", "[NO INFORMATION]");
    private static final PassageIndex INDEX = SmallStrategies.index(Stream.of("A", "B", "C", "D", "E")
            .map(title -> document(title, "The ferry Marigold crosses the bay, says chapter " + title + "."))
            .toList());
    private static final Question QUESTION = SmallIndexes.question("q", Scope.CORPUS);

    /** What readers of the five pieces find: B nothing, the others one year or another. */
    private static final Map<String, Finding> FOUND = Map.of(
            "A", finding("Built in 1954.", "1954", 3),
            "B", new Finding("", "", "", OptionalDouble.of(0)),
            "C", finding("Built in 1961.", "1961", 2.5),
            "D", finding("Begun in 1961.", "1961", 1.5),
            "E", finding("Built in 1954.", "1954", 0.5));

    private static Document document(String title, String text) {
        return SmallIndexes.document(title.toLowerCase(java.util.Locale.ROOT), title, text);
    }

    private static Finding finding(String information, String answer, double confidence) {
        return new Finding(information, "The year is asked for.", answer, OptionalDouble.of(confidence));
    }

    /** Tokens of one finding as it is listed; the others have as many, give or take one. */
    private static int size() {
        return SmallIndexes.TOKENS.count("Finding 1\n" + LABELS.write(FOUND.get("A")) + "\n\n");
    }

    /** A piece for each article. */
    private static MapReduce mapReduce(int collapse) {
        return new MapReduce(
                new TokenSize(30), new TokenSize(collapse / 2), Optional.of(new TokenSize(collapse)), "map-reduce");
    }

    private static Attempt answer(MapReduce mapReduce, SmallStrategies.Scripted model) {
        return mapReduce.open(SmallStrategies.tools(INDEX, model)).answer(QUESTION);
    }

    private static String title(Task.Assess task) {
        return task.passages().getFirst().title();
    }

    /** As the wording asks: confidences of findings that agree are added up, and the answer with most wins. */
    private static Finding weighed(List<Finding> findings) {
        Map<String, Double> sums = new LinkedHashMap<>();
        findings.forEach(each -> sums.merge(each.answer(), each.confidence().orElseThrow(), Double::sum));
        Map.Entry<String, Double> most = sums.entrySet().stream()
                .max(Comparator.comparingDouble(Map.Entry::getValue))
                .orElseThrow();
        return finding("It was " + most.getKey() + ".", most.getKey(), most.getValue());
    }

    private static SmallStrategies.Scripted model(
            Function<Task.Assess, String> map, Function<Task.Assess, String> collapse) {
        return new SmallStrategies.Scripted(prompt -> switch (prompt.task()) {
            case Task.Assess assess -> assess.passages().isEmpty() ? collapse.apply(assess) : map.apply(assess);
            default -> "Answer: 1961";
        });
    }

    private static SmallStrategies.Scripted reading(Function<Task.Assess, String> collapse) {
        return model(task -> LABELS.write(FOUND.get(title(task))), collapse);
    }

    @Test
    void findings_that_fit_are_shown_in_order_with_their_confidences_and_the_rule_for_conflicts() {
        SmallStrategies.Scripted model = reading(task -> "none is merged");

        Attempt attempt = answer(mapReduce(5 * size()), model);

        assertThat(model.asked).hasSize(5 + 1);
        assertThat(model.prompts().get(0)).contains("says chapter A").doesNotContain("says chapter B");
        assertThat(model.prompts().getLast())
                .contains("weigh them by their\nconfidence")
                .contains("Finding 1\nExtracted information: Built in 1954.\nRationale: The year is asked for.\n"
                        + "Answer: 1954\nConfidence: 3.0\n\nFinding 2\nExtracted information: Built in 1961.")
                .contains("Finding 4")
                .doesNotContain("Finding 5")
                .doesNotContain("says chapter");
        assertThat(attempt.answer().text()).isEqualTo("1961");
        assertThat(attempt.trace().notes())
                .containsExactly(new Note("map", "found")
                        .with("pieces", "5")
                        .with("findings", "4")
                        .with("confidences", "3.0 2.5 1.5 0.5"));
    }

    @Test
    void confidences_decide_where_findings_contradict_each_other() {
        // Two fit together: A (1954, 3) with C (1961, 2.5) gives 1954 with 3; D (1961, 1.5) with E (1954, 0.5) gives
        // 1961
        // with 1.5. The surest comes first for a model that reads notes.
        SmallStrategies.Scripted model = reading(task -> LABELS.write(weighed(task.findings())));

        Attempt attempt = answer(mapReduce(2 * size() + 1), model);

        assertThat(model.asked).hasSize(5 + 2 + 1);
        assertThat(((Task.Assess) model.asked.get(5).task()).findings())
                .containsExactly(FOUND.get("A"), FOUND.get("C"));
        assertThat(((Task.Assess) model.asked.get(6).task()).findings())
                .containsExactly(FOUND.get("D"), FOUND.get("E"));
        assertThat(model.prompts().getLast())
                .contains("Answer: 1954\nConfidence: 3.0")
                .contains("Answer: 1961\nConfidence: 1.5");
        assertThat(((Task.Answer) model.asked.getLast().task()).notes())
                .containsExactly("It was 1954.", "It was 1961.");
        assertThat(attempt.trace().notes())
                .endsWith(new Note("collapse", "merged")
                        .with("round", "1")
                        .with("from", "4")
                        .with("to", "2"));
    }

    @Test
    void those_that_agree_count_together() {
        // All four at once: 1954 has 3 + 0.5, 1961 has 2.5 + 1.5 = 4.
        assertThat(weighed(Stream.of("A", "C", "D", "E").map(FOUND::get).toList()))
                .isEqualTo(finding("It was 1961.", "1961", 4));
    }

    @Test
    void merging_goes_on_until_all_fits() {
        SmallStrategies.Scripted model = reading(task -> LABELS.write(new Finding(
                "word ".repeat(40), "", "", task.findings().getFirst().confidence())));

        Attempt attempt = answer(mapReduce(size()), model);

        // Findings of half the budget and their headers do not fit in twos: 4, 2, 1.
        assertThat(model.asked).hasSize(5 + 2 + 1 + 1);
        assertThat(attempt.trace().notes().stream().map(Note::outcome))
                .startsWith("overrun")
                .endsWith("merged");
    }

    @ParameterizedTest
    @CsvSource({"What shall I do with these?, unread", "The answer is not given., refused", "'', empty"})
    void of_findings_that_could_not_be_merged_the_surest_stays(String reply, String outcome) {
        SmallStrategies.Scripted model = reading(task -> reply);

        Attempt attempt = answer(mapReduce(2 * size() + 1), model);

        assertThat(((Task.Answer) model.asked.getLast().task()).notes())
                .containsExactly("Built in 1954.", "Begun in 1961.");
        assertThat(attempt.trace().notes().stream()
                        .filter(note -> note.what().equals("collapse"))
                        .map(Note::outcome))
                .containsExactly(outcome, outcome, "merged");
    }

    @Test
    void what_a_merger_drops_is_gone() {
        SmallStrategies.Scripted model = reading(task -> "Extracted information: [NO INFORMATION]");

        answer(mapReduce(2 * size() + 1), model);

        assertThat(((Task.Answer) model.asked.getLast().task()).notes()).isEmpty();
    }

    @Test
    void replies_without_labels_are_kept_as_information_without_confidence() {
        SmallStrategies.Scripted model = model(task -> "blue green " + title(task), task -> "");

        Attempt attempt = answer(mapReduce(1_000), model);

        assertThat(model.prompts().getLast())
                .contains("Finding 1\nExtracted information: blue green A\n\nFinding 2")
                .doesNotContain("Confidence:");
        assertThat(attempt.trace().notes())
                .startsWith(new Note("map", "unread"))
                .endsWith(new Note("map", "found")
                        .with("pieces", "5")
                        .with("findings", "5")
                        .with("confidences", "? ? ? ? ?"));
    }

    @Test
    void a_confidence_in_words_is_unread_and_counts_less_than_any() {
        SmallStrategies.Scripted model = model(
                task -> title(task).equals("A")
                        ? "Extracted information: sure of it\nConfidence: high"
                        : "Extracted information: of " + title(task) + "\nConfidence: 0.5",
                task -> "");

        Attempt attempt = answer(mapReduce(1_000), model);

        assertThat(attempt.trace().notes()).startsWith(new Note("map", "confidence-unread"));
        assertThat(((Task.Answer) model.asked.getLast().task()).notes())
                .containsExactly("of B", "of C", "of D", "of E", "sure of it");
    }

    @Test
    void pieces_whose_readers_refuse_are_dropped() {
        SmallStrategies.Scripted model = model(task -> "The answer is not given.", task -> "");

        Attempt attempt = answer(mapReduce(1_000), model);

        assertThat(model.asked).hasSize(5 + 1);
        assertThat(((Task.Answer) model.asked.getLast().task()).notes()).isEmpty();
        assertThat(attempt.trace().notes().stream().map(Note::outcome))
                .containsExactly("refused", "refused", "refused", "refused", "refused", "nothing-found");
    }

    @Test
    void a_finding_over_its_size_loses_its_rationale_first_and_keeps_its_answer() {
        SmallStrategies.Scripted model = model(
                task -> LABELS.write(
                        new Finding("It was built in 1954.", "Because ".repeat(200), "1954", OptionalDouble.of(4))),
                task -> "");

        Attempt attempt = answer(mapReduce(100), model);

        assertThat(attempt.trace().notes()).contains(new Note("map", "overrun"));
        Task.Assess merging = (Task.Assess) model.asked.get(5).task();
        assertThat(merging.findings()).allSatisfy(found -> {
            assertThat(found.information()).isEqualTo("It was built in 1954.");
            assertThat(found.rationale()).startsWith("Because Because");
            assertThat(found.answer()).isEqualTo("1954");
            assertThat(SmallIndexes.TOKENS.count(LABELS.write(found))).isLessThanOrEqualTo(50);
        });
    }

    @Test
    void a_truncated_reply_is_used_as_far_as_it_goes() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(
                prompt -> prompt.task() instanceof Task.Assess
                        ? "Extracted information: It was built in"
                        : "Answer: 1954",
                Completion.StopReason.LENGTH);

        Attempt attempt = answer(mapReduce(1_000), model);

        assertThat(model.prompts().getLast()).contains("Extracted information: It was built in");
        assertThat(attempt.trace().notes())
                .startsWith(new Note("map", "truncated"), new Note("map", "confidence-unread"));
    }

    @Test
    void readers_that_cannot_read_are_noted_and_the_answer_is_asked_for_from_nothing() {
        Attempt attempt = mapReduce(1_000)
                .open(SmallStrategies.tools(INDEX, prompt -> {
                    if (prompt.task() instanceof Task.Assess) {
                        throw new ModelException(ModelException.Reason.UNSUPPORTED, "cannot");
                    }
                    return new SmallStrategies.Scripted(asked -> "The answer is not given.").complete(prompt);
                }))
                .answer(QUESTION);

        assertThat(attempt.answer()).isInstanceOf(Answer.Refused.class);
        assertThat(attempt.trace().notes())
                .contains(new Note("map", "unsupported"))
                .endsWith(new Note("map", "nothing-found")
                        .with("pieces", "5")
                        .with("findings", "0")
                        .with("confidences", ""));
    }

    @Test
    void findings_fit_the_window_whatever_collapse_allows() {
        SmallStrategies.Scripted model = reading(task -> LABELS.write(weighed(task.findings())));
        PipelineTools tools = Windows.of(SmallStrategies.tools(INDEX, model), 640);

        new MapReduce(new TokenSize(8_000), new TokenSize(300), Optional.empty(), "map-reduce")
                .open(tools)
                .answer(QUESTION);

        assertThat(model.prompts()).allSatisfy(prompt -> assertThat(SmallIndexes.TOKENS.count(prompt))
                .isLessThanOrEqualTo(tools.model().spec().promptRoom().orElseThrow()));
    }

    @Test
    void the_extractive_reader_can_do_all_of_it() {
        PassageIndex index = SmallStrategies.index(List.of(
                document("Marigold", "The Marigold is a ferry. It was built in Brackwater in 1954."),
                document("Hills", "Sheep graze on the hills above the bay."),
                document("Brackwater", "Brackwater is a port. The ferry Marigold crosses the bay at Brackwater.")));
        ExtractiveReader reader = new ExtractiveReader(SmallIndexes.TOKENS, 12, 0.2);

        Attempt attempt =
                mapReduce(100).open(SmallStrategies.tools(index, reader)).answer(QUESTION);

        assertThat(attempt.answer().text()).isEqualTo("Marigold");
        assertThat(attempt.trace().calls()).hasSizeBetween(5 + 1, 5 + 3);
    }

    @Test
    void two_findings_must_fit() {
        assertThatThrownBy(() -> new MapReduce(
                        new TokenSize(8_000), new TokenSize(300), Optional.of(new TokenSize(599)), "map-reduce"))
                .hasMessage("collapse must have room for two findings, got 599 for findings of 300");
        assertThatThrownBy(() -> new MapReduce(new TokenSize(500), new TokenSize(300), Optional.empty(), "map-reduce"))
                .hasMessage("piece must have room for two findings, got 500 for findings of 300");
    }
}
