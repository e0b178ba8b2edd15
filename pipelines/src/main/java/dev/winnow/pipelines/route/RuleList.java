package dev.winnow.pipelines.route;

import java.util.List;

/**
 * Rules by which the first that a row meets says how good each route is; written by hand, or learnt as a decision list. With
 * no rule at all it says the same of every question.
 *
 * @param rules in this order
 * @param otherwise the quality of each route for rows that meet none
 */
public record RuleList(List<Rule> rules, List<Double> otherwise) implements RouterModel {
    public RuleList {
        rules = List.copyOf(rules);
        otherwise = List.copyOf(otherwise);
        requireQualities("otherwise", otherwise);
    }

    /**
     * One rule.
     *
     * @param conditions all of which a row must meet, at least one
     * @param qualities of each route
     */
    public record Rule(List<Condition> conditions, List<Double> qualities) {
        public Rule {
            conditions = List.copyOf(conditions);
            qualities = List.copyOf(qualities);
            if (conditions.isEmpty()) {
                throw new IllegalArgumentException(
                        "conditions must be at least one; what holds in any case stands in" + " 'otherwise'");
            }
            requireQualities("qualities", qualities);
        }

        private boolean meets(double[] row) {
            return conditions.stream().allMatch(condition -> condition.meets(row[condition.column()]));
        }
    }

    /**
     * A condition of a column's value.
     *
     * @param column from 0
     * @param side on which the value must be
     */
    public record Condition(int column, Side side, double threshold) {
        public Condition {
            if (!Double.isFinite(threshold)) {
                throw new IllegalArgumentException("threshold must be finite, got " + threshold);
            }
        }

        private boolean meets(double value) {
            return switch (side) {
                case ABOVE -> value > threshold;
                case AT_MOST -> value <= threshold;
            };
        }
    }

    /** Of a threshold. */
    public enum Side {
        ABOVE,
        AT_MOST
    }

    private static void requireQualities(String what, List<Double> qualities) {
        for (int i = 0; i < qualities.size(); i++) {
            if (!(qualities.get(i) >= 0 && qualities.get(i) <= 1)) {
                throw new IllegalArgumentException(
                        what + "[" + i + "] must be a quality from 0 to 1, got " + qualities.get(i));
            }
        }
    }

    @Override
    public double[] qualities(double[] row) {
        return rules.stream()
                .filter(rule -> rule.meets(row))
                .findFirst()
                .map(Rule::qualities)
                .orElse(otherwise)
                .stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** What the rule that is met adds to what holds otherwise, in equal parts to its conditions' columns. */
    @Override
    public double[] contributions(double[] row, int route) {
        double[] added = new double[row.length];
        rules.stream().filter(rule -> rule.meets(row)).findFirst().ifPresent(rule -> {
            double share = (rule.qualities().get(route) - otherwise.get(route))
                    / rule.conditions().size();
            rule.conditions().forEach(condition -> added[condition.column()] += share);
        });
        return added;
    }

    @Override
    public void check(int routes, int columns) {
        Finite.requireSize("otherwise", otherwise, routes, "route");
        for (int i = 0; i < rules.size(); i++) {
            Finite.requireSize("rules[" + i + "].qualities", rules.get(i).qualities(), routes, "route");
            for (Condition condition : rules.get(i).conditions()) {
                if (condition.column() < 0 || condition.column() >= columns) {
                    throw new IllegalArgumentException("rules[%d] must look at columns from 0 to %d, got %d"
                            .formatted(i, columns - 1, condition.column()));
                }
            }
        }
    }
}
