package dev.winnow.app.report;

import dev.winnow.app.report.BreakEven.Kind;
import dev.winnow.app.report.BreakEven.Reading;
import dev.winnow.app.report.PrefixCharge.Case;
import dev.winnow.app.report.PrefixCharge.Quality;
import dev.winnow.app.report.PrefixCharge.Rival;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a prefix cache does to the cost of reading everything, in words. */
record PrefixSentences(Results results, double questionsPerDocument, double documentsPerScope) {
    /** So many names are written out. */
    private static final int MOST_NAMES = 2;

    /** One model: what reading costs, and when it is cheaper than retrieval. */
    String of(Case one) {
        List<String> sentences = new ArrayList<>();
        sentences.add(costs(one));
        if (one.price().cachedPrompt().isEmpty()) {
            sentences.add("The price of `" + one.full().model().id()
                    + "` has no `cached-prompt`: a cache saves nothing at it, only time.");
        }
        List<Rival> comparable = one.rivals().stream().filter(Rival::comparable).toList();
        int lower = one.rivals().size() - comparable.size();
        if (comparable.isEmpty()) {
            sentences.add(
                    "No retrieval here is as good as full context, so no number of questions makes a fair break-even.");
        } else {
            one.measured()
                    .ifPresent(known -> sentences.add("With the cache as it was, "
                            + breakEven(comparable, rival -> rival.measured().orElseThrow()) + "."));
            sentences.add("With a cache that forgets nothing, " + breakEven(comparable, Rival::ideal) + ".");
            long unknown = comparable.stream()
                    .filter(rival -> rival.quality() == Quality.NOT_COMPARED)
                    .count();
            if (unknown > 0) {
                sentences.add((unknown == one.rivals().size()
                                ? "Quality was not compared"
                                : "With " + Digits.grouped((double) unknown) + " of them quality was not compared")
                        + ", for want of "
                        + (results.data().answerMeasure().isEmpty()
                                ? "a measure of answers"
                                : "questions on which both were scored")
                        + ": this is of cost alone.");
            }
            if (lower > 0) {
                sentences.add(Digits.grouped(lower)
                        + (lower == 1
                                ? " retrieval of significantly lower quality is"
                                : " retrievals of significantly lower quality are")
                        + " left out.");
            }
        }
        sentences.add(own());
        return String.join(" ", sentences);
    }

    private static String costs(Case one) {
        Reading ideal = one.ideal();
        String full = "`" + one.full().strategy().id() + "` with `"
                + one.full().model().id() + "` pays "
                + Digits.dollars(one.measured().orElse(ideal).first()) + " for the first question about a document and";
        String atBest = Digits.dollars(ideal.next()) + " where all of it is cached (" + Digits.percent(one.possible())
                + " of a prompt)";
        Optional<String> measured = one.measured()
                .map(known -> " " + Digits.dollars(known.next())
                        + " for each later one: of those prompts the server's cache held "
                        + Digits.percent(one.later().read()) + ". It would be " + atBest + ".");
        return full
                + measured.orElse(" would pay " + atBest
                        + " for each later one. No later question was measured here: no two with an account have the same"
                        + " documents.");
    }

    private static String breakEven(List<Rival> rivals, Function<Rival, BreakEven> found) {
        List<String> parts = new ArrayList<>();
        List<Rival> atOnce = of(rivals, found, Kind.AT_ONCE);
        if (!atOnce.isEmpty()) {
            parts.add("from the first question on than " + names(atOnce));
        }
        List<Rival> from = of(rivals, found, Kind.FROM);
        if (!from.isEmpty()) {
            List<Long> numbers = from.stream()
                    .map(rival -> found.apply(rival).questions())
                    .sorted()
                    .toList();
            String low = Digits.grouped((double) numbers.getFirst());
            String high = Digits.grouped((double) numbers.getLast());
            parts.add("from " + (low.equals(high) ? low : low + " to " + high) + " questions per document on than "
                    + names(from));
        }
        of(rivals, found, Kind.UNTIL)
                .forEach(rival -> parts.add(
                        "up to " + Digits.grouped((double) found.apply(rival).questions())
                                + " questions per document than " + name(rival)));
        List<Rival> never = of(rivals, found, Kind.NEVER);
        if (parts.isEmpty()) {
            return "full context is never cheaper than " + names(never);
        }
        return "full context is cheaper " + String.join(", ", parts)
                + (never.isEmpty() ? "" : ", and never than " + names(never));
    }

    private static List<Rival> of(List<Rival> rivals, Function<Rival, BreakEven> found, Kind kind) {
        return rivals.stream()
                .filter(rival -> found.apply(rival).kind() == kind)
                .toList();
    }

    private static String names(List<Rival> rivals) {
        return rivals.stream().limit(MOST_NAMES).map(PrefixSentences::name).collect(Collectors.joining(", "))
                + (rivals.size() > MOST_NAMES ? " and " + (rivals.size() - MOST_NAMES) + " more" : "");
    }

    private static String name(Rival rival) {
        return "`" + rival.row().strategy().id() + "`";
    }

    private String own() {
        String number =
                Digits.fixed(questionsPerDocument, questionsPerDocument == Math.rint(questionsPerDocument) ? 0 : 1);
        String what = documentsPerScope <= 1
                ? "document"
                : "set of " + Digits.grouped(documentsPerScope)
                        + " documents that questions see, called a document here";
        return "This data set has " + number + (number.equals("1") ? " question" : " questions") + " per " + what + ".";
    }
}
