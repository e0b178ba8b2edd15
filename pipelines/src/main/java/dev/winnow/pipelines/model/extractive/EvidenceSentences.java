package dev.winnow.pipelines.model.extractive;

import dev.winnow.indexer.chunk.Span;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.tokens.TokenCounter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sentences that bear on a question: those that share most of its terms, rarer terms counting for more (as in BM25, over
 * the sentences given), and half as much where only the title has them.
 *
 * @param memory pages that were read
 * @param counter counts tokens
 */
record EvidenceSentences(Pages memory, TokenCounter counter) {
    private static final double BY_TITLE = 0.5;

    /** Below this part of the best sentence's score a sentence says too little. */
    private static final double LEAST = 0.3;

    /** How a sentence is written down. */
    enum Form {
        BARE,
        /** Behind the title, if there is one: it says what pronouns mean. */
        TITLED
    }

    private record Candidate(int place, Excerpt from, String text, Set<String> terms, Set<String> title) {
        String written(Form form) {
            return form == Form.TITLED && !from.title().isEmpty() ? from.title() + ": " + text : text;
        }
    }

    /** The sentences of excerpts, and what each of a question's terms weighs among them. */
    private record Weighed(Set<String> asked, List<Candidate> candidates, Map<String, Double> weights) {
        private double score(Candidate candidate) {
            return EvidenceSentences.score(candidate, weights);
        }

        /** Those that share a term with the question, best first. */
        private List<Candidate> best(Map<Candidate, Double> scores) {
            candidates.stream()
                    .filter(candidate -> candidate.terms().stream().anyMatch(asked::contains))
                    .forEach(candidate -> scores.put(candidate, score(candidate)));
            return scores.keySet().stream()
                    .sorted(Comparator.comparingDouble((Candidate candidate) -> -scores.get(candidate))
                            .thenComparingInt(Candidate::place))
                    .toList();
        }
    }

    private Weighed weighed(String question, List<Excerpt> excerpts) {
        Set<String> asked;
        List<Candidate> candidates = new ArrayList<>();
        if (Unspaced.takes(question)) {
            asked = Unspaced.terms(question);
            excerpts.forEach(excerpt -> unspaced(excerpt, candidates));
        } else {
            asked = QuestionForm.of(question).terms().stream()
                    .map(QuestionForm.Term::concept)
                    .collect(Collectors.toSet());
            excerpts.forEach(excerpt -> spaced(excerpt, candidates));
        }
        return new Weighed(asked, candidates, weights(asked, candidates));
    }

    /** The best sentences that have so many tokens together at most, in the order of the text, one a line; empty for none. */
    String of(String question, List<Excerpt> excerpts, Form form, int tokens) {
        Map<Candidate, Double> scores = new HashMap<>();
        List<Candidate> best = weighed(question, excerpts).best(scores);
        List<Candidate> taken = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int used = 0;
        for (Candidate candidate : best) {
            if (scores.get(candidate) < LEAST * scores.get(best.getFirst())) {
                break;
            }
            String line = candidate.written(form);
            int needed = counter.count(line + "\n");
            if (used + needed <= tokens && seen.add(line)) {
                used += needed;
                taken.add(candidate);
            }
        }
        taken.sort(Comparator.comparingInt(Candidate::place));
        return taken.stream().map(candidate -> candidate.written(form)).collect(Collectors.joining("\n"));
    }

    /**
     * A sentence, and where it is from.
     *
     * @param excerpt its place among those given, from 0
     */
    record Source(int excerpt, String sentence) {}

    /**
     * The sentence that an answer is most likely from: of those that hold its words the one that bears most on the question,
     * of all where none holds them; empty where none bears on it.
     */
    Optional<Source> of(String question, List<Excerpt> excerpts, String answer) {
        Weighed weighed = weighed(question, excerpts);
        return weighed.candidates().stream()
                .filter(candidate -> candidate.text().replaceAll("\\s+", " ").contains(answer))
                .max(Comparator.comparingDouble(weighed::score)
                        .thenComparing(Candidate::place, Comparator.reverseOrder()))
                .or(() -> weighed.best(new HashMap<>()).stream().findFirst())
                .map(candidate -> new Source(excerpts.indexOf(candidate.from()), candidate.text()));
    }

    private void spaced(Excerpt excerpt, List<Candidate> into) {
        Page page = memory.read(excerpt.title(), excerpt.text());
        Set<String> title = Set.copyOf(page.name());
        for (Sentence sentence : page.sentences()) {
            Set<String> terms = sentence.words().stream()
                    .filter(Word::isContent)
                    .map(Word::concept)
                    .collect(Collectors.toSet());
            into.add(new Candidate(into.size(), excerpt, sentence.text(), terms, title));
        }
    }

    private static void unspaced(Excerpt excerpt, List<Candidate> into) {
        Set<String> title = Unspaced.terms(excerpt.title());
        for (Span span : dev.winnow.indexer.chunk.Sentences.of(excerpt.text(), Language.SIMPLE)) {
            String text = span.of(excerpt.text());
            into.add(new Candidate(into.size(), excerpt, text, Unspaced.terms(text), title));
        }
    }

    private static Map<String, Double> weights(Set<String> asked, List<Candidate> candidates) {
        Map<String, Double> weights = new HashMap<>();
        for (String term : asked) {
            long having = candidates.stream()
                    .filter(candidate -> candidate.terms().contains(term))
                    .count();
            weights.put(term, Math.log(1 + (candidates.size() - having + 0.5) / (having + 0.5)));
        }
        return weights;
    }

    private static double score(Candidate candidate, Map<String, Double> weights) {
        return weights.entrySet().stream()
                .mapToDouble(term -> candidate.terms().contains(term.getKey())
                        ? term.getValue()
                        : candidate.title().contains(term.getKey()) ? BY_TITLE * term.getValue() : 0)
                // In one order, so that sums are the same.
                .sorted()
                .sum();
    }
}
