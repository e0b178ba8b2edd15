package dev.winnow.app.report;

import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.pipelines.model.Attempts;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Tokens by the models' own account beside those counted here, what prefix caches held, and what was paid. Only for models
 * that give an account, or of whose requests some failed and may have cost something.
 */
final class Accounting {
    static final String SHEET = "accounting";

    private final Results results;
    /** Of all models that this is about. */
    private final List<Line> lines = new ArrayList<>();

    /** Of models that give an account: which models these are does not depend on luck. */
    private final List<Line> accounted;

    private final List<Disagreement> disagreements;

    Accounting(Results results) {
        this.results = results;
        this.disagreements = Disagreement.of(results);
        for (StrategyRow row : results.rows()) {
            List<Trial> trials = results.trials(row);
            if (!trials.isEmpty() && (gives(row.model()) || failed(row.model()))) {
                lines.add(line(row, trials));
            }
        }
        this.accounted =
                lines.stream().filter(line -> gives(line.row().model())).toList();
    }

    /**
     * One strategy with one model. Tokens and money are of a question, the mean over answered trials; tokens only over those
     * with an account, so that what is counted and what is reported stand side by side.
     *
     * @param accounts answered trials with an account
     * @param ratio reported prompt tokens by counted ones, of all such trials together
     * @param hitRate cached prompt tokens by reported prompt tokens, of all such trials together
     * @param paid US dollars of the replies, as charged; empty where there is no price
     * @param uncached the same had the server no prefix cache
     * @param made requests of all trials, failed ones too
     * @param lost requests whose reply never came whole
     * @param atMost the most tokens that lost replies can have cost, as a limit on spending foresees it
     * @param lostUsd the most US dollars that they can have cost
     * @param charged what requests that failed were charged all the same, over all trials
     * @param chargedUsd the same in US dollars
     */
    record Line(
            StrategyRow row,
            int accounts,
            OptionalDouble countedPrompt,
            OptionalDouble reportedPrompt,
            OptionalDouble ratio,
            OptionalDouble countedCompletion,
            OptionalDouble reportedCompletion,
            OptionalDouble cached,
            OptionalDouble hitRate,
            OptionalDouble written,
            OptionalDouble reasoning,
            OptionalDouble paid,
            OptionalDouble uncached,
            long made,
            long lost,
            TokenUsage atMost,
            OptionalDouble lostUsd,
            ReportedUsage charged,
            OptionalDouble chargedUsd) {
        /** The share of the money without cache that the cache saved; below 0 where writing cost more than reading saved. */
        OptionalDouble saved() {
            return paid.isEmpty() || uncached.orElse(0) == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(1 - paid.getAsDouble() / uncached.getAsDouble());
        }
    }

    private boolean gives(Model model) {
        return trials(model).anyMatch(trial -> trial.reported().isPresent());
    }

    /** Whether requests failed that cost something, or may have. */
    private boolean failed(Model model) {
        return trials(model)
                .anyMatch(trial ->
                        trial.attempts().lost() > 0 || !trial.failuresBilled().equals(ReportedUsage.NONE));
    }

    private Stream<Trial> trials(Model model) {
        return results.rows(model).stream().flatMap(row -> results.trials(row).stream());
    }

    private static Line line(StrategyRow row, List<Trial> trials) {
        List<Trial> answered = trials.stream()
                .filter(trial -> trial.outcome() instanceof Outcome.Answered)
                .toList();
        List<Trial> accounts =
                answered.stream().filter(trial -> trial.reported().isPresent()).toList();
        Optional<Price> price = row.model().price();
        Model model = row.model();
        Attempts attempts = trials.stream().map(Trial::attempts).reduce(Attempts.NONE, Attempts::plus);
        TokenUsage atMost = model.undercount().lost(attempts, model.margin());
        ReportedUsage charged =
                trials.stream().map(Trial::failuresBilled).reduce(ReportedUsage.NONE, ReportedUsage::plus);
        return new Line(
                row,
                accounts.size(),
                mean(accounts, trial -> trial.usage().prompt()),
                reported(accounts, ReportedUsage::prompt),
                share(accounts, trial -> trial.reported().orElseThrow().prompt(), trial -> trial.usage()
                        .prompt()),
                mean(accounts, trial -> trial.usage().completion()),
                reported(accounts, ReportedUsage::completion),
                reported(accounts, ReportedUsage::cached),
                share(accounts, trial -> trial.reported().orElseThrow().cached(), trial -> trial.reported()
                        .orElseThrow()
                        .prompt()),
                reported(accounts, ReportedUsage::written),
                reported(accounts, ReportedUsage::reasoning),
                price.isPresent() ? mean(answered, Trial::cost) : OptionalDouble.empty(),
                price.isPresent()
                        ? mean(answered, trial -> price.get().withoutCache(trial.repliesBilled()))
                        : OptionalDouble.empty(),
                attempts.made(),
                attempts.lost(),
                atMost,
                price.isPresent() ? OptionalDouble.of(price.get().most(atMost)) : OptionalDouble.empty(),
                charged,
                price.isPresent() ? OptionalDouble.of(price.get().of(charged)) : OptionalDouble.empty());
    }

