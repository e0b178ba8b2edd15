package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Resolves descriptions from the inside out: each one is a question of its own, about the thing inside it. */
final class Descriptions {
    /** How many things a description may turn out to be; the best ones are followed. */
    private static final int FOLLOWED = 4;

    private static final Set<String> ANY_KIND = Set.of("person", "place", "one", "thing", "country", "town", "city");

    private final List<Page> pages;

    Descriptions(List<Page> pages) {
        this.pages = pages;
    }

    /**
     * What something may be.
     *
     * @param name as concepts
     * @param probability that it is
     * @param covered the part of what was asked on the way that the text says, the least of all steps
     */
    record Referent(String text, List<String> name, double probability, double covered) {}

    /** The answers to a question around a description, best first. */
    List<Chains.Found> search(Nesting nesting, QuestionForm form) {
        List<Weighed> all = new ArrayList<>();
        List<String> anchor = anchor(nesting.described());
        for (Referent referent : resolve(nesting.described())) {
            QuestionForm outer = about(referent, nesting.rest(), form.expected(), form);
            List<Chains.Found> found = Chains.of(outer, pages).search(form.expected());
            double[] probabilities = Extent.softmax(found);
            for (int i = 0; i < Math.min(found.size(), probabilities.length); i++) {
                if (anchor.containsAll(found.get(i).candidate().concepts())) {
                    continue;
                }
                all.add(new Weighed(
                        found.get(i),
                        referent.probability() * probabilities[i],
                        Math.min(referent.covered(), found.get(i).covered())));
            }
        }
        all.sort(Comparator.comparingDouble(Weighed::probability).reversed());
        return all.stream()
                .map(each -> each.found().rescored(Math.log(Math.max(1e-9, each.probability())), each.covered()))
                .toList();
    }

    /** The name that the innermost description starts from: no answer, since the question says it. */
    private static List<String> anchor(Nesting.Thing thing) {
        return switch (thing) {
            case Nesting.Named named -> Choices.concepts(named.name());
            case Nesting.Described described -> anchor(described.of());
        };
    }

    private record Weighed(Chains.Found found, double probability, double covered) {}

    private List<Referent> resolve(Nesting.Thing thing) {
        return switch (thing) {
            case Nesting.Named named -> List.of(new Referent("", Choices.concepts(named.name()), 1, 1));
            case Nesting.Described described -> resolve(described);
        };
    }

    private List<Referent> resolve(Nesting.Described described) {
        List<Word> nouns = described.nouns();
        List<Word> asking = new ArrayList<>(nouns);
        asking.addAll(described.relation());
        Optional<Word> head = nouns.isEmpty() ? Optional.empty() : Optional.of(nouns.getLast());
        ExpectedAnswer expected = head.map(
                        noun -> new ExpectedAnswer(ExpectedAnswer.kindOf(noun.text()), Optional.of(noun.concept())))
                .orElse(new ExpectedAnswer(ExpectedAnswer.Kind.THING, Optional.empty()));
        List<Referent> referents = new ArrayList<>();
        for (Referent inner : resolve(described.of())) {
            QuestionForm form = about(inner, asking, expected, described);
            List<Chains.Found> found = Chains.of(form, pages).search(expected).stream()
                    .filter(each -> each.candidate().isName())
                    .toList();
            double[] probabilities = Extent.softmax(found);
            for (int i = 0; i < Math.min(FOLLOWED, found.size()); i++) {
                Candidate candidate = found.get(i).candidate();
                referents.add(new Referent(
                        candidate.text(),
                        candidate.concepts(),
                        inner.probability() * probabilities[i],
                        Math.min(inner.covered(), found.get(i).covered())));
            }
        }
        referents.sort(Comparator.comparingDouble(Referent::probability).reversed());
        return referents.subList(0, Math.min(FOLLOWED, referents.size()));
    }

    /** What a description asks of the thing inside it. */
    private static QuestionForm about(
            Referent inner, List<Word> asking, ExpectedAnswer expected, Nesting.Described described) {
        Map<String, QuestionForm.Term> terms = named(inner);
        boolean related = !described.relation().isEmpty();
        for (int i = 0; i < asking.size(); i++) {
            Word word = asking.get(i);
            boolean noun = expected.noun().filter(word.concept()::equals).isPresent();
            boolean focus = noun && (related || ANY_KIND.contains(word.text()));
            if (word.isContent()) {
                QuestionForm.Role role = focus ? QuestionForm.Role.FOCUS : QuestionForm.Role.RELATION;
                terms.putIfAbsent(word.concept(), new QuestionForm.Term(word.concept(), i, role));
            }
        }
        return new QuestionForm(asking, List.copyOf(terms.values()), expected);
    }

    /** What the rest of the question asks of what the description turned out to be. */
    private static QuestionForm about(Referent inner, List<Word> rest, ExpectedAnswer expected, QuestionForm form) {
        Map<String, QuestionForm.Term> terms = named(inner);
        for (QuestionForm.Term term : form.terms()) {
            Word word = form.words().get(term.place());
            int at = rest.indexOf(word);
            if (at >= 0) {
                terms.putIfAbsent(term.concept(), new QuestionForm.Term(term.concept(), at, term.role()));
            }
        }
        return new QuestionForm(rest, List.copyOf(terms.values()), expected);
    }

    private static Map<String, QuestionForm.Term> named(Referent referent) {
        Map<String, QuestionForm.Term> terms = new LinkedHashMap<>();
        for (String part : referent.name()) {
            terms.putIfAbsent(part, new QuestionForm.Term(part, Integer.MAX_VALUE, QuestionForm.Role.NAME));
        }
        return terms;
    }
}
