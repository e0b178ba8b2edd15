package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.haystack.Haystacks;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.pipelines.model.WindowChecked;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.retrievers.Bm25;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverTools;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReadOnceTest {
    private static final List<Document> DOCUMENTS = SmallIndexes.mixed(120, 400);
    private static final PassageIndex INDEX = SmallIndexes.index("tokens:64", DOCUMENTS);
    private static final Retriever BM25 = new Bm25(0.9, 0.4, Bm25.Statistics.SCOPE).open(RetrieverTools.of(INDEX));
    private static final PromptTemplate ANSWER = SmallIndexes.template("answer");
    private static final PromptTemplate LARA = SmallIndexes.template("lara");

    /** Counts characters: sums are exact, and every digit of a label costs. */
    private static final TokenCounter CHARACTERS = new TokenCounter() {
        @Override
        public String name() {
            return "characters";
        }

        @Override
        public int count(String text) {
            return text.codePointCount(0, text.length());
        }

        @Override
        public int[] ends(String text) {
            return IntStream.rangeClosed(1, text.length())
                    .filter(at -> at == text.length() || !Character.isLowSurrogate(text.charAt(at)))
                    .toArray();
        }
    };

    private record Windowed(Optional<TokenSize> window, int maxTokens) implements ModelSpec {
        @Override
        public String id() {
            return "fake";
        }

        @Override
        public String identity() {
            return "fake";
        }

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public Optional<Price> price() {
            return Optional.empty();
        }

        @Override
        public Llm open(ModelTools tools) {
            throw new UnsupportedOperationException();
        }
    }

    /** One attempt, and the prompt that was sent for it. */
    private record Asked(Attempt attempt, Prompt prompt) {
        Context context() {
            return attempt.trace().contexts().get(0);
        }
    }

    private static Asked ask(
            PipelineSpec spec, PromptTemplate template, TokenCounter counter, Windowed model, Question question) {
        return ask(spec, template, counter, model, question, scope -> true);
    }

    private static Asked ask(
            PipelineSpec spec,
            PromptTemplate template,
            TokenCounter counter,
            Windowed model,
            Question question,
            Predicate<Scope> shared) {
        AtomicReference<Prompt> sent = new AtomicReference<>();
        Llm llm = prompt -> {
            sent.set(prompt);
            return new Completion(
                    "Answer: The Third",
                    new TokenUsage(counter.count(prompt.rendered()), 4),
                    Optional.empty(),
                    Completion.StopReason.END,
                    Duration.ZERO,
                    OptionalDouble.empty());
        };
        Pipeline pipeline = spec.open(new PipelineTools(
                INDEX,
                name -> BM25,
                counter,
                (label, title, text) -> counter.count(template.renderPassage(label, title, text)),
                template,
                new Model(model, WindowChecked.of(model, llm, counter)),
                new Seed(1),
                0,
                id -> List.of(
                        new Pinned.Span(DOCUMENTS.get(3).id(), 0, 3),
                        new Pinned.Span(DOCUMENTS.get(1).id(), 0, 1)),
                id -> document -> false,
                new Haystacks(INDEX.corpus(), template, counter, new Seed(1)),
                SmallIndexes.refinement(INDEX),
                SmallIndexes::strategy,
                shared));
        Attempt attempt = pipeline.answer(question);
        return new Asked(attempt, sent.get());
    }

    private static Windowed window(int tokens, int maxTokens) {
        return new Windowed(Optional.of(new TokenSize(tokens)), maxTokens);
    }

    @Property(tries = 300)
    void the_finished_prompt_always_fits_the_window(
            @ForAll("pipelines") PipelineSpec spec,
            @ForAll("templates") PromptTemplate template,
            @ForAll("counters") TokenCounter counter,
            @ForAll @IntRange(max = 12_000) int room,
            @ForAll @IntRange(min = 1, max = 2000) int maxTokens,
            @ForAll @IntRange(max = 119) int from,
            @ForAll @IntRange(min = 1, max = 120) int documents) {
        Question question = SmallIndexes.question(
                "q" + room,
                Scope.of(DOCUMENTS.subList(from, Math.min(120, from + documents)).stream()
                        .map(Document::id)
                        .toList()));
        // The smallest window that the bare question fits, and some room.
        int bare = Math.max(
                Math.max(
                        counter.count(template.frame(question)),
                        counter.count(template.forWhole().frame(question))),
                counter.count(template.answer(question, Context.EMPTY, 0).rendered()));
        int window = maxTokens + bare + bare / 10 + 1 + room;

        Asked asked = ask(spec, template, counter, window(window, maxTokens), question);

        int sent = counter.count(asked.prompt().rendered());
        assertThat(sent + sent / 10 + maxTokens).isLessThanOrEqualTo(window);
        assertThat(sent).isLessThanOrEqualTo(WindowChecked.promptRoom(window, maxTokens, 10));
        if (spec instanceof FullContext && asked.context().omitted() > 0 && room > 2000) {
            // What is cut uses the window.
            assertThat(sent).isGreaterThan((int) (0.9 * WindowChecked.promptRoom(window, maxTokens, 10)));
        }
    }

    @Provide
    Arbitrary<PipelineSpec> pipelines() {
        Arbitrary<Order> orders = Arbitraries.of(Order.class);
        Arbitrary<PipelineSpec> rag = orders.flatMap(order -> Arbitraries.integers()
                .between(1, 300)
                .map(k -> new Rag("bm25", order, Optional.of(k), Optional.of(new TokenSize(k * 97)))));
        return Arbitraries.oneOf(
                rag,
                Arbitraries.integers().between(1, 30_000).map(budget -> new DosRag("bm25", new TokenSize(budget))),
                Arbitraries.of(
                        new FullContext(),
                        new ClosedBook(),
                        new Oracle(Pinned.Unit.PASSAGES),
                        new Oracle(Pinned.Unit.DOCUMENTS)));
    }

    @Provide
    Arbitrary<PromptTemplate> templates() {
        return Arbitraries.of(ANSWER, LARA);
    }

    @Provide
    Arbitrary<TokenCounter> counters() {
        return Arbitraries.of(SmallIndexes.TOKENS, CHARACTERS);
    }

    @Test
    void a_window_leaves_room_for_the_reply_and_a_tenth() {
        Question question = SmallIndexes.question("q1", Scope.CORPUS);
        int around = SmallIndexes.TOKENS.count(ANSWER.frame(question));
        Context context = ask(new FullContext(), ANSWER, SmallIndexes.TOKENS, window(4000, 250), question)
                .context();
        // (4000 - 250) * 10 / 11
        assertThat(context.allowed()).isEqualTo(TokenBudget.ofWindow(3409 - around));
        assertThat(context.omitted()).isPositive();
    }

    @Test
    void documents_are_marked_as_shared_only_where_several_prompts_show_them() {
        Question question = SmallIndexes.question("q1", Scope.CORPUS);
        Windowed model = window(4000, 250);
        for (PipelineSpec spec : List.of(new FullContext(), rag(Order.SCORE, new TokenSize(500)))) {
            Message one = ask(spec, ANSWER, SmallIndexes.TOKENS, model, question, scope -> false)
                    .prompt()
                    .messages()
                    .getLast();
            Message several = ask(spec, ANSWER, SmallIndexes.TOKENS, model, question)
                    .prompt()
                    .messages()
                    .getLast();
            assertThat(one.text()).isEqualTo(several.text());
            assertThat(one.shared()).isLessThan(100);
            assertThat(several.shared() > 5_000).isEqualTo(spec instanceof FullContext);
        }
    }

    @Test
    void the_tighter_of_budget_and_window_counts() {
        Question question = SmallIndexes.question("q1", Scope.CORPUS);
        Rag rag = new Rag("bm25", Order.SCORE, Optional.empty(), Optional.of(new TokenSize(500)));
        assertThat(ask(rag, ANSWER, SmallIndexes.TOKENS, window(4000, 250), question)
                        .context()
                        .allowed())
                .isEqualTo(new TokenBudget(500));
        assertThat(ask(rag, ANSWER, SmallIndexes.TOKENS, window(600, 250), question)
                        .context()
                        .allowed()
                        .tokens())
                .isLessThan(318);
    }

    @Test
    void without_a_window_the_whole_scope_is_shown() {
        Question question = SmallIndexes.question("q1", Scope.CORPUS);
        Context context = ask(
                        new FullContext(), ANSWER, SmallIndexes.TOKENS, new Windowed(Optional.empty(), 250), question)
                .context();
        assertThat(context.allowed()).isEqualTo(TokenBudget.UNLIMITED);
        assertThat(context.omitted()).isZero();
    }

    @Test
    void a_window_that_holds_not_even_the_question_is_said_to_overflow() {
        Question question = SmallIndexes.question("q1", Scope.CORPUS);
        assertThatThrownBy(() -> ask(new FullContext(), ANSWER, SmallIndexes.TOKENS, window(20, 10), question))
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.reason())
                        .isEqualTo(ModelException.Reason.CONTEXT_OVERFLOW));
    }

    @Test
    void dos_rag_shows_what_rag_shows_at_its_budget_in_the_order_of_the_corpus() {
        Question question = SmallIndexes.question("q1", Scope.CORPUS);
        TokenSize budget = new TokenSize(2000);
        List<Shown> dos = shown(new DosRag("bm25", budget), question);
        assertThat(dos).hasSizeGreaterThan(20);
        assertThat(dos).isEqualTo(shown(rag(Order.CORPUS, budget), question));
        assertThat(dos)
                .isSortedAccordingTo(Comparator.comparingInt((Shown one) ->
                                INDEX.corpus().place(one.passage().document()))
                        .thenComparingInt(one -> one.passage().start()));
        assertThat(dos).hasSameElementsAs(shown(rag(Order.SCORE, budget), question));
        // Several documents: the one with the best passage does not come first.
        assertThat(dos).isNotEqualTo(shown(rag(Order.DOCUMENT, budget), question));

        Question ofOne = SmallIndexes.question("q2", Scope.of(List.of(longest())));
        assertThat(shown(new DosRag("bm25", budget), ofOne))
                .hasSizeGreaterThan(1)
                .isEqualTo(shown(rag(Order.DOCUMENT, budget), ofOne));
    }

    private static DocumentId longest() {
        return DOCUMENTS.stream()
                .max(Comparator.comparingInt(document -> document.text().length()))
                .orElseThrow()
                .id();
    }

    private static Rag rag(Order order, TokenSize budget) {
        return new Rag("bm25", order, Optional.empty(), Optional.of(budget));
    }

    private static List<Shown> shown(PipelineSpec spec, Question question) {
        return ask(spec, ANSWER, SmallIndexes.TOKENS, new Windowed(Optional.empty(), 250), question)
                .context()
                .passages();
    }

    @Test
    void whole_documents_are_worded_and_counted_as_the_template_words_them() {
        Question question = SmallIndexes.question("q1", Scope.of(List.of(longest())));
        Windowed model = new Windowed(Optional.empty(), 250);
        for (PipelineSpec spec : List.of(new FullContext(), new Oracle(Pinned.Unit.DOCUMENTS))) {
            Asked whole = ask(spec, LARA, SmallIndexes.TOKENS, model, question);
            assertThat(whole.prompt().rendered()).contains("What follows is").doesNotContain("chunk 1:");
            Shown first = whole.context().passages().get(0);
            assertThat(first.tokens())
                    .isEqualTo(SmallIndexes.TOKENS.count(first.passage().text() + "\n\n"));
        }
        Asked found = ask(rag(Order.SCORE, new TokenSize(500)), LARA, SmallIndexes.TOKENS, model, question);
        assertThat(found.prompt().rendered()).contains("chunk 1:").doesNotContain("What follows is");
    }

    @Test
    void the_trace_holds_the_context_then_the_call() {
        Question question = SmallIndexes.question("q1", Scope.CORPUS);
        Asked asked = ask(new ClosedBook(), ANSWER, SmallIndexes.TOKENS, window(4000, 250), question);
        assertThat(asked.attempt().answer()).isEqualTo(new Answer.Given("The Third", OptionalDouble.empty()));
        assertThat(asked.attempt().trace().steps()).hasSize(2);
        assertThat(asked.attempt().trace().contexts()).containsExactly(Context.EMPTY);
        assertThat(asked.attempt().trace().calls().get(0).task()).isEqualTo("answer");
        assertThat(asked.attempt().trace().usage())
                .isEqualTo(
                        new TokenUsage(SmallIndexes.TOKENS.count(asked.prompt().rendered()), 4));
    }
}
