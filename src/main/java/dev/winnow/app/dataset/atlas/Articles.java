package dev.winnow.app.dataset.atlas;

import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the article of any entity from the world alone: sections in a fixed order, each a pool of sentences. Every fact
 * of the entity is told once, alone or together with others; further sentences fill the article to a length that is drawn
 * like those of encyclopedias, many short and few long.
 */
final class Articles {
    private static final int LENGTH = 31;
    private static final int PLAN = 32;
    private static final int WORDS_A_SENTENCE = 14;

    /** How often an article may use one sentence plan. */
    private static final int REPEATS = 5;

    private static final Map<Kind, String[]> SECTIONS = new EnumMap<>(Map.of(
            Kind.COUNTRY, new String[] {"land", "history", "economy"},
            Kind.MOUNTAIN, new String[] {"form", "ascent", "lore"},
            Kind.RIVER, new String[] {"course", "use"},
            Kind.SETTLEMENT, new String[] {"site", "history", "life"},
            Kind.PERSON, new String[] {"youth", "career", "circle", "end"},
            Kind.ORGANISATION, new String[] {"origin", "growth", "present"},
            Kind.WORK, new String[] {"content", "making", "reception"},
            Kind.STRUCTURE, new String[] {"making", "form", "later"},
            Kind.EVENT, new String[] {"cause", "course", "after"},
            Kind.SPECIES, new String[] {"look", "range", "study"}));

    private final World world;

    Articles(World world) {
        this.world = world;
    }

    /**
     * An article and what its sentences tell.
     *
     * @param sentences the sentences that tell facts, in order
     */
    record Article(int entity, Document document, List<Told> sentences) {
        /** The sentence that tells a fact; there is one for every fact that the world has. */
        Told telling(String family, String fact) {
            long bit = Grammar.ENGLISH.bit(family, fact);
            for (Told told : sentences) {
                if ((told.facts & bit) != 0) {
                    return told;
                }
            }
            throw new IllegalStateException("no sentence of '" + document.title() + "' tells '" + fact + "'");
        }
    }

    /** A sentence: {@code facts} are bits of the grammar, offsets are UTF-16 units of the document's text. */
    record Told(int start, int end, long facts) {}

    /** What will be said, before it is. */
    private record Planned(Grammar.Alternative what, int section) {}

    /** The article of an entity; the same whenever and wherever it is asked for. */
    Article tell(int entity) {
        Dice dice = Dice.of(world.seed, PLAN, entity);
        Teller teller = new Teller(world, entity, dice);
        Kind kind = world.kind(entity);
        List<Planned> plan = plan(kind, teller, dice, words(entity));
        return write(entity, plan, teller);
    }

    /** How long the article should be: log-normal around 190 words. */
    private int words(int entity) {
        Dice dice = Dice.of(world.seed, LENGTH, entity);
        return (int) Math.min(1600, Math.max(100, 195 * Math.exp(0.66 * dice.normal())));
    }

    private static List<Planned> plan(Kind kind, Teller teller, Dice dice, int words) {
        String[] sections = SECTIONS.get(kind);
        long untold = teller.facts();
        List<List<Grammar.Alternative>> told = new ArrayList<>();
        Grammar.Alternative lead = choose(rule(kind, "lead"), teller.holds(), untold, 0, List.of(), dice);
        untold &= ~lead.tells();
        int sentences = 1;
        for (String section : sections) {
            Grammar.Rule rule = rule(kind, section);
            List<Grammar.Alternative> here = new ArrayList<>();
            for (long bit : teller.order()) {
                if ((untold & bit) != 0 && tellsAny(rule, bit)) {
                    Grammar.Alternative next = choose(rule, teller.holds(), untold, bit, here, dice);
                    untold &= ~next.tells();
                    here.add(next);
                }
            }
            told.add(here);
            sentences += here.size();
        }
        if (untold != 0) {
            throw new IllegalStateException(kind.key + ": no section tells facts " + Long.toBinaryString(untold));
        }
        int fillers = Math.max(0, (words - sentences * WORDS_A_SENTENCE + WORDS_A_SENTENCE / 2) / WORDS_A_SENTENCE);
        List<List<Grammar.Alternative>> filled = fillers(kind, teller.holds(), fillers, dice);
        List<Planned> plan = new ArrayList<>(List.of(new Planned(lead, -1)));
        for (int s = 0; s < sections.length; s++) {
            List<Grammar.Alternative> here = told.get(s);
            List<Grammar.Alternative> fillersHere = filled.get(s);
            int next = 0;
            // A death is told before what was said of the dead.
            boolean mixes = !sections[s].equals("end");
            for (Grammar.Alternative fact : here) {
                plan.add(new Planned(fact, s));
                while (mixes
                        && next < fillersHere.size()
                        && dice.percent(100 * fillersHere.size() / (2 * here.size() + 1) / 2)) {
                    plan.add(new Planned(fillersHere.get(next++), s));
                }
            }
            while (next < fillersHere.size()) {
                plan.add(new Planned(fillersHere.get(next++), s));
            }
        }
        return plan;
    }

