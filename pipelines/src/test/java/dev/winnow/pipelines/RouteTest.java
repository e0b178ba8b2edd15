package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.context.Order;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.route.Form;
import dev.winnow.pipelines.route.Rules;
import dev.winnow.pipelines.work.SmallStrategies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
    private static final PassageIndex INDEX = SmallStrategies.index(List.of(
            SmallIndexes.document("a", "A", "The ferry Marigold crosses the bay at Brackwater."),
            SmallIndexes.document("b", "B", "Sheep graze on the hills."),
            SmallIndexes.document("c", "C", "word ".repeat(200))));
    private static final Scope ONE = new Scope.Documents(List.of(new DocumentId("a")));
    private static final Scope TWO = new Scope.Documents(List.of(new DocumentId("a"), new DocumentId("c")));

    private static Question question(String text, Scope scope, Map<String, String> attributes) {
        return new Question(new QuestionId("q"), text, scope, attributes);
    }

    private static Rules.Rule attribute(String name, String value, String take) {
        return rule(Optional.of(Map.of(name, List.of(value))), Optional.empty(), Optional.empty(), take);
    }

    private static Rules.Rule rule(
            Optional<Map<String, List<String>>> attributes,
            Optional<Integer> tokensAtLeast,
            Optional<Integer> documentsAtMost,
            String take) {
        return new Rules.Rule(
                attributes,
                tokensAtLeast.map(TokenSize::new),
                Optional.empty(),
                Optional.empty(),
                documentsAtMost,
                Optional.empty(),
                Optional.empty(),
                take);
    }

    private static Rules.Rule form(Form form, Optional<String> matches, String take) {
        return new Rules.Rule(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(List.of(form)),
                matches,
                take);
    }

    private static String taken(Question question, String otherwise, Rules.Rule... rules) {
        return new Rules(List.of(rules), otherwise)
                .open(SmallStrategies.tools(INDEX, new SmallStrategies.Scripted(prompt -> "")))
                .route(question)
                .route();
    }

    @Test
    void the_first_rule_that_a_question_meets_decides_and_no_model_is_asked_for_it() {
        Map<String, PipelineSpec> routes = new LinkedHashMap<>();
        routes.put("whole", new FullContext());
        routes.put("chunks", new Rag("bm25", Order.SCORE, Optional.of(1), Optional.empty()));
        Route route = new Route(routes, new Rules(List.of(attribute("task", "comp", "whole")), "chunks"));
        SmallStrategies.Scripted model = new SmallStrategies.Scripted(prompt -> "Answer: x");
        Pipeline pipeline = route.open(SmallStrategies.tools(INDEX, model));

        Attempt whole = pipeline.answer(question("Which ferry?", Scope.CORPUS, Map.of("task", "comp")));
        Attempt chunks = pipeline.answer(question("Which ferry?", Scope.CORPUS, Map.of("task", "location")));
        Attempt without = pipeline.answer(question("Which ferry?", Scope.CORPUS, Map.of()));

        assertThat(whole.trace().notes()).containsExactly(new Note("route", "whole", Map.of("rule", "1")));
        assertThat(chunks.trace().notes()).containsExactly(new Note("route", "chunks", Map.of("rule", "otherwise")));
        assertThat(without.trace().notes()).isEqualTo(chunks.trace().notes());
        assertThat(model.asked)
                .extracting(prompt -> ((Task.Answer) prompt.task()).passages().size())
                .containsExactly(3, 1, 1);
    }

    @Test
    void sizes_are_those_of_the_documents_that_the_question_may_see() {
        Rules.Rule large = rule(Optional.empty(), Optional.of(100), Optional.empty(), "large");
        Rules.Rule single = rule(Optional.empty(), Optional.empty(), Optional.of(1), "single");

        assertThat(taken(question("Which ferry?", ONE, Map.of()), "other", large, single))
                .isEqualTo("single");
        assertThat(taken(question("Which ferry?", TWO, Map.of()), "other", large, single))
                .isEqualTo("large");
        assertThat(taken(question("Which ferry?", Scope.CORPUS, Map.of()), "other", single, large))
                .isEqualTo("large");
        int tokens = SmallIndexes.TOKENS.count("The ferry Marigold crosses the bay at Brackwater.");
        Question one = question("Which ferry?", ONE, Map.of());
        assertThat(taken(one, "other", rule(Optional.empty(), Optional.of(tokens), Optional.empty(), "x")))
                .isEqualTo("x");
        assertThat(taken(one, "other", rule(Optional.empty(), Optional.of(tokens + 1), Optional.empty(), "x")))
                .isEqualTo("other");
    }

    @Test
    void all_conditions_of_a_rule_must_be_met() {
        Rules.Rule rule = form(Form.NUMBER, Optional.of("\\bferr(y|ies)\\b"), "x");

        assertThat(taken(question("How many Ferries cross?", ONE, Map.of()), "other", rule))
                .isEqualTo("x");
        assertThat(taken(question("How many sheep graze?", ONE, Map.of()), "other", rule))
                .isEqualTo("other");
        assertThat(taken(question("Which ferry crosses?", ONE, Map.of()), "other", rule))
                .isEqualTo("other");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COMPARISON | How does the revenue of 2020 compare with that of 2021?",
                "COMPARISON | Which was founded earlier, the Marigold line or the Daisy line?",
                "COMPARISON | What do both papers assume?",
                "NUMBER | How many ferries cross the bay?",
                "NUMBER | What percentage of sheep graze?",
                "YES_NO | Did the ferry cross?",
                "PERSON | Who built the ferry?",
                "DATE | In which year was it built?",
                "PLACE | Where does it cross?",
                "REASON | Why was it built?",
                "MANNER | How is wool dyed?",
                "OTHER | Name the ferry.",
                "OTHER | 橋を建てたのは誰ですか",
            })
    void the_form_of_a_question_is_told_by_its_words(Form form, String question) {
        assertThat(Form.of(question)).isEqualTo(form);
    }

    @Test
    void names_of_routes_must_be_there_and_be_taken() {
        Map<String, PipelineSpec> routes = Map.of("whole", new FullContext(), "none", new ClosedBook());

        assertThatThrownBy(() -> new Route(routes, new Rules(List.of(attribute("task", "comp", "hole")), "none")))
                .hasMessage("router takes 'hole', which is none of the routes; did you mean 'whole'?");
        assertThatThrownBy(() -> new Route(routes, new Rules(List.of(attribute("task", "comp", "none")), "none")))
                .hasMessage("routes has 'whole', which the router never takes; remove it, or let the router take it");
    }

    @Test
    void a_rule_has_conditions_that_can_be_met() {
        assertThatThrownBy(() -> rule(Optional.empty(), Optional.empty(), Optional.empty(), "x"))
                .hasMessage("a rule needs a condition; what is taken in any case stands in 'otherwise'");
        assertThatThrownBy(() -> rule(Optional.of(Map.of("task", List.of())), Optional.empty(), Optional.empty(), "x"))
                .hasMessage("attributes must give 'task' at least one value");
        assertThatThrownBy(() -> form(Form.NUMBER, Optional.of("(ferry"), "x"))
                .hasMessageStartingWith("matches is no regular expression: ")
                .hasMessageEndingWith("got '(ferry'");
        assertThatThrownBy(() -> new Rules(List.of(), "x")).hasMessageStartingWith("rules must name at least one");
    }

    @Test
    void its_identity_has_that_of_its_parts() {
        Route one = new Route(
                Map.of("x", new FullContext(), "y", new ClosedBook()),
                new Rules(List.of(attribute("task", "comp", "x")), "y"));
        Route other = new Route(
                Map.of("x", new FullContext(), "y", new ClosedBook()),
                new Rules(List.of(attribute("task", "comp", "x"), attribute("task", "hallu", "x")), "y"));

        assertThat(one.identity(null)).contains("FullContext").isNotEqualTo(other.identity(null));
        assertThat(one.all()).contains(new FullContext(), new ClosedBook());
    }
}
