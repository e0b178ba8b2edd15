package dev.winnow.retrievers;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.index.PassageIndex;
import dev.winnow.retrievers.ParentUnit.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Returns larger units in place of the passages that another retriever finds. */
final class ParentRetriever implements Retriever {
    private static final int GROWTH = 4;

    private final PassageIndex index;
    private final Retriever children;
    private final ParentUnit.Finder units;
    private final int depth;

    ParentRetriever(PassageIndex index, Retriever children, ParentUnit.Finder units, int depth) {
        this.index = index;
        this.children = children;
        this.units = units;
        this.depth = depth;
    }

    @Override
    public Ranking retrieve(Query query) {
        return retrieveAll(List.of(query)).get(0);
    }

    @Override
    public List<Ranking> retrieveAll(List<Query> queries) {
        Ranking[] rankings = new Ranking[queries.size()];
        int[] wanted = new int[queries.size()];
        List<Integer> open =
                new ArrayList<>(IntStream.range(0, queries.size()).boxed().toList());
        for (int i : open) {
            wanted[i] = Math.max(depth, queries.get(i).depth());
        }
        while (!open.isEmpty()) {
            List<Ranking> found = children.retrieveAll(
                    open.stream().map(i -> queries.get(i).withDepth(wanted[i])).toList());
            List<Integer> again = new ArrayList<>();
            for (int at = 0; at < open.size(); at++) {
                int i = open.get(at);
                Query query = queries.get(i);
                Ranking parents = parents(found.get(at), query.level());
                rankings[i] = parents.top(query.depth());
                // Documents are as many as were asked for, or there are no more.
                if (query.level() == Query.Level.PASSAGE
                        && parents.hits().size() < query.depth()
                        && found.get(at).hits().size() >= wanted[i]
                        && wanted[i] < index.manifest().passages()) {
                    wanted[i] = (int) Math.min(index.manifest().passages(), (long) GROWTH * wanted[i]);
                    again.add(i);
                }
            }
            open = again;
        }
        return List.of(rankings);
    }

    /**
     * The units of passages, best first. What a better unit holds already is not returned again: a passage in it adds
     * nothing, and a unit that begins or ends in it is shortened by it.
     */
    private Ranking parents(Ranking found, Query.Level level) {
        Map<DocumentId, Pages> documents = new HashMap<>();
        List<Hit> parents = new ArrayList<>();
        for (Hit hit : found.hits()) {
            DocumentId id = hit.passage().document();
            Pages pages = documents.computeIfAbsent(
                    id, key -> new Pages(index.corpus().get(id), index.passages(id), new ArrayList<>()));
            if (pages.passages().isEmpty()) {
                parents.add(hit);
                continue;
            }
            Range own = pages.place(hit.passage());
            if (level == Query.Level.PASSAGE && pages.taken().stream().anyMatch(range -> range.holds(own))) {
                continue;
            }
            Range unit = pages.free(units.around(pages.document(), pages.passages(), own), own);
            pages.taken().add(unit);
            parents.add(new Hit(unit.equals(own) ? hit.passage() : pages.span(unit), hit.score()));
        }
        parents.sort(Hit.ORDER);
        return new Ranking(parents, found.usage(), found.before());
    }

    /** A document with its passages, and those of them that are returned already. */
    private record Pages(Document document, List<Passage> passages, List<Range> taken) {
        /** The places of the passages that a find lies in: its own, where it is one of the index's. */
        Range place(Passage found) {
            if (found.ordinal() < passages.size() && isSpan(passages.get(found.ordinal()), found)) {
                return new Range(found.ordinal(), found.ordinal());
            }
            int first = passages.size() - 1;
            int last = 0;
            for (int i = 0; i < passages.size(); i++) {
                if (passages.get(i).start() < found.end()
                        && found.start() < passages.get(i).end()) {
                    first = Math.min(first, i);
                    last = i;
                }
            }
            return new Range(Math.min(first, last), last);
        }

        private static boolean isSpan(Passage passage, Passage found) {
            return passage.start() == found.start() && passage.end() == found.end();
        }

        /** What of a unit around a find is not taken. */
        Range free(Range unit, Range own) {
            int first = unit.first();
            int last = unit.last();
            for (Range other : taken) {
                if (other.last() < own.first()) {
                    first = Math.max(first, other.last() + 1);
                } else if (other.first() > own.last()) {
                    last = Math.min(last, other.first() - 1);
                }
            }
            return new Range(first, last);
        }

        Passage span(Range unit) {
            boolean whole = unit.first() == 0 && unit.last() == passages.size() - 1;
            return whole
                    ? Passage.span(document, 0, document.text().length())
                    : Passage.span(
                            document,
                            passages.get(unit.first()).start(),
                            passages.subList(unit.first(), unit.last() + 1).stream()
                                    .mapToInt(Passage::end)
                                    .max()
                                    .orElseThrow());
        }
    }
}
