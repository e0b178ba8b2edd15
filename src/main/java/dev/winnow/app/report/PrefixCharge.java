package dev.winnow.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.app.ledger.IndexCost;
import dev.winnow.app.ledger.Outcome;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.metrics.MetricSpec.Direction;
import dev.winnow.app.report.BreakEven.Kind;
import dev.winnow.app.report.BreakEven.Reading;
import dev.winnow.app.report.BreakEven.Retrieving;
import dev.winnow.app.report.Pairs.Pair;
import dev.winnow.app.report.PrefixShare.Later;
import dev.winnow.app.report.ReportData.Measure;
import dev.winnow.app.report.ReportData.Model;
import dev.winnow.app.report.StrategyRow.Family;
import dev.winnow.pipelines.model.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * From how many questions about one document on, full context with a prefix cache is cheaper than each retrieval that is
 * not known to be of lower quality. For models that have a price.
 */
final class PrefixCharge {
    static final String SHEET = "break-even";

    private final Results results;
    private final double questionsPerDocument;
    private final double documentsPerScope;
    private final List<Case> cases = new ArrayList<>();

    PrefixCharge(Results results) {
        this.results = results;
        PrefixShare share = new PrefixShare(results.data());
        this.questionsPerDocument = share.questionsPerScope();
        this.documentsPerScope = share.documentsPerScope();
        for (Model model : results.data().models()) {
            model.price()
                    .filter(price -> price.prompt() > 0)
                    .flatMap(price -> results.fullContext(model).flatMap(full -> of(full, price, share)))
                    .filter(found -> !found.rivals().isEmpty())
                    .ifPresent(cases::add);
        }
    }

    /**
     * One model.
     *
     * @param full what reads everything
     * @param price of the model
     * @param prompt tokens of a prompt that are paid for, mean over answered trials
     * @param completion tokens of a reply that are paid for
     * @param later what the cache held of later prompts in this run
     * @param possible the share that it could have held, at least what it held and was written
     * @param measured what reading cost with the cache as it was; empty where no prompt was a later one
     * @param ideal what it costs where the cache forgets nothing
     * @param rivals retrieval with the same model
     */
    record Case(
            StrategyRow full,
            Price price,
            double prompt,
            double completion,
            Later later,
            double possible,
            Optional<Reading> measured,
            Reading ideal,
            List<Rival> rivals) {
        /** US dollars of a question without a cache. */
        double uncached() {
            return (prompt * price.prompt() + completion * price.completion()) / 1e6;
        }
    }

    /**
     * A retrieval against full context.
     *
     * @param difference quality of the retrieval less that of full context; empty where there is no measure of answers
     * @param quality against that of full context
     * @param indexUsd US dollars of its index for one document; empty where that is not known, and then left out
     */
    record Rival(
            StrategyRow row,
            Optional<Estimate> difference,
            Quality quality,
            OptionalDouble indexUsd,
            Retrieving cost,
            Optional<BreakEven> measured,
            BreakEven ideal) {
        /** Whether a break-even says something: not where what is cheaper is worse as well. */
        boolean comparable() {
            return quality != Quality.LOWER;
        }
    }

    /** How good the answers of a retrieval are. */
    enum Quality {
        /** Not significantly lower than those of full context. */
        NOT_LOWER,
        /** Significantly lower. */
        LOWER,
        /** Not known: there is no measure of answers, or no question that both were scored on. */
        NOT_COMPARED
    }

    private Optional<Case> of(StrategyRow full, Price price, PrefixShare share) {
        List<Trial> trials = results.trials(full);
        OptionalDouble possible = share.possible(trials);
        if (possible.isEmpty()) {
            return Optional.empty();
        }
        double prompt = mean(trials, trial -> trial.repliesBilled().prompt());
        double completion = mean(trials, trial -> trial.repliesBilled().completion());
        Later later = share.later(trials);
        double most = Math.max(possible.getAsDouble(), later.read() + later.written());
        Optional<Reading> measured = later.questions() == 0
                ? Optional.empty()
                : Optional.of(Reading.of(price, prompt, completion, later.read(), later.written()));
        Reading ideal = Reading.of(price, prompt, completion, most, 0);
        List<Rival> rivals = new ArrayList<>();
        for (StrategyRow row : results.rows(full.model())) {
            if (row.family() == Family.RETRIEVAL && row.answered() > 0) {
                rivals.add(rival(row, full, price, measured, ideal));
            }
        }
        return Optional.of(new Case(full, price, prompt, completion, later, most, measured, ideal, rivals));
    }

