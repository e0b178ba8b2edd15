package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static List<String> found(String sentence, Candidate.Kind kind) {
        return Candidates.in(Sentences.of(sentence).getFirst()).stream()
                .filter(candidate -> candidate.kind() == kind)
                .map(Candidate::text)
                .toList();
    }

    @Test
    void names_may_hold_connecting_words() {
        assertThat(found("It was kept at the University of Tarvos by Anna van der Kell.", Candidate.Kind.NAME))
                .contains("University of Tarvos", "Anna van der Kell", "Tarvos");
    }

    @Test
    void a_possessive_ends_a_name() {
        assertThat(found("They sang Ada Kell's Winter Songs.", Candidate.Kind.NAME))
                .contains("Ada Kell", "Winter Songs")
                .doesNotContain("Ada Kell's Winter Songs");
    }

    @Test
    void a_place_may_be_a_pair_of_names() {
        assertThat(found("She lives in Tulsa, Oklahoma.", Candidate.Kind.NAMES)).containsExactly("Tulsa, Oklahoma");
    }

    @Test
    void a_date_is_found_whole_in_every_usual_form() {
        assertThat(found("Born March 14, 1893, she left on 7 May 1910 and died in 1950.", Candidate.Kind.DATE))
                .containsExactly("March 14, 1893", "7 May 1910", "1950");
        assertThat(found("He ruled 1914–1918, after the 1890s and the 12th century.", Candidate.Kind.DATE))
                .containsExactly("1914", "1914–1918", "1890s", "12th century");
    }

    @Test
    void a_number_is_found_alone_and_with_what_it_counts() {
        assertThat(found("There are 291 episodes, and it cost $3 million.", Candidate.Kind.NUMBER))
                .containsExactly("291", "291 episodes", "$3 million");
    }

    @Test
    void quoted_titles_are_found_without_their_quotes() {
        assertThat(found("He wrote \"The Long Road\" and “Home.”", Candidate.Kind.QUOTED))
                .containsExactly("The Long Road", "Home");
    }

    @Test
    void plain_phrases_end_at_grammar() {
        assertThat(found("The organ is located beneath the liver.", Candidate.Kind.PHRASE))
                .contains("liver", "organ");
    }
}
