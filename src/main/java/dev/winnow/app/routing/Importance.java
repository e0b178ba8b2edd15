package dev.winnow.app.routing;

import dev.winnow.app.routing.HeldOut.Fitted;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.pipelines.route.Features;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * How much quality a router loses on held-out cases where it is told a feature of another case (Breiman, Random Forests, 2001,
 * section 10): all values of a category are exchanged together, within what one split holds out.
 *
 * @param family the feature, or the attribute that is told as several
 * @param loss of mean quality, the mean of several exchanges; about 0 where the router does not need it
 * @param spread the standard deviation of the loss over exchanges
 */
record Importance(String family, double loss, double spread) {
    private static final int EXCHANGES = 5;

    /** Of every feature, the most important first. */
    static List<Importance> of(HeldOut held, Outcomes outcomes, Seed seed) {
        double whole = held.quality(0);
        List<Importance> all = new ArrayList<>();
        for (String family : FeatureFamily.all(outcomes.cases())) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < EXCHANGES; i++) {
                double loss = whole - exchanged(held, outcomes, family, seed.child(family, Integer.toString(i)));
                sum += loss;
                squares += loss * loss;
            }
            double mean = sum / EXCHANGES;
            all.add(new Importance(
                    family, mean, Math.sqrt(Math.max(0, squares / EXCHANGES - mean * mean))));
        }
        all.sort(Comparator.comparingDouble(Importance::loss).reversed().thenComparing(Importance::family));
        return all;
    }

    private static double exchanged(HeldOut held, Outcomes outcomes, String family, Seed seed) {
        double sum = 0;
        int count = 0;
        for (Fitted fit : held.fits()) {
            List<RoutingCase> cases = CrossFit.cases(outcomes, fit.split().test());
            int[] order = shuffled(cases.size(), seed.child("exchange", fit.split().name()).random());
            for (int i = 0; i < order.length; i++) {
                Features told = with(cases.get(i).features(), cases.get(order[i]).features(), family);
                int route = HeldOut.choice(fit.model().predict(told), fit.prices(), 0);
                sum += cases.get(i).quality(route);
                count++;
            }
        }
        return sum / count;
    }

    private static Features with(Features own, Features other, String family) {
        SortedMap<String, Double> told = new TreeMap<>(own.values());
        told.keySet().removeIf(name -> FeatureFamily.of(name).equals(family));
        other.values().forEach((name, value) -> {
            if (FeatureFamily.of(name).equals(family)) {
                told.put(name, value);
            }
        });
        return new Features(told);
    }

    private static int[] shuffled(int size, RandomGenerator random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int place = random.nextInt(i + 1);
            order[i] = order[place];
            order[place] = i;
        }
        return order;
    }
}
