package dev.winnow.app.routing;

import dev.winnow.indexer.corpus.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** How cases are divided into those that are learned from and those that are tested on. */
final class Folds {
    private Folds() {}

    /**
     * Cases to learn from and cases to test on; no document is in both.
     *
     * @param name of what is tested on
     * @param train places of cases
     * @param test places of cases
     */
    record Split(String name, List<Integer> train, List<Integer> test) {
        Split {
            train = List.copyOf(train);
            test = List.copyOf(test);
        }
    }

    /**
     * Cross-validation: every case is tested on once, and every group is whole in one fold. Groups are dealt in order of
     * falling size, equal ones in an order drawn by seed, each to the fold with the fewest cases.
     *
     * @param folds how many, at most; not more than there are groups
     */
    static List<Split> crossValidation(List<RoutingCase> cases, int folds, Seed seed) {
        int[] dealt = deal(cases, folds, seed);
        int count = Arrays.stream(dealt).max().orElse(-1) + 1;
        List<Split> splits = new ArrayList<>();
        for (int fold = 0; fold < count; fold++) {
            List<Integer> train = new ArrayList<>();
            List<Integer> test = new ArrayList<>();
            for (int place = 0; place < dealt.length; place++) {
                (dealt[place] == fold ? test : train).add(place);
            }
            splits.add(new Split("fold " + (fold + 1), train, test));
        }
        return splits;
    }

    /** The fold of each case, from 0. */
    static int[] deal(List<RoutingCase> cases, int folds, Seed seed) {
        Map<Integer, Integer> sizes = new TreeMap<>();
        cases.forEach(one -> sizes.merge(one.group(), 1, Integer::sum));
        List<Integer> order = new ArrayList<>(sizes.keySet());
        order.sort(Comparator.<Integer>comparingInt(group -> -sizes.get(group))
                .thenComparingLong(group -> seed.child("fold", Integer.toString(group)).value())
                .thenComparingInt(group -> group));
        int[] filled = new int[Math.min(folds, order.size())];
        Map<Integer, Integer> foldOf = new TreeMap<>();
        for (int group : order) {
            int least = 0;
            for (int fold = 1; fold < filled.length; fold++) {
                least = filled[fold] < filled[least] ? fold : least;
            }
            filled[least] += sizes.get(group);
            foldOf.put(group, least);
        }
        return cases.stream().mapToInt(one -> foldOf.get(one.group())).toArray();
    }

    /**
     * Transfer: each value of a name is tested on, in folds of its documents, by routers that learned from the other values and
     * other documents.
     *
     * @param name {@code model}, {@code run}, or an attribute of questions
     */
    static List<Split> transfer(List<RoutingCase> cases, String name, int folds, Seed seed) {
        int[] dealt = deal(cases, folds, seed);
        int count = Arrays.stream(dealt).max().orElse(-1) + 1;
        List<Split> splits = new ArrayList<>();
        for (String value : cases.stream().map(one -> one.value(name)).distinct().sorted().toList()) {
            for (int fold = 0; fold < count; fold++) {
                List<Integer> train = new ArrayList<>();
                List<Integer> test = new ArrayList<>();
                for (int place = 0; place < dealt.length; place++) {
                    boolean held = cases.get(place).value(name).equals(value);
                    if (held && dealt[place] == fold) {
                        test.add(place);
                    } else if (!held && dealt[place] != fold) {
                        train.add(place);
                    }
                }
                if (!test.isEmpty() && !train.isEmpty()) {
                    splits.add(new Split(value, train, test));
                }
            }
        }
        return splits;
    }

    /** Learning from some cases and testing on others, in folds of the tested cases' documents, which are not learned from. */
    static List<Split> between(
            List<RoutingCase> cases, Predicate<RoutingCase> trained, Predicate<RoutingCase> tested, int folds, Seed seed) {
        int[] dealt = deal(cases, folds, seed);
        int count = Arrays.stream(dealt).max().orElse(-1) + 1;
        List<Split> splits = new ArrayList<>();
        for (int fold = 0; fold < count; fold++) {
            List<Integer> train = new ArrayList<>();
            List<Integer> test = new ArrayList<>();
            for (int place = 0; place < dealt.length; place++) {
                if (dealt[place] == fold && tested.test(cases.get(place))) {
                    test.add(place);
                } else if (dealt[place] != fold && trained.test(cases.get(place))) {
                    train.add(place);
                }
            }
            if (!test.isEmpty() && !train.isEmpty()) {
                splits.add(new Split("fold " + (fold + 1), train, test));
            }
        }
        return splits;
    }
}
