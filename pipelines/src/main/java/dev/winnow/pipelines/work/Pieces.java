package dev.winnow.pipelines.work;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.chunk.Sentences;
import dev.winnow.indexer.chunk.Span;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.IndexedCorpus;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.pipelines.PipelineTools;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.PassageTokens;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The documents of a scope in corpus order, cut into pieces to be read one by one. A piece takes sentences as long as they
 * fit; a sentence that is longer than a piece is cut at a token. Together the pieces hold every sentence once. Passages are
 * ranked from 1 through all pieces. What was cut is kept for a few scopes, as many questions are about the same. Safe for use
 * by several threads.
 */
public final class Pieces {
    /** Scopes whose pieces are kept: questions about one come one after the other. */
    private static final int KEPT = 4;

    private final IndexedCorpus corpus;
    private final Language language;
    private final PassageTokens tokens;
    private final TokenCounter counter;
    private final TokenBudget size;
    private final Map<Key, List<Context>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, List<Context>> eldest) {
            return size() > KEPT;
        }
    };

    private record Key(Scope scope, TokenBudget size) {}

    /**
     * Cuts by what a pipeline may use.
     *
     * @param size tokens of a piece's passages as rendered, at least 1
     */
    public Pieces(PipelineTools tools, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a piece has at least 1 token, got " + size);
        }
        this.corpus = tools.index().corpus();
        this.language = tools.index().manifest().settings().language();
        this.tokens = tools.passageTokens();
        this.counter = tools.counter();
        this.size = new TokenBudget(size);
    }

    /** The pieces of a scope, in corpus order; none where it has no text. */
    public List<Context> of(Scope scope) {
        return of(scope, TokenBudget.UNLIMITED);
    }

    /**
     * The same where a window may leave less room than the size.
     *
     * @param room tokens of a piece's passages, at least 1; the same for as many questions as may be
     */
    public List<Context> of(Scope scope, TokenBudget room) {
        if (room.tokens() < 1) {
            throw new IllegalArgumentException("a piece has at least 1 token, got room for " + room.tokens());
        }
        Key key = new Key(scope, size.and(room));
        synchronized (kept) {
            List<Context> known = kept.get(key);
            if (known != null) {
                return known;
            }
        }
        List<Context> pieces = new Cutting(key.size()).cut(scope);
        synchronized (kept) {
            kept.put(key, pieces);
        }
        return pieces;
    }

    /** One pass over a scope. */
    private final class Cutting {
        private final TokenBudget size;
        private final List<Context> pieces = new ArrayList<>();
        private final List<Shown> piece = new ArrayList<>();
        private int used;
        private int rank = 1;

        private Cutting(TokenBudget size) {
            this.size = size;
        }

        private List<Context> cut(Scope scope) {
            corpus.documents(scope).forEach(this::add);
            close();
            return List.copyOf(pieces);
        }

        private void add(Document document) {
            String text = document.text();
            List<Span> sentences = Sentences.of(text, language);
            int[] ends = sentences.isEmpty() ? new int[0] : counter.ends(text);
            int next = 0;
            int start = sentences.isEmpty() ? 0 : sentences.getFirst().start();
            while (next < sentences.size()) {
                int last = last(sentences, next, start, ends);
                int taken = -1;
                while (last >= next) {
                    Shown shown = shown(document, start, sentences.get(last).end());
                    if (size.fits(used + shown.tokens())) {
                        take(shown);
                        taken = last;
                        break;
                    }
                    last--;
                }
                if (taken >= 0) {
                    next = taken + 1;
                    start = next < sentences.size() ? sentences.get(next).start() : text.length();
                } else if (!piece.isEmpty()) {
                    close();
                } else {
                    // The sentence alone is longer than a piece: as many of its tokens as fit.
                    start = takePart(document, start, sentences.get(next).end(), ends);
                    if (start >= sentences.get(next).end()) {
                        next++;
                        start = next < sentences.size() ? sentences.get(next).start() : text.length();
                    }
                }
            }
        }

        /** The last sentence up to which the tokens since a start may fit, by the count of the whole text. */
        private int last(List<Span> sentences, int next, int start, int[] ends) {
            int room = size.tokens() - used;
            int before = before(ends, start);
            int low = next - 1;
            int high = sentences.size() - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (before(ends, sentences.get(middle).end()) - before <= room) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        }

        private int takePart(Document document, int start, int end, int[] ends) {
            int first = before(ends, start);
            int most = Math.min(before(ends, end) - first, size.tokens());
            for (int count = most; count > 1; count -= Math.max(1, count / 64)) {
                Shown part = shown(document, start, Math.min(end, Math.max(start + 1, ends[first + count - 1])));
                if (size.fits(part.tokens())) {
                    take(part);
                    close();
                    return part.passage().end();
                }
            }
            // Not even one token fits beside the title: what must be read is read all the same.
            int cut = first < ends.length ? Math.min(end, Math.max(start + 1, ends[first])) : end;
            take(shown(document, start, cut));
            close();
            return cut;
        }

        private void take(Shown shown) {
            piece.add(shown);
            used += shown.tokens();
            rank++;
        }

        private void close() {
            if (!piece.isEmpty()) {
                pieces.add(new Context(piece, size, 0));
                piece.clear();
                used = 0;
            }
        }

        private Shown shown(Document document, int start, int end) {
            Passage passage = Passage.span(document, start, end);
            return new Shown(passage, document.title(), rank, 0, tokens.count(rank, document.title(), passage.text()));
        }
    }

    /** How many tokens end at or before an offset. */
    private static int before(int[] ends, int offset) {
        int place = Arrays.binarySearch(ends, offset);
        if (place < 0) {
            return -place - 1;
        }
        // Several tokens may end behind one character.
        while (place + 1 < ends.length && ends[place + 1] == offset) {
            place++;
        }
        return place + 1;
    }
}
