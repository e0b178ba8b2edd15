package dev.winnow.indexer.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.embed.Embedder.Role;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTableTest {
    private static TextKey key(int i) {
        return TextKey.of("text " + i, Role.PASSAGE);
    }

    @Test
    void many_keys_have_their_numbers_and_others_have_none() {
        KeyTable table = new KeyTable();
        for (int i = 0; i < 20_000; i++) {
            assertThat(table.get(key(i))).isEqualTo(-1);
            table.put(key(i), i);
        }
        table.put(key(7), 70_000);
        assertThat(table.size()).isEqualTo(20_000);
        for (int i = 0; i < 20_000; i++) {
            assertThat(table.get(key(i))).isEqualTo(i == 7 ? 70_000 : i);
        }
        Set<Integer> numbers = new HashSet<>();
        table.forEach((first, second, number) -> numbers.add(number));
        assertThat(numbers).hasSize(20_000).contains(70_000).doesNotContain(7);
    }

    @Test
    void keys_that_fall_on_one_place_are_kept_apart() {
        KeyTable table = new KeyTable();
        for (int i = 0; i < 3_000; i++) {
            table.put(new TextKey(5, i, 0, 0), i);
        }
        for (int i = 0; i < 3_000; i++) {
            assertThat(table.get(new TextKey(5, i, 0, 0))).isEqualTo(i);
        }
    }

    @Test
    void texts_that_utf_8_cannot_tell_apart_have_keys_of_their_own() {
        assertThat(TextKey.of("a\ud800", Role.QUERY))
                .isNotEqualTo(TextKey.of("a?", Role.QUERY))
                .isNotEqualTo(TextKey.of("a\ud801", Role.QUERY));
    }
}
