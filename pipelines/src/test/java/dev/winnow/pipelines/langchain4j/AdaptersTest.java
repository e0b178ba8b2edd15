package dev.winnow.pipelines.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.aggregator.ReciprocalRankFuser;
import dev.langchain4j.rag.query.Query;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.embed.Embedder;
import dev.winnow.indexer.embed.EmbedderTools;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.prompt.PromptTemplate;
import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.Retriever;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdaptersTest {
    private static final Document LEAVE =
            new Document(new DocumentId("leave"), "Leave", "Twenty-seven days. Ask two weeks ahead.");
    private static final Document SHIFTS = new Document(new DocumentId("shifts"), "", "There is no night shift.");
    private static final Passage DAYS = Passage.of(LEAVE, 0, 0, 18);
    private static final Passage AHEAD = Passage.of(LEAVE, 1, 19, 39);
    private static final Passage NIGHT = Passage.of(SHIFTS, 0, 0, 24);
    private static final PromptTemplate TEMPLATE = new PromptTemplate(
            1,
            Optional.of("Be brief."),
            "{{context}}\n\nQuestion: {{question}}",
            "{{question}}",
            "[{{label}}]\n{{title}}\n{{text}}",
            "Not given.",
            Optional.empty(),
            Optional.empty());

    /** Words, parted by blanks. */
    private static final TokenCounter WORDS = new TokenCounter() {
        @Override
        public String name() {
            return "words";
        }

        @Override
        public int count(String text) {
            return text.isBlank() ? 0 : text.strip().split("\\s+").length;
        }

        @Override
        public int[] ends(String text) {
            throw new UnsupportedOperationException();
        }
    };

    private static String title(DocumentId id) {
        return id.equals(LEAVE.id()) ? LEAVE.title() : SHIFTS.title();
    }

    @Test
    void a_context_becomes_contents_in_its_order_with_everything_that_is_known_of_them() {
        Shown second = new Shown(AHEAD, "Leave", 2, 1.5f, 9);
        Shown first = new Shown(NIGHT, "", 1, 2.5f, 7);
        ContextContentRetriever retriever = new ContextContentRetriever((question, budget) -> {
            assertThat(question).isEqualTo(Question.asked("How long ahead?", Scope.CORPUS));
            assertThat(budget).isEqualTo(TokenBudget.UNLIMITED);
            return new Context(List.of(second, first), budget, 0);
        });

        List<Content> contents = retriever.retrieve(Query.from("How long ahead?"));

        assertThat(contents).extracting(each -> each.textSegment().text()).containsExactly(AHEAD.text(), NIGHT.text());
        assertThat(contents.get(0).textSegment().metadata().toMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "document_id",
                        "leave",
                        "passage_id",
                        "leave#1",
                        "title",
                        "Leave",
                        "start",
                        19,
                        "end",
                        39,
                        "rank",
                        2,
                        "score",
                        1.5f,
                        "tokens",
                        9));
        assertThat(contents.get(0).metadata())
                .containsEntry(ContentMetadata.SCORE, 1.5)
                .containsEntry(ContentMetadata.EMBEDDING_ID, "leave#1");
    }

    @Test
    void who_asks_can_decide_what_may_be_seen() {
        Scope own = Scope.of(List.of(LEAVE.id()));
        ContextContentRetriever retriever = new ContextContentRetriever(
                (question, budget) -> {
                    assertThat(question.scope()).isEqualTo(own);
                    assertThat(budget.tokens()).isEqualTo(50);
                    return Context.EMPTY;
                },
                new TokenBudget(50),
                query -> Question.asked(query.text(), own));
        assertThat(retriever.retrieve(Query.from("mine"))).isEmpty();
    }

    private static Retriever finds(Passage... passages) {
        return query -> new Ranking(IntStream.range(0, Math.min(passages.length, query.depth()))
                .mapToObj(i -> new Hit(passages[i], 10f - i))
                .toList());
    }

    @Test
    void a_passage_that_two_retrievers_find_is_one_content_to_langchain4j() {
        RankingContentRetriever one = new RankingContentRetriever(finds(DAYS, NIGHT), 5, AdaptersTest::title);
        RankingContentRetriever other = new RankingContentRetriever(finds(AHEAD, DAYS), 5, AdaptersTest::title);
        Query query = Query.from("q");

        List<Content> fused = ReciprocalRankFuser.fuse(List.of(one.retrieve(query), other.retrieve(query)));

        assertThat(fused)
                .hasSize(3)
                .first()
                .extracting(each -> each.textSegment().metadata().getString(ContentKeys.PASSAGE))
                .isEqualTo("leave#0");
        assertThat(new RankingContentRetriever(finds(DAYS, NIGHT), 1, AdaptersTest::title).retrieve(query))
                .hasSize(1)
                .first()
                .extracting(each -> each.metadata().get(ContentMetadata.SCORE))
                .isEqualTo(10.0);
    }

    private static Content segment(String text, String file, int index) {
        return Content.from(
                TextSegment.from(text, new Metadata().put("file_name", file).put("index", Integer.toString(index))));
    }

    private static Map<Query, Collection<List<Content>>> found(List<Content> list) {
        return Map.of(Query.from("q"), List.of(list));
    }

    private static List<String> texts(List<Content> contents) {
        return contents.stream().map(each -> each.textSegment().text()).toList();
    }

    @Test
    void contents_of_any_retriever_are_cut_at_the_first_that_does_not_fit_and_then_put_in_order() {
        List<Content> list = List.of(
                segment("b two", "b", 2),
                segment("a nine", "a", 9),
                segment("b one", "b", 1),
                segment("this one has too many words", "c", 0),
                segment("short", "d", 0));

        assertThat(texts(new BudgetedContentAggregator(new TokenBudget(8), Order.SCORE, WORDS).aggregate(found(list))))
                .containsExactly("b two", "a nine", "b one");
        assertThat(texts(new BudgetedContentAggregator(new TokenBudget(8), Order.DOCUMENT, WORDS)
                        .aggregate(found(list))))
                .containsExactly("b one", "b two", "a nine");
        assertThat(texts(new BudgetedContentAggregator(new TokenBudget(8), Order.BOTH_ENDS, WORDS)
                        .aggregate(found(list))))
                .containsExactly("b two", "b one", "a nine");
        assertThat(texts(
                        new BudgetedContentAggregator(new TokenBudget(4), Order.REVERSE, WORDS).aggregate(found(list))))
                .containsExactly("a nine", "b two");
        assertThat(new BudgetedContentAggregator(new TokenBudget(1), Order.SCORE, WORDS).aggregate(found(list)))
                .isEmpty();
    }

    @Test
    void several_lists_are_fused_before_the_budget_is_spent() {
        Content both = segment("in both", "a", 1);
        List<Content> fused = new BudgetedContentAggregator(new TokenBudget(2), Order.SCORE, WORDS)
                .aggregate(Map.of(
                        Query.from("q"),
                        List.of(
                                List.of(segment("first here", "b", 1), both),
                                List.of(segment("first there", "c", 1), both))));
        assertThat(fused).containsExactly(both);
        assertThat(fused.get(0)).isSameAs(both);
    }

    @Test
    void contents_that_do_not_say_where_they_are_from_stand_each_for_itself() {
        List<Content> list = List.of(Content.from("second best is last"), Content.from("x"), segment("y", "f", 3));
        assertThat(texts(new BudgetedContentAggregator(TokenBudget.UNLIMITED, Order.DOCUMENT, WORDS)
                        .aggregate(found(list))))
                .containsExactly("second best is last", "x", "y");
        assertThat(new BudgetedContentAggregator(TokenBudget.UNLIMITED, Order.SCORE, WORDS).aggregate(Map.of()))
                .isEmpty();
        assertThatThrownBy(() -> new BudgetedContentAggregator(TokenBudget.UNLIMITED, Order.CORPUS, WORDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use the order 'document'");
    }

    @Test
    void a_random_order_is_the_same_for_the_same_question() {
        List<Content> list =
                IntStream.range(0, 20).mapToObj(i -> segment("s" + i, "f", i)).toList();
        BudgetedContentAggregator random = new BudgetedContentAggregator(
                TokenBudget.UNLIMITED, Order.RANDOM, (label, title, text) -> 1, new Seed(5));
        assertThat(random.aggregate(found(list)))
                .isNotEqualTo(list)
                .containsExactlyInAnyOrderElementsOf(list)
                .isEqualTo(random.aggregate(found(list)));
    }

    @Test
    void contents_of_winnow_know_their_document_and_place() {
        RankingContentRetriever ranking =
                new RankingContentRetriever(finds(AHEAD, NIGHT, DAYS), 5, AdaptersTest::title);
        assertThat(texts(new BudgetedContentAggregator(TokenBudget.UNLIMITED, Order.DOCUMENT, WORDS)
                        .aggregate(found(ranking.retrieve(Query.from("q"))))))
                .containsExactly(DAYS.text(), AHEAD.text(), NIGHT.text());
    }

    @Test
    void the_injected_message_is_the_prompt_that_a_strategy_sends() {
        Context context = new Context(
                List.of(new Shown(AHEAD, "Leave", 2, 1, 5), new Shown(NIGHT, "", 1, 2, 5)), TokenBudget.UNLIMITED, 0);
        List<Message> sent = TEMPLATE.answer(Question.asked("Why?", Scope.CORPUS), context, 0)
                .messages();
        ContextContentRetriever retriever = new ContextContentRetriever((question, budget) -> context);
        PromptContentInjector injector = new PromptContentInjector(TEMPLATE);

        UserMessage injected =
                (UserMessage) injector.inject(retriever.retrieve(Query.from("Why?")), UserMessage.from("ann", "Why?"));

        assertThat(injected.singleText())
                .isEqualTo(sent.get(1).text())
                .isEqualTo("[1]\nLeave\nAsk two weeks ahead.\n\n[2]\nThere is no night shift.\n\nQuestion: Why?");
        assertThat(injected.name()).isEqualTo("ann");
        assertThat(injector.systemMessage()).contains(sent.get(0).text());
        assertThatThrownBy(() -> injector.inject(List.of(), dev.langchain4j.data.message.AiMessage.from("no")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The vector of a text is its length and the role it was embedded in. */
    private static final EmbeddingModel LENGTHS = new EmbeddingModel() {
        @Override
        public Response<Embedding> embed(String query) {
            return Response.from(Embedding.from(new float[] {query.length(), 1}), new TokenUsage(3));
        }

        @Override
        public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
            return Response.from(
                    segments.stream()
                            .map(each -> Embedding.from(new float[] {each.text().length(), 0}))
                            .toList(),
                    new TokenUsage(5));
        }
    };

    @Test
    void an_embedding_model_is_an_embedder_and_an_embedder_an_embedding_model() {
        EmbeddingModelSpec spec = new EmbeddingModelSpec("lengths-1", LENGTHS);
        assertThat(spec.fingerprint())
                .isEqualTo(new EmbeddingModelSpec("lengths-1", LENGTHS).fingerprint())
                .isNotEqualTo(new EmbeddingModelSpec("lengths-2", LENGTHS).fingerprint());
        try (Embedder embedder = spec.open(new EmbedderTools(name -> Optional.empty(), Path.of("unused")))) {
            List<dev.winnow.indexer.embed.Embedding> passages =
                    embedder.embed(List.of("abc", "de"), Embedder.Role.PASSAGE);
            assertThat(passages).extracting(each -> each.vector()[0]).containsExactly(3f, 2f);
            assertThat(passages)
                    .extracting(dev.winnow.indexer.embed.Embedding::tokens)
                    .containsExactly(3, 2);
            assertThat(embedder.embed(List.of(), Embedder.Role.PASSAGE)).isEmpty();

            EmbedderEmbeddingModel back = new EmbedderEmbeddingModel(embedder);
            assertThat(back.embed("four").content().vector()).containsExactly(4, 1);
            assertThat(back.embed(TextSegment.from("four")).content().vector()).containsExactly(4, 0);
            Response<List<Embedding>> all = back.embedAll(List.of(TextSegment.from("a"), TextSegment.from("bc")));
            assertThat(all.content()).extracting(each -> each.vector()[0]).containsExactly(1f, 2f);
            assertThat(all.tokenUsage().inputTokenCount()).isEqualTo(5);
            assertThat(back.dimension()).isEqualTo(2);
        }
    }
}