    private Rival rival(StrategyRow row, StrategyRow full, Price price, Optional<Reading> measured, Reading ideal) {
        Optional<Measure> measure = results.data().answerMeasure();
        Optional<Estimate> difference =
                measure.flatMap(known -> results.pairs(known).of(row, full)).map(Pair::difference);
        OptionalDouble index = indexUsd(row);
        Retrieving cost = new Retrieving(
                index.orElse(0),
                mean(
                        results.trials(row),
                        trial -> price.of(trial.repliesBilled())
                                + trial.retrieval().usd()));
        return new Rival(
                row,
                difference,
                difference.map(known -> quality(measure.orElseThrow(), known)).orElse(Quality.NOT_COMPARED),
                index,
                cost,
                measured.map(reading -> BreakEven.of(reading, cost)),
                BreakEven.of(ideal, cost));
    }

    private static Quality quality(Measure measure, Estimate difference) {
        boolean lower = measure.direction() == Direction.HIGHER ? difference.high() < 0 : difference.low() > 0;
        return lower ? Quality.LOWER : Quality.NOT_LOWER;
    }

    private static double mean(List<Trial> trials, ToDoubleFunction<Trial> value) {
        return trials.stream()
                .filter(trial -> trial.outcome() instanceof Outcome.Answered)
                .mapToDouble(value)
                .average()
                .orElse(0);
    }

    /** The index's part for the documents that a question sees: what it cost by its documents, 0 without embedding. */
    private OptionalDouble indexUsd(StrategyRow row) {
        Optional<IndexCost> index = results.index(row);
        if (index.isEmpty() || index.get().embeddedTokens() == 0) {
            return OptionalDouble.of(0);
        }
        return index.get().usd().isEmpty() || results.data().corpus().size() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(index.get().usd().getAsDouble()
                        * documentsPerScope
                        / results.data().corpus().size());
    }

    List<Case> cases() {
        return cases;
    }

