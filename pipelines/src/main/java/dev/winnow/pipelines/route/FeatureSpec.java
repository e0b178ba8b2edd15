package dev.winnow.pipelines.route;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which features of questions are computed. It is saved with a router, so that whoever uses the router computes those that it
 * has learnt from.
 *
 * @param groups of features that need no retriever
 * @param attributes of questions of which each value is a feature, {@code task=location}; see {@link #ATTRIBUTES}
 * @param retrievers by the names that the experiment gives them
 * @param depth hits asked of each retriever, from 2 to 1000
 */
public record FeatureSpec(Set<Group> groups, List<String> attributes, List<String> retrievers, int depth) {
    /**
     * Attributes that tell nothing of the answer, where data sets have them: what a question's authors wanted of it
     * ({@code task}, {@code type}), how hard they found it ({@code level}), and what it is asked of ({@code length}, {@code
     * context-type}).
     */
    public static final List<String> ATTRIBUTES = List.of("context-type", "length", "level", "task", "type");

    /**
     * Attributes that nobody knows who does not know the evidence or the answer: where the evidence stands, how many steps
     * lead to it and by which relation, whether question or answer name somebody.
     */
    private static final Set<String> TELLING = Set.of("answer", "answers", "hops", "names", "position", "relation");

    /** Hits asked of each retriever where nothing else is said. */
    public static final int DEPTH = 20;

    private static final int MOST_DEPTH = 1000;

    /** Features that go together. */
    public enum Group {
        /** The question's form, words, tokens, names and quotations. */
        QUESTION,
        /** Tokens and number of the documents that it may see. */
        CONTEXT,
        /** Which model answers. */
        MODEL
    }

    public FeatureSpec {
        groups = Collections.unmodifiableSet(groups.isEmpty() ? EnumSet.noneOf(Group.class) : EnumSet.copyOf(groups));
        attributes = List.copyOf(new TreeSet<>(attributes));
        retrievers = List.copyOf(new TreeSet<>(retrievers));
        for (String attribute : attributes) {
            if (TELLING.contains(attribute)) {
                throw new IllegalArgumentException("attributes must be known before a question is answered, and '"
                        + attribute + "' tells of the answer or its evidence; remove it");
            }
        }
        if (depth < 2 || depth > MOST_DEPTH) {
            throw new IllegalArgumentException("depth must be from 2 to " + MOST_DEPTH + ", got " + depth);
        }
        if (groups.isEmpty() && attributes.isEmpty() && retrievers.isEmpty()) {
            throw new IllegalArgumentException("groups, attributes and retrievers must name at least one feature");
        }
    }

    /** Everything that can be known without retrievers. */
    public static FeatureSpec withoutRetrievers() {
        return new FeatureSpec(EnumSet.allOf(Group.class), ATTRIBUTES, List.of(), DEPTH);
    }

    /** Everything that can be known, with these retrievers. */
    public static FeatureSpec with(List<String> retrievers) {
        return new FeatureSpec(EnumSet.allOf(Group.class), ATTRIBUTES, retrievers, DEPTH);
    }

    /** The same without a group. */
    public FeatureSpec without(Group group) {
        Set<Group> fewer = new TreeSet<>(groups);
        fewer.remove(group);
        return new FeatureSpec(fewer, attributes, retrievers, depth);
    }

    /** Whether a feature of this name may be among those that are computed. */
    public boolean computes(String feature) {
        int category = feature.indexOf('=');
        if (category > 0) {
            String of = feature.substring(0, category);
            return attributes.contains(of)
                    || (groups.contains(Group.MODEL) && of.equals(QuestionFeatures.MODEL))
                    || (groups.contains(Group.QUESTION) && QuestionWords.CATEGORIES.contains(of));
        }
        return names().contains(feature);
    }

    /** The names of the features that are no categories, in their order. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        if (groups.contains(Group.QUESTION)) {
            names.addAll(QuestionWords.COUNTS);
        }
        if (groups.contains(Group.CONTEXT)) {
            names.addAll(List.of(QuestionFeatures.TOKENS, QuestionFeatures.DOCUMENTS));
        }
        for (int i = 0; i < retrievers.size(); i++) {
            for (RankingShape.Feature shape : RankingShape.Feature.values()) {
                names.add(shape.of(retrievers.get(i)));
            }
            for (String other : retrievers.subList(i + 1, retrievers.size())) {
                for (RankingAgreement.Feature agreement : RankingAgreement.Feature.values()) {
                    names.add(agreement.of(retrievers.get(i), other));
                }
            }
        }
        return names;
    }
}
