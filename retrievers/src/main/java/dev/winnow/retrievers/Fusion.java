package dev.winnow.retrievers;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): the score of a hit is the sum, over the rankings
 * that hold it, of {@code 1 / (constant + rank)}.
 *
 * @param of names of the retrievers to fuse, at least two
 * @param constant 60 in the paper; larger values make ranks count more evenly
 * @param depth how deep each retriever is asked, at least; the query's depth where that is more
 */
public record Fusion(@Reference("retrievers") List<String> of, @Default("60") int constant, @Default("100") int depth)
        implements RetrieverSpec {
    public Fusion {
        of = List.copyOf(of);
        if (of.size() < 2) {
            throw new IllegalArgumentException("of must name at least two retrievers, got " + of.size());
        }
        if (new HashSet<>(of).size() < of.size()) {
            throw new IllegalArgumentException("of names a retriever twice, got " + of + "; remove one");
        }
        if (constant < 1) {
            throw new IllegalArgumentException("constant must be at least 1, got " + constant);
        }
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, got " + depth);
        }
    }

    /** With the defaults of YAML. */
    public Fusion(List<String> of) {
        this(of, 60, 100);
    }

    @Override
    public Retriever open(RetrieverTools tools) {
        List<Retriever> parts = of.stream().map(tools.named()).toList();
        return query -> fuse(
                        parts.stream()
                                .map(part -> part.retrieve(query.withDepth(Math.max(depth, query.depth()))))
                                .toList(),
                        query.level())
                .top(query.depth());
    }

    private Ranking fuse(List<Ranking> rankings, Query.Level level) {
        Map<Object, Hit> first = new HashMap<>();
        Map<Object, Double> scores = new HashMap<>();
        for (Ranking ranking : rankings) {
            int rank = 1;
            for (Hit hit : ranking.hits()) {
                Object key =
                        switch (level) {
                            case PASSAGE -> hit.passage().id();
                            case DOCUMENT -> hit.passage().document();
                        };
                first.putIfAbsent(key, hit);
                scores.merge(key, 1.0 / (constant + rank++), Double::sum);
            }
        }
        List<Hit> fused = new ArrayList<>();
        scores.forEach((key, score) -> fused.add(new Hit(first.get(key).passage(), score.floatValue())));
        fused.sort(Hit.ORDER);
        return new Ranking(fused);
    }
}
