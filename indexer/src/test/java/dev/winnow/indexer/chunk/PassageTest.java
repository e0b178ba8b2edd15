package dev.winnow.indexer.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PassageTest {
    private static final Document SONG = new Document(new DocumentId("song"), "A song", "One. Two. Three.");

    @Test
    void a_document_is_read_when_the_text_is_asked_for_and_only_once() {
        AtomicInteger read = new AtomicInteger();
        Passage passage = Passage.unread(SONG.id(), 1, 5, 9, () -> {
            read.incrementAndGet();
            return SONG;
        });
        assertThat(passage.id().value()).isEqualTo("song#1");
        assertThat(passage).hasToString("song#1 [5, 9)");
        assertThat(read).hasValue(0);

        assertThat(passage.text()).isEqualTo("Two.");
        assertThat(passage.text()).isEqualTo("Two.");
        assertThat(read).hasValue(1);
    }

    @Test
    void passages_of_one_id_and_span_are_equal_read_or_not() {
        Passage unread = Passage.unread(SONG.id(), 1, 5, 9, () -> {
            throw new AssertionError("equality must not read texts");
        });
        assertThat(unread).isEqualTo(Passage.of(SONG, 1, 5, 9)).hasSameHashCodeAs(Passage.of(SONG, 1, 5, 9));
        assertThat(unread).isNotEqualTo(Passage.of(SONG, 2, 5, 9));
        assertThat(unread).isNotEqualTo(Passage.of(SONG, 1, 5, 8));
        assertThat(unread).isNotEqualTo(Passage.of(new Document(new DocumentId("other"), "", SONG.text()), 1, 5, 9));
    }

    @Test
    void a_passage_and_a_free_span_of_the_same_text_are_not_the_same() {
        assertThat(Passage.span(SONG, 0, 4)).isNotEqualTo(Passage.of(SONG, 0, 0, 4));
        assertThat(Passage.span(SONG, 0, 4).id().value()).isEqualTo("song@0-4");
    }

    @Test
    void a_text_must_be_as_long_as_its_span() {
        assertThatThrownBy(() -> new Passage(new PassageId("song#0"), SONG.id(), 0, 0, 5, "One."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("passage song#0: [0, 5) does not fit a text of 4");
    }
}
