package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Searches for chains of sentences, each reached by a name in the one before, such that every sentence meets terms of the
 * question that none before it met. A question of one hop is a chain of one.
 */
final class Chains {
    /** The longest chain. */
    static final int HOPS = 4;

    /** From here on every term counts as met: those met by a title or by kind count for a little less than 1. */
    private static final double ALL = 0.9;

    private static final double BARELY_MET = 0.3;
    private static final int BEAM = 32;
    private static final int FIRST_SENTENCES = 24;
    private static final int NEXT_SENTENCES = 6;

    private final Reading reading;
    private final Clues clues;
    private final double total;
    private final double reachable;
    private final Map<Integer, List<Candidate>> candidates = new HashMap<>();

    /** A search for a question in pages. */
    static Chains of(QuestionForm question, List<Page> pages) {
        return new Chains(new Reading(question, pages));
    }

    Chains(Reading reading) {
        this.reading = reading;
        this.clues = new Clues(reading);
        double sum = 0;
        for (double weight : reading.weights()) {
            sum += weight;
        }
        this.total = sum;
        this.reachable = reading.reachable();
    }

    /**
     * A chain that ends in a sentence.
     *
     * @param from the names it came by, the last one last
     * @param before what had been met of each term before its last sentence
     * @param met what has been met with it
     */
    private record Chain(Match match, List<Candidate> from, Met before, Met met, double covered, double bridged) {
        double score() {
            return (Clue.COVERED.weight() + Clue.REACHED.weight()) * covered
                    + Clue.BRIDGED.weight() * bridged
                    + Clue.BRIDGES.weight() * from.size();
        }
    }

    /**
     * An answer at the end of a chain.
     *
     * @param covered the part of the question's terms that the chain met, by weight
     */
    record Found(Candidate candidate, Match match, int hops, double covered, Tally clues, double score) {
        Found rescored(double score, double covered) {
            return new Found(candidate, match, hops, covered, clues, score);
        }
    }

    /** The answers, best first, no text twice; ties go to what is shown first. */
    List<Found> search(ExpectedAnswer expected) {
        List<Chain> beam = new ArrayList<>();
        Met nothing = Met.none(reading.weights().length);
        for (Match match : reading.best(reading.matches(), nothing, FIRST_SENTENCES)) {
            beam.add(chain(match, List.of(), nothing, 0));
        }
        Map<String, Found> best = new HashMap<>();
        for (int hop = 1; hop <= HOPS && !beam.isEmpty(); hop++) {
            for (Chain chain : beam) {
                finish(chain, expected, best);
            }
            beam = hop == HOPS ? List.of() : extend(beam);
        }
        List<Found> found = best.values().stream().sorted(ORDER).toList();
        List<Found> fitting = found.stream()
                .filter(each -> expected.takes(each.candidate().kind()))
                .toList();
        return fitting.isEmpty() ? found : fitting;
    }

    private static final Comparator<Found> ORDER = Comparator.comparingDouble(Found::score)
            .reversed()
            .thenComparingInt(found -> found.match().order())
            .thenComparingInt(found -> found.candidate().first())
            .thenComparingInt(found -> found.candidate().last());

    private Chain chain(Match match, List<Candidate> from, Met before, double bridged) {
        Met met = before.and(match.met());
        double covered = 0;
        for (int i = 0; i < met.size(); i++) {
            covered += met.of(i) * reading.weights()[i];
        }
        return new Chain(match, from, before, met, total == 0 ? 0 : covered / total, bridged);
    }

    private void finish(Chain chain, ExpectedAnswer expected, Map<String, Found> best) {
        for (Candidate candidate : candidates(chain.match())) {
            if (clues.isAsked(candidate, chain.match(), expected) || isBridge(chain, candidate)) {
                continue;
            }
            Tally values = clues.of(candidate, chain.match(), chain.before(), expected);
            values.add(Clue.COVERED, chain.covered());
            values.add(Clue.REACHED, reached(chain));
            values.add(Clue.RELATED, related(chain));
            values.add(Clue.UNMET, unmet(chain));
            values.mark(Clue.COMPLETE, reached(chain) >= ALL);
            values.add(Clue.BRIDGES, chain.from().size());
            values.add(Clue.BRIDGED, chain.bridged());
            Found found = new Found(
                    candidate, chain.match(), chain.from().size() + 1, chain.covered(), values, values.score());
            best.merge(candidate.text(), found, (a, b) -> ORDER.compare(a, b) <= 0 ? a : b);
        }
    }

    private double related(Chain chain) {
        double met = 0;
        int relations = 0;
        for (int i = 0; i < chain.met().size(); i++) {
            if (reading.question().terms().get(i).role() == QuestionForm.Role.RELATION) {
                relations++;
                met += chain.met().of(i);
            }
        }
        return relations == 0 ? 1 : met / relations;
    }

    private int unmet(Chain chain) {
        int unmet = 0;
        for (int i = 0; i < chain.met().size(); i++) {
            boolean relation = reading.question().terms().get(i).role() == QuestionForm.Role.RELATION;
            unmet += relation && chain.met().of(i) < BARELY_MET ? 1 : 0;
        }
        return unmet;
    }

    private double reached(Chain chain) {
        return reachable == 0 ? 0 : Math.min(1, chain.covered() * total / reachable);
    }

    private static boolean isBridge(Chain chain, Candidate candidate) {
        return chain.from().stream()
                .anyMatch(name -> name.concepts().equals(candidate.concepts())
                        || name.concepts().containsAll(candidate.concepts()));
    }

    private List<Candidate> candidates(Match match) {
        return candidates.computeIfAbsent(match.order(), order -> {
            List<Candidate> all = new ArrayList<>(match.sentence().candidates());
            if (!match.page().name().isEmpty()) {
                all.add(Candidate.title(match.page()));
            }
            return all;
        });
    }

    private List<Chain> extend(List<Chain> beam) {
        List<Chain> longer = new ArrayList<>();
        ExpectedAnswer name = new ExpectedAnswer(ExpectedAnswer.Kind.THING, Optional.empty());
        for (Chain chain : beam) {
            for (Candidate candidate : candidates(chain.match())) {
                if (!candidate.isName()
                        || candidate.concepts().isEmpty()
                        || clues.isAsked(candidate, chain.match(), name)
                        || isBridge(chain, candidate)) {
                    continue;
                }
                double bridge =
                        clues.of(candidate, chain.match(), chain.before(), name).score();
                List<Candidate> from = new ArrayList<>(chain.from());
                from.add(candidate);
                for (Match match : reading.best(reading.about(candidate.concepts()), chain.met(), NEXT_SENTENCES)) {
                    if (match.order() != chain.match().order()) {
                        longer.add(chain(match, List.copyOf(from), chain.met(), chain.bridged() + bridge));
                    }
                }
            }
        }
        longer.sort(Comparator.comparingDouble(Chain::score).reversed().thenComparingInt(chain -> chain.match()
                .order()));
        return longer.subList(0, Math.min(BEAM, longer.size()));
    }
}
