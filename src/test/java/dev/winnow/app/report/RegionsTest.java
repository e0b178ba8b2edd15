package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RegionsTest {
    @Property
    void parts_cover_exactly_what_was_added(
            @ForAll @Size(max = 12) List<@IntRange(max = 60) Integer> starts,
            @ForAll @Size(max = 12) List<@IntRange(max = 15) Integer> lengths) {
        Regions regions = new Regions();
        BitSet expected = new BitSet();
        for (int i = 0; i < Math.min(starts.size(), lengths.size()); i++) {
            regions.add(starts.get(i), starts.get(i) + lengths.get(i));
            expected.set(starts.get(i), starts.get(i) + lengths.get(i));
        }

        BitSet covered = new BitSet();
        int last = -1;
        for (Map.Entry<Integer, Integer> part : regions.parts().entrySet()) {
            assertThat(part.getKey()).isGreaterThan(last);
            covered.set(part.getKey(), part.getValue());
            last = part.getValue();
        }
        assertThat(covered).isEqualTo(expected);
        assertThat(regions.size()).isEqualTo(expected.cardinality());
    }
}
