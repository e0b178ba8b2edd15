package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.haystack.Filling;
import dev.winnow.pipelines.haystack.HaystackOrder;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.haystack.PinnedPlace;
import dev.winnow.pipelines.haystack.Suspects;
import dev.winnow.pipelines.model.Call;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.pipelines.rounds.Stop;
import dev.winnow.pipelines.work.SmallStrategies;
import dev.winnow.pipelines.work.SmallStrategies.Scripted;
import dev.winnow.retrievers.Bm25;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverTools;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rounds over passages and over haystacks, against transcripts made by hand. */
class RoundsTest {
    private static final PassageIndex INDEX = SmallIndexes.index(
            "whole",
            List.of(
                    SmallIndexes.document("a", "Marigold", "The ferry at Brackwater is the work of Anna Holm."),
                    SmallIndexes.document("b", "Anna Holm", "Anna Holm was a shipwright. She came from Torvik."),
                    SmallIndexes.document("c", "Torvik", "Torvik lies in the far north."),
                    SmallIndexes.document("d", "Sheep", "Sheep graze on the hills.")));
    private static final Question QUESTION = new Question(
            new QuestionId("q"), "Where did the builder of the ferry at Brackwater come from?", Scope.CORPUS, Map.of());
    private static final String TO_BUILDER = "Summary: Anna Holm built the ferry.\nNext query: Anna Holm shipwright";
    private static final String TO_PLACE = "Summary: She came from Torvik.\nNext query: Torvik";

    private static RagRounds rag(int rounds, Stop stop) {
        return new RagRounds(
                "bm25", Order.SCORE, Optional.of(1), Optional.empty(), rounds, stop, new TokenSize(20), "rounds");
    }

    /** Replies in turn to all but the last round, and {@code answer} to that. */
    private static Scripted replying(String answer, String... replies) {
        int[] next = {0};
        return new Scripted(prompt -> prompt.task() instanceof Task.Reflect ? replies[next[0]++] : answer);
    }

    private static Attempt answer(PipelineSpec spec, Llm model) {
        return spec.open(SmallStrategies.tools(INDEX, model)).answer(QUESTION);
    }

    private static Note round(String outcome, Map<String, String> details) {
        return new Note("round", outcome, details);
    }

    private static List<String> outcomes(Attempt attempt) {
        return attempt.trace().notes().stream()
                .map(note -> note.what() + " " + note.outcome())
                .toList();
    }

    private static List<String> shown(Attempt attempt) {
        return attempt.trace().contexts().stream()
                .map(context -> context.passages().getFirst().title())
                .toList();
    }

    @Test
    void three_rounds_follow_the_trail_and_everything_is_written_down() {
        Scripted model = replying("Answer: Torvik", TO_BUILDER, TO_PLACE);

        Attempt attempt = answer(rag(3, Stop.ENFORCED), model);

        assertThat(attempt.answer().text()).isEqualTo("Torvik");
        assertThat(shown(attempt)).containsExactly("Marigold", "Anna Holm", "Torvik");
        assertThat(attempt.trace().notes())
                .containsExactly(
                        round(
                                "refined",
                                Map.of(
                                        "round", "1",
                                        "query", QUESTION.text(),
                                        "passages", "a#0",
                                        "reply", TO_BUILDER,
                                        "summary", "Anna Holm built the ferry.",
                                        "next-query", "Anna Holm shipwright")),
                        round(
                                "refined",
                                Map.of(
                                        "round", "2",
                                        "query", "Anna Holm shipwright",
                                        "passages", "b#0",
                                        "reply", TO_PLACE,
                                        "summary", "She came from Torvik.",
                                        "next-query", "Torvik")),
                        round("answered", Map.of("round", "3", "query", "Torvik", "passages", "c#0")),
                        new Note("rounds", "enforced", Map.of("used", "3", "most", "3")));
    }

    @Test
    void later_rounds_show_the_summaries_of_all_earlier_ones() {
        Scripted model = replying("Answer: Torvik", TO_BUILDER, TO_PLACE);

        answer(rag(3, Stop.ENFORCED), model);

        assertThat(model.prompts().get(0)).contains("What was found before:\nnothing yet");
        assertThat(model.prompts().get(1))
                .startsWith("Passage 1\nTitle: Anna Holm")
                .contains("searching for: Anna Holm shipwright")
                .contains("What was found before:\nFrom an earlier search:\nAnna Holm built the ferry.\n\n");
        assertThat(model.prompts().get(2))
                .contains("From an earlier search:\nAnna Holm built the ferry.\n\n"
                        + "From an earlier search:\nShe came from Torvik.\n\n"
                        + "Passage 1\nTitle: Torvik\nTorvik lies in the far north.")
                .contains("Read the passages above");
        assertThat(((Task.Answer) model.asked.get(2).task()).notes()).hasSize(2);
    }

