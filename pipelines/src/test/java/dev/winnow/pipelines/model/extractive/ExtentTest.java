package dev.winnow.pipelines.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExtentTest {
    private static final Sentence SENTENCE =
            Sentences.of("It was built by Ada Kell and Otto Lind in 1911.").getFirst();
    private static final Page PAGE = Page.read("Mill", "It was built by Ada Kell and Otto Lind in 1911.");

    private static Chains.Found found(String text, Candidate.Kind kind, double score) {
        Candidate candidate = Candidates.in(SENTENCE).stream()
                .filter(each -> each.text().equals(text) && each.kind() == kind)
                .findFirst()
                .orElseThrow();
        Match match = new Match(PAGE, SENTENCE, 0, Met.none(0), List.of());
        return new Chains.Found(candidate, match, 1, 1, new Tally(), score);
    }

    @Test
    void a_clear_winner_is_the_whole_answer() {
        List<Chains.Found> found =
                List.of(found("Ada Kell", Candidate.Kind.NAME, 20), found("Otto Lind", Candidate.Kind.NAME, 1));

        assertThat(new Extent(found, 12).best()).isEqualTo("Ada Kell");
    }

    @Test
    void two_likely_answers_side_by_side_are_given_together() {
        List<Chains.Found> found =
                List.of(found("Ada Kell", Candidate.Kind.NAME, 5), found("Otto Lind", Candidate.Kind.NAME, 5));

        assertThat(new Extent(found, 12).best()).isEqualTo("Ada Kell and Otto Lind");
        assertThat(new Extent(found, 3).best()).isEqualTo("Ada Kell");
    }

    @Test
    void dates_are_never_joined_to_anything() {
        List<Chains.Found> found =
                List.of(found("1911", Candidate.Kind.DATE, 5), found("Otto Lind", Candidate.Kind.NAME, 5));

        assertThat(new Extent(found, 12).best()).isIn("1911", "Otto Lind");
    }

    @Test
    void overlap_is_token_f1() {
        assertThat(Extent.overlap(List.of("a", "b", "c"), List.of("b", "c", "d")))
                .isEqualTo(2.0 / 3);
        assertThat(Extent.overlap(List.of("a"), List.of("b"))).isZero();
    }
}
