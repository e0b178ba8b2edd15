package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.chunk.TokenisedText;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.indexer.tokens.Tokenizers;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Passages that follow each other, merged up to a size. A document falls into such units from its beginning, so that each
 * passage is in one and units do not overlap more than passages do. A passage that is larger alone is a unit alone.
 *
 * @param size tokens of the index's tokenizer, the document tokenised as a whole
 */
public record ParentTokens(@Default("512") TokenSize size) implements ParentUnit {
    @Override
    public Finder open(PassageIndex index) {
        return new Merged(Tokenizers.open(index.manifest().settings().tokenizer()), size.tokens());
    }

    private static final class Merged implements Finder {
        /** Documents whose units are kept: questions ask for the same ones again. */
        private static final int KEPT = 4_096;

        private final TokenCounter counter;
        private final int size;
        private final Map<DocumentId, int[]> kept = Collections.synchronizedMap(new LinkedHashMap<>(KEPT, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<DocumentId, int[]> eldest) {
                return size() > KEPT;
            }
        });

        Merged(TokenCounter counter, int size) {
            this.counter = counter;
            this.size = size;
        }

        @Override
        public Range around(Document document, List<Passage> passages, Range found) {
            int[] starts = kept.get(document.id());
            if (starts == null) {
                starts = starts(document, passages);
                kept.put(document.id(), starts);
            }
            int from = unit(starts, found.first());
            int to = unit(starts, found.last());
            return new Range(starts[from], to + 1 < starts.length ? starts[to + 1] - 1 : passages.size() - 1);
        }

        /** Which unit a passage is in. */
        private static int unit(int[] starts, int passage) {
            int at = Arrays.binarySearch(starts, passage);
            return at >= 0 ? at : -at - 2;
        }

        /** The first passage of each unit. */
        private int[] starts(Document document, List<Passage> passages) {
            TokenisedText text = new TokenisedText(document.text(), counter);
            int[] starts = new int[passages.size()];
            int units = 0;
            int begun = 0;
            for (int i = 0; i < passages.size(); i++) {
                if (i == 0
                        || text.between(
                                        passages.get(begun).start(),
                                        passages.get(i).end())
                                > size) {
                    begun = i;
                    starts[units++] = i;
                }
            }
            return Arrays.copyOf(starts, units);
        }
    }
}