    @Test
    void a_model_that_may_stop_ends_the_rounds_by_answering() {
        Scripted model = replying("Answer: never asked", TO_BUILDER, "Final answer: From Torvik");

        Attempt attempt = answer(rag(3, Stop.VARIABLE), model);

        assertThat(attempt.answer()).isEqualTo(new Answer.Given("From Torvik", OptionalDouble.empty()));
        assertThat(model.asked).hasSize(2);
        assertThat(outcomes(attempt)).containsExactly("round refined", "round answered", "rounds stopped");
        assertThat(attempt.trace().notes().getLast().details()).isEqualTo(Map.of("used", "2", "most", "3"));
    }

    @Test
    void a_model_that_never_stops_must_answer_in_the_last_round() {
        Attempt attempt = answer(rag(3, Stop.VARIABLE), replying("Answer: Torvik", TO_BUILDER, TO_PLACE));

        assertThat(attempt.answer().text()).isEqualTo("Torvik");
        assertThat(outcomes(attempt))
                .containsExactly("round refined", "round refined", "round answered", "rounds exhausted");
    }

    @Test
    void an_answer_before_its_time_is_a_summary_where_rounds_are_enforced() {
        Attempt attempt = answer(rag(2, Stop.ENFORCED), replying("Answer: x", "Final answer: Torvik"));

        assertThat(attempt.answer().text()).isEqualTo("x");
        assertThat(outcomes(attempt)).containsExactly("round unread", "round answered", "rounds enforced");
        assertThat(attempt.trace().notes().getFirst().details()).containsEntry("summary", "Final answer: Torvik");
    }

    @Test
    void nonsense_is_kept_as_a_summary_and_the_same_is_searched_for_again() {
        Scripted model = replying("Answer: x", "lorem ipsum", "dolor");

        Attempt attempt = answer(rag(3, Stop.VARIABLE), model);

        assertThat(shown(attempt)).containsExactly("Marigold", "Marigold", "Marigold");
        assertThat(outcomes(attempt))
                .containsExactly("round unread", "round unread", "round answered", "rounds exhausted");
        assertThat(model.prompts().getLast()).contains("lorem ipsum").contains("dolor");
    }

    @Test
    void a_refusal_leaves_nothing_behind_and_stops_nothing() {
        Scripted model = replying(
                "The answer is not given.", "The answer is not given.", "Final answer: The answer is not given.");

        Attempt attempt = answer(rag(3, Stop.VARIABLE), model);

        assertThat(attempt.answer()).isInstanceOf(Answer.Refused.class);
        assertThat(outcomes(attempt))
                .containsExactly("round refused", "round refused", "round refused", "rounds exhausted");
        assertThat(model.prompts().getLast()).doesNotContain("earlier search");
    }

    @Test
    void empty_replies_leave_the_question_as_it_was() {
        Attempt attempt = answer(rag(2, Stop.ENFORCED), replying("Answer: x", " \n"));

        assertThat(outcomes(attempt)).containsExactly("round silent", "round answered", "rounds enforced");
        assertThat(attempt.trace().notes().getFirst().details()).containsEntry("next-query", QUESTION.text());
    }

    @Test
    void long_summaries_and_queries_are_cut_and_truncated_replies_are_used() {
        Scripted model = new Scripted(
                prompt -> prompt.task() instanceof Task.Reflect
                        ? "Summary: " + "word ".repeat(90) + "\nNext query: " + "ferry ".repeat(90)
                        : "Answer: x",
                Completion.StopReason.LENGTH);

        Attempt attempt = answer(rag(2, Stop.ENFORCED), model);

        assertThat(outcomes(attempt))
                .containsExactly(
                        "reflect truncated",
                        "summary overrun",
                        "query overrun",
                        "round refined",
                        "round answered",
                        "rounds enforced");
        assertThat(((Task.Answer) model.asked.getLast().task()).notes())
                .containsExactly(
                        "From an earlier search:\n" + "word ".repeat(20).strip());
    }

    @ParameterizedTest
    @EnumSource(
            value = ModelException.Reason.class,
            names = {"UNSUPPORTED", "CONTEXT_OVERFLOW", "FILTERED"})
    void a_round_without_a_reply_is_noted_and_the_next_one_begins(ModelException.Reason reason) {
        Attempt attempt = answer(rag(2, Stop.VARIABLE), prompt -> {
            if (prompt.task() instanceof Task.Reflect) {
                throw new ModelException(reason, "it cannot");
            }
            return new Scripted(asked -> "Answer: x").complete(prompt);
        });

        String word = reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        assertThat(attempt.answer().text()).isEqualTo("x");
        assertThat(outcomes(attempt))
                .containsExactly("reflect-or-answer " + word, "round silent", "round answered", "rounds exhausted");
    }