    /** So many sentences that tell no facts, by section, fewer where all that fit are used up. */
    private static List<List<Grammar.Alternative>> fillers(Kind kind, long holds, int count, Dice dice) {
        String[] sections = SECTIONS.get(kind);
        long many = Grammar.ENGLISH.bit(kind.key, "many");
        List<List<Grammar.Alternative>> filled = new ArrayList<>();
        for (int s = 0; s < sections.length; s++) {
            filled.add(new ArrayList<>());
        }
        for (int i = 0; i < count; i++) {
            int first = dice.below(sections.length);
            for (int s = 0; s < sections.length; s++) {
                int section = (first + s) % sections.length;
                List<Grammar.Alternative> here = filled.get(section);
                Grammar.Alternative filler = choose(rule(kind, sections[section]), holds, 0, 0, here, dice);
                int uses = Collections.frequency(here, filler);
                if (uses == 0 || ((filler.needs() & many) != 0 && uses < REPEATS)) {
                    here.add(filler);
                    break;
                }
            }
        }
        return filled;
    }

    private static Grammar.Rule rule(Kind kind, String section) {
        return Grammar.ENGLISH.rule(kind.key + "." + section);
    }

    private static boolean tellsAny(Grammar.Rule rule, long bit) {
        for (Grammar.Alternative alternative : rule.alternatives()) {
            if ((alternative.tells() & bit) != 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * A fitting alternative that tells the fact {@code bit} and nothing that was told before; where it is 0, any that
     * tells untold facts only. Those used already come last.
     */
    private static Grammar.Alternative choose(
            Grammar.Rule rule, long holds, long untold, long bit, List<Grammar.Alternative> used, Dice dice) {
        long many = Grammar.ENGLISH.bit(Grammar.family(rule.name()), "many");
        Grammar.Alternative best = null;
        int seen = 0;
        int fewest = Integer.MAX_VALUE;
        for (Grammar.Alternative alternative : rule.alternatives()) {
            boolean fits = alternative.fits(holds)
                    && (alternative.tells() & ~untold) == 0
                    && (alternative.tells() & bit) == bit;
            if (!fits) {
                continue;
            }
            int uses = 0;
            for (Grammar.Alternative other : used) {
                uses += other.equals(alternative) ? 1 : 0;
            }
            if ((uses > 0 && (alternative.needs() & many) == 0) || uses > REPEATS) {
                uses += 100;
            }
            if (uses < fewest) {
                fewest = uses;
                seen = 0;
            }
            if (uses == fewest && dice.below(++seen) == 0) {
                best = alternative;
            }
        }
        if (best == null) {
            throw new IllegalStateException("rule '" + rule.name() + "' has nothing that fits");
        }
        return best;
    }

    private Article write(int entity, List<Planned> plan, Teller teller) {
        StringBuilder text = new StringBuilder();
        List<Told> told = new ArrayList<>();
        boolean paragraphs = plan.size() > 7;
        int section = -1;
        StringBuilder raw = new StringBuilder();
        int inParagraph = 0;
        for (Planned planned : plan) {
            boolean breaks = paragraphs && planned.section != section && inParagraph >= 2;
            inParagraph = breaks ? 1 : inParagraph + 1;
            if (!text.isEmpty()) {
                text.append(breaks ? "\n\n" : " ");
            }
            section = planned.section;
            teller.opens(planned.section, breaks || text.isEmpty() ? Teller.Place.OPENING : Teller.Place.INSIDE);
            raw.setLength(0);
            planned.what.body().write(teller, raw);
            int start = text.length();
            text.append(Tidy.sentence(raw));
            if (planned.what.tells() != 0) {
                told.add(new Told(start, text.length(), planned.what.tells()));
            }
        }
        List<DocumentId> links =
                Arrays.stream(teller.links()).mapToObj(world::id).toList();
        Document document = new Document(
                world.id(entity), world.title(entity), text.toString(), links, Map.of("kind", world.kind(entity).key));
        return new Article(entity, document, told);
    }
}
