package dev.winnow.pipelines.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.work.SmallStrategies;
import dev.winnow.retrievers.Bm25;
import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Query;
import dev.winnow.retrievers.Ranking;
import dev.winnow.retrievers.Retriever;
import dev.winnow.retrievers.RetrieverTools;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class QuestionFeaturesTest {
    private static final Offset<Double> CLOSE = within(1e-9);
    private static final PassageIndex INDEX = SmallStrategies.index(List.of(
            SmallIndexes.document("a", "Ferries", "The ferry Marigold crosses the bay at Brackwater."),
            SmallIndexes.document("b", "Sheep", "Sheep graze on the hills above the bay."),
            SmallIndexes.document("c", "Words", "word ".repeat(200))));

    private static Question question(String text, Scope scope, Map<String, String> attributes) {
        return new Question(new QuestionId("q"), text, scope, attributes);
    }

    private static Question question(String text) {
        return question(text, Scope.CORPUS, Map.of());
    }

    private static Retriever bm25() {
        return new Bm25(0.9, 0.4, Bm25.Statistics.SCOPE).open(RetrieverTools.of(INDEX));
    }

    private static Features words(String text) {
        return QuestionFeatures.of(
                        new FeatureSpec(Set.of(FeatureSpec.Group.QUESTION), List.of(), List.of(), 10),
                        SmallIndexes.TOKENS)
                .of(question(text), "m")
                .features();
    }

    @Test
    void the_words_of_a_question_are_counted() {
        String text =
                "Which is older, the ferry Marigold Star of Anna Reed, or the \"Blue Wren\" that did not sail in 1912?";

        assertThat(words(text).values())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "question-words", 20.0,
                        "question-tokens", (double) SmallIndexes.TOKENS.count(text),
                        // Marigold Star, Anna Reed, Blue Wren
                        "question-names", 3.0,
                        "question-quotes", 1.0,
                        "question-figures", 1.0,
                        "question-comparing", 1.0,
                        "question-counting", 0.0,
                        "question-negating", 1.0,
                        "asks=which", 1.0,
                        "form=comparison", 1.0));
    }

    @Test
    void a_capital_at_the_beginning_of_a_sentence_makes_no_name() {
        assertThat(words("Sheep graze. Where? I ask Anna.").value("question-names"))
                .isEqualTo(1);
        assertThat(words("Anna Reed sails.").value("question-names")).isEqualTo(1);
    }

    @Test
    void counting_and_negation_are_told_by_words() {
        Features features = words("How many ferries don't cross, and what is their total number?");

        assertThat(features.value("question-counting")).isEqualTo(3);
        assertThat(features.value("question-negating")).isEqualTo(1);
        assertThat(features.value("asks=how")).isEqualTo(1);
        assertThat(features.value("form=number")).isEqualTo(1);
    }

    @Test
    void other_languages_have_counts_and_no_signs() {
        Features features = words("橋を建てたのは誰ですか");

        assertThat(features.value("asks=none")).isEqualTo(1);
        assertThat(features.value("form=other")).isEqualTo(1);
        assertThat(features.value("question-tokens")).isPositive();
    }

    @Test
    void sizes_are_logarithms_of_what_the_question_may_see() {
        FeatureSpec spec = new FeatureSpec(Set.of(FeatureSpec.Group.CONTEXT), List.of(), List.of(), 10);
        QuestionFeatures features = QuestionFeatures.of(spec, SmallIndexes.TOKENS, INDEX.corpus());
        int tokens = SmallIndexes.TOKENS.count("Sheep graze on the hills above the bay.");

        Features one = features.of(question("x", Scope.of(List.of(new DocumentId("b"))), Map.of()), "m")
                .features();
        Features all = features.of(question("x"), "m").features();

        assertThat(one.value("context-log-tokens")).isEqualTo(Math.log(1 + tokens), CLOSE);
        assertThat(one.value("context-log-documents")).isEqualTo(Math.log(2), CLOSE);
        assertThat(all.value("context-log-documents")).isEqualTo(Math.log(4), CLOSE);
    }

    @Test
    void attributes_and_the_model_are_categories() {
        FeatureSpec spec = new FeatureSpec(Set.of(FeatureSpec.Group.MODEL), List.of("task", "level"), List.of(), 10);
        Question asked = question("x", Scope.CORPUS, Map.of("task", "comp", "position", "20-40 %"));

        assertThat(QuestionFeatures.of(spec, SmallIndexes.TOKENS)
                        .of(asked, "small")
                        .features()
                        .values())
                .isEqualTo(Map.of("task=comp", 1.0, "model=small", 1.0));
    }

    @Test
    void what_tells_of_the_answer_is_no_feature() {
        assertThatThrownBy(() -> new FeatureSpec(Set.of(), List.of("position"), List.of(), 10))
                .hasMessage(
                        "attributes must be known before a question is answered, and 'position' tells of the answer or"
                                + " its evidence; remove it");
        assertThat(FeatureSpec.ATTRIBUTES).doesNotContain("position", "hops", "relation", "names");
    }

    @Test
    void the_shape_of_scores_is_that_of_the_ranking() {
        Question asked = question("The ferry crosses the bay?");
        QuestionFeatures.Computed computed = QuestionFeatures.of(
                        new FeatureSpec(Set.of(), List.of(), List.of("bm25"), 10),
                        SmallIndexes.TOKENS,
                        INDEX,
                        name -> bm25())
                .of(asked, "m");
        Ranking ranking =
                bm25().retrieve(new Query(asked.text(), Scope.CORPUS, 10, Query.Level.PASSAGE).ofQuestion("q"));
        double first = ranking.hits().get(0).score();
        double second = ranking.hits().get(1).score();

        assertThat(ranking.hits()).hasSize(2);
        Features features = computed.features();
        assertThat(features.value("bm25.top")).isEqualTo(first, CLOSE);
        assertThat(features.value("bm25.gap")).isEqualTo(first - second, CLOSE);
        assertThat(features.value("bm25.range")).isEqualTo(first - second, CLOSE);
        assertThat(features.value("bm25.mean")).isEqualTo((first + second) / 2, CLOSE);
        assertThat(features.value("bm25.deviation")).isEqualTo((first - second) / 2, CLOSE);
        // Standardised, two scores are 1 and -1.
        double share = Math.E / (Math.E + 1 / Math.E);
        double entropy = -(share * Math.log(share) + (1 - share) * Math.log(1 - share)) / Math.log(2);
        assertThat(features.value("bm25.entropy")).isEqualTo(entropy, CLOSE);
        assertThat(features.value("bm25.hits")).isEqualTo(2);
        // Every term of the question is in one of the two; "the" is none.
        assertThat(features.value("bm25.coverage")).isEqualTo(1, CLOSE);
        assertThat(computed.searches())
                .singleElement()
                .extracting(Search::ranking)
                .isEqualTo(ranking);
    }

    @Test
    void a_term_that_nothing_found_holds_is_not_covered() {
        Features features = QuestionFeatures.of(
                        new FeatureSpec(Set.of(), List.of(), List.of("bm25"), 10),
                        SmallIndexes.TOKENS,
                        INDEX,
                        name -> bm25())
                .of(question("sheep zeppelin"), "m")
                .features();
        // BM25's idf of a term in 1 passage, and in none
        int passages = INDEX.reader().numDocs();
        double sheep = Math.log(1 + (passages - 1 + 0.5) / 1.5);
        double zeppelin = Math.log(1 + (passages + 0.5) / 0.5);

        assertThat(features.value("bm25.coverage")).isEqualTo(sheep / (sheep + zeppelin), within(1e-6));
    }

    @Test
    void nothing_found_gives_zeros() {
        Features features = QuestionFeatures.of(
                        new FeatureSpec(Set.of(), List.of(), List.of("bm25", "other"), 10),
                        SmallIndexes.TOKENS,
                        INDEX,
                        name -> bm25())
                .of(question("zeppelin"), "m")
                .features();

        assertThat(features.values()).hasSize(2 * 8 + 3).allSatisfy((name, value) -> assertThat(value)
                .isZero());
    }

    @Test
    void two_retrievers_agree_as_far_as_they_find_the_same() {
        List<Hit> hits = bm25().retrieve(
                        new Query("the ferry crosses the bay; sheep word", Scope.CORPUS, 10, Query.Level.PASSAGE))
                .hits();
        Retriever all = query -> new Ranking(hits);
        Retriever first = query -> new Ranking(hits.subList(0, 1));
        Features features = QuestionFeatures.of(
                        new FeatureSpec(Set.of(), List.of(), List.of("one", "two"), 10),
                        SmallIndexes.TOKENS,
                        INDEX,
                        name -> name.equals("one") ? all : first)
                .of(question("x"), "m")
                .features();

        int found = Math.min(5, hits.size());
        assertThat(features.value("one+two.overlap-5")).isEqualTo(1.0 / found, CLOSE);
        assertThat(features.value("one+two.rbo")).isBetween(0.0, 1.0);
    }

    @Test
    void rank_biased_overlap_is_that_of_the_paper() {
        // Equation 32 by hand, with p = 0.9.
        assertThat(RankingAgreement.rankBiasedOverlap(List.of("a", "b"), List.of("b", "a"), 0.9))
                .isEqualTo(0.1 / 0.9 * (2.0 / 2 * 0.81) + 2.0 / 2 * 0.81, CLOSE);
        assertThat(RankingAgreement.rankBiasedOverlap(List.of("a"), List.of("b", "a"), 0.9))
                .isEqualTo(0.1 / 0.9 * (1.0 / 2 * 0.81) + (1.0 / 2) * 0.81, CLOSE);
        assertThat(RankingAgreement.rankBiasedOverlap(List.of("a"), List.of("a", "b", "c"), 0.9))
                .isEqualTo(
                        0.1 / 0.9 * (0.9 + 0.81 / 2 + 0.729 / 3 + 1.0 * 1 / (1 * 2) * 0.81 + 1.0 * 2 / (1 * 3) * 0.729)
                                + (0.0 + 1.0) * 0.729,
                        CLOSE);
        assertThat(RankingAgreement.rankBiasedOverlap(List.of("a", "b"), List.of("a", "b"), 0.9))
                .isEqualTo(1, CLOSE);
        assertThat(RankingAgreement.rankBiasedOverlap(List.of("a"), List.of("b"), 0.9))
                .isZero();
        assertThat(RankingAgreement.rankBiasedOverlap(List.of(), List.of("b"), 0.9))
                .isZero();
    }

    @Test
    void what_cannot_be_computed_is_refused() {
        assertThatThrownBy(() -> QuestionFeatures.of(FeatureSpec.withoutRetrievers(), SmallIndexes.TOKENS))
                .hasMessage("groups must not have 'context' where the documents are not at hand");
        assertThatThrownBy(() ->
                        QuestionFeatures.of(FeatureSpec.with(List.of("bm25")), SmallIndexes.TOKENS, INDEX.corpus()))
                .hasMessage("retrievers must be none where there is no index, got bm25");
    }

    @Test
    void a_spec_knows_the_names_of_what_it_computes() {
        FeatureSpec spec = FeatureSpec.with(List.of("bm25", "other"));
        Question asked = question("Who sails?", Scope.CORPUS, Map.of("task", "x", "type", "y"));
        Features features = QuestionFeatures.of(spec, SmallIndexes.TOKENS, INDEX, name -> bm25())
                .of(asked, "m")
                .features();

        assertThat(features.values().keySet()).allMatch(spec::computes);
        assertThat(features.values().keySet()).containsAll(spec.names());
        assertThat(spec.computes("position=full")).isFalse();
        assertThat(spec.computes("dense.top")).isFalse();
        assertThat(spec.without(FeatureSpec.Group.MODEL).computes("model=m")).isFalse();
    }
}
