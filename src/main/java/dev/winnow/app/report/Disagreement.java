package dev.winnow.app.report;

import dev.winnow.app.ledger.Margin;
import dev.winnow.app.ledger.Trial;
import dev.winnow.app.ledger.Undercount;
import dev.winnow.app.report.ReportData.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a model's account of prompt tokens and our count of them agree. More by its account than its margin allows means
 * that prompts may not fit where they were thought to; far fewer means that the model did not read all that was sent, or
 * counts otherwise.
 *
 * @param summary mean, least and greatest ratio of all answers
 * @param fewer the model's answers whose account is far below the count, in a few sentences; empty where there are none
 * @param more the model's answers whose account is above the count by more than its margin; empty where there are none
 */
record Disagreement(String summary, Optional<String> fewer, Optional<String> more) {
    /** Tokenizers of one language seldom differ by more; a cut prompt mostly does. */
    private static final double MARKEDLY_FEWER = 0.8;

    /** Longer prompts that lose so much more of their tokens than shorter ones were cut. */
    private static final double GROWS = 0.1;

    /** The most that a model's margin can be, in percent. */
    private static final int LARGEST_MARGIN = 100;

    /** A trial's prompt tokens by both. */
    private record Ratio(long counted, long reported) {
        double value() {
            return (double) reported / counted;
        }

        /** The same without a chat's own markup, which is no question of the tokenizer. */
        double withoutMarkup() {
            return (double) (reported - Undercount.MARKUP) / counted;
        }
    }

    /** One for each model that gives an account. */
    static List<Disagreement> of(Results results) {
        List<Disagreement> all = new ArrayList<>();
        for (Model model : results.data().models()) {
            List<Ratio> ratios = results.rows(model).stream()
                    .flatMap(row -> results.trials(row).stream())
                    .flatMap(Disagreement::ratio)
                    .sorted(Comparator.comparingLong(Ratio::counted).thenComparingLong(Ratio::reported))
                    .toList();
            if (!ratios.isEmpty()) {
                Account account = new Account(model, ratios);
                all.add(new Disagreement(account.summary(), account.fewer(), account.more()));
            }
        }
        return all;
    }

    private static Stream<Ratio> ratio(Trial trial) {
        long counted = trial.usage().prompt();
        return trial.reported().filter(account -> counted > 0).stream()
                .map(account -> new Ratio(counted, account.prompt()));
    }

    /**
     * All that a model's answers say; one for each would be much to keep.
     *
     * @param ratios by counted tokens, then by reported ones
     */
    private record Account(Model model, List<Ratio> ratios) {
        /** Mean, least and greatest ratio of all answers. */
        String summary() {
            return "`" + model.id() + "` reports " + Digits.fixed(mean(ratios), 3)
                    + " prompt tokens for each that was counted (" + range(ratios) + ", "
                    + count(ratios.size(), "answer", "answers") + ").";
        }

        /** The model's answers whose account is far below the count, in a few sentences; empty where there are none. */
        Optional<String> fewer() {
            List<Ratio> found =
                    ratios.stream().filter(ratio -> ratio.value() < MARKEDLY_FEWER).toList();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            long most = found.stream().mapToLong(Ratio::reported).max().orElse(0);
            String facts = "For " + of(found) + " `" + model.id() + "` reports fewer than "
                    + Digits.percent(MARKEDLY_FEWER) + " of the prompt tokens that were counted (" + range(found)
                    + "); none of them has more than " + Digits.grouped((double) most) + " by its account, the longest "
                    + Digits.grouped((double) found.getLast().counted()) + " by our count. ";
            return Optional.of(facts
                    + (cut()
                            ? "Longer prompts lose more: the server cuts them without saying so, as Ollama does beyond its"
                                    + " context length, and these answers were given without having seen everything. Raise the"
                                    + " server's context length, or set the model's `window` to it, and run again."
                            : "Either the server cuts prompts without saying so, as Ollama does beyond its context length, or"
                                    + " its tokenizer needs fewer tokens for this text. Compare the server's context length with the"
                                    + " model's `window`; if prompts were whole, the experiment's `tokenizer` could be the model's"
                                    + " own."));
        }

        /** Whether the longer half of the prompts loses more than the shorter half. */
        private boolean cut() {
            int half = ratios.size() / 2;
            return half > 0 && mean(ratios.subList(0, half)) - mean(ratios.subList(half, ratios.size())) > GROWS;
        }

        /** The model's answers whose account is above the count by more than its margin; empty where there are none. */
        Optional<String> more() {
            Margin margin = model.margin();
            double allowed = 1 + margin.percent() / 100.0;
            List<Ratio> found =
                    ratios.stream().filter(ratio -> ratio.withoutMarkup() > allowed).toList();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            String facts = "For " + of(found) + " `" + model.id() + "` reports more prompt tokens than ";
            return Optional.of(
                    switch (margin.check()) {
                        case EXPERIMENT ->
                            facts + "its margin of " + margin.percent() + " % over our count allows (" + range(found)
                                    + "). Prompts near its window may not fit, and forecasts of cost are too low: set its"
                                    + " `margin` to " + advised(found) + ".";
                        case OWN ->
                            facts + margin.percent() + " % over the count of the experiment's tokenizer (" + range(found)
                                    + "). Forecasts of cost are too low. Its own `tokenizer` sees to it that prompts fit its"
                                    + " window; were it the experiment's too, the counts would agree.";
                    });
        }

        /** The margin that would do for all that was found. */
        private static String advised(List<Ratio> found) {
            double most = found.stream().mapToDouble(Ratio::withoutMarkup).max().orElseThrow();
            int percent = (int) Math.ceil(100 * (most - 1) - 1e-9);
            return percent <= LARGEST_MARGIN
                    ? percent + " or more"
                    : LARGEST_MARGIN + ", the most that it can be; as that is too little, name its own `tokenizer`";
        }

        private String of(List<Ratio> found) {
            return found.size() == ratios.size()
                    ? "all " + count(ratios.size(), "answer", "answers")
                    : Digits.grouped(found.size()) + " of " + count(ratios.size(), "answer", "answers");
        }

        private static String count(int count, String one, String many) {
            return Digits.grouped(count) + " " + (count == 1 ? one : many);
        }

        private static double mean(List<Ratio> some) {
            return some.stream().mapToDouble(Ratio::value).average().orElseThrow();
        }

        private static String range(List<Ratio> some) {
            String least =
                    Digits.fixed(some.stream().mapToDouble(Ratio::value).min().orElseThrow(), 2);
            String greatest =
                    Digits.fixed(some.stream().mapToDouble(Ratio::value).max().orElseThrow(), 2);
            return least.equals(greatest) ? least : least + " to " + greatest;
        }
    }
}