    private static OptionalDouble mean(List<Trial> trials, ToDoubleFunction<Trial> value) {
        return trials.stream().mapToDouble(value).average();
    }

    private static OptionalDouble reported(List<Trial> accounts, ToLongFunction<ReportedUsage> tokens) {
        return mean(accounts, trial -> tokens.applyAsLong(trial.reported().orElseThrow()));
    }

    private static OptionalDouble share(List<Trial> trials, ToLongFunction<Trial> part, ToLongFunction<Trial> whole) {
        long all = trials.stream().mapToLong(whole).sum();
        return all == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) trials.stream().mapToLong(part).sum() / all);
    }

    List<Line> lines() {
        return lines;
    }

    /** Models of whose prompts a server seems to have left something unread, a few sentences each. */
    List<String> cutPrompts() {
        return disagreements.stream().flatMap(one -> one.fewer().stream()).toList();
    }

    /** What two runs with the same replies agree in; empty where no model gives an account. */
    Optional<Sheet> sheet() {
        if (accounted.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> rows = new ArrayList<>();
        for (Line line : accounted) {
            rows.add(List.of(
                    line.row().strategy().id(),
                    line.row().model().id(),
                    Integer.toString(line.row().answered()),
                    Integer.toString(line.accounts()),
                    Digits.fixed(line.countedPrompt(), 1),
                    Digits.fixed(line.reportedPrompt(), 1),
                    Digits.fixed(line.ratio(), 4),
                    Digits.fixed(line.countedCompletion(), 1),
                    Digits.fixed(line.reportedCompletion(), 1),
                    Digits.fixed(line.reasoning(), 1),
                    Digits.fixed(line.cached(), 1),
                    Digits.fixed(line.hitRate(), 4),
                    Digits.fixed(line.written(), 1),
                    Digits.fixed(line.row().calls(), 2),
                    Digits.fixed(line.paid(), 8),
                    Digits.fixed(line.uncached(), 8),
                    Digits.fixed(line.saved(), 4)));
        }
        Table figures = new Table(
                Sheet.columns(
                        List.of("strategy", "model"),
                        List.of(
                                "answered",
                                "with account",
                                "counted prompt",
                                "reported prompt",
                                "prompt ratio",
                                "counted completion",
                                "reported completion",
                                "reasoning",
                                "cached prompt",
                                "hit rate",
                                "cache written",
                                "calls",
                                "cost usd",
                                "cost usd without cache",
                                "saved")),
                rows);
        return Optional.of(Sheet.of(SHEET, figures, toRead(accounted, List.of(), line -> List.of())));
    }

    /** Requests, and what failed ones cost or can have cost, which two runs with the same replies differ in. */
    Optional<Sheet> timing() {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            rows.add(List.of(
                    line.row().strategy().id(),
                    line.row().model().id(),
                    Integer.toString(line.row().answered() + line.row().failed()),
                    Long.toString(line.made()),
                    Long.toString(line.lost()),
                    Long.toString(line.atMost().prompt()),
                    Long.toString(line.atMost().completion()),
                    Digits.fixed(line.lostUsd(), 8),
                    Long.toString(line.charged().prompt()),
                    Long.toString(line.charged().completion()),
                    Digits.fixed(line.chargedUsd(), 8)));
        }
        Table table = new Table(
                Sheet.columns(
                        List.of("strategy", "model"),
                        List.of(
                                "trials",
                                "requests",
                                "lost replies",
                                "lost prompt tokens at most",
                                "lost completion tokens at most",
                                "lost usd at most",
                                "failed prompt tokens charged",
                                "failed completion tokens charged",
                                "failed usd charged")),
                rows);
        return Optional.of(Sheet.of(SHEET, table, table));
    }

    private interface More {
        List<String> cells(Line line);
    }

    /** For reading, without columns that are nothing but zeros. */
    private static Table toRead(List<Line> lines, List<String> names, More more) {
        boolean thoughts = lines.stream().anyMatch(line -> line.reasoning().orElse(0) > 0);
        boolean writes = lines.stream().anyMatch(line -> line.written().orElse(0) > 0);
        boolean priced = lines.stream().anyMatch(line -> line.uncached().orElse(0) > 0);
        List<String> numbers = new ArrayList<>(List.of("counted tokens", "reported tokens", "prompt ratio"));
        if (thoughts) {
            numbers.add("thoughts");
        }
        numbers.addAll(List.of("cached", "hit rate"));
        if (writes) {
            numbers.add("written");
        }
        numbers.add("calls");
        if (priced) {
            numbers.addAll(List.of("cost usd", "without cache", "saved"));
        }
        numbers.addAll(names);
        List<List<String>> rows = new ArrayList<>();
        for (Line line : lines) {
            List<String> cells = new ArrayList<>(List.of(
                    line.row().strategy().id(),
                    line.row().model().id(),
                    sum(line.countedPrompt(), line.countedCompletion()),
                    sum(line.reportedPrompt(), line.reportedCompletion()),
                    Digits.fixed(line.ratio(), 3)));
            if (thoughts) {
                cells.add(Digits.fixed(line.reasoning(), 0));
            }
            cells.add(Digits.fixed(line.cached(), 0));
            cells.add(percent(line.hitRate()));
            if (writes) {
                cells.add(Digits.fixed(line.written(), 0));
            }
            cells.add(Digits.fixed(line.row().calls(), 2));
            if (priced) {
                cells.add(Digits.fixed(line.paid(), 6));
                cells.add(Digits.fixed(line.uncached(), 6));
                cells.add(percent(line.saved()));
            }
            cells.addAll(more.cells(line));
            rows.add(cells);
        }
        return new Table(Sheet.columns(List.of("strategy", "model"), numbers), rows);
    }

    private static String sum(OptionalDouble prompt, OptionalDouble completion) {
        return prompt.isEmpty() ? "" : Digits.fixed(prompt, 0) + " + " + Digits.fixed(completion, 0);
    }

    private static String percent(OptionalDouble share) {
        return share.isEmpty() ? "" : Digits.fixed(100 * share.getAsDouble(), 1) + " %";
    }

    /** The page's section; nothing where no model gives an account. */
    String html() {
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder html =
                new StringBuilder("<section id=\"accounting\">\n<h2>What was counted and what was paid</h2>\n");
        for (Disagreement one : disagreements) {
            one.fewer().ifPresent(text -> Page.notice(html, "Prompts may have been cut.", text));
            one.more().ifPresent(text -> Page.notice(html, "More tokens than counted.", text));
        }
        List<String> sentences = new ArrayList<>();
        disagreements.forEach(one -> sentences.add(one.summary()));
        results.data().models().forEach(model -> money(model).ifPresent(sentences::add));
        html.append("<p class=\"note\">")
                .append(Html.prose(String.join(" ", sentences)))
                .append(
                        " Tokens are of prompt + reply, means of a question; counted by the experiment's tokenizer, reported by the"
                                + " model's server. A call that"
                                + " strategies share is charged to each of them.</p>\n");
        return html.append(TableHtml.of(onPage(), "Table of tokens and money by the models' account"))
                .append(TableHtml.copy(SHEET))
                .append("</section>\n")
                .toString();
    }

    /** With requests and lost replies, where there were more requests than calls. */
    private Table onPage() {
        boolean lost = lines.stream().anyMatch(line -> line.lost() > 0);
        boolean repeated = lost
                || lines.stream()
                        .anyMatch(line -> line.made()
                                > Math.round(line.row().calls().orElse(0)
                                        * line.row().answered()));
        if (!repeated) {
            return toRead(lines, List.of(), line -> List.of());
        }
        boolean charged = lines.stream().anyMatch(line -> line.chargedUsd().orElse(0) > 0);
        boolean priced = lost && lines.stream().anyMatch(line -> line.lostUsd().orElse(0) > 0);
        List<String> names = new ArrayList<>(List.of("requests", "lost"));
        if (priced) {
            names.add("lost, at most usd");
        }
        if (charged) {
            names.add("failed, usd");
        }
        return toRead(lines, names, line -> {
            List<String> cells = new ArrayList<>(
                    List.of(Digits.grouped((double) line.made()), Digits.grouped((double) line.lost())));
            if (priced) {
                cells.add(Digits.fixed(line.lostUsd(), 6));
            }
            if (charged) {
                cells.add(Digits.fixed(line.chargedUsd(), 6));
            }
            return cells;
        });
    }

    /** What all of a model's answers cost together; empty where it has no price. */
    private Optional<String> money(Model model) {
        Optional<Price> price = model.price();
        List<Trial> all = trials(model)
                .filter(trial -> trial.outcome() instanceof Outcome.Answered)
                .toList();
        double uncached = price.map(known -> all.stream()
                        .mapToDouble(trial -> known.withoutCache(trial.repliesBilled()))
                        .sum())
                .orElse(0.0);
        if (uncached <= 0) {
            return Optional.empty();
        }
        double paid = all.stream().mapToDouble(Trial::cost).sum();
        double lost = sum(model, Line::lostUsd);
        double charged = sum(model, Line::chargedUsd);
        String sentence = "`" + model.id() + "` cost " + Digits.dollars(paid);
        if (price.orElseThrow().cachedPrompt().isEmpty()) {
            sentence += "; its price has no `cached-prompt`, so what a cache holds saves nothing at it";
        } else {
            double saved = 1 - paid / uncached;
            sentence += ", without a prefix cache " + Digits.dollars(uncached)
                    + (saved >= 0
                            ? ": " + Digits.percent(saved) + " saved"
                            : ": writing to the cache cost " + Digits.percent(-saved) + " more than it saved");
        }
        return Optional.of(sentence
                + (charged > 0 ? "; requests that failed cost " + Digits.dollars(charged) + " besides" : "")
                + (lost > 0 ? "; lost replies cost at most " + Digits.dollars(lost) + " besides" : "") + ".");
    }

    private double sum(Model model, Function<Line, OptionalDouble> dollars) {
        return lines.stream()
                .filter(line -> line.row().model().equals(model))
                .mapToDouble(line -> dollars.apply(line).orElse(0))
                .sum();
    }
}
