package dev.winnow.indexer.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.tokens.TokenCounter;
import java.util.BitSet;
import java.util.List;

/** What must hold of the passages of any text, whatever cut them. */
final class PassageChecks {
    private PassageChecks() {}

    static List<Passage> check(Document document, ChunkerSpec spec, TokenCounter counter) {
        String text = document.text();
        List<Passage> passages = spec.open(counter).chunk(document);
        BitSet covered = new BitSet(text.length());
        int lastStart = -1;
        for (int i = 0; i < passages.size(); i++) {
            Passage passage = passages.get(i);
            assertThat(passage.id()).isEqualTo(PassageId.of(document.id(), i));
            assertThat(passage.start()).isGreaterThan(lastStart);
            assertThat(passage.text())
                    .isEqualTo(text.substring(passage.start(), passage.end()))
                    .isNotBlank();
            assertThat(Blanks.trim(text, passage.start(), passage.end()))
                    .contains(new Span(passage.start(), passage.end()));
            assertThat(inPair(text, passage.start()) || inPair(text, passage.end()))
                    .isFalse();
            covered.set(passage.start(), passage.end());
            lastStart = passage.start();
        }
        int lost = covered.nextClearBit(0);
        while (lost < text.length() && Blanks.isBlank(text.charAt(lost))) {
            lost = covered.nextClearBit(lost + 1);
        }
        assertThat(lost).as("the first character in no passage").isGreaterThanOrEqualTo(text.length());
        return passages;
    }

    private static boolean inPair(String text, int offset) {
        return offset > 0
                && offset < text.length()
                && Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset));
    }
}
