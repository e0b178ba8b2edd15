package dev.winnow.retrievers;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.index.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;

/** The passages of a scope's documents, and term statistics over just these. */
final class ScopedPassages {
    private final LeafReader leaf;
    private final int[] numbers;
    private final int withTerms;
    private final long terms;
    private final Map<String, Integer> frequencies = new ConcurrentHashMap<>();

    ScopedPassages(LeafReader leaf, Scope.Documents scope) throws IOException {
        this.leaf = leaf;
        BitSet passages = new BitSet(leaf.maxDoc());
        for (DocumentId id : scope.ids()) {
            PostingsEnum postings =
                    leaf.postings(new Term(Fields.DOCUMENT, new BytesRef(id.value())), PostingsEnum.NONE);
            if (postings != null) {
                for (int n = postings.nextDoc(); n != DocIdSetIterator.NO_MORE_DOCS; n = postings.nextDoc()) {
                    passages.set(n);
                }
            }
        }
        numbers = passages.stream().toArray();
        NumericDocValues lengths = leaf.getNumericDocValues(Fields.LENGTH);
        int counted = 0;
        long sum = 0;
        for (int number : numbers) {
            lengths.advanceExact(number);
            sum += lengths.longValue();
            counted += lengths.longValue() > 0 ? 1 : 0;
        }
        withTerms = counted;
        terms = sum;
    }

    /** Rising; not to be changed. */
    int[] numbers() {
        return numbers;
    }

    int size() {
        return numbers.length;
    }

    /** In how many of the passages the term stands; remembered, because strategies ask the same questions. */
    int documentFrequency(Term term) {
        return frequencies.computeIfAbsent(term.text(), text -> {
            try {
                return count(term);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private int count(Term term) throws IOException {
        PostingsEnum postings = leaf.postings(term, PostingsEnum.NONE);
        if (postings == null) {
            return 0;
        }
        int found = 0;
        int at = postings.nextDoc();
        for (int number : numbers) {
            if (at < number) {
                at = postings.advance(number);
            }
            found += at == number ? 1 : 0;
        }
        return found;
    }

    /** A searcher whose term statistics are those of these passages. */
    IndexSearcher searcher(DirectoryReader reader) {
        return new IndexSearcher(reader) {
            @Override
            public CollectionStatistics collectionStatistics(String field) {
                // BM25 reads the number of passages and of terms; Lucene wants the rest to be consistent.
                return new CollectionStatistics(field, Math.max(1, size()), Math.max(1, withTerms), terms, withTerms);
            }

            @Override
            public TermStatistics termStatistics(Term term, int documentFrequency, long totalTermFrequency) {
                int scoped = documentFrequency(term);
                return new TermStatistics(term.bytes(), scoped, scoped);
            }
        };
    }

    /** Matches these passages and no others. */
    Query filter() {
        return new Filter(numbers);
    }

    private static final class Filter extends Query {
        private final int[] numbers;

        Filter(int[] numbers) {
            this.numbers = numbers;
        }

        @Override
        public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
            return new ConstantScoreWeight(this, boost) {
                @Override
                public ScorerSupplier scorerSupplier(LeafReaderContext context) {
                    return ConstantScoreScorerSupplier.fromIterator(
                            new SortedNumbers(numbers),
                            score(),
                            mode,
                            context.reader().maxDoc());
                }

                @Override
                public boolean isCacheable(LeafReaderContext context) {
                    return false;
                }
            };
        }

        @Override
        public String toString(String field) {
            return "scope of " + numbers.length + " passages";
        }

        @Override
        public void visit(QueryVisitor visitor) {
            visitor.visitLeaf(this);
        }

        @Override
        public boolean equals(Object other) {
            return sameClassAs(other) && Arrays.equals(numbers, ((Filter) other).numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }
    }

    private static final class SortedNumbers extends DocIdSetIterator {
        private final int[] numbers;
        private int at = -1;

        SortedNumbers(int[] numbers) {
            this.numbers = numbers;
        }

        @Override
        public int docID() {
            return at < 0 ? -1 : at >= numbers.length ? NO_MORE_DOCS : numbers[at];
        }

        @Override
        public int nextDoc() {
            at++;
            return docID();
        }

        @Override
        public int advance(int target) {
            int found = Arrays.binarySearch(numbers, Math.max(0, at), numbers.length, target);
            at = found >= 0 ? found : -found - 1;
            return docID();
        }

        @Override
        public long cost() {
            return numbers.length;
        }
    }
}