    @Test
    void a_model_that_is_away_ends_the_attempt_with_the_rounds_before() {
        Scripted model = replying("", TO_BUILDER);

        assertThatExceptionOfType(AttemptFailedException.class)
                .isThrownBy(() -> answer(rag(3, Stop.ENFORCED), prompt -> {
                    if (model.asked.size() == 1) {
                        throw new ModelException(ModelException.Reason.UNAVAILABLE, "away");
                    }
                    return model.complete(prompt);
                }))
                .satisfies(failed -> {
                    assertThat(failed.trace().calls()).hasSize(1);
                    assertThat(failed.trace().notes()).hasSize(1);
                });
    }

    @Test
    void one_enforced_round_of_passages_is_rag() {
        Scripted model = new Scripted(prompt -> "Answer: x");
        Attempt one = answer(rag(1, Stop.ENFORCED), model);
        Attempt plain = answer(new Rag("bm25", Order.SCORE, Optional.of(1), Optional.empty()), model);

        assertThat(one.trace().calls().getFirst().key())
                .isEqualTo(plain.trace().calls().getFirst().key());
        assertThat(model.prompts().get(0)).isEqualTo(model.prompts().get(1));
        assertThat(outcomes(one)).containsExactly("round answered", "rounds enforced");
    }

    @Test
    void more_rounds_begin_with_the_calls_of_fewer() {
        Attempt two = answer(rag(2, Stop.ENFORCED), replying("Answer: x", TO_BUILDER));
        Attempt three = answer(rag(3, Stop.ENFORCED), replying("Answer: x", TO_BUILDER, TO_PLACE));

        assertThat(three.trace().calls().getFirst().key())
                .isEqualTo(two.trace().calls().getFirst().key());
    }

    // ---- Haystacks

    private static final List<Document> DOCUMENTS = SmallIndexes.mixed(150, 150);
    private static final PassageIndex MANY = SmallIndexes.index("whole", DOCUMENTS);
    private static final PromptTemplate TEMPLATE = SmallIndexes.template("haystackcraft");
    private static final Question FERRY = SmallIndexes.question("q", Scope.CORPUS);
    private static final DocumentId NEEDED = DOCUMENTS.stream()
            .filter(document -> document.text().length() > 20 && document.text().length() < 200)
            .filter(document -> !document.text().contains("ferry"))
            .findFirst()
            .orElseThrow()
            .id();

    private static HaystackRounds haystack(int size, int rounds, Stop stop, HaystackOrder order, Filling.Mode mode) {
        return new HaystackRounds(
                "bm25",
                new TokenSize(size),
                rounds,
                stop,
                new TokenSize(60),
                order,
                mode,
                Optional.empty(),
                PinnedPlace.Layout.BLOCK,
                Filling.Oversized.REFUSE,
                2560,
                Suspects.MARK,
                0.8,
                Suspects.MARK,
                "rounds");
    }

    private static Attempt over(PipelineSpec spec, Llm model, Optional<TokenSize> window) {
        return over(spec, model, window, NEEDED);
    }

    private static Attempt over(PipelineSpec spec, Llm model, Optional<TokenSize> window, DocumentId needed) {
        Retriever bm25 = new Bm25().open(RetrieverTools.of(MANY));
        boolean pins = spec.all().anyMatch(part -> part instanceof PipelineSpec.Pinning pinning && pinning.pins());
        Function<QuestionId, List<Pinned.Span>> pinned =
                id -> pins ? List.of(new Pinned.Span(needed, 0, 1)) : List.of();
        PipelineTools tools = new PipelineTools(
                MANY,
                name -> bm25,
                SmallIndexes.TOKENS,
                (label, title, text) -> SmallIndexes.TOKENS.count(TEMPLATE.renderPassage(label, title, text)),
                TEMPLATE,
                new Model(new Extractive("extractive", window, 12, 0.2, 1), model),
                new Seed(1),
                0,
                pinned,
                id -> document -> false,
                new Haystacks(MANY.corpus(), TEMPLATE, SmallIndexes.TOKENS, new Seed(1)),
                SmallIndexes.refinement(MANY),
                SmallIndexes::strategy,
                scope -> false);
        return spec.open(tools).answer(FERRY);
    }

    private static List<DocumentId> documents(Context context) {
        return context.passages().stream()
                .map(shown -> shown.passage().document())
                .toList();
    }

    private static int tokens(Prompt prompt) {
        return SmallIndexes.TOKENS.count(prompt.rendered());
    }

