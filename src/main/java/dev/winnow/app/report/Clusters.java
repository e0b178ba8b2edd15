package dev.winnow.app.report;

import dev.winnow.app.dataset.Evidence;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.statistics.JoinedPlaces;
import dev.winnow.app.statistics.Sample;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which questions belong together: those that see the same documents, where that is not the whole corpus, and those whose
 * evidence lies in the same documents. They share what makes a document hard, so intervals draw them together.
 */
final class Clusters {
    /** Of fewer clusters too few different draws can be made (of four, 35): each question stands for itself then. */
    static final int FEWEST = 5;

    /** Below so many clusters, intervals of drawn clusters are still somewhat too narrow (Cameron, Gelbach and Miller, 2008). */
    static final int FEW = 20;

    private final int[] clusters;
    private final int count;

    private Clusters(int[] clusters) {
        this.clusters = clusters;
        this.count = (int) Arrays.stream(clusters).distinct().count();
    }

    /** Of a report's questions, in the order of {@code places}. */
    static Clusters of(ReportData data, List<QuestionId> places) {
        Map<QuestionId, Question> questions = new HashMap<>();
        data.questions().forEach(question -> questions.put(question.id(), question));
        JoinedPlaces joined = new JoinedPlaces(places.size());
        SameScopes scopes = new SameScopes();
        Map<Integer, Integer> first = new HashMap<>();
        Map<Set<DocumentId>, Integer> evidence = new HashMap<>();
        for (int place = 0; place < joined.count(); place++) {
            Question question = questions.get(places.get(place));
            if (question != null && question.scope() instanceof Scope.Documents scope) {
                Integer other = first.putIfAbsent(scopes.number(scope), place);
                if (other != null) {
                    joined.join(place, other);
                }
            }
            Gold gold = data.gold().get(places.get(place));
            if (gold != null && !gold.evidence().isEmpty()) {
                Set<DocumentId> documents =
                        gold.evidence().stream().map(Evidence::document).collect(Collectors.toUnmodifiableSet());
                Integer other = evidence.putIfAbsent(documents, place);
                if (other != null) {
                    joined.join(place, other);
                }
            }
        }
        int[] clusters = new int[joined.count()];
        Arrays.setAll(clusters, place -> joined.group(place));
        return new Clusters(clusters);
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** Whether questions are drawn by cluster: where some belong together, and there are clusters enough. */
    boolean matter() {
        return count >= FEWEST && count < clusters.length;
    }

    /** Values of questions, given by their places, with their clusters. */
    Sample sample(double[] values, int[] places) {
        if (!matter()) {
            return Sample.independent(values);
        }
        Sample sample = Sample.clustered(values, of(places));
        return sample.clusters() < FEWEST ? Sample.independent(values) : sample;
    }

    /** The clusters of questions; each its own where there are too few. */
    int[] of(int[] places) {
        return matter() ? Arrays.stream(places).map(place -> clusters[place]).toArray() : places.clone();
    }

    /** What a report says of them; empty where they do not matter, and there are not too few. */
    String sentence() {
        if (count == clusters.length) {
            return "";
        }
        String facts = Digits.grouped((double) clusters.length) + " questions are about "
                + Digits.grouped((double) count) + (count == 1 ? " set of documents" : " sets of documents");
        if (count < FEWEST) {
            return facts + ", too few to draw from: intervals draw questions, and speak for more questions about these"
                    + " documents, not for other documents.";
        }
        return facts + ", and intervals draw these with all their questions"
                + (count < FEW ? "; with fewer than " + FEW + " they are still somewhat too narrow." : ".");
    }
}
