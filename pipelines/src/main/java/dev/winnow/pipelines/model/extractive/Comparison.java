package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Answers questions that set two things side by side, by asking the same of each. */
final class Comparison {
    private static final double UNSURE = 0.35;
    private static final Set<String> SAID_BY_FORM = Set.of(
            "same", "both", "two", "who", "which", "what", "whose", "of", "between", "more", "most", "came", "come",
            "out");

    private final String question;
    private final QuestionForm form;
    private final List<Page> pages;
    private final Map<List<String>, Page> titles = new LinkedHashMap<>();

    Comparison(String question, QuestionForm form, List<Page> pages) {
        this.question = question;
        this.form = form;
        this.pages = pages;
        for (Page page : pages) {
            titles.putIfAbsent(page.name(), page);
        }
    }

    /** The answer, where the question is one that compares. */
    Optional<Finding> answer() {
        if (form.expected().kind() == ExpectedAnswer.Kind.YES_NO) {
            return Optional.of(yesOrNo());
        }
        return choices("or").or(() -> betweenChoices()).map(this::choose);
    }

    private Optional<Choices> choices(String joint) {
        return Choices.of(form.words(), joint, titles::containsKey);
    }

    /** "Between A and B, which ..." and "Which of A and B ...". */
    private Optional<Choices> betweenChoices() {
        boolean between = form.words().stream()
                .anyMatch(word -> word.text().toLowerCase(Locale.ROOT).equals("between"));
        return between && Scale.of(form.words()).isPresent() ? choices("and") : Optional.empty();
    }

    private Finding choose(Choices choices) {
        Asked first = new Asked(choices.first(), choices.rest());
        Asked second = new Asked(choices.second(), choices.rest());
        Optional<Scale> scale = Scale.of(choices.rest());
        if (scale.isPresent()) {
            Measured left = measure(first, scale.get());
            Measured right = measure(second, scale.get());
            if (left.value().isPresent() && right.value().isPresent()) {
                double difference = (left.value().getAsDouble() - right.value().getAsDouble())
                        * scale.get().sign();
                return chosen(
                        difference >= 0 ? choices.first() : choices.second(),
                        Math.min(left.covered(), right.covered()));
            }
        }
        ExpectedAnswer any = new ExpectedAnswer(ExpectedAnswer.Kind.THING, Optional.empty());
        double left = covered(search(first, any, Optional.empty()));
        double right = covered(search(second, any, Optional.empty()));
        return chosen(left >= right ? choices.first() : choices.second(), Math.max(left, right) * UNSURE * 2);
    }

    private Finding chosen(List<Word> choice, double confidence) {
        return new Finding(Choices.text(question, choice), confidence);
    }

    /** One of the two things, and the words that ask about it. */
    private record Asked(List<Word> thing, List<Word> rest) {}

    /** A value found for one thing, and how much of what was asked was met on the way. */
    private record Measured(OptionalDouble value, double covered) {}

    private Measured measure(Asked asked, Scale scale) {
        ExpectedAnswer expected = new ExpectedAnswer(scale.kind(), Optional.empty());
        for (Chains.Found found : search(asked, expected, Optional.of(scale))) {
            OptionalDouble value = scale.value(found.candidate().text());
            if (value.isPresent() && isMeasure(found.candidate(), scale)) {
                return new Measured(value, found.covered());
            }
        }
        return new Measured(OptionalDouble.empty(), 0);
    }

    private static boolean isMeasure(Candidate candidate, Scale scale) {
        return candidate.kind() == Candidate.Kind.DATE
                || (candidate.kind() == Candidate.Kind.NUMBER && scale.kind() == ExpectedAnswer.Kind.NUMBER);
    }

    private static double covered(List<Chains.Found> found) {
        return found.isEmpty() ? 0 : found.getFirst().covered();
    }

    /** Asks of one thing what the question asks of both. */
    private List<Chains.Found> search(Asked asked, ExpectedAnswer expected, Optional<Scale> scale) {
        Map<String, QuestionForm.Term> terms = new LinkedHashMap<>();
        List<Word> words = new ArrayList<>(asked.thing());
        words.addAll(asked.rest());
        for (int i = 0; i < words.size(); i++) {
            Word word = words.get(i);
            boolean named = i < asked.thing().size();
            if (word.isContent() && (named || !isSaidByForm(word))) {
                QuestionForm.Role role =
                        named && word.form() != Word.Form.PLAIN ? QuestionForm.Role.NAME : QuestionForm.Role.RELATION;
                terms.putIfAbsent(word.concept(), new QuestionForm.Term(word.concept(), i, role));
            }
        }
        scale.flatMap(each -> relation(each, asked.thing()))
                .ifPresent(relation -> terms.putIfAbsent(
                        relation, new QuestionForm.Term(relation, words.size(), QuestionForm.Role.RELATION)));
        expected.noun()
                .ifPresent(noun -> terms.computeIfPresent(
                        noun, (key, term) -> new QuestionForm.Term(noun, term.place(), QuestionForm.Role.FOCUS)));
        QuestionForm each = new QuestionForm(words, List.copyOf(terms.values()), expected);
        return new Chains(new Reading(each, pages)).search(expected);
    }

