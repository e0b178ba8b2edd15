package dev.winnow.indexer.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentIdTest {
    @Property
    void ids_are_ordered_as_their_utf8_bytes(@ForAll("ids") String left, @ForAll("ids") String right) {
        int bytes =
                Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

        assertThat(Integer.signum(new DocumentId(left).compareTo(new DocumentId(right))))
                .isEqualTo(Integer.signum(bytes));
    }

    /** Few characters, around the places where code points and UTF-16 units part, so that prefixes are often shared. */
    @Provide
    Arbitrary<String> ids() {
        Arbitrary<Integer> codePoints = Arbitraries.of(
                0x61, 0x7a, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x1f680, 0x10ffff);
        return codePoints.list().ofMinSize(0).ofMaxSize(4).map(points -> {
            StringBuilder id = new StringBuilder("x");
            points.forEach(id::appendCodePoint);
            return id.toString();
        });
    }

    @Test
    void a_code_point_beyond_the_basic_plane_comes_after_all_within_it() {
        assertThat(new DocumentId("\ud83d\ude80")).isGreaterThan(new DocumentId("\uffee"));
        assertThat("\ud83d\ude80").isLessThan("\uffee");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void an_id_must_not_be_empty(String value) {
        assertThatThrownBy(() -> new DocumentId(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a document id must not be empty");
    }
}
