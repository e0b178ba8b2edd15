package dev.winnow.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is wrong with strategies that are made of others is told at its place, however deep it stands. */
class BrokenStrategiesTest extends Refusals {
    private static final String PLAIN = "  - {use: rag, retriever: bm25, budget: 1K}";

    private static final String ROUTE =
            """
              - use: route
                router:
                  use: rules
                  rules:
                    - {attributes: {kind: [one-hop]}, take: chunks}
                    - {form: [comparison], tokens-at-least: 8K, take: whole}
                  otherwise: whole
                routes:
                  chunks: {use: rag, retriever: bm25, budget: 1K}
                  whole: full-context""";

    @Test
    void what_is_wrong_with_a_step_of_a_cascade_stands_where_the_step_does() throws IOException {
        assertThat(
                        config(
                                PLAIN,
                                """
                          - use: cascade
                            confidence: 1.5
                            steps:
                              - {use: rag, retriever: bm52, budgte: 1K}
                              - full-contxt
                              - {use: rag, retriever: [bm25], k: 0}"""))
                .containsExactly(
                        "c.yaml:12:7: rag needs k (passages) or budget (tokens), or both",
                        "c.yaml:12:29: no retriever is named 'bm52'; did you mean 'bm25'?",
                        "c.yaml:12:35: unknown key 'budgte' in rag; did you mean 'budget'?",
                        "c.yaml:13:7: unknown pipeline 'full-contxt'; did you mean 'full-context'?",
                        "c.yaml:14:29: retriever must be text, got a list");
        assertThat(config(PLAIN, "  - {use: cascade, confidence: 1.5, steps: [closed-book, full-context]}"))
                .containsExactly("c.yaml:9:32: confidence must be above 0 and at most 1, got 1.5");
        assertThat(config(PLAIN, "  - {use: cascade, steps: [full-context]}"))
                .containsExactly("c.yaml:9:27: steps must name at least 2 strategies, got 1");
    }

    @Test
    void budgets_and_evidence_of_steps_are_checked_too() throws IOException {
        assertThat(config(SOUND.replace("use: extractive}", "use: extractive, window: 2K}")
                        .replace(
                                PLAIN,
                                "  - {use: cascade, steps: [{use: rag, retriever: bm25, budget: 50}, {use: self-route,"
                                        + " retriever: bm25, budget: 8000}, full-context]}")))
                .containsExactly(
                        "c.yaml:9:64: budget 50 is less than one passage (tokens:128); raise it to more than 128, or"
                                + " cut smaller passages",
                        "c.yaml:9:112: budget 8K is more than the window of model 'extractive' can take: 2K leaves"
                                + " 1,952 for the prompt; lower the budget or raise the window");
    }

    @Test
    void names_of_routes_attributes_and_values_are_told_with_near_ones() throws IOException {
        assertThat(config(PLAIN, ROUTE.replace("otherwise: whole", "otherwise: hole")))
                .containsExactly(
                        "c.yaml:11:5: router takes 'hole', which is none of the routes; did you mean 'whole'?");
        assertThat(config(PLAIN, ROUTE.replace("kind: [one-hop]", "knd: [one-hop]")))
                .singleElement()
                .asString()
                .startsWith("c.yaml:13:23: no question of ")
                .endsWith(" has the attribute 'knd'; did you mean 'kind'?");
        assertThat(config(PLAIN, ROUTE.replace("kind: [one-hop]", "kind: [one-hop, two-hops]")))
                .singleElement()
                .asString()
                .startsWith("c.yaml:13:39: no question of ")
                .endsWith(" has the value 'two-hops' of the attribute 'kind'; did you mean 'two-hop'?");
        assertThat(config(PLAIN, ROUTE.replace("form: [comparison]", "form: [comparision]")))
                .singleElement()
                .asString()
                .isEqualTo("c.yaml:14:17: unknown form 'comparision'; did you mean 'comparison'?");
        assertThat(config(PLAIN, ROUTE.replace("form: [comparison], tokens-at-least: 8K, ", "")))
                .containsExactly("c.yaml:14:9: rule: a rule needs a condition; what is taken in any case stands in"
                        + " 'otherwise'");
    }

    @Test
    void self_route_needs_a_prompt_by_which_a_model_may_refuse() throws IOException {
        write(
                "prompts/mute.yaml",
                "version: 1\nuser: '{{context}} {{question}}'\nclosed-book: '{{question}}'\npassage: '{{text}}'\n"
                        + "refusal: not known\n");
        assertThat(config(SOUND.replace("name: broken", "name: broken\nprompt: mute")
                        .replace(PLAIN, "  - {use: self-route, retriever: bm25, k: 5}")))
                .singleElement()
                .asString()
                .startsWith("c.yaml:10:11: self-route must tell the model that it may refuse, which the prompt does"
                        + " not: the prompt has no line {{instructions}}");
    }
}
