package dev.winnow.pipelines.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.FullContext;
import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.Pipeline;
import dev.winnow.pipelines.PipelineSpec;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.Rag;
import dev.winnow.pipelines.Route;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.work.SmallStrategies;
import dev.winnow.retrievers.Bm25;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.RetrievalUsage;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverTools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedTest {
    private static final PassageIndex INDEX = SmallStrategies.index(List.of(
            SmallIndexes.document("a", "A", "The ferry Marigold crosses the bay at Brackwater."),
            SmallIndexes.document("b", "B", "A ferry needs a bay."),
            SmallIndexes.document("c", "C", "Sheep graze on the hills.")));

    @TempDir
    Path folder;

    private final List<Query> searched = Collections.synchronizedList(new ArrayList<>());

    /** BM25 that counts what it is asked, and whose every search takes some tokens, more the deeper it goes. */
    private Retriever metered() {
        Retriever bm25 = new Bm25(0.9, 0.4, Bm25.Statistics.SCOPE).open(RetrieverTools.of(INDEX));
        return query -> {
            searched.add(query);
            return bm25.retrieve(query)
                    .costing(RetrievalUsage.embedded(5, 0.5)
                            .plus(RetrievalUsage.scored(query.depth(), 10L * query.depth(), 0)));
        };
    }

    private Path file(SavedRouter router) {
        Path file = folder.resolve("router.json");
        router.write(file);
        return file;
    }

    /** Retrieval of so many passages where their scores are above 0, and so always. */
    private Route searching(int depth, int k) {
        SavedRouter router = SmallRouters.of(
                new FeatureSpec(Set.of(), List.of(), List.of("bm25"), depth),
                List.of("bm25.top"),
                new RuleList(
                        List.of(new RuleList.Rule(
                                List.of(new RuleList.Condition(0, RuleList.Side.ABOVE, 0)), List.of(0.75, 0.5))),
                        List.of(0.5, 0.75)));
        return new Route(
                Map.of(
                        "chunks",
                        new Rag("bm25", Order.SCORE, Optional.of(k), Optional.empty()),
                        "whole",
                        new FullContext()),
                new Trained(file(router), Optional.empty(), Optional.empty()));
    }

    private Pipeline open(PipelineSpec spec) {
        return spec.open(SmallStrategies.tools(INDEX, new SmallStrategies.Scripted(prompt -> "Answer: x"))
                .searching(name -> metered()));
    }

    private static Question question(String text, Map<String, String> attributes) {
        return new Question(new QuestionId("q"), text, Scope.CORPUS, attributes);
    }

    private static Question ferry() {
        return question("Which ferry crosses the bay?", Map.of());
    }

    @Test
    void a_question_takes_the_route_that_promises_most_and_the_note_says_why() {
        Map<String, PipelineSpec> routes = Map.of(
                "short", new Rag("bm25", Order.SCORE, Optional.of(1), Optional.empty()), "whole", new FullContext());
        Pipeline pipeline = open(new Route(
                routes,
                new Trained(file(SmallRouters.byTask()), Optional.empty(), Optional.of(Map.of("chunks", "short")))));

        Attempt compared = pipeline.answer(question("Which ferry?", Map.of("task", "comp")));
        Attempt located = pipeline.answer(question("Which ferry?", Map.of("task", "location")));

        assertThat(compared.trace().notes())
                .containsExactly(new Note(
                        "route",
                        "whole",
                        Map.of("because", "task=comp", "expected chunks", "0.250", "expected whole", "0.750")));
        assertThat(located.trace().notes())
                .extracting(Note::what, Note::outcome)
                .containsExactly(tuple("route", "short"));
        assertThat(compared.trace().contexts().getFirst().passages()).hasSize(3);
        assertThat(located.trace().contexts().getFirst().passages()).hasSize(1);
    }

    @Test
    void the_same_search_is_made_once_and_paid_once() {
        Attempt routed = open(searching(2, 2)).answer(ferry());

        assertThat(searched).hasSize(1);
        assertThat(routed.trace().retrieval())
                .isEqualTo(RetrievalUsage.embedded(5, 0.5).plus(RetrievalUsage.scored(2, 20, 0)));
        assertThat(routed.trace().contexts().getFirst().passages())
                .isEqualTo(open(new Rag("bm25", Order.SCORE, Optional.of(2), Optional.empty()))
                        .answer(ferry())
                        .trace()
                        .contexts()
                        .getFirst()
                        .passages());
    }

    @Test
    void a_deeper_search_pays_what_it_takes_beyond_the_first() {
        Attempt routed = open(searching(2, 3)).answer(ferry());

        assertThat(searched).extracting(Query::depth).containsExactly(2, 3);
        assertThat(routed.trace().retrieval())
                .isEqualTo(RetrievalUsage.embedded(5, 0.5).plus(RetrievalUsage.scored(3, 30, 0)));
    }

    @Test
    void a_route_that_searches_nothing_is_charged_with_the_choice() {
        Attempt routed = open(searching(2, 2)).answer(question("zeppelin", Map.of()));

        assertThat(routed.trace().notes()).extracting(Note::outcome).containsExactly("whole");
        assertThat(routed.trace().retrieval())
                .isEqualTo(RetrievalUsage.embedded(5, 0.5).plus(RetrievalUsage.scored(2, 20, 0)));
        assertThat(routed.trace().contexts()).hasSize(1);
    }

    @Test
    void searches_are_shared_no_longer_than_the_answer_takes() {
        Pipeline pipeline = open(searching(2, 2));

        Attempt first = pipeline.answer(ferry());
        Attempt second = pipeline.answer(ferry());

        assertThat(searched).hasSize(2);
        assertThat(second.trace().retrieval()).isEqualTo(first.trace().retrieval());
    }

    @Test
    void its_identity_is_the_content_of_its_file() {
        Trained before = new Trained(file(SmallRouters.byTask()), Optional.empty(), Optional.empty());
        String identity = before.identity();

        file(SmallRouters.byTask().withLambda(0.25));

        assertThat(before.identity()).isNotEqualTo(identity);
        assertThat(new Trained(before.file(), Optional.of(0.0), Optional.empty()).identity())
                .isEqualTo(identity);
        assertThat(new Trained(before.file(), Optional.of(0.0), Optional.of(Map.of("whole", "all"))).identity())
                .isNotEqualTo(identity);
    }

    @Test
    void what_it_needs_of_an_experiment_is_told() {
        Trained trained = new Trained(file(SmallRouters.byTask()), Optional.empty(), Optional.empty());

        assertThat(trained.routes()).containsExactly("chunks", "whole");
        assertThat(trained.attributes()).isEqualTo(Map.of("task", List.of()));
        assertThat(trained.retrievers()).isEmpty();
        assertThat(trained.tokenizer()).contains("cl100k_base");
        assertThat(searching(2, 2).router().retrievers()).isEqualTo(Map.of("bm25", "bm25"));
    }

    @Test
    void names_of_routes_must_be_those_of_the_file() {
        Path file = file(SmallRouters.byTask());

        assertThatThrownBy(() -> new Trained(file, Optional.empty(), Optional.of(Map.of("chunk", "x"))))
                .hasMessage("take has 'chunk', which is no route of " + file + "; did you mean 'chunks'?");
        assertThatThrownBy(() -> new Trained(file, Optional.of(-1.0), Optional.empty()))
                .hasMessage("lambda must be at least 0, got -1.0");
        Trained trained = new Trained(file, Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> new Route(Map.of("chunks", new FullContext(), "hole", new FullContext()), trained))
                .hasMessage("router takes 'whole', which is none of the routes; did you mean 'hole'?");
        Path missing = folder.resolve("none.json");
        assertThatThrownBy(() -> new Trained(missing, Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("file " + missing
                        + ": there is no such file; a router is made by 'winnow route', or written by hand");
    }
}
