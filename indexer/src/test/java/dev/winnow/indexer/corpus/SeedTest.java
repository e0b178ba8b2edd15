package dev.winnow.indexer.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SeedTest {
    @Property(tries = 100)
    void a_child_depends_on_nothing_but_its_parent_and_names(
            @ForAll long value, @ForAll String purpose, @ForAll String id) {
        Seed seed = new Seed(value);
        Seed before = seed.child(purpose, id);
        Seed unused = seed.child("another purpose", "another thing");
        long drawn = seed.random().nextLong();

        assertThat(seed.child(purpose, id)).isEqualTo(before);
        assertThat(new Seed(value).random().nextLong()).isEqualTo(drawn);
        assertThat(unused).isNotEqualTo(before);
    }

    @Test
    void children_of_other_names_or_parents_differ() {
        Set<Seed> children = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            children.add(new Seed(7).child("order", "q" + i));
            children.add(new Seed(7).child("sample", "q" + i));
            children.add(new Seed(8).child("order", "q" + i));
        }
        children.add(new Seed(7).child("orderq", "1"));
        assertThat(children).hasSize(301);
    }

    /** Choices of earlier runs must come again, so this value may never change. */
    @Test
    void a_child_is_the_first_64_bits_of_the_digest() {
        // printf '\0\0\0\0017\0\0\0\005order\0\0\0\2q1' | sha256sum
        assertThat(Long.toHexString(new Seed(7).child("order", "q1").value())).isEqualTo("fbec3866f7453d0c");
    }

    @Test
    void every_generator_starts_anew() {
        Seed seed = new Seed(3);
        RandomGenerator first = seed.random();
        first.nextLong();
        assertThat(seed.random().nextLong()).isNotEqualTo(first.nextLong());
        assertThat(seed.random().nextLong()).isEqualTo(seed.random().nextLong());
    }
}
