package dev.winnow.retrievers;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Several retrievers as one: hybrid retrieval where they are of different kinds.
 *
 * @param of names of the retrievers to fuse, at least two
 * @param method how their rankings become one
 * @param depth how deep each retriever is asked, at least; the query's depth where that is more
 */
public record Fusion(
        @Reference("retrievers") List<String> of, @Default("rrf") FusionMethod method, @Default("100") int depth)
        implements RetrieverSpec {
    public Fusion {
        of = List.copyOf(of);
        if (of.size() < 2) {
            throw new IllegalArgumentException("of must name at least two retrievers, got " + of.size());
        }
        if (new HashSet<>(of).size() < of.size()) {
            throw new IllegalArgumentException("of names a retriever twice, got " + of + "; remove one");
        }
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, got " + depth);
        }
        method.check(of.size());
    }

    /** By reciprocal ranks with constant 60, each retriever asked for 100 at least: the defaults of YAML. */
    public Fusion(List<String> of) {
        this(of, new ReciprocalRank(60), 100);
    }

    @Override
    public Retriever open(RetrieverTools tools) {
        List<Retriever> parts = of.stream().map(tools.named()).toList();
        return new Fused(parts, method, depth);
    }

    private record Fused(List<Retriever> parts, FusionMethod method, int depth) implements Retriever {
        @Override
        public Ranking retrieve(Query query) {
            return retrieveAll(List.of(query)).get(0);
        }

        @Override
        public List<Ranking> retrieveAll(List<Query> queries) {
            List<Query> deep = queries.stream()
                    .map(query -> query.withDepth(Math.max(depth, query.depth())))
                    .toList();
            List<List<Ranking>> found =
                    parts.stream().map(part -> part.retrieveAll(deep)).toList();
            return IntStream.range(0, queries.size())
                    .mapToObj(i -> method.fused(
                            found.stream().map(rankings -> rankings.get(i)).toList(), queries.get(i)))
                    .toList();
        }
    }
}