    /** All pairs; empty where no model with a price has both full context and retrieval. */
    Optional<Sheet> sheet() {
        if (cases.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> rows = new ArrayList<>();
        for (Case one : cases) {
            for (Rival rival : one.rivals()) {
                rows.add(figures(one, rival));
            }
        }
        Table table = new Table(
                Sheet.columns(
                        List.of("strategy", "baseline", "model", "comparable"),
                        List.of(
                                "difference",
                                "low",
                                "high",
                                "questions per document",
                                "later questions",
                                "cached share measured",
                                "written share measured",
                                "cached share ideal",
                                "first usd",
                                "next usd measured",
                                "next usd ideal",
                                "uncached usd",
                                "index usd a document",
                                "question usd",
                                "break-even measured",
                                "break-even ideal",
                                "baseline usd a question measured",
                                "baseline usd a question ideal",
                                "usd a question")),
                rows);
        return Optional.of(Sheet.of(SHEET, table, toRead()));
    }

    private List<String> figures(Case one, Rival rival) {
        Optional<Estimate> difference = rival.difference();
        return List.of(
                rival.row().strategy().id(),
                one.full().strategy().id(),
                one.full().model().id(),
                switch (rival.quality()) {
                    case NOT_LOWER -> "yes";
                    case LOWER -> "no";
                    case NOT_COMPARED -> "unknown";
                },
                difference.map(known -> Digits.fixed(known.mean(), 4)).orElse(""),
                difference.map(known -> Digits.fixed(known.low(), 4)).orElse(""),
                difference.map(known -> Digits.fixed(known.high(), 4)).orElse(""),
                Digits.fixed(questionsPerDocument, 2),
                Integer.toString(one.later().questions()),
                one.measured().map(known -> Digits.fixed(one.later().read(), 4)).orElse(""),
                one.measured()
                        .map(known -> Digits.fixed(one.later().written(), 4))
                        .orElse(""),
                Digits.fixed(one.possible(), 4),
                Digits.fixed(one.measured().orElse(one.ideal()).first(), 8),
                one.measured().map(known -> Digits.fixed(known.next(), 8)).orElse(""),
                Digits.fixed(one.ideal().next(), 8),
                Digits.fixed(one.uncached(), 8),
                Digits.fixed(rival.indexUsd(), 8),
                Digits.fixed(rival.cost().question(), 8),
                rival.measured().map(BreakEven::text).orElse(""),
                rival.ideal().text(),
                one.measured().map(known -> Digits.fixed(atOwn(known::of), 8)).orElse(""),
                Digits.fixed(atOwn(one.ideal()::of), 8),
                Digits.fixed(atOwn(rival.cost()::of), 8));
    }

    /** US dollars of a question at as many questions per document as the data set has. */
    private double atOwn(Function<Double, Double> cost) {
        return cost.apply(questionsPerDocument) / questionsPerDocument;
    }

    private Table toRead() {
        boolean measured = cases.stream().anyMatch(one -> one.measured().isPresent());
        String own =
                Digits.fixed(questionsPerDocument, questionsPerDocument == Math.rint(questionsPerDocument) ? 0 : 1);
        List<String> numbers = new ArrayList<>(
                List.of(results.data().answerMeasure().map(Measure::name).orElse("quality") + ", less full context"));
        if (measured) {
            numbers.add("break-even, measured");
        }
        numbers.add("break-even, ideal");
        numbers.add("usd a question at " + own);
        if (measured) {
            numbers.add("full context, measured");
        }
        numbers.add("full context, ideal");
        List<List<String>> rows = new ArrayList<>();
        for (Case one : cases) {
            for (Rival rival : one.rivals()) {
                List<String> cells = new ArrayList<>(List.of(
                        rival.row().strategy().id(),
                        rival.row().model().id(),
                        switch (rival.quality()) {
                            case NOT_LOWER -> "yes";
                            case LOWER -> "lower quality";
                            case NOT_COMPARED -> "quality not compared";
                        },
                        rival.difference().map(known -> known.text(3)).orElse("")));
                if (measured) {
                    cells.add(
                            rival.comparable()
                                    ? rival.measured().map(BreakEven::text).orElse("")
                                    : "");
                }
                cells.add(rival.comparable() ? rival.ideal().text() : "");
                cells.add(Digits.fixed(atOwn(rival.cost()::of), 6));
                if (measured) {
                    cells.add(one.measured()
                            .map(known -> Digits.fixed(atOwn(known::of), 6))
                            .orElse(""));
                }
                cells.add(Digits.fixed(atOwn(one.ideal()::of), 6));
                rows.add(cells);
            }
        }
        return new Table(Sheet.columns(List.of("strategy", "model", "comparable"), numbers), rows);
    }

    /** The page's section; nothing where there is nothing to compare. */
    String html() {
        if (cases.isEmpty()) {
            return "";
        }
        StringBuilder html =
                new StringBuilder("<section id=\"break-even\">\n<h2>Many questions about one document</h2>\n");
        for (Case one : cases) {
            html.append("<p class=\"note\">")
                    .append(Html.prose(new PrefixSentences(results, questionsPerDocument, documentsPerScope).of(one)))
                    .append("</p>\n");
        }
        return html.append("<div class=\"controls\" id=\"break-even-controls\"></div>\n<div class=\"beside\"><div"
                        + " id=\"break-even-chart\"></div><ol id=\"break-even-list\" class=\"keyed\" aria-label=\"Lines of the"
                        + " figure\"></ol></div>\n")
                .append(TableHtml.folded(
                        "Each retrieval against full context",
                        TableHtml.of(toRead(), "Table of break-even numbers of questions") + TableHtml.copy(SHEET)))
                .append("</section>\n")
                .toString();
    }

    /**
     * For the page: by model the costs in US dollars of reading and of each retrieval, with indexes into the rows of the
     * page's data; a break-even as its text, the number of questions, 0 for never, and whether reading is cheaper up to
     * that number and not from it on.
     */
    void json(ArrayNode array) {
        for (Case one : cases) {
            ObjectNode node = array.addObject();
            node.put("model", results.data().models().indexOf(one.full().model()));
            node.put("row", results.rows().indexOf(one.full()));
            node.put("own", questionsPerDocument);
            node.put("uncached", one.uncached());
            one.measured().ifPresent(known -> reading(node.putArray("measured"), known));
            reading(node.putArray("ideal"), one.ideal());
            ArrayNode rivals = node.putArray("rivals");
            for (Rival rival : one.rivals()) {
                ObjectNode other = rivals.addObject();
                other.put("row", results.rows().indexOf(rival.row()));
                other.put("comparable", rival.comparable());
                other.put("compared", rival.quality() != Quality.NOT_COMPARED);
                other.put("index", rival.cost().index());
                other.put("question", rival.cost().question());
                rival.measured().ifPresent(known -> breakEven(other.putArray("measured"), known));
                breakEven(other.putArray("ideal"), rival.ideal());
            }
        }
    }

    private static void reading(ArrayNode array, Reading reading) {
        array.add(reading.first()).add(reading.next());
    }

    private static void breakEven(ArrayNode array, BreakEven found) {
        array.add(found.text())
                .add(found.kind() == Kind.NEVER ? 0 : found.questions())
                .add(found.kind() == Kind.UNTIL);
    }
}
