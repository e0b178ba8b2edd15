package dev.winnow.pipelines.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.LongRefiner;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenLogProbability;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.pipelines.work.SmallStrategies;
import dev.winnow.pipelines.work.SmallStrategies.Scripted;
import dev.winnow.retrievers.rerank.Bm25Scores;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a model is asked, and what its replies lead to. */
class RefinerStepsTest {
    private static final String HEADED =
            """
            # Abstract
            The town lives on its ferry and its paper.

            # Ferry
            The charter of 1310 names it.

            # Paper
            Two mills make it to this day.
            """;
    private static final String PLAIN =
            """
            The bay is wide. It has two islands.

            Seals live on the larger one. They came in 1902.

            The lighthouse stands on the other. It was built of granite.
            """;
    private static final String OUTLINE =
            """
            {"level": 1, "title": "Seals", "first": "Seals live on the", "last": "came in 1902."}
            {"level": 1, "title": "Lighthouse", "first": "The lighthouse stands on", "last": "built of granite."}
            {"level": 1, "title": "Whales", "first": "Whales are seen in", "last": "every spring."}
            """;

    private final PassageIndex index = SmallStrategies.index(
            List.of(SmallIndexes.document("town", "Town", HEADED), SmallIndexes.document("bay", "Bay", PLAIN)));

    private static LongRefiner refiner(Structure structure, Analysis analysis, int outlineTokens) {
        return new LongRefiner(
                "bm25",
                8,
                new TokenSize(44),
                structure,
                analysis,
                new Bm25Scores(),
                Order.SCORE,
                5,
                new TokenSize(outlineTokens),
                "longrefiner");
    }

    private Question question(String document) {
        Document one = index.corpus().get(new DocumentId(document));
        return Question.asked("Where is the ferry?", Scope.of(List.of(one.id())));
    }

    private static Scripted replies(String outline, String label, String titles) {
        return new Scripted(prompt -> reply(prompt, outline, label, titles));
    }

    private static String reply(Prompt prompt, String outline, String label, String titles) {
        return switch (prompt.task()) {
            case Task.Outline task -> outline;
            case Task.Classify task -> label;
            case Task.SelectTitles task -> titles;
            default -> "Answer: there";
        };
    }

    private Attempt answer(LongRefiner refiner, Llm model, String document) {
        return refiner.open(SmallStrategies.tools(index, model)).answer(question(document));
    }

    private static List<String> tasks(Scripted model) {
        return model.asked.stream().map(prompt -> prompt.task().name()).toList();
    }

