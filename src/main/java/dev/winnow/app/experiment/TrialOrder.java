package dev.winnow.app.experiment;

import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Question;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The order in which the trials with one model are begun. Questions about the same documents go together, so that what
 * their scope needs is at hand, here and in the server's prefix cache: the first of them by every strategy, then strategy
 * by strategy the others. So prompts that begin alike follow each other, and the first of each, which a server has to read
 * whole, goes beside other work. Questions alone with their documents, and those about the whole corpus, go by every
 * strategy one after the other.
 */
final class TrialOrder {
    private TrialOrder() {}

    /** A trial by places: of its strategy in the configuration, and of its repetition, from 0. */
    record Place(Question question, int strategy, int repetition) {}

    /** Every trial once, made as they are asked for. */
    static Stream<Place> of(List<Question> questions, int strategies, int repetitions) {
        return groups(questions).stream().flatMap(group -> {
            Question first = group.getFirst();
            if (group.size() == 1) {
                return range(repetitions).flatMap(repetition -> range(strategies)
                        .map(strategy -> new Place(first, strategy, repetition)));
            }
            Stream<Place> ahead = range(strategies).map(strategy -> new Place(first, strategy, 0));
            Stream<Place> others = range(strategies)
                    .flatMap(strategy -> range(group.size()).flatMap(at -> range(repetitions)
                            .filter(repetition -> repetition > 0 || at > 0)
                            .map(repetition -> new Place(group.get(at), strategy, repetition))));
            return Stream.concat(ahead, others);
        });
    }

    /**
     * Whether several prompts can show a scope's documents: of several questions, or of several samples of one. What an
     * application will ask is not known, and taken for several.
     */
    static Predicate<Scope> shared(List<Question> questions, int repetitions) {
        if (questions.isEmpty() || repetitions > 1) {
            return scope -> true;
        }
        Set<Scope> seen = new HashSet<>();
        Set<Scope> several = questions.stream()
                .map(Question::scope)
                .filter(scope -> !seen.add(scope))
                .collect(Collectors.toSet());
        return several::contains;
    }

    private static Stream<Integer> range(int end) {
        return IntStream.range(0, end).boxed();
    }

    /** Questions that go together, in the order in which the first of each is asked. */
    private static List<List<Question>> groups(List<Question> questions) {
        Map<Set<DocumentId>, List<Question>> byDocuments = new HashMap<>();
        List<List<Question>> groups = new ArrayList<>();
        for (Question question : questions) {
            switch (question.scope()) {
                case Scope.WholeCorpus whole -> groups.add(List.of(question));
                // The order of a scope's documents has no meaning.
                case Scope.Documents some ->
                    byDocuments
                            .computeIfAbsent(Set.copyOf(some.ids()), documents -> {
                                List<Question> group = new ArrayList<>();
                                groups.add(group);
                                return group;
                            })
                            .add(question);
            }
        }
        return groups;
    }
}
