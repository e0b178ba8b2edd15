package dev.winnow.app.report;

import dev.winnow.app.ledger.IndexCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What retrieval's indexes took to build, and after how many questions each has paid for itself against full context. The
 * charge stands beside the cost of a question and is never added to it.
 */
final class IndexCharge {
    private final Results results;
    private final List<Charge> charges = new ArrayList<>();

    IndexCharge(Results results) {
        this.results = results;
        for (StrategyRow row : results.rows()) {
            results.index(row).ifPresent(cost -> charges.add(charge(row, cost)));
        }
    }

    /**
     * A strategy's index.
     *
     * @param usd US dollars for embedding, 0 where nothing was embedded; empty where no price is known
     * @param full what the same model cost with full context
     * @param paidInTokens questions after which the index has paid for itself, infinite for never; empty where there is
     *     nothing to compare with
     * @param paidInMoney the same in US dollars
     */
    record Charge(
            StrategyRow row,
            IndexCost cost,
            OptionalDouble usd,
            Optional<StrategyRow> full,
            OptionalDouble paidInTokens,
            OptionalDouble paidInMoney) {
        /** The part of the charge that falls on each trial of this run: questions times repetitions. */
        OptionalDouble share(OptionalDouble charge) {
            return charge.isEmpty() || row.expected() == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(charge.getAsDouble() / row.expected());
        }
    }

    private Charge charge(StrategyRow row, IndexCost cost) {
        double tokens = (double) cost.embeddedTokens();
        OptionalDouble usd = cost.usd().isEmpty() && cost.embeddedTokens() == 0 ? OptionalDouble.of(0) : cost.usd();
        Optional<StrategyRow> full = results.fullContext(row.model())
                .filter(other -> other.promptTokens().isPresent());
        boolean comparable = full.isPresent() && row.promptTokens().isPresent();
        boolean priced = comparable && usd.isPresent() && full.get().cost().orElse(0) > 0;
        return new Charge(
                row,
                cost,
                usd,
                full,
                comparable
                        ? OptionalDouble.of(paid(tokens, full.get().tokens() - row.tokens()))
                        : OptionalDouble.empty(),
                priced
                        ? OptionalDouble.of(paid(
                                usd.getAsDouble(),
                                full.get().cost().orElse(0) - row.cost().orElse(0)))
                        : OptionalDouble.empty());
    }

    /** Questions after which what each saves adds up to the charge. */
    private static double paid(double charge, double saved) {
        return saved > 0 ? Math.ceil(charge / saved) : Double.POSITIVE_INFINITY;
    }

    List<Charge> charges() {
        return charges;
    }

    Sheet sheet() {
        List<String> numbers = List.of(
                "index tokens",
                "index cost usd",
                "trials",
                "index tokens a trial",
                "index cost usd a trial",
                "tokens a question",
                "full context tokens a question",
                "paid after questions by tokens",
                "cost usd a question",
                "full context cost usd a question",
                "paid after questions by usd");
        List<List<String>> rows = new ArrayList<>();
        for (Charge charge : charges) {
            OptionalDouble tokens = OptionalDouble.of((double) charge.cost().embeddedTokens());
            rows.add(List.of(
                    charge.row().strategy().id(),
                    charge.row().model().id(),
                    Long.toString(charge.cost().embeddedTokens()),
                    Digits.fixed(charge.usd(), 8),
                    Integer.toString(charge.row().expected()),
                    Digits.fixed(charge.share(tokens), 1),
                    Digits.fixed(charge.share(charge.usd()), 8),
                    tokens(Optional.of(charge.row())),
                    tokens(charge.full()),
                    paidText(charge.paidInTokens()),
                    Digits.fixed(charge.row().cost(), 8),
                    Digits.fixed(charge.full().map(StrategyRow::cost).orElse(OptionalDouble.empty()), 8),
                    paidText(charge.paidInMoney())));
        }
        return Sheet.of("index-cost", new Table(Sheet.columns(List.of("strategy", "model"), numbers), rows), toRead());
    }

    private static String tokens(Optional<StrategyRow> row) {
        return row.filter(found -> found.promptTokens().isPresent())
                .map(found -> Digits.fixed(found.tokens(), 1))
                .orElse("");
    }

    private static String paidText(OptionalDouble questions) {
        return questions.isEmpty()
                ? ""
                : Double.isInfinite(questions.getAsDouble()) ? "never" : Digits.fixed(questions, 0);
    }

