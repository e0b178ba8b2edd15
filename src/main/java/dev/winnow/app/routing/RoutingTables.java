package dev.winnow.app.routing;

import dev.winnow.app.report.Digits;
import dev.winnow.app.report.Table;
import dev.winnow.app.report.Table.Column;
import dev.winnow.app.routing.Evaluation.Figures;
import dev.winnow.app.routing.Policy.Kind;
import dev.winnow.app.routing.RoutingResult.Transfer;
import dev.winnow.app.statistics.Interval;
import dev.winnow.pipelines.route.SavedRouter.CostUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tables of a routing experiment, every number for programs and the same for reading. */
final class RoutingTables {
    private final RoutingResult result;

    RoutingTables(RoutingResult result) {
        this.result = result;
    }

    /** Every table for programs, by the name of its file. */
    Map<String, Table> figures() {
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put("policies", policyFigures());
        tables.put("quality-cost", curveFigures());
        tables.put("equal-quality", frugalFigures());
        tables.put("calibration", calibrationFigures());
        tables.put("feature-importance", importanceFigures());
        tables.put("confusion", confusion());
        tables.put("by-attribute", sliceFigures());
        if (!result.transfers().isEmpty()) {
            tables.put("transfer", transferFigures());
        }
        return tables;
    }

    /** Every table for reading, by the same names. */
    Map<String, Table> toRead() {
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put("policies", policies());
        tables.put("equal-quality", frugal());
        tables.put("calibration", calibrations());
        tables.put("feature-importance", importance());
        tables.put("confusion", confusion());
        tables.put("by-attribute", slices());
        if (!result.transfers().isEmpty()) {
            tables.put("transfer", transfers());
        }
        return tables;
    }

    /** Milliseconds a question: the only table that may differ between two runs of one configuration. */
    Table latency() {
        return new Table(
                List.of(Column.text("policy"), Column.number("milliseconds")),
                result.policies().stream()
                        .map(one -> List.of(
                                one.policy().name(), number(one.policy().cost().millis())))
                        .toList());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : Digits.fixed(value, 6).replaceFirst("\\.?0+$", "");
    }

    private static List<Column> columns(List<String> texts, List<String> numbers) {
        List<Column> columns = new ArrayList<>();
        texts.forEach(name -> columns.add(Column.text(name)));
        numbers.forEach(name -> columns.add(Column.number(name)));
        return columns;
    }

    private static List<String> bounds(Interval interval) {
        return List.of(number(interval.mean()), number(interval.low()), number(interval.high()));
    }

    private static List<String> bounds(Optional<Interval> interval) {
        return interval.map(RoutingTables::bounds).orElse(List.of("", "", ""));
    }

    private static List<String> costs(Cost cost) {
        return List.of(number(cost.tokens()), number(cost.usd()), number(cost.calls()));
    }

