package dev.winnow.indexer.index;

import dev.winnow.indexer.chunk.Passage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;

/**
 * Texts as vectors of an index's terms. A term's idf is BM25's over the passages of the whole index,
 * {@code ln(1 + (N - n + 0.5) / (n + 0.5))} for a term in n of N passages. Vectors of passages are kept within a limit. For
 * one thread.
 */
public final class Lexicon {
    /** Terms of the passages that are kept: some 30 MB. */
    private static final long KEPT = 4_000_000;

    private final PassageIndex index;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<Integer, TermVector> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long keptTerms;
    private long analysed;

    private record Entry(int number, double idf) {}

    private record Weighted(int number, double weight) {}

    public Lexicon(PassageIndex index) {
        this.index = index;
    }

    /** UTF-16 units analysed so far: what the time goes into. */
    public long analysed() {
        return analysed;
    }

    /** A text's terms, analysed as the index analyses queries. */
    public TermVector of(String text) {
        analysed += text.length();
        Map<String, Integer> counts = new LinkedHashMap<>();
        try (TokenStream stream = index.analysis().tokenStream(Fields.TEXT, text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                counts.merge(term.toString(), 1, Integer::sum);
            }
            stream.end();
            return vector(counts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The terms of the passage of that number, its document's title among them, as they are searched. */
    public TermVector passage(int number) {
        TermVector known = kept.get(number);
        if (known == null) {
            Passage passage = index.passage(number);
            known = of(index.corpus().get(passage.document()).title() + "\n" + passage.text());
            kept.put(number, known);
            keptTerms += known.size();
            Iterator<TermVector> eldest = kept.values().iterator();
            while (keptTerms > KEPT && kept.size() > 1) {
                keptTerms -= eldest.next().size();
                eldest.remove();
            }
        }
        return known;
    }

    private TermVector vector(Map<String, Integer> counts) throws IOException {
        Weighted[] weighted = new Weighted[counts.size()];
        int i = 0;
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            Entry entry = entry(count.getKey());
            weighted[i++] = new Weighted(entry.number(), entry.idf() * (1 + Math.log(count.getValue())));
        }
        Arrays.sort(weighted, (a, b) -> Integer.compare(a.number(), b.number()));
        int[] terms = new int[weighted.length];
        float[] weights = new float[weighted.length];
        for (int place = 0; place < weighted.length; place++) {
            terms[place] = weighted[place].number();
            weights[place] = (float) weighted[place].weight();
        }
        return new TermVector(terms, weights);
    }

    private Entry entry(String term) throws IOException {
        Entry known = entries.get(term);
        if (known == null) {
            long passages = index.reader().numDocs();
            long holding = index.reader().docFreq(new Term(Fields.TEXT, term));
            known = new Entry(entries.size(), Math.log(1 + (passages - holding + 0.5) / (holding + 0.5)));
            entries.put(term, known);
        }
        return known;
    }
}
