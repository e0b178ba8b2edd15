package dev.winnow.pipelines.prompt;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a language model is asked to judge, and how its reply is read: a rubric, one file of {@code configs/prompts/judges/}.
 * White space around each text is dropped.
 *
 * @param version changes whenever the wording does, from 1
 * @param system the system message, if there is one
 * @param user the user message where the question has an answer. It names {@code {{question}}} and, of a rubric for single
 *     answers, {@code {{prediction}}}, of one for pairs {@code {{first}}} and {@code {{second}}}; it may name
 *     {@code {{answers}}}, the right ones, one a line
 * @param unanswerable the user message where the right answer is to say that there is none, with the same placeholders but
 *     {@code {{answers}}}; without it such questions are not judged
 * @param verdicts what each word that a reply may have as its verdict is worth, in [0, 1]; of pairs, what it is worth for the
 *     first answer
 * @param verdictAfter what stands before the verdict, the last time that it stands in a reply; without it the reply begins
 *     with the verdict
 * @param refusals how replies begin that refuse to judge
 */
public record JudgeTemplate(
        int version,
        Optional<String> system,
        String user,
        Optional<String> unanswerable,
        Map<String, Double> verdicts,
        Optional<String> verdictAfter,
        Optional<List<String>> refusals) {
    private static final String QUESTION = "question";
    private static final String ANSWERS = "answers";
    private static final String PREDICTION = "prediction";
    private static final String FIRST = "first";
    private static final String SECOND = "second";

    /** Signs that stand around words for show. */
    private static final String MARKUP = "[\\s*_`\"'\u201c\u201d.:;,!\\[\\]()<>{}#-]+";

    /** What is judged at once. */
    public enum Form {
        /** An answer by itself. */
        SINGLE,
        /** Which of two answers is better. */
        PAIR
    }

    /** What a reply says. */
    public sealed interface Reading {
        /**
         * A verdict.
         *
         * @param word as the rubric has it
         * @param score what it is worth
         * @param reason what else the reply says, in one line
         */
        record Verdict(String word, double score, String reason) implements Reading {}

        /** There is none, or more than one. */
        record Unreadable() implements Reading {}

        /** The model refuses to judge. */
        record Refused() implements Reading {}
    }

    public JudgeTemplate {
        system = system.map(String::strip).filter(text -> !text.isEmpty());
        user = user.strip();
        unanswerable = unanswerable.map(String::strip).filter(text -> !text.isEmpty());
        verdictAfter = verdictAfter.map(String::strip).filter(text -> !text.isEmpty());
        verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
        refusals = refusals.map(List::copyOf);
        List<String> problems = new ArrayList<>(TemplateChecks.version(version));
        Set<String> judged =
                Wording.of(user).names(FIRST) ? Set.of(QUESTION, FIRST, SECOND) : Set.of(QUESTION, PREDICTION);
        system.ifPresent(text -> problems.addAll(TemplateChecks.slots("system", text, Set.of(), Set.of())));
        problems.addAll(TemplateChecks.slots("user", user, judged, Set.of(ANSWERS)));
        unanswerable.ifPresent(text -> problems.addAll(TemplateChecks.slots("unanswerable", text, judged, Set.of())));
        problems.addAll(verdictProblems(verdicts));
        TemplateChecks.refuse(problems);
    }

    private static List<String> verdictProblems(Map<String, Double> verdicts) {
        List<String> problems = new ArrayList<>();
        Set<String> words = new TreeSet<>();
        verdicts.forEach((word, score) -> {
            if (!(score >= 0 && score <= 1)) {
                problems.add("verdicts: " + word + " must be worth 0 to 1, got " + score);
            }
            if (plain(word).isEmpty()) {
                problems.add("verdicts: a verdict must have letters or digits, got '" + word + "'");
            }
            if (!words.add(plain(word).toLowerCase(Locale.ROOT))) {
                problems.add("verdicts: '" + word + "' is there twice but for case and signs; remove one");
            }
        });
        if (verdicts.values().stream().distinct().count() < 2) {
            problems.add("verdicts must have at least two that are worth different scores");
        }
        return problems;
    }

    /** What it judges at once. */
    public Form form() {
        return Wording.of(user).names(FIRST) ? Form.PAIR : Form.SINGLE;
    }

    /** Whether no verdict is worth anything but 0 and 1. */
    public boolean twoValued() {
        return verdicts.values().stream().allMatch(score -> score == 0 || score == 1);
    }

    /** A digest of every part of the template. */
    public Fingerprint fingerprint() {
        Fingerprint.Builder digest = new Fingerprint.Builder()
                .add(Integer.toString(version))
                .add(system.orElse(""))
                .add(user)
                .add(unanswerable.orElse(""))
                .add(verdictAfter.orElse(""));
        verdicts.forEach((word, score) -> digest.add(word).add(Double.toString(score)));
        refusals.orElse(List.of()).forEach(digest::add);
        return digest.build();
    }

    /**
     * The prompt that asks for a verdict.
     *
     * @param right the right answers; none where the right answer is to say that there is none
     * @param answers what is judged, as many as the form has
     * @param repetition which of several samples this is, from 0
     * @throws IllegalStateException if there is no right answer and the rubric does not word that
     */
    public Prompt judge(String question, List<String> right, List<String> answers, int repetition) {
        String template = right.isEmpty()
                ? unanswerable.orElseThrow(() -> new IllegalStateException("the rubric does not word this"))
                : user;
        List<Message> messages = new ArrayList<>();
        system.ifPresent(text -> messages.add(new Message(Message.Role.SYSTEM, text, text.length())));
        messages.add(new Message(Message.Role.USER, Wording.of(template).fill(slot -> switch (slot.name()) {
            case QUESTION -> question;
            case ANSWERS -> String.join("\n", right);
            case SECOND -> answers.get(1);
            default -> answers.getFirst();
        })));
        Task task = new Task.Judge(question, right, answers, List.copyOf(verdicts.keySet()), verdictAfter.orElse(""));
        return new Prompt(task, messages, "", repetition);
    }

    /**
     * What a reply says. The verdict is the first word of the reply, or of what follows the last {@link #verdictAfter()},
     * whatever the signs around it and, but for single letters, its case; another verdict in the same line makes it
     * unreadable.
     */
    public Reading read(String reply) {
        String text = reply.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (refusals.orElse(List.of()).stream().anyMatch(begin -> lower.startsWith(begin.toLowerCase(Locale.ROOT)))) {
            return new Reading.Refused();
        }
        int mark = 0;
        int verdict = 0;
        if (verdictAfter.isPresent()) {
            Matcher matcher = Pattern.compile(
                            Pattern.quote(verdictAfter.get()), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                    .matcher(text);
            mark = -1;
            while (matcher.find()) {
                mark = matcher.start();
                verdict = matcher.end();
            }
            if (mark < 0) {
                return new Reading.Unreadable();
            }
        }
        String line = text.substring(verdict)
                .lines()
                .filter(each -> !plain(each).isEmpty())
                .findFirst()
                .orElse("");
        List<String> found = found(plain(line));
        if (found.size() != 1) {
            return new Reading.Unreadable();
        }
        String word = found.getFirst();
        String said = verdictAfter.isPresent()
                ? text.substring(0, mark)
                : text.substring(lower.indexOf(word.toLowerCase(Locale.ROOT)) + word.length());
        return new Reading.Verdict(word, verdicts.get(word), oneLine(said));
    }

    /** The verdict that a line begins with, and others that stand in it. */
    private List<String> found(String line) {
        List<String> first = verdicts.keySet().stream()
                .filter(word -> (cased(line, word) + " ").startsWith(cased(plain(word), word) + " "))
                .sorted(Comparator.comparingInt(String::length).reversed())
                .limit(1)
                .toList();
        if (first.isEmpty()) {
            return first;
        }
        String rest = line.substring(plain(first.getFirst()).length());
        List<String> all = new ArrayList<>(first);
        verdicts.keySet().stream()
                .filter(word -> !word.equals(first.getFirst()))
                .filter(word -> (" " + cased(rest, word) + " ").contains(" " + cased(plain(word), word) + " "))
                .forEach(all::add);
        return all;
    }

    /** As it is compared with a verdict: a letter such as A is not the word "a". */
    private static String cased(String text, String verdict) {
        return plain(verdict).length() == 1 ? text : text.toLowerCase(Locale.ROOT);
    }

    /** Without signs that are for show, one blank between words; a grade of 4/5 is 4. */
    private static String plain(String text) {
        return text.replaceAll("(\\d)/\\d+", "$1").replaceAll(MARKUP, " ").strip();
    }

    private static String oneLine(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
    }
}