    private static Note note(Attempt attempt, String what) {
        return attempt.trace().notes().stream()
                .filter(note -> note.what().equals(what))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> shown(Attempt attempt) {
        return attempt.trace().contexts().getFirst().passages().stream()
                .map(shown -> shown.passage().text().replaceAll("\\s+", " "))
                .toList();
    }

    @Test
    void a_named_part_is_shown_though_its_words_do_not_match() {
        Scripted model = replies("", "GLOBAL", "[3] Paper");

        Attempt attempt = answer(refiner(Structure.TEXT, Analysis.MODEL, 25_000), model, "town");

        assertThat(tasks(model)).containsExactly("classify", "select-titles", "answer");
        assertThat(model.prompts().get(1))
                .contains("Town\nThe town lives on its ferry and its paper.")
                .contains("[1] Abstract\n[2] Ferry\n[3] Paper");
        assertThat(shown(attempt))
                .containsExactly(
                        "# Abstract The town lives on its ferry and its paper.",
                        "# Paper Two mills make it to this day.");
        assertThat(note(attempt, "classify")).isEqualTo(new Note("classify", "global").with("alpha", "1.000"));
        assertThat(note(attempt, "select-titles")).isEqualTo(new Note("select-titles", "named").with("titles", "1"));
        assertThat(attempt.trace().calls()).hasSize(3);
    }

    @Test
    void a_local_question_needs_no_titles() {
        Scripted model = replies("", "It is LOCAL.", "");

        Attempt attempt = answer(refiner(Structure.TEXT, Analysis.MODEL, 25_000), model, "town");

        assertThat(tasks(model)).containsExactly("classify", "answer");
        assertThat(shown(attempt))
                .containsExactly(
                        "# Abstract The town lives on its ferry and its paper.",
                        "# Ferry The charter of 1310 names it.");
    }

    @ParameterizedTest
    @CsvSource({"GLOBAL, 1", "local, 0", "0.3, 0.3", "'alpha = 0.75.', 0.75", "1, 1"})
    void a_label_or_a_number_gives_alpha(String reply, double alpha) {
        assertThat(QuestionAnalysis.read(completion(reply, List.of()), "LOCAL", "GLOBAL")
                        .getAsDouble())
                .isEqualTo(alpha, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"neither", "'LOCAL or GLOBAL'", "''", "7", "12.5", "localised"})
    void other_replies_give_none(String reply) {
        assertThat(QuestionAnalysis.read(completion(reply, List.of()), "LOCAL", "GLOBAL"))
                .isEmpty();
    }

    @Test
    void probabilities_of_a_labels_tokens_give_alpha() {
        List<TokenLogProbability> tokens = List.of(
                new TokenLogProbability("**", Math.log(0.5)),
                new TokenLogProbability("LO", Math.log(0.8)),
                new TokenLogProbability("CAL", Math.log(0.9)),
                new TokenLogProbability("**", Math.log(0.5)));

        assertThat(QuestionAnalysis.read(completion("**LOCAL**", tokens), "LOCAL", "GLOBAL")
                        .getAsDouble())
                .isEqualTo(1 - 0.8 * 0.9, within(1e-9));
    }

    private static Completion completion(String text, List<TokenLogProbability> tokens) {
        Completion plain = new Completion(
                text,
                TokenUsage.NONE,
                Optional.empty(),
                Completion.StopReason.END,
                Duration.ZERO,
                OptionalDouble.empty());
        return new Completion(
                plain.text(),
                plain.counted(),
                plain.reported(),
                plain.stop(),
                plain.latency(),
                plain.firstToken(),
                plain.attempts(),
                plain.confidence(),
                tokens);
    }

    @Test
    void a_model_outlines_a_document_without_headings_once_and_it_is_kept_with_the_index() {
        Scripted model = replies(OUTLINE, "GLOBAL", "Lighthouse");
        LongRefiner refiner = refiner(Structure.TEXT_OR_MODEL, Analysis.MODEL, 25_000);

        Attempt attempt = answer(refiner, model, "bay");
        Attempt again = answer(refiner, model, "bay");

        assertThat(tasks(model))
                .containsExactly(
                        "outline", "classify", "select-titles", "answer", "classify", "select-titles", "answer");
        assertThat(shown(attempt).getFirst()).isEqualTo("The lighthouse stands on the other. It was built of granite.");
        Note outline = note(attempt, "outline");
        assertThat(outline.outcome()).isEqualTo("found");
        assertThat(outline.details())
                .containsEntry("found", "2")
                .containsEntry("missing", "1")
                .containsEntry("reply-tokens", Integer.toString(SmallIndexes.TOKENS.count(OUTLINE)));
        assertThat(again.trace().notes()).isEqualTo(attempt.trace().notes());
        assertThat(again.answer()).isEqualTo(attempt.answer());
    }

    @Test
    void a_document_with_headings_of_its_own_is_outlined_only_where_that_is_asked_for() {
        Scripted model = replies("", "LOCAL", "");
        answer(refiner(Structure.TEXT_OR_MODEL, Analysis.MODEL, 25_000), model, "town");
        assertThat(tasks(model)).doesNotContain("outline");
        answer(refiner(Structure.MODEL, Analysis.MODEL, 25_000), model, "town");
        assertThat(tasks(model)).contains("outline");
    }

    @Test
    void of_a_long_document_the_model_is_shown_both_ends() {
        Scripted model = replies(OUTLINE, "LOCAL", "");

        answer(refiner(Structure.MODEL, Analysis.MODEL, 20), model, "bay");

        assertThat(model.prompts().getFirst())
                .contains("The bay is wide. It has two islands.")
                .contains("\n[...]\n")
                .contains("built of granite.")
                .doesNotContain("They came in 1902");
    }

    @Test
    void nonsense_leaves_the_texts_own_structure_alpha_in_the_middle_and_no_titles() {
        Attempt attempt = answer(
                refiner(Structure.MODEL, Analysis.MODEL, 25_000), replies("Sure!", "Well.", "Of course."), "town");

        assertThat(attempt.trace().notes())
                .extracting(note -> note.what() + " " + note.outcome())
                .containsExactly("outline unreadable", "classify unreadable", "select-titles unreadable");
        assertThat(shown(attempt)).isNotEmpty();
        assertThat(attempt.answer().text()).isEqualTo("there");
    }

    @Test
    void replies_that_are_cut_are_used_as_far_as_they_go() {
        Scripted model = new Scripted(
                prompt -> reply(prompt, OUTLINE.substring(0, 130), "GLOBAL", "[1] Se"), Completion.StopReason.LENGTH);

        Attempt attempt = answer(refiner(Structure.MODEL, Analysis.MODEL, 25_000), model, "bay");

        assertThat(note(attempt, "outline").outcome()).isEqualTo("truncated");
        assertThat(note(attempt, "outline").details())
                .containsEntry("found", "1")
                .containsEntry("unusable", "1");
        assertThat(shown(attempt).getFirst()).startsWith("Seals live");
    }

    @Test
    void a_reply_that_names_nothing_helpful_is_no_fault() {
        Attempt attempt = answer(refiner(Structure.TEXT, Analysis.GLOBAL, 25_000), replies("", "", "None."), "town");

        assertThat(note(attempt, "select-titles")).isEqualTo(new Note("select-titles", "none").with("titles", "0"));
    }

    @ParameterizedTest
    @EnumSource(
            value = ModelException.Reason.class,
            names = {"UNSUPPORTED", "FILTERED", "CONTEXT_OVERFLOW"})
    void what_a_model_cannot_do_is_noted_and_done_without(ModelException.Reason reason) {
        Llm model = prompt -> {
            if (prompt.task() instanceof Task.Answer) {
                return replies("", "", "").complete(prompt);
            }
            throw new ModelException(reason, "no");
        };

        Attempt attempt = answer(refiner(Structure.TEXT_OR_MODEL, Analysis.MODEL, 25_000), model, "bay");

        String outcome = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        assertThat(attempt.trace().notes())
                .extracting(Note::what, Note::outcome)
                .containsExactly(
                        tuple("outline", outcome), tuple("classify", outcome), tuple("select-titles", "no-titles"));
        assertThat(shown(attempt)).isNotEmpty();
        assertThat(attempt.answer().text()).isEqualTo("there");
    }

    @Test
    void a_model_that_is_away_ends_the_attempt_and_nothing_is_kept() {
        Function<Prompt, String> away = prompt -> {
            throw new ModelException(ModelException.Reason.UNAVAILABLE, "away");
        };
        LongRefiner refiner = refiner(Structure.MODEL, Analysis.LOCAL, 25_000);
        assertThatExceptionOfType(ModelException.class).isThrownBy(() -> answer(refiner, new Scripted(away), "bay"));

        Scripted model = replies(OUTLINE, "", "");
        answer(refiner, model, "bay");
        assertThat(tasks(model)).containsExactly("outline", "answer");
    }
}
