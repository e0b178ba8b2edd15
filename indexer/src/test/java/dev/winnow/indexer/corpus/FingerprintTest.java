package dev.winnow.indexer.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final DocumentId A = new DocumentId("a");
    private static final DocumentId B = new DocumentId("b");

    @Test
    void a_fingerprint_is_the_digest_of_each_part_behind_its_length() {
        // printf '\0\0\0\2ab\0\0\0\0' | sha256sum
        assertThat(Fingerprint.of("ab", "").hex())
                .isEqualTo("421fb38456f1afe5c04ed5c0c11c88c415c03ba8cc8eab2528a1fd847fa83cd7");
        assertThat(Fingerprint.of("ab", "").brief()).hasSize(12);
    }

    @Property
    void parts_are_set_apart(@ForAll List<String> left, @ForAll List<String> right) {
        boolean same = Fingerprint.of(left.toArray(new String[0])).equals(Fingerprint.of(right.toArray(new String[0])));
        assertThat(same).isEqualTo(bytes(left).equals(bytes(right)));
    }

    /** What UTF-8 makes of strings: unpaired surrogates are all one. */
    private static List<String> bytes(List<String> parts) {
        return parts.stream()
                .map(part -> new String(
                        part.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void every_part_of_a_document_counts() {
        Stream<Document> variants = Stream.of(
                new Document(A, "t", "x", List.of(B), Map.of("k", "v")),
                new Document(B, "t", "x", List.of(B), Map.of("k", "v")),
                new Document(A, "u", "x", List.of(B), Map.of("k", "v")),
                new Document(A, "t", "y", List.of(B), Map.of("k", "v")),
                new Document(A, "tx", "", List.of(B), Map.of("k", "v")),
                new Document(A, "t", "x", List.of(), Map.of("k", "v")),
                new Document(A, "t", "x", List.of(B, A), Map.of("k", "v")),
                new Document(A, "t", "x", List.of(A, B), Map.of("k", "v")),
                new Document(A, "t", "x", List.of(B), Map.of()),
                new Document(A, "t", "x", List.of(B), Map.of("k", "w")),
                new Document(A, "t", "x", List.of(B), Map.of("l", "v")));
        Set<Fingerprint> all =
                variants.map(document -> Fingerprint.of(List.of(document))).collect(Collectors.toSet());
        assertThat(all).hasSize(11);
    }

    @Test
    void the_order_of_documents_counts_and_the_order_of_metadata_does_not() {
        Document a = new Document(A, "", "x");
        Document b = new Document(B, "", "x");
        assertThat(Fingerprint.of(List.of(a, b))).isNotEqualTo(Fingerprint.of(List.of(b, a)));
        Map<String, String> forth = new java.util.LinkedHashMap<>();
        Map<String, String> back = new java.util.LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            forth.put("k" + i, "v");
            back.put("k" + (19 - i), "v");
        }
        assertThat(Fingerprint.of(List.of(new Document(A, "", "", List.of(), forth))))
                .isEqualTo(Fingerprint.of(List.of(new Document(A, "", "", List.of(), back))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "G000000000000000000000000000000000000000000000000000000000000000"})
    void what_is_not_64_hexadecimal_digits_is_no_fingerprint(String hex) {
        assertThatThrownBy(() -> new Fingerprint(hex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a fingerprint is 64 hexadecimal digits, got '" + hex + "'");
    }
}
