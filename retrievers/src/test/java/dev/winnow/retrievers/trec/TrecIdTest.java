package dev.winnow.retrievers.trec;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;

class TrecIdTest {
    @Property(seed = "9")
    void every_id_survives_and_becomes_one_field(
            @ForAll @Chars({'%', ' ', '\t', '2', '0', '5', '9', 'A', 'é'}) @CharRange(from = 'B', to = 'F') String id) {
        String encoded = TrecId.encode(id);
        assertThat(TrecId.decode(encoded)).isEqualTo(id);
        assertThat(TrecLines.fields(encoded)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void percent_signs_of_others_stay() {
        assertThat(TrecId.encode("<dbpedia:%22Heroes%22>")).isEqualTo("<dbpedia:%22Heroes%22>");
        assertThat(TrecId.decode("<dbpedia:%22Heroes%22>")).isEqualTo("<dbpedia:%22Heroes%22>");
        assertThat(TrecId.encode("a%20b")).isEqualTo("a%2520b");
    }
}