    private static List<String> row(Object... parts) {
        List<String> row = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof List<?> list) {
                list.forEach(cell -> row.add(cell.toString()));
            } else {
                row.add(part.toString());
            }
        }
        return row;
    }

    private Table policyFigures() {
        List<Column> columns = columns(
                List.of("policy", "kind"),
                List.of(
                        "cases", "quality", "low", "high", "gain", "gain_low", "gain_high", "gap_closed", "gap_low", "gap_high",
                        "regret", "p", "adjusted_p", "tokens", "usd", "calls"));
        result.outcomes().names().forEach(route -> columns.add(Column.number("share " + route)));
        return new Table(
                columns,
                result.policies().stream()
                        .map(one -> row(
                                one.policy().name(),
                                one.policy().kind().name().toLowerCase(Locale.ROOT),
                                Integer.toString(one.policy().outcomes().size()),
                                bounds(one.quality()),
                                bounds(one.gain()),
                                bounds(one.closed()),
                                number(one.regret()),
                                number(one.p()),
                                number(one.adjusted()),
                                costs(one.policy().cost()),
                                shares(one.policy())))
                        .toList());
    }

    private List<String> shares(Policy policy) {
        List<String> shares = new ArrayList<>();
        for (int route = 0; route < result.outcomes().routes().size(); route++) {
            shares.add(number(policy.share(route)));
        }
        return shares;
    }

    private Table curveFigures() {
        return new Table(
                columns(List.of("learner"), List.of("weight", "quality", "low", "high", "tokens", "usd", "calls")),
                result.curve().stream()
                        .map(point -> row(
                                point.learner(), number(point.weight()), bounds(point.quality()), costs(point.cost())))
                        .toList());
    }

    private Table frugalFigures() {
        return new Table(
                columns(
                        List.of("learner"),
                        List.of(
                                "quality", "low", "high", "gain", "gain_low", "gain_high", "tokens", "usd", "calls",
                                "fixed_tokens", "fixed_usd", "fixed_calls")),
                result.frugal().stream()
                        .map(one -> row(
                                one.learner(), bounds(one.quality()), bounds(one.gain()), costs(one.cost()), costs(one.fixed())))
                        .toList());
    }

    private Table calibrationFigures() {
        List<List<String>> rows = new ArrayList<>();
        result.calibrations().forEach((learner, calibration) -> calibration
                .bins()
                .forEach(bin -> rows.add(row(
                        learner,
                        number(bin.low()),
                        number(bin.high()),
                        Integer.toString(bin.count()),
                        number(bin.expected()),
                        number(bin.measured())))));
        return new Table(columns(List.of("learner"), List.of("low", "high", "predictions", "expected", "measured")), rows);
    }

    private Table importanceFigures() {
        return new Table(
                columns(List.of("feature"), List.of("loss", "spread")),
                result.importance().stream()
                        .map(one -> row(one.family(), number(one.loss()), number(one.spread())))
                        .toList());
    }

    private Table confusion() {
        List<String> names = result.outcomes().names();
        List<List<String>> rows = new ArrayList<>();
        for (int best = 0; best < names.size(); best++) {
            rows.add(row(
                    names.get(best),
                    result.confusion().counts().get(best)));
        }
        rows.add(row("all do equally well", result.confusion().indifferent()));
        return new Table(
                columns(
                        List.of("the oracle takes"),
                        names.stream().map(route -> "router takes " + route).toList()),
                rows);
    }

    private Table sliceFigures() {
        List<List<String>> rows = new ArrayList<>();
        result.slices().forEach(slice -> {
            for (int i = 0; i < result.policies().size(); i++) {
                rows.add(row(
                        slice.by(),
                        slice.value(),
                        result.policies().get(i).policy().name(),
                        Integer.toString(slice.cases()),
                        number(slice.qualities().get(i)),
                        costs(slice.costs().get(i))));
            }
        });
        return new Table(
                columns(List.of("by", "value", "policy"), List.of("cases", "quality", "tokens", "usd", "calls")), rows);
    }

    private Table transferFigures() {
        List<List<String>> rows = new ArrayList<>();
        result.transfers().forEach(transfer -> transfer.figures()
                .forEach(one -> rows.add(row(
                        transfer.by(),
                        transfer.value(),
                        one.policy().name(),
                        transfer.chosen().equals(fixed(one.policy())) ? "yes" : "",
                        Integer.toString(transfer.cases()),
                        bounds(one.quality()),
                        bounds(one.gain()),
                        bounds(one.closed()),
                        costs(one.policy().cost())))));
        return new Table(
                columns(
                        List.of("by", "value", "policy", "best_where_learned"),
                        List.of(
                                "cases", "quality", "low", "high", "gain", "gain_low", "gain_high", "gap_closed", "gap_low",
                                "gap_high", "tokens", "usd", "calls")),
                rows);
    }

    private static String fixed(Policy policy) {
        return policy.kind() == Kind.FIXED ? policy.name().replaceFirst("^always ", "") : "";
    }

    /** A mean with its interval. */
    static String text(Interval interval) {
        return Digits.fixed(interval.mean(), 3) + " [" + Digits.fixed(interval.low(), 3) + ", "
                + Digits.fixed(interval.high(), 3) + "]";
    }

    private static String share(Optional<Interval> closed) {
        return closed.map(one -> Digits.fixed(100 * one.mean(), 0) + " [" + Digits.fixed(100 * one.low(), 0) + ", "
                        + Digits.fixed(100 * one.high(), 0) + "]")
                .orElse("");
    }

    /** A cost as people read it; empty where it is not known. */
    String cost(Cost cost) {
        double value = cost.in(result.outcomes().unit());
        return value == 0
                ? ""
                : switch (result.outcomes().unit()) {
                    case USD -> Digits.dollars(value);
                    case TOKENS -> Digits.grouped(value);
                    case MILLISECONDS -> Digits.duration(value);
                };
    }

    /** What costs are called. */
    static String unit(CostUnit unit) {
        return switch (unit) {
            case USD -> "dollars";
            case TOKENS -> "tokens";
            case MILLISECONDS -> "latency";
        };
    }

    private String costHeading() {
        return unit(result.outcomes().unit()) + " a question";
    }

    private Table policies() {
        List<Column> columns = columns(
                List.of("policy"),
                List.of(result.outcomes().measure(), "gain over the best single", "% of the oracle's gain", "regret", "adjusted p",
                        costHeading(), "calls"));
        result.outcomes().names().forEach(route -> columns.add(Column.number("% to " + route)));
        return new Table(
                columns,
                result.policies().stream()
                        .map(one -> row(
                                Learner.title(one.policy().name()),
                                text(one.quality()),
                                one.policy().name().equals(result.best().policy().name()) ? "" : text(one.gain()),
                                one.policy().kind() == Kind.FIXED ? "" : share(one.closed()),
                                Digits.fixed(one.regret(), 3),
                                tested(one) ? Digits.fixed(one.adjusted(), 3) : "",
                                cost(one.policy().cost()),
                                Digits.fixed(one.policy().cost().calls(), 2),
                                percentages(one.policy())))
                        .toList());
    }

    private boolean tested(Figures one) {
        return one.policy().kind() != Kind.ORACLE
                && !one.policy().name().equals(result.best().policy().name());
    }

    private List<String> percentages(Policy policy) {
        List<String> shares = new ArrayList<>();
        double sum = 0;
        for (int route = 0; route < result.outcomes().routes().size(); route++) {
            sum += policy.share(route);
        }
        for (int route = 0; route < result.outcomes().routes().size(); route++) {
            shares.add(sum == 0 ? "" : Digits.fixed(100 * policy.share(route), 0));
        }
        return shares;
    }

    private Table frugal() {
        return new Table(
                columns(
                        List.of("router"),
                        List.of(result.outcomes().measure(), "less the best single", costHeading(), "the best single's", "saved")),
                result.frugal().stream()
                        .map(one -> row(
                                Learner.title(one.learner()),
                                text(one.quality()),
                                text(one.gain()),
                                cost(one.cost()),
                                cost(one.fixed()),
                                saved(one.cost(), one.fixed())))
                        .toList());
    }

    /** How much less one cost is than another. */
    String saved(Cost cost, Cost fixed) {
        double whole = fixed.in(result.outcomes().unit());
        return whole == 0
                ? ""
                : Digits.fixed(100 * (1 - cost.in(result.outcomes().unit()) / whole), 0) + " %";
    }

    private Table calibrations() {
        List<List<String>> rows = new ArrayList<>();
        result.calibrations()
                .forEach((learner, one) -> rows.add(row(
                        Learner.title(learner),
                        Digits.fixed(one.error(), 3),
                        Digits.fixed(one.brier(), 3),
                        Digits.fixed(one.base(), 3))));
        return new Table(
                columns(List.of("router"), List.of("calibration error", "Brier score", "Brier score of the routes' means")),
                rows);
    }

    private Table importance() {
        return new Table(
                columns(List.of("feature"), List.of("loss of " + result.outcomes().measure(), "± over exchanges")),
                result.importance().stream()
                        .map(one -> row(one.family(), Digits.fixed(one.loss(), 4), Digits.fixed(one.spread(), 4)))
                        .toList());
    }

    /** The policies that tables by value show: every single strategy, the task rule, learned routers and the oracle. */
    private static boolean shown(Figures one) {
        return one.policy().kind() == Kind.FIXED
                || one.policy().kind() == Kind.LEARNED
                || one.policy().kind() == Kind.ORACLE
                || one.policy().name().equals(Baselines.TASK_RULE);
    }

    private Table slices() {
        List<String> numbers = new ArrayList<>(List.of("cases"));
        result.policies().stream()
                .filter(RoutingTables::shown)
                .forEach(one -> numbers.add(Learner.title(one.policy().name())));
        numbers.add("gain of " + Learner.title(result.kept()));
        return new Table(
                columns(List.of("by", "value"), numbers),
                result.slices().stream()
                        .map(slice -> {
                            List<String> cells = new ArrayList<>();
                            for (int i = 0; i < result.policies().size(); i++) {
                                if (shown(result.policies().get(i))) {
                                    cells.add(Digits.fixed(slice.qualities().get(i), 3));
                                }
                            }
                            return row(slice.by(), slice.value(), Integer.toString(slice.cases()), cells, text(slice.gain()));
                        })
                        .toList());
    }

    private Table transfers() {
        List<Figures> first = result.transfers().get(0).figures();
        List<String> numbers = new ArrayList<>(List.of("cases"));
        first.forEach(one -> numbers.add(Learner.title(one.policy().name())));
        numbers.add("gain of " + Learner.title(result.kept()));
        numbers.add("% of the oracle's gain");
        return new Table(
                columns(List.of("held out", "value", "best single where learned"), numbers),
                result.transfers().stream().map(this::transfer).toList());
    }

    private List<String> transfer(Transfer transfer) {
        List<String> cells = new ArrayList<>();
        transfer.figures().forEach(one -> cells.add(Digits.fixed(one.quality().mean(), 3)));
        Figures kept = transfer.figures().stream()
                .filter(one -> one.policy().name().equals(result.kept()))
                .findFirst()
                .orElseThrow();
        return row(
                transfer.by(),
                transfer.value(),
                transfer.chosen(),
                Integer.toString(transfer.cases()),
                cells,
                text(kept.gain()),
                share(kept.closed()));
    }
}
