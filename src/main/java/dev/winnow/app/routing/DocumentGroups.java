package dev.winnow.app.routing;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.statistics.JoinedPlaces;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Question;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which questions are about the same documents, so that none is learned from while another is tested on. What a question is
 * about are the documents of its evidence, and where it has none those that it may see, if that is not the whole corpus. Questions that
 * share one of them belong together, and so do those that share one with a third. Where this would join more than half of all
 * questions, as in a densely linked corpus, only questions about exactly the same documents are joined.
 *
 * @param of the group of each question, in the order given
 * @param rule how they were joined
 */
record DocumentGroups(List<Integer> of, Rule rule) {
    /** How questions were joined. */
    enum Rule {
        /** Those that share a document. */
        ANY_SHARED("share no document"),
        /** Those about the same set of documents. */
        SAME_SET("have not the same set of documents; they may share some, as joining those would leave one group");

        private final String text;

        Rule(String text) {
            this.text = text;
        }

        /** What two questions of different groups do. */
        String text() {
            return text;
        }
    }

    /** The groups of questions; the n-th key is of the n-th question, or empty where there is none. */
    static DocumentGroups of(List<Question> questions, List<Optional<Gold>> gold) {
        List<Set<DocumentId>> about = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            about.add(about(questions.get(i), gold.get(i)));
        }
        List<Integer> shared = joined(about, Rule.ANY_SHARED);
        return largest(shared) * 2 <= questions.size()
                ? new DocumentGroups(shared, Rule.ANY_SHARED)
                : new DocumentGroups(joined(about, Rule.SAME_SET), Rule.SAME_SET);
    }

    private static Set<DocumentId> about(Question question, Optional<Gold> gold) {
        Set<DocumentId> documents = gold.stream()
                .flatMap(key -> key.evidence().stream())
                .map(Evidence::document)
                .collect(Collectors.toUnmodifiableSet());
        return documents.isEmpty() && question.scope() instanceof Scope.Documents scope
                ? Set.copyOf(scope.ids())
                : documents;
    }

    private static List<Integer> joined(List<Set<DocumentId>> about, Rule rule) {
        JoinedPlaces joined = new JoinedPlaces(about.size());
        Map<Object, Integer> first = new HashMap<>();
        for (int place = 0; place < joined.count(); place++) {
            Set<DocumentId> documents = about.get(place);
            for (Object key : rule == Rule.ANY_SHARED ? documents : sameSet(documents)) {
                Integer other = first.putIfAbsent(key, place);
                if (other != null) {
                    joined.join(place, other);
                }
            }
        }
        return IntStream.range(0, joined.count()).mapToObj(joined::group).toList();
    }

    private static Set<Object> sameSet(Set<DocumentId> documents) {
        return documents.isEmpty()
                ? Set.of()
                : Set.of(documents.stream().map(DocumentId::toString).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static int largest(List<Integer> groups) {
        Map<Integer, Integer> sizes = new HashMap<>();
        groups.forEach(group -> sizes.merge(group, 1, Integer::sum));
        return sizes.values().stream().mapToInt(size -> size).max().orElse(0);
    }
}