    private static final String[] LONG = {
        "Summary: " + "the ferry of 1954 ".repeat(9) + "\nNext query: loom below Übergang",
        "Summary: " + "the loom, not the ferry ".repeat(8) + "\nNext query: Hollin's 3.1415"
    };

    @Test
    void every_round_has_the_size_summaries_and_all_and_the_needed_document() {
        Scripted model = replying("The correct answer is: Marigold", LONG);

        Attempt attempt = over(
                haystack(2_000, 3, Stop.ENFORCED, HaystackOrder.DESCENDING, Filling.Mode.INJECTED),
                model,
                Optional.empty());

        assertThat(attempt.answer().text()).isEqualTo("Marigold");
        assertThat(model.asked).hasSize(3).allSatisfy(prompt -> assertThat(tokens(prompt))
                .isBetween(1_990, 2_000));
        assertThat(attempt.trace().contexts()).hasSize(3).allSatisfy(context -> assertThat(documents(context))
                .contains(NEEDED));
        assertThat(documents(attempt.trace().contexts().get(1)))
                .isNotEqualTo(documents(attempt.trace().contexts().get(0)));
        assertThat(model.prompts().get(2)).contains("the ferry of 1954").contains("the loom, not the ferry");
    }

    @Test
    void what_is_only_found_when_it_is_found_may_be_missing() {
        Attempt attempt = over(
                haystack(1_000, 2, Stop.ENFORCED, HaystackOrder.DESCENDING, Filling.Mode.HONEST),
                replying("The correct answer is: x", LONG),
                Optional.empty());

        assertThat(documents(attempt.trace().contexts().get(0))).doesNotContain(NEEDED);
    }

    @ParameterizedTest
    @EnumSource(HaystackOrder.class)
    void one_enforced_round_is_the_haystack(HaystackOrder order) {
        Scripted model = new Scripted(prompt -> "The correct answer is: x");
        HaystackRounds spec = haystack(2_000, 1, Stop.ENFORCED, order, Filling.Mode.INJECTED);
        for (Optional<TokenSize> window : List.of(Optional.<TokenSize>empty(), Optional.of(new TokenSize(2_300)))) {
            Call one = over(spec, model, window).trace().calls().getFirst();
            Call plain = over(spec.haystack(), model, window).trace().calls().getFirst();

            assertThat(one.key()).isEqualTo(plain.key());
        }
        assertThat(model.prompts()).hasSize(4).allMatch(model.prompts().getFirst()::equals);
    }

    @Test
    void needed_documents_that_fit_alone_are_cut_where_they_do_not_fit_beside_summaries() {
        Document large = DOCUMENTS.stream()
                .filter(document -> SmallIndexes.TOKENS.count(document.text()) > 250)
                .findFirst()
                .orElseThrow();
        int size = SmallIndexes.TOKENS.count(TEMPLATE.frame(FERRY))
                + SmallIndexes.TOKENS.count(TEMPLATE.renderPassage(1, large.title(), large.text()))
                + 1;

        Attempt attempt = over(
                haystack(size, 3, Stop.ENFORCED, HaystackOrder.DESCENDING, Filling.Mode.INJECTED),
                replying("The correct answer is: x", LONG),
                Optional.empty(),
                large.id());

        assertThat(attempt.trace().contexts()).hasSize(3).allSatisfy(context -> {
            assertThat(documents(context)).containsExactly(large.id());
            assertThat(context.passages().getFirst().passage().text())
                    .hasSizeLessThan(large.text().length());
            assertThat(context.omitted()).isEqualTo(1);
        });
    }

    @Test
    void summaries_take_half_of_the_prompt_at_most() {
        assertThatThrownBy(() -> haystack(200, 3, Stop.ENFORCED, HaystackOrder.DESCENDING, Filling.Mode.INJECTED))
                .hasMessage("summaries of 2 rounds may take 120 tokens, more than half of the size 200; raise size, or"
                        + " lower summary or rounds");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> over(
                        haystack(800, 3, Stop.ENFORCED, HaystackOrder.DESCENDING, Filling.Mode.INJECTED),
                        replying(""),
                        Optional.of(new TokenSize(220))))
                .withMessageContaining(
                        "that the window of model 'extractive' leaves for a prompt; lower summary or rounds");
    }

    @Test
    void settings_out_of_range_are_refused() {
        assertThatThrownBy(() -> rag(0, Stop.ENFORCED)).hasMessage("rounds must be at least 1, got 0");
        assertThatThrownBy(() -> new RagRounds(
                        "bm25",
                        Order.SCORE,
                        Optional.empty(),
                        Optional.empty(),
                        3,
                        Stop.ENFORCED,
                        new TokenSize(20),
                        "rounds"))
                .hasMessage("rag-rounds needs k (passages) or budget (tokens), or both");
    }
}
