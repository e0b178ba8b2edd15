package dev.winnow.pipelines.citations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.ChainOfAgents;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.CitationForm;
import dev.winnow.pipelines.ClosedBook;
import dev.winnow.pipelines.Pipeline;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.Rag;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.extractive.ExtractiveReader;
import dev.winnow.pipelines.prompt.CitationTemplate;
import dev.winnow.pipelines.work.SmallStrategies;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CitationsTest {
    private static final PassageIndex INDEX = SmallStrategies.index(List.of(
            SmallIndexes.document("a", "A", "The ferry Marigold was built in Brackwater."),
            SmallIndexes.document("b", "B", "Sheep graze on the hills."),
            SmallIndexes.document("c", "C", "The ferry Marigold crosses the bay at Brackwater.")));
    private static final Question QUESTION = SmallIndexes.question("q", Scope.CORPUS);
    private static final CitationTemplate TEMPLATE = new CitationTemplate(
            1,
            new CitationTemplate.Asked("Number your sources.", "Keep numbers."),
            new CitationTemplate.Asked("Quote your sources behind {{quote}}", "Copy words."),
            "Quote:");
    private static final Rag RAG = new Rag("bm25", Order.SCORE, Optional.of(2), Optional.empty());

    private static Pipeline cited(PipelineSpec spec, CitationForm form, SmallStrategies.Scripted model) {
        PipelineTools tools = SmallStrategies.tools(INDEX, model);
        Citations citations = new Citations(form, "Quote:");
        PipelineTools worded = new PipelineTools(
                tools.index(),
                tools.retrievers(),
                tools.counter(),
                tools.passageTokens(),
                TEMPLATE.asking(tools.template(), form),
                citations.told(tools.model()),
                tools.seed(),
                0,
                tools.pinned(),
                tools.leaks(),
                tools.haystacks(),
                tools.refinement(),
                name -> TEMPLATE.asking(SmallIndexes.strategy(name), form),
                tools.shared());
        return citations.of(spec.open(worded));
    }

    private static Optional<Pinned.Span> whole(String document, int length) {
        return Optional.of(new Pinned.Span(new DocumentId(document), 0, length));
    }

    @Test
    void an_answer_is_asked_to_cite_and_what_it_cites_is_taken_out_and_found() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(prompt -> "Answer: the Marigold [1][7]");

        Attempt attempt = cited(RAG, CitationForm.PASSAGES, model).answer(QUESTION);

        assertThat(model.prompts().getFirst()).contains("Number your sources.\n\nQuestion:");
        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.citations())
                .containsExactly(new Citation("[1]", whole("c", 49)), new Citation("[7]", Optional.empty()));
    }

    @Test
    void quotes_may_stand_before_the_marker_of_the_answer() {
        SmallStrategies.Scripted model =
                new SmallStrategies.Scripted(prompt -> "Quote: crosses the bay\nAnswer: the Marigold");

        Attempt attempt = cited(RAG, CitationForm.QUOTES, model).answer(QUESTION);

        assertThat(model.prompts().getFirst()).contains("Quote your sources behind Quote:");
        assertThat(attempt.answer().text()).isEqualTo("the Marigold");
        assertThat(attempt.citations())
                .containsExactly(
                        new Citation("crosses the bay", Optional.of(new Pinned.Span(new DocumentId("c"), 19, 34))));
    }

    @Test
    void a_refusal_stays_one() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(prompt -> "Answer: The answer is not given. [2]");

        Attempt attempt = cited(RAG, CitationForm.PASSAGES, model).answer(QUESTION);

        assertThat(attempt.answer()).isEqualTo(new Answer.Refused("The answer is not given."));
        assertThat(attempt.citations()).hasSize(1);
    }

    @Test
    void nothing_is_asked_of_a_closed_book_and_nothing_taken_out() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(prompt -> "Answer: one [1]");

        Attempt attempt = cited(new ClosedBook(), CitationForm.PASSAGES, model).answer(QUESTION);

        assertThat(model.prompts().getFirst()).doesNotContain("Number your sources.");
        assertThat(attempt.answer().text()).isEqualTo("one [1]");
        assertThat(attempt.citations()).isEmpty();
    }

    @Test
    void readers_of_pieces_keep_the_numbers_so_that_an_answer_from_notes_can_cite() {
        ChainOfAgents chain = new ChainOfAgents(
                new TokenSize(30),
                new TokenSize(20),
                ChainOfAgents.Variant.LEFT_TO_RIGHT,
                Optional.empty(),
                Optional.empty(),
                ChainOfAgents.Seen.LAST,
                "chain-of-agents");
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(prompt ->
                prompt.task() instanceof Task.Extract ? "it crosses the bay [3]" : "Answer: the Marigold [3]");

        Attempt attempt = cited(chain, CitationForm.PASSAGES, model).answer(QUESTION);

        assertThat(model.prompts().getFirst()).contains("Keep numbers.").contains("Passage 1");
        assertThat(model.prompts().get(2)).contains("Passage 3");
        assertThat(model.prompts().get(3)).contains("Number your sources.");
        assertThat(attempt.citations()).containsExactly(new Citation("[3]", whole("c", 49)));
    }

    @Test
    void where_nothing_is_asked_for_prompts_are_what_they_were() {
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(prompt -> "Answer: the Marigold [1]");

        Attempt attempt = cited(RAG, CitationForm.NONE, model).answer(QUESTION);

        assertThat(model.prompts().getFirst()).doesNotContain("instructions").doesNotContain("sources");
        assertThat(attempt.answer().text()).isEqualTo("the Marigold [1]");
    }

    @Test
    void a_pipeline_that_chooses_its_context_first_still_does() {
        Pipeline pipeline = cited(RAG, CitationForm.QUOTES, new SmallStrategies.Scripted(prompt -> ""));

        assertThat(((ContextSource) pipeline)
                        .select(QUESTION, TokenBudget.UNLIMITED)
                        .passages())
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"PASSAGES", "QUOTES"})
    void the_extractive_reader_cites_the_sentence_that_its_answer_is_from(CitationForm form) {
        Citations citations = new Citations(form, "Quote:");
        PipelineTools tools = SmallStrategies.tools(INDEX, new ExtractiveReader(SmallIndexes.TOKENS, 12, 0));
        Model told = citations.told(tools.model());
        assertThat(told.spec()).isInstanceOf(Extractive.class);
        PipelineTools asking = new PipelineTools(
                tools.index(),
                tools.retrievers(),
                tools.counter(),
                tools.passageTokens(),
                tools.template(),
                told,
                tools.seed(),
                0,
                tools.pinned(),
                tools.leaks(),
                tools.haystacks(),
                tools.refinement(),
                tools.wordings(),
                tools.shared());

        Attempt attempt = citations.of(RAG.open(asking)).answer(QUESTION);

        assertThat(attempt.answer().text()).isNotEmpty().doesNotContain("[").doesNotContain("Quote");
        assertThat(attempt.citations()).hasSize(1).allSatisfy(citation -> assertThat(citation.span())
                .hasValueSatisfying(span -> assertThat(span.document().value()).isEqualTo("c")));
    }
}
