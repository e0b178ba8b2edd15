package dev.winnow.pipelines.refine;

import dev.winnow.pipelines.Note;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenLogProbability;
import dev.winnow.pipelines.prompt.Script;
import dev.winnow.pipelines.work.WordedSteps;
import dev.winnow.pipelines.work.Work;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a question wants one fact or a broad view: {@code alpha = P(global) / (P(local) + P(global))}, from 0 to 1
 * (LongRefiner, arXiv 2505.10413). A model that gives its reply's tokens with their probabilities gives that of the label it
 * chose, and the other label is taken to have the rest; without them a label is 0 or 1. A number from 0 to 1 in place of a
 * label is alpha itself.
 */
record QuestionAnalysis(WordedSteps steps, Analysis analysis) {
    static final String STEP = "classify";
    static final Script.Step SLOTS = Script.Step.of(Script.QUESTION);

    private static final String LOCAL = "local";
    private static final String GLOBAL = "global";
    private static final double EVEN = 0.5;
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\d.])(?:0(?:\\.\\d+)?|1(?:\\.0+)?|\\.\\d+)(?![\\d.]*\\d)");

    static Script words(Script script) {
        return script.word(LOCAL, "LOCAL").word(GLOBAL, "GLOBAL");
    }

    /** How much a choice by titles counts for a question. */
    double alpha(Work work) {
        return switch (analysis) {
            case EVEN -> EVEN;
            case LOCAL -> 0;
            case GLOBAL -> 1;
            case MODEL -> asked(work);
        };
    }

    private double asked(Work work) {
        Task task = new Task.Classify(work.question().text(), List.of(steps.word(LOCAL), steps.word(GLOBAL)));
        Optional<Completion> reply = work.call(STEP, steps.prompt(STEP, task, work.question(), Map.of()));
        if (reply.isEmpty()) {
            return EVEN;
        }
        OptionalDouble alpha = read(reply.get(), steps.word(LOCAL), steps.word(GLOBAL));
        work.note(
                alpha.isEmpty()
                        ? new Note(STEP, "unreadable")
                        : new Note(STEP, alpha.getAsDouble() < EVEN ? LOCAL : GLOBAL)
                                .with("alpha", String.format(Locale.ROOT, "%.3f", alpha.getAsDouble())));
        return alpha.orElse(EVEN);
    }

    /** Alpha of a reply; empty where it says neither label, or both, and no number. */
    static OptionalDouble read(Completion reply, String local, String global) {
        Matcher one = word(local).matcher(reply.text());
        Matcher other = word(global).matcher(reply.text());
        boolean isLocal = one.find();
        boolean isGlobal = other.find();
        if (isLocal == isGlobal) {
            Matcher number = NUMBER.matcher(reply.text());
            return isLocal || !number.find()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Double.parseDouble(number.group()));
        }
        Matcher chosen = isLocal ? one : other;
        double sure = probability(reply, chosen.start(), chosen.end()).orElse(1);
        return OptionalDouble.of(isLocal ? 1 - sure : sure);
    }

    private static Pattern word(String label) {
        return Pattern.compile(
                "(?<![\\p{L}\\p{N}])" + Pattern.quote(label) + "(?![\\p{L}\\p{N}])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** The probability of the tokens that a stretch of a reply is made of; empty where they are not known. */
    private static OptionalDouble probability(Completion reply, int start, int end) {
        StringBuilder text = new StringBuilder();
        double sum = 0;
        boolean any = false;
        for (TokenLogProbability token : reply.logProbabilities()) {
            int from = text.length();
            text.append(token.token());
            if (from < end && text.length() > start) {
                sum += token.logProbability();
                any = true;
            }
        }
        boolean same = text.toString().strip().equals(reply.text().strip());
        return any && same ? OptionalDouble.of(Math.min(1, Math.exp(sum))) : OptionalDouble.empty();
    }
}
