package dev.winnow.pipelines;

import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.Task.Assess.Finding;
import dev.winnow.pipelines.model.Task.Assess.Labels;
import dev.winnow.pipelines.prompt.Fields;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply of LLM x MapReduce's first two stages, as it was read.
 *
 * @param finding empty where the reply says that there is none
 * @param form how much of it was in the form that was asked for
 */
record FindingReply(Optional<Finding> finding, Form form) {
    /** {@code 4}, {@code 4.5}, {@code 4,5}, {@code 4/5}, {@code 8 / 10}, {@code 90 %}. */
    private static final Pattern CONFIDENCE = Pattern.compile(
            "(?<![\\d.,\\-\u2212])(\\d{1,4}(?:[.,]\\d{1,6})?)(?:\\s*/\\s*(\\d{1,4}(?:[.,]\\d{1,6})?)|\\s*(%))?");

    /** How a reply was read. */
    enum Form {
        /** All that counts was there. */
        READ,
        /** No confidence could be read. */
        WITHOUT_CONFIDENCE,
        /** None of the labels was there; the whole reply is taken for the information. */
        UNREAD
    }

    /**
     * Reads a reply. There is no finding where the information is the word for none, or where neither information nor an
     * answer is there; where only an answer is, it is the information.
     */
    static FindingReply of(String reply, Labels labels) {
        Fields fields =
                Fields.read(reply, labels.information(), labels.rationale(), labels.answer(), labels.confidence());
        Optional<String> information = fields.get(labels.information());
        Optional<String> rationale = fields.get(labels.rationale());
        Optional<String> answer = fields.get(labels.answer());
        Optional<String> confidence = fields.get(labels.confidence());
        if (information
                .or(() -> rationale)
                .or(() -> answer)
                .or(() -> confidence)
                .isEmpty()) {
            return isNone(reply, labels)
                    ? new FindingReply(Optional.empty(), Form.READ)
                    : new FindingReply(
                            Optional.of(new Finding(reply.strip(), "", "", OptionalDouble.empty())), Form.UNREAD);
        }
        String answered =
                answer.filter(text -> !isNone(text, labels)).map(String::strip).orElse("");
        String found = information
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .or(() -> rationale.map(String::strip).filter(text -> !text.isEmpty()))
                .orElse(answered);
        if (found.isEmpty() || isNone(found, labels)) {
            return new FindingReply(Optional.empty(), Form.READ);
        }
        OptionalDouble sure = confidence.map(FindingReply::confidence).orElse(OptionalDouble.empty());
        Finding finding = new Finding(
                found, found.equals(rationale.orElse("").strip()) ? "" : rationale.orElse(""), answered, sure);
        return new FindingReply(Optional.of(finding), sure.isPresent() ? Form.READ : Form.WITHOUT_CONFIDENCE);
    }

    /** Whether a text has the word for none, in any letter case, or is it but for marks such as brackets around it. */
    private static boolean isNone(String text, Labels labels) {
        String none = labels.none().toLowerCase(Locale.ROOT);
        String said = text.toLowerCase(Locale.ROOT);
        return said.contains(none) || letters(said).equals(letters(none));
    }

    private static String letters(String text) {
        return text.replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }

    /**
     * The first number of a text as a confidence from 0 to {@link Task.Assess#SURE}: as it stands, as a part of what stands
     * behind a stroke, or as a percentage; empty where there is none, or where it is out of range.
     */
    static OptionalDouble confidence(String text) {
        Matcher number = CONFIDENCE.matcher(
                Normalizer.normalize(text, Normalizer.Form.NFKC).replace('\u2044', '/'));
        if (!number.find()) {
            return OptionalDouble.empty();
        }
        double value = value(number.group(1));
        double of = number.group(3) != null ? 100 : number.group(2) != null ? value(number.group(2)) : Task.Assess.SURE;
        double sure = Task.Assess.SURE * value / of;
        return sure >= 0 && sure <= Task.Assess.SURE ? OptionalDouble.of(sure) : OptionalDouble.empty();
    }

    private static double value(String digits) {
        return Double.parseDouble(digits.replace(',', '.'));
    }
}
