package dev.winnow.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LexiconTest {
    @TempDir
    Path folder;

    private PassageIndex index() {
        return SmallIndexes.index(
                folder.resolve("index"),
                "paragraphs",
                SmallIndexes.corpus(
                        new Document(new DocumentId("a"), "Ferry", "bay island\n\nharbour\n\nbay bay"),
                        SmallIndexes.document("b", "island")));
    }

    @Test
    void terms_weigh_by_how_rare_they_are_and_how_often_they_stand() {
        try (PassageIndex index = index()) {
            Lexicon lexicon = new Lexicon(index);
            double bay = Math.log(1 + (4 - 2 + 0.5) / (2 + 0.5));
            double fog = Math.log(1 + (4 + 0.5) / 0.5);
            double twice = (1 + Math.log(2)) * bay;

            assertThat(lexicon.of("bay fog").shareIn(lexicon.of("the bay"))).isCloseTo(bay / (bay + fog), within(1e-6));
            assertThat(lexicon.of("bay bay fog").cosine(lexicon.of("bay")))
                    .isCloseTo(twice / Math.hypot(twice, fog), within(1e-6));
        }
    }

    @Test
    void a_text_without_terms_is_like_nothing() {
        try (PassageIndex index = index()) {
            Lexicon lexicon = new Lexicon(index);

            assertThat(lexicon.of("the").cosine(lexicon.of("bay"))).isZero();
            assertThat(lexicon.of("the").shareIn(lexicon.of("bay"))).isZero();
        }
    }

    @Test
    void a_passage_has_the_terms_of_its_title() {
        try (PassageIndex index = index()) {
            Lexicon lexicon = new Lexicon(index);

            assertThat(lexicon.of("ferry").shareIn(lexicon.passage(1))).isEqualTo(1);
            assertThat(lexicon.of("harbour").shareIn(lexicon.passage(1))).isEqualTo(1);
            assertThat(lexicon.of("bay").shareIn(lexicon.passage(1))).isZero();
        }
    }

    @Test
    void passages_are_found_by_the_characters_that_they_hold() {
        try (PassageIndex index = index()) {
            DocumentId document = new DocumentId("a");

            assertThat(index.numbers(document, 0, 1)).containsExactly(0);
            assertThat(index.numbers(document, 9, 13)).containsExactly(0, 1);
            assertThat(index.numbers(document, 0, 99)).containsExactly(0, 1, 2);
            assertThat(index.numbers(document, 10, 12))
                    .as("blank lines between passages")
                    .isEmpty();
            assertThat(index.numbers(new DocumentId("nowhere"), 0, 9)).isEmpty();
        }
    }

    @Test
    void vectors_of_length_one_have_their_cosine_as_product() {
        float[] left = UnitVectors.of(new float[] {3, 0, 4});
        float[] right = UnitVectors.of(new float[] {0, 0, 2});

        assertThat(UnitVectors.cosine(left, right)).isCloseTo(0.8, within(1e-6));
        assertThat(UnitVectors.cosine(left, left)).isCloseTo(1, within(1e-6));
        assertThat(UnitVectors.of(new float[] {0, 0})).containsExactly(0, 0);
    }
}