    private Table toRead() {
        boolean priced = charges.stream().anyMatch(charge -> charge.usd().orElse(0) > 0);
        List<String> numbers = new ArrayList<>(List.of("index tokens"));
        if (priced) {
            numbers.add("index cost usd");
        }
        numbers.addAll(List.of("a trial of this run", "paid after questions, by tokens"));
        boolean money = charges.stream().anyMatch(charge -> charge.paidInMoney().isPresent());
        if (money) {
            numbers.add("paid after questions, by money");
        }
        List<List<String>> rows = new ArrayList<>();
        for (Charge charge : charges) {
            List<String> cells = new ArrayList<>(List.of(
                    charge.row().strategy().id(),
                    charge.row().model().id(),
                    Long.toString(charge.cost().embeddedTokens())));
            if (priced) {
                cells.add(Digits.fixed(charge.usd(), 6));
            }
            cells.add(Digits.fixed(
                    charge.share(OptionalDouble.of((double) charge.cost().embeddedTokens())), 0));
            cells.add(paidText(charge.paidInTokens()));
            if (money) {
                cells.add(paidText(charge.paidInMoney()));
            }
            rows.add(cells);
        }
        return new Table(Sheet.columns(List.of("strategy", "model"), numbers), rows);
    }

    /** Milliseconds to build each strategy's index. */
    Sheet timing() {
        Table table = new Table(
                Sheet.columns(List.of("strategy", "model"), List.of("build ms", "embedding ms")),
                charges.stream()
                        .map(charge -> List.of(
                                charge.row().strategy().id(),
                                charge.row().model().id(),
                                Long.toString(charge.cost().buildMillis()),
                                Long.toString(charge.cost().embeddingMillis())))
                        .toList());
        return Sheet.of("index-cost", table, table);
    }

    /** What stands below the page's table of strategies; nothing where nothing has an index. */
    String html() {
        if (charges.isEmpty()) {
            return "";
        }
        List<String> sentences = new ArrayList<>();
        long most = charges.stream()
                .mapToLong(charge -> charge.cost().embeddedTokens())
                .max()
                .orElse(0);
        sentences.add(
                most == 0
                        ? "An index of words alone reads no tokens with a model: it costs time only."
                        : "Embedding for the largest index here read " + Digits.grouped((double) most)
                                + " tokens; no question's figures include that.");
        sentence(Charge::paidInTokens, "tokens").ifPresent(sentences::add);
        sentence(Charge::paidInMoney, "money").ifPresent(sentences::add);
        return "<p class=\"note charge\">" + Html.prose(String.join(" ", sentences)) + "</p>\n"
                + TableHtml.folded(
                        "What each index cost",
                        TableHtml.of(toRead(), "Table of what each index cost") + TableHtml.copy("index-cost"));
    }

    private Optional<String> sentence(Function<Charge, OptionalDouble> paid, String unit) {
        List<Charge> known = charges.stream()
                .filter(charge -> paid.apply(charge).isPresent())
                .toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        List<Double> finite = known.stream()
                .map(charge -> paid.apply(charge).getAsDouble())
                .filter(questions -> !questions.isInfinite())
                .sorted()
                .toList();
        String full = "`" + known.getFirst().full().orElseThrow().strategy().id() + "`";
        if (!finite.isEmpty() && finite.getLast() == 0) {
            parts.add("Counted in " + unit + ", retrieval is ahead of " + full + " from the first question");
        } else if (!finite.isEmpty()) {
            String low = Digits.grouped(Math.max(1, finite.getFirst()));
            String high = Digits.grouped(finite.getLast());
            parts.add("Counted in " + unit + ", an index has paid for itself against " + full + " after "
                    + (low.equals(high) ? low : low + " to " + high)
                    + (high.equals("1") ? " question" : " questions"));
        }
        List<String> never = known.stream()
                .filter(charge -> Double.isInfinite(paid.apply(charge).getAsDouble()))
                .map(charge -> "`" + charge.row().strategy().id() + "`")
                .distinct()
                .toList();
        if (!never.isEmpty()) {
            parts.add((parts.isEmpty() ? "Counted in " + unit + ", never" : "never")
                    + " for "
                    + never.stream().limit(3).collect(Collectors.joining(", "))
                    + (never.size() > 3 ? " and " + (never.size() - 3) + " more" : "")
                    + ", where a question costs as much as with full context or more");
        }
        return Optional.of(String.join("; ", parts) + ".");
    }
}
