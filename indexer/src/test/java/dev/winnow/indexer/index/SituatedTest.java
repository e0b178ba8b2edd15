package dev.winnow.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.chunk.Chunker;
import dev.winnow.indexer.chunk.ChunkerSpec;
import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.index.Situated.Headings;
import dev.winnow.indexer.tokens.Tokenizers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SituatedTest {
    private static final String TEXT =
            """
            # Handbook

            Opening words.

            ## Rooms

            ### Rope room

            The rope lies left of the door.

            The lamp hangs above it.

            ## Bells

            There are two bells.
            """;

    private static final Document DOCUMENT = new Document(new DocumentId("d"), "Handbook", TEXT);

    @Test
    void a_passage_is_embedded_under_its_title_and_its_headings() {
        assertThat(embedded(DOCUMENT, new Situated(Headings.MARKDOWN, 0)))
                .contains(
                        // The first heading is the title, and is not said twice.
                        "Handbook\nOpening words.",
                        "Handbook\nRooms > Rope room\nThe rope lies left of the door.",
                        "Handbook\nBells\nThere are two bells.");
    }

    @Test
    void neighbours_are_embedded_as_they_stand_in_the_text_and_their_headings_are_not_repeated() {
        List<String> texts = embedded(DOCUMENT, new Situated(Headings.MARKDOWN, 1));

        assertThat(texts)
                .contains(
                        "Handbook\nRooms\n### Rope room\n\nThe rope lies left of the door.\n\nThe lamp hangs above it.")
                .contains("Handbook\n## Bells\n\nThere are two bells.");
    }

    @Test
    void headings_can_be_left_out() {
        assertThat(embedded(DOCUMENT, new Situated(Headings.NONE, 1)))
                .contains("Handbook\n### Rope room\n\nThe rope lies left of the door.\n\nThe lamp hangs above it.");
    }

    @Test
    void a_document_without_headings_or_title_has_its_neighbours_alone() {
        Document plain = new Document(new DocumentId("p"), "", "One.\n\nTwo.\n\nThree.\n\nFour.");

        assertThat(embedded(plain, new Situated(Headings.MARKDOWN, 1)))
                .containsExactly(
                        "One.\n\nTwo.", "One.\n\nTwo.\n\nThree.", "Two.\n\nThree.\n\nFour.", "Three.\n\nFour.");
        assertThat(embedded(plain, new Situated(Headings.MARKDOWN, Integer.MAX_VALUE)))
                .containsOnly(plain.text());
    }

    @Test
    void without_the_setting_a_passage_is_embedded_with_its_title() {
        assertThat(new VectorSettings(VectorSearch.EXACT).embedded(DOCUMENT, passages(DOCUMENT)))
                .contains("Handbook\nThe rope lies left of the door.");
    }

    @Test
    void settings_that_say_nothing_are_refused() {
        assertThatThrownBy(() -> new Situated(Headings.MARKDOWN, -1))
                .hasMessage("neighbours must be at least 0, got -1");
        assertThatThrownBy(() -> new Situated(Headings.NONE, 0))
                .hasMessageContaining("neighbours must be at least 1 where headings are none, got 0");
    }

    @Test
    void exact_search_is_of_exact_vectors_and_flat_search_of_quantised_ones() {
        assertThatThrownBy(() -> new VectorSettings(VectorSearch.EXACT, VectorPrecision.INT8, Optional.empty()))
                .hasMessageContaining("search must be flat or hnsw where precision is not float32, got exact");
        assertThatThrownBy(() -> new VectorSettings(VectorSearch.FLAT, VectorPrecision.FLOAT32, Optional.empty()))
                .hasMessageContaining("precision must be int8, int4 or binary where search is flat, got float32");
    }

    private static List<String> embedded(Document document, Situated situated) {
        return new VectorSettings(VectorSearch.EXACT, VectorPrecision.FLOAT32, Optional.of(situated))
                .embedded(document, passages(document));
    }

    private static List<Passage> passages(Document document) {
        Chunker paragraphs = ChunkerSpec.parse("paragraphs").open(Tokenizers.open("cl100k_base"));
        return paragraphs.chunk(document);
    }
}
