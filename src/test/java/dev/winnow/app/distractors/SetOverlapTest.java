package dev.winnow.app.distractors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class SetOverlapTest {
    @Test
    void two_of_three_and_two_of_four_share_two_of_five() {
        SetOverlap overlap = SetOverlap.of(Set.of("a", "b", "c"), Set.of("b", "c", "d", "e"));

        assertThat(overlap).isEqualTo(new SetOverlap(2, 3, 4));
        assertThat(overlap.jaccard()).isEqualTo(2 / 5.0);
        assertThat(overlap.coefficient()).isEqualTo(2 / 3.0);
    }

    @Test
    void nothing_is_said_of_empty_sets() {
        assertThat(SetOverlap.of(Set.of(), Set.of()).jaccard()).isNaN();
        assertThat(SetOverlap.of(Set.of(), Set.of("a")).jaccard()).isZero();
        assertThat(SetOverlap.of(Set.of(), Set.of("a")).coefficient()).isNaN();
    }

    @Test
    void more_in_common_than_there_is_is_refused() {
        assertThatThrownBy(() -> new SetOverlap(3, 2, 4)).hasMessage("sets of 2 and 4 cannot share 3");
    }

    @Property
    void it_is_the_same_from_both_sides(
            @ForAll @NotEmpty Set<@IntRange(max = 12) Integer> left,
            @ForAll @NotEmpty Set<@IntRange(max = 12) Integer> right) {
        SetOverlap there = SetOverlap.of(left, right);
        SetOverlap back = SetOverlap.of(right, left);

        assertThat(there.jaccard()).isEqualTo(back.jaccard());
        assertThat(there.coefficient()).isEqualTo(back.coefficient());
    }

    @Property
    void jaccard_is_at_most_the_coefficient_and_both_are_shares(
            @ForAll @NotEmpty Set<@IntRange(max = 12) Integer> left,
            @ForAll @NotEmpty Set<@IntRange(max = 12) Integer> right) {
        SetOverlap overlap = SetOverlap.of(left, right);

        assertThat(overlap.jaccard()).isBetween(0.0, overlap.coefficient());
        assertThat(overlap.coefficient()).isLessThanOrEqualTo(1);
        assertThat(overlap.jaccard() == 1).isEqualTo(left.equals(right));
    }

    @Property
    void of_a_part_the_coefficient_is_one(
            @ForAll @NotEmpty Set<@IntRange(max = 12) Integer> part, @ForAll Set<Integer> rest) {
        Set<Integer> whole = new HashSet<>(part);
        whole.addAll(rest);

        assertThat(SetOverlap.of(part, whole).coefficient()).isEqualTo(1);
    }
}
