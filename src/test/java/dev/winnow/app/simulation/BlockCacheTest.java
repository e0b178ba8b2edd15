package dev.winnow.app.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockCacheTest {
    /** A prompt of this many tokens. */
    private static String prompt(char letter, int tokens) {
        return String.valueOf(letter).repeat(tokens * BlockCache.UNITS_PER_TOKEN);
    }

    @Test
    void whole_blocks_from_1024_tokens_on_are_found() {
        BlockCache cache = new BlockCache(100_000);
        assertThat(cache.cached(prompt('a', 2_000))).isZero();
        cache.keep(prompt('a', 2_000));
        assertThat(cache.cached(prompt('a', 2_000))).isEqualTo(1_920);
        assertThat(cache.cached(prompt('a', 1_500) + prompt('b', 500))).isEqualTo(1_408);
        assertThat(cache.cached(prompt('a', 1_024) + prompt('b', 500))).isEqualTo(1_024);
        assertThat(cache.cached(prompt('a', 1_023) + prompt('b', 500))).isZero();
        assertThat(cache.cached("b" + prompt('a', 2_000))).isZero();
    }

    @Test
    void what_was_not_asked_for_longest_goes_first_its_end_before_its_beginning() {
        BlockCache cache = new BlockCache(4_096);
        cache.keep(prompt('a', 1_536));
        cache.keep(prompt('b', 1_536));
        assertThat(cache.cached(prompt('a', 1_536))).isEqualTo(1_536);
        cache.keep(prompt('a', 1_536));
        // Of 24 blocks of a and b, and 12 of c, 32 have room: the last four of b go.
        cache.keep(prompt('c', 1_536));
        assertThat(cache.cached(prompt('a', 1_536))).isEqualTo(1_536);
        assertThat(cache.cached(prompt('b', 1_536))).isEqualTo(1_024);
        assertThat(cache.cached(prompt('c', 1_536))).isEqualTo(1_536);
    }

    @Test
    void a_server_without_a_cache_keeps_nothing() {
        BlockCache cache = new BlockCache(0);
        cache.keep(prompt('a', 2_000));
        assertThat(cache.cached(prompt('a', 2_000))).isZero();
    }
}
