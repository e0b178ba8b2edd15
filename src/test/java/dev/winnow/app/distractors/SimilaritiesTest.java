package dev.winnow.app.distractors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.IndexBuilder;
import dev.winnow.indexer.index.IndexSettings;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimilaritiesTest {
    private static final DocumentId TOWER = new DocumentId("tower");
    private static final String MILL = "mill stone\n\nbridge";
    private static final Question QUESTION = new Question(new QuestionId("q"), "tower stone", Scope.CORPUS, Map.of());

    @TempDir
    Path folder;

    private PassageIndex index;
    private Similarities similarities;

    @BeforeEach
    void index_of_four_passages() {
        TokenCounter tokens = Tokenizers.open("cl100k_base");
        new IndexBuilder(
                        new IndexSettings("paragraphs", tokens.name(), tokens.fingerprint()),
                        ChunkerSpec.parse("paragraphs").open(tokens),
                        done -> {})
                .build(
                        new MemoryCorpus(List.of(
                                new Document(TOWER, "", "tower stone"),
                                new Document(new DocumentId("mill"), "", MILL),
                                new Document(new DocumentId("garden"), "", "tower stone"))),
                        folder.resolve("index"));
        index = PassageIndex.open(folder.resolve("index"));
        similarities = new Similarities(new IndexedPassages(index, Optional.empty(), Optional.empty()));
    }

    @AfterEach
    void close() {
        index.close();
    }

    /** BM25's idf of a term that stands in so many of the four passages. */
    private double idf(int passages) {
        assertThat(index.manifest().passages()).isEqualTo(4);
        return Math.log(1 + (4 - passages + 0.5) / (passages + 0.5));
    }

    private Similarity similarity(String document, int start, int end) {
        return similarities
                .to(QUESTION, List.of(new Evidence(TOWER, 0, 5, Evidence.Grain.SPAN)))
                .of(new ShownSpan("s", new DocumentId(document), start, end, 1, 0, 1));
    }

    @Test
    void it_is_the_share_of_the_questions_weight_and_the_cosine_to_gold() {
        double tower = idf(2);
        double stone = idf(3);
        double mill = idf(1);

        Similarity found = similarity("mill", 0, 10);

        assertThat(found.questionTerms()).isCloseTo(stone / (tower + stone), within(1e-6));
        assertThat(found.goldTerms())
                .isCloseTo(stone * stone / (Math.hypot(tower, stone) * Math.hypot(mill, stone)), within(1e-6));
    }

    @Test
    void the_same_words_are_as_similar_as_can_be() {
        Similarity found = similarity("garden", 0, 11);

        assertThat(found.questionTerms()).isCloseTo(1, within(1e-6));
        assertThat(found.goldTerms()).isCloseTo(1, within(1e-6));
    }

    @Test
    void a_document_is_as_similar_as_its_best_passage() {
        assertThat(similarity("mill", 0, MILL.length())).isEqualTo(similarity("mill", 0, 10));
        assertThat(similarity("mill", 12, MILL.length()).questionTerms()).isZero();
    }

    @Test
    void what_the_index_lacks_is_not_known() {
        assertThat(similarity("nowhere", 0, 9).questionTerms()).isNaN();
        assertThat(similarity("mill", 0, 10).goldVectors()).isNaN();
    }

    @Test
    void without_evidence_nothing_is_like_gold() {
        Similarity found =
                similarities.to(QUESTION, List.of()).of(new ShownSpan("s", new DocumentId("garden"), 0, 11, 1, 0, 1));

        assertThat(found.questionTerms()).isCloseTo(1, within(1e-6));
        assertThat(found.goldTerms()).isNaN();
    }
}