    /** What is measured; people are as old as their birth, other things as their foundation or publication. */
    private Optional<String> relation(Scale scale, List<Word> thing) {
        boolean made = scale.relation().filter("birth"::equals).isPresent()
                && Optional.ofNullable(titles.get(Choices.concepts(thing)))
                        .filter(page -> !page.classes().contains("person"))
                        .isPresent();
        return made ? Optional.of("establish") : scale.relation();
    }

    private boolean isSaidByForm(Word word) {
        boolean focus = form.terms().stream()
                .anyMatch(term -> term.role() == QuestionForm.Role.FOCUS
                        && term.concept().equals(word.concept())
                        && form.expected().kind() != ExpectedAnswer.Kind.YES_NO);
        return focus || Scale.isScale(word) || SAID_BY_FORM.contains(word.text().toLowerCase(Locale.ROOT));
    }

    private Finding yesOrNo() {
        Optional<Scale> scale = Scale.of(form.words());
        if (scale.isPresent()) {
            for (String joint : List.of("than", "before", "after")) {
                Optional<Choices> choices = choices(joint);
                if (choices.isPresent()) {
                    Finding chosen = choose(choices.get());
                    boolean first = chosen.text()
                            .equals(Choices.text(question, choices.get().first()));
                    return new Finding(first ? "yes" : "no", chosen.confidence());
                }
            }
        }
        Optional<Choices> both = choices("and");
        if (both.isPresent()) {
            return same(both.get());
        }
        return asserted(form);
    }

    /** "Are A and B both ...", "... of the same ...". */
    private Finding same(Choices choices) {
        Asked first = new Asked(choices.first(), choices.rest());
        Asked second = new Asked(choices.second(), choices.rest());
        int same = 0;
        while (same < choices.rest().size() && !choices.rest().get(same).is("same")) {
            same++;
        }
        if (same + 1 < choices.rest().size()) {
            Word noun = choices.rest().get(same + 1);
            ExpectedAnswer expected =
                    new ExpectedAnswer(ExpectedAnswer.kindOf(noun.text()), Optional.of(noun.concept()));
            List<Chains.Found> left = search(first, expected, Optional.empty());
            List<Chains.Found> right = search(second, expected, Optional.empty());
            if (left.isEmpty() || right.isEmpty()) {
                return new Finding("no", 0);
            }
            boolean equal = agreement(left, right) >= AGREED;
            return new Finding(equal ? "yes" : "no", Math.min(covered(left), covered(right)));
        }
        ExpectedAnswer any = new ExpectedAnswer(ExpectedAnswer.Kind.THING, Optional.empty());
        double least =
                Math.min(covered(search(first, any, Optional.empty())), covered(search(second, any, Optional.empty())));
        return new Finding(least >= ASSERTED ? "yes" : "no", Math.max(least, 1 - least));
    }

    /** From this probability on, two things are taken to share what is asked for. */
    private static final double AGREED = 0.3;

    /** How much of the probability of one list of answers lies where that of the other does. */
    private static double agreement(List<Chains.Found> left, List<Chains.Found> right) {
        Map<String, Double> one = byName(left);
        Map<String, Double> other = byName(right);
        return one.entrySet().stream()
                .mapToDouble(each -> Math.min(each.getValue(), other.getOrDefault(each.getKey(), 0.0)))
                .sum();
    }

    private static Map<String, Double> byName(List<Chains.Found> found) {
        double[] probabilities = Extent.softmax(found);
        Map<String, Double> names = new LinkedHashMap<>();
        for (int i = 0; i < probabilities.length; i++) {
            names.merge(found.get(i).candidate().key(), probabilities[i], Double::sum);
        }
        return names;
    }

    /** The part of a statement that the text must say for it to be taken as true. */
    private static final double ASSERTED = 0.75;

    private Finding asserted(QuestionForm statement) {
        Reading reading = new Reading(statement, pages);
        double covered = covered(new Chains(reading).search(statement.expected()));
        return new Finding(covered >= ASSERTED ? "yes" : "no", covered >= ASSERTED ? covered : UNSURE + covered / 2);
    }
}
