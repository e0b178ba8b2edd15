package dev.winnow.app.distractors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.distractors.GoldPlaces.Role;
import dev.winnow.app.ledger.ShownSpan;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.QuestionId;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldPlacesTest {
    private static final QuestionId QUESTION = new QuestionId("q");
    private static final DocumentId TOWER = new DocumentId("tower");
    private static final Gold KNOWN =
            new Gold(QUESTION, List.of("Mira Selka"), List.of(new Evidence(TOWER, 27, 55, Evidence.Grain.SPAN)));

    @Test
    void a_span_with_a_character_of_the_evidence_is_gold() {
        GoldPlaces places = GoldPlaces.of(KNOWN).orElseThrow();

        assertThat(places.role(span("tower", 0, 28))).isEqualTo(Role.GOLD);
        assertThat(places.role(span("tower", 54, 90))).isEqualTo(Role.GOLD);
        assertThat(places.role(span("tower", 0, 90))).isEqualTo(Role.GOLD);
    }

    @Test
    void the_rest_of_a_gold_document_is_no_distractor() {
        GoldPlaces places = GoldPlaces.of(KNOWN).orElseThrow();

        assertThat(places.role(span("tower", 0, 27))).isEqualTo(Role.SAME_DOCUMENT);
        assertThat(places.role(span("tower", 55, 90))).isEqualTo(Role.SAME_DOCUMENT);
        assertThat(places.role(span("mill", 27, 55))).isEqualTo(Role.DISTRACTOR);
        assertThat(places.distractors(List.of(span("mill", 0, 9), span("tower", 0, 9), span("garden", 3, 9))))
                .extracting(shown -> shown.document().value())
                .containsExactly("mill", "garden");
    }

    @Test
    void with_an_unanswerable_question_all_is_distractor() {
        GoldPlaces places =
                GoldPlaces.of(new Gold(QUESTION, List.of(), List.of())).orElseThrow();

        assertThat(places.role(span("tower", 27, 55))).isEqualTo(Role.DISTRACTOR);
    }

    @Test
    void of_an_answer_that_may_stand_anywhere_nothing_is_known() {
        assertThat(GoldPlaces.of(new Gold(QUESTION, List.of("Mira Selka"), List.of())))
                .isEmpty();
        assertThat(GoldPlaces.of(new Gold(QUESTION, new Gold.Key.Unknown(), List.of())))
                .isEmpty();
    }

    private static ShownSpan span(String document, int start, int end) {
        return new ShownSpan(
                document + "@" + start + "-" + end, new DocumentId(document), start, end, 1, 0, end - start);
    }
}
