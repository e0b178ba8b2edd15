package dev.winnow.pipelines.route;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A router in a file: everything that it takes to choose a route for a question. Equal routers have equal files, byte for
 * byte.
 *
 * @param routes among which it chooses, at least 2
 * @param costUnit in which their costs are
 * @param lambda how much expected quality one unit of cost is worth, at least 0; with 0 the best is chosen, of equally good
 *     ones the cheapest
 * @param features what is computed of a question
 * @param tokenizer the name of the tokenizer by which questions and documents are counted
 * @param retrievers what features and strategies search with, each as inline YAML by its name
 * @param columns names of the features that the model reads, in the order of its rows
 * @param scaling of the columns; none where the model takes them as they are
 * @param provenance what it was learnt from
 */
public record SavedRouter(
        List<Candidate> routes,
        CostUnit costUnit,
        double lambda,
        FeatureSpec features,
        String tokenizer,
        SortedMap<String, String> retrievers,
        List<String> columns,
        Optional<Scaling> scaling,
        RouterModel model,
        Provenance provenance) {
    /** The version of the file's form. */
    public static final int FORMAT = 1;

    /** Features that are told as reasons. */
    private static final int REASONS = 3;

    /** What a strategy costs is told in one of these. */
    public enum CostUnit {
        /** Tokens of prompts and replies, by the experiment's tokenizer. */
        TOKENS,
        /** US dollars. */
        USD,
        /** Milliseconds until the answer. */
        MILLISECONDS
    }

    /**
     * A route.
     *
     * @param name such as the strategy's id in the run that was learnt from
     * @param strategy the strategy as inline YAML; none where its answers were made elsewhere
     * @param cost of one question, on average, at least 0
     */
    public record Candidate(String name, Optional<String> strategy, double cost) {
        public Candidate {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name must not be blank");
            }
            if (!(cost >= 0) || Double.isInfinite(cost)) {
                throw new IllegalArgumentException("cost must be at least 0, got " + cost);
            }
        }
    }

    /**
     * A column's value less its mean, over its standard deviation; 0 where that is 0.
     *
     * @param mean of each column
     * @param deviation of each column, at least 0
     */
    public record Scaling(List<Double> mean, List<Double> deviation) {
        public Scaling {
            mean = List.copyOf(mean);
            deviation = List.copyOf(deviation);
            Finite.require("mean", mean);
            Finite.require("deviation", deviation);
            for (int i = 0; i < deviation.size(); i++) {
                if (deviation.get(i) < 0) {
                    throw new IllegalArgumentException(
                            "deviation[" + i + "] must be at least 0, got " + deviation.get(i));
                }
            }
        }

        private void apply(double[] row) {
            for (int i = 0; i < row.length; i++) {
                row[i] = deviation.get(i) == 0 ? 0 : (row[i] - mean.get(i)) / deviation.get(i);
            }
        }
    }

    /**
     * What a router was learnt from.
     *
     * @param measure the quality that it expects, such as {@code token-f1}
     * @param questions how many
     * @param runs their fingerprints, by name
     * @param notes anything else worth knowing, by name, such as how good it was in cross-validation
     */
    public record Provenance(
            String measure, int questions, SortedMap<String, String> runs, SortedMap<String, String> notes) {
        public Provenance {
            runs = Collections.unmodifiableSortedMap(new TreeMap<>(runs));
            notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
            if (questions < 0) {
                throw new IllegalArgumentException("questions must be at least 0, got " + questions);
            }
        }
    }

    /**
     * A feature that speaks for the route that was chosen, against the one that came next.
     *
     * @param value the feature's, not scaled
     * @param advantage by how much it does, in the model's own units
     */
    public record Reason(String feature, double value, double advantage) {}

    /**
     * What was chosen for a question.
     *
     * @param route its place among the routes, from 0
     * @param qualities that are expected of each route
     * @param reasons the features that speak most for it, at most 3
     */
    public record Choice(int route, List<Double> qualities, List<Reason> reasons) {
        public Choice {
            qualities = List.copyOf(qualities);
            reasons = List.copyOf(reasons);
        }
    }

    public SavedRouter {
        routes = List.copyOf(routes);
        retrievers = Collections.unmodifiableSortedMap(new TreeMap<>(retrievers));
        columns = List.copyOf(columns);
        if (routes.size() < 2) {
            throw new IllegalArgumentException("routes must be at least 2, got " + routes.size());
        }
        Set<String> names = new HashSet<>();
        for (Candidate route : routes) {
            if (!names.add(route.name())) {
                throw new IllegalArgumentException(
                        "routes must have different names, got '" + route.name() + "' twice");
            }
        }
        if (!(lambda >= 0) || Double.isInfinite(lambda)) {
            throw new IllegalArgumentException("lambda must be at least 0, got " + lambda);
        }
        for (String retriever : features.retrievers()) {
            if (!retrievers.containsKey(retriever)) {
                throw new IllegalArgumentException("features search with '" + retriever
                        + "', which is none of the retrievers" + Suggestion.of(retriever, retrievers.keySet()));
            }
        }
        Set<String> read = new HashSet<>();
        for (String column : columns) {
            if (!features.computes(column)) {
                throw new IllegalArgumentException("columns has '" + column + "', which is none of the features"
                        + Suggestion.of(column, features.names()));
            }
            if (!read.add(column)) {
                throw new IllegalArgumentException("columns must be different, got '" + column + "' twice");
            }
        }
        if (scaling.isPresent()) {
            Finite.requireSize("mean", scaling.get().mean(), columns.size(), "column");
            Finite.requireSize("deviation", scaling.get().deviation(), columns.size(), "column");
        }
        model.check(routes.size(), columns.size());
    }

    /**
     * Reads a router.
     *
     * @throws InputException if there is none, with what is wrong and what to do
     */
    public static SavedRouter read(Path file) {
        return RouterFile.read(file, bytes(file));
    }

    private static byte[] bytes(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    file, "there is no such file; a router is made by 'winnow route', or written by hand");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputException(file, "cannot be read: " + e.getMessage());
        }
    }

    /** The file's content. */
    public String json() {
        return RouterFile.json(this);
    }

    /** Writes the file, and the folders that it is in. */
    public void write(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, json(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** Two routers that have one choose alike. */
    public Fingerprint fingerprint() {
        return Fingerprint.of(json());
    }

    /** The names of its routes, in their order. */
    public List<String> names() {
        return routes.stream().map(Candidate::name).toList();
    }

    /** The same with another worth of a unit of cost. */
    public SavedRouter withLambda(double other) {
        return new SavedRouter(
                routes, costUnit, other, features, tokenizer, retrievers, columns, scaling, model, provenance);
    }

    /** The quality that is expected of each route's answer, in [0, 1]. */
    public double[] qualities(Features question) {
        return model.qualities(row(question));
    }

    private double[] row(Features question) {
        double[] row = question.row(columns);
        scaling.ifPresent(scale -> scale.apply(row));
        return row;
    }

    /**
     * The route of the highest expected quality less {@link #lambda} times its cost; of several the cheapest, and of those
     * the first.
     */
    public Choice choose(Features question) {
        double[] row = row(question);
        double[] qualities = model.qualities(row);
        List<Integer> byWorth = IntStream.range(0, routes.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(
                                route -> lambda * routes.get(route).cost() - qualities[route])
                        .thenComparingDouble(route -> routes.get(route).cost()))
                .toList();
        int chosen = byWorth.get(0);
        List<Double> expected = new ArrayList<>();
        for (double quality : qualities) {
            expected.add(quality);
        }
        return new Choice(chosen, expected, reasons(question, row, chosen, byWorth.get(1)));
    }

    private List<Reason> reasons(Features question, double[] row, int chosen, int next) {
        double[] speaking = model.contributions(row, chosen);
        double[] against = model.contributions(row, next);
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < row.length; i++) {
            String name = columns.get(i);
            reasons.add(new Reason(name, question.value(name), speaking[i] - against[i]));
        }
        return reasons.stream()
                .filter(reason -> reason.advantage() > 0)
                .sorted(Comparator.comparingDouble(Reason::advantage).reversed().thenComparing(Reason::feature))
                .limit(REASONS)
                .toList();
    }

    /** In a line, why a route was chosen. */
    public String because(Choice choice) {
        double expected = choice.qualities().get(choice.route());
        if (choice.qualities().stream().anyMatch(quality -> quality > expected)) {
            return "it costs less";
        }
        if (choice.reasons().isEmpty()) {
            return "nothing about the question speaks against it";
        }
        return choice.reasons().stream().map(SavedRouter::told).collect(Collectors.joining(", "));
    }

    private static String told(Reason reason) {
        // A category that is absent may speak too.
        if (reason.feature().contains("=")) {
            return reason.value() > 0 ? reason.feature() : reason.feature().replaceFirst("=", "!=");
        }
        return reason.feature() + " "
                + new BigDecimal(reason.value())
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }
}
