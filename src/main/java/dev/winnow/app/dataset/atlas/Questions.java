package dev.winnow.app.dataset.atlas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks about a world. Every question has exactly one answer: it starts from a title, which is unique, and follows facts
 * that have one value. A draw that leads nowhere is given up, and the caller draws again.
 */
final class Questions {
    private static final Kind[] STARTS = {
        Kind.WORK, Kind.WORK, Kind.WORK, Kind.ORGANISATION, Kind.ORGANISATION, Kind.PERSON, Kind.PERSON, Kind.PERSON,
        Kind.STRUCTURE, Kind.STRUCTURE, Kind.EVENT, Kind.SPECIES, Kind.SETTLEMENT, Kind.RIVER, Kind.MOUNTAIN,
                Kind.COUNTRY
    };
    private static final Relation[] MEASURED = {
        Relation.BORN, Relation.BORN, Relation.FOUNDED, Relation.CHARTERED, Relation.POPULATION, Relation.INDEPENDENT,
        Relation.ISSUED, Relation.ISSUED, Relation.OPENED, Relation.HEIGHT, Relation.RIVER_LENGTH, Relation.HELD
    };
    private static final Relation[] SHARED = {
        Relation.LIES_IN,
        Relation.SCHOOL,
        Relation.BIRTHPLACE,
        Relation.HOUSE,
        Relation.FLOWS_THROUGH,
        Relation.SEAT,
        Relation.PLACE
    };

    private final World world;

    Questions(World world) {
        this.world = world;
    }

    /** A question of this task, or nothing where these dice find none. */
    Optional<Asked> draw(AtlasTask task, Dice dice) {
        return switch (task) {
            case ONE_HOP, TWO_HOP, THREE_HOP, FOUR_HOP -> hops(task, dice);
            case COMPARISON -> dice.percent(65) ? compared(dice) : same(dice);
            case COUNTING -> dice.percent(45) ? countedSome(dice) : counted(dice);
            case UNANSWERABLE -> unanswerable(dice);
        };
    }

    private int any(Kind kind, Dice dice) {
        return world.first(kind) + dice.below(world.count(kind));
    }

    /** The name of the fact that a relation is. */
    static String key(Relation relation) {
        return relation.kind.key + "." + relation.key;
    }

    private Optional<Asked> hops(AtlasTask task, Dice dice) {
        Kind kind = dice.pick(STARTS);
        if (world.count(kind) == 0) {
            return Optional.empty();
        }
        List<Integer> path = new ArrayList<>(List.of(any(kind, dice)));
        List<Relation> relations = new ArrayList<>();
        for (int hop = 0; hop < task.hops; hop++) {
            int at = path.get(hop);
            boolean last = hop == task.hops - 1;
            List<Relation> open = Relation.of(world.kind(at)).stream()
                    .filter(r -> world.has(at, r) && (last || r.value == Relation.Value.ENTITY))
                    .filter(r -> r.value != Relation.Value.ENTITY || !path.contains(world.get(at, r)))
                    .toList();
            if (open.isEmpty()) {
                return Optional.empty();
            }
            Relation next = open.get(dice.below(open.size()));
            relations.add(next);
            if (next.value == Relation.Value.ENTITY) {
                path.add(world.get(at, next));
            }
        }
        if (task.hops > 2 && dice.percent(55) && path.stream().anyMatch(at -> world.kind(at) == Kind.COUNTRY)) {
            // Most walks come to a country sooner or later; half of them are drawn again.
            return Optional.empty();
        }
        int end = path.get(task.hops - 1);
        Relation asked = relations.get(task.hops - 1);
        boolean yearOnly = asked.value == Relation.Value.DATE && dice.percent(40);
        List<String> answers = yearOnly
                ? List.of(Integer.toString(Wording.year(world.get(end, asked))))
                : Facts.answers(world, end, asked);
        String text = wording(path, relations, yearOnly, dice);
        List<Asked.Clue> clues = new ArrayList<>();
        for (int hop = 0; hop < task.hops; hop++) {
            clues.add(new Asked.Clue(path.get(hop), relations.get(hop).key));
        }
        Asked question = new Asked(task, text, key(asked), answers, clues, path.subList(0, task.hops));
        return gives(question) ? Optional.empty() : Optional.of(question);
    }

    /** Whether the question's own words hold the answer, as that for the town of a 'University of ...' would. */
    private static boolean gives(Asked question) {
        String text = question.text().toLowerCase(Locale.ROOT);
        return question.answers().stream().anyMatch(answer -> text.contains(answer.toLowerCase(Locale.ROOT)));
    }

    /** The first entity by name, each fact but the last as a phrase around it, the last as the question. */
    private String wording(List<Integer> path, List<Relation> relations, boolean yearOnly, Dice dice) {
        int last = relations.size() - 1;
        String merged = last == 0 ? "" : "merge." + key(relations.get(last - 1)) + "." + relations.get(last).key;
        boolean merges = last > 0 && Grammar.ENGLISH.has(merged) && dice.percent(65);
        String phrase = name(path.get(0), dice);
        for (int hop = 0; hop < (merges ? last - 1 : last); hop++) {
            phrase = new Asker(path.get(hop), dice).with("x", phrase).say("np." + key(relations.get(hop)));
        }
        if (merges) {
            return new Asker(path.get(last - 1), dice).with("x", phrase).ask(merged);
        }
        String rule = "ask." + key(relations.get(last)) + (yearOnly ? "year" : "");
        return new Asker(path.get(last), dice).with("x", phrase).ask(rule);
    }

    /** A title as a question writes it: those of works in quotation marks, sometimes with what the thing is. */
    private String name(int entity, Dice dice) {
        String title = world.title(entity);
        if (world.kind(entity) != Kind.WORK) {
            return title;
        }
        String quoted = "\"" + title + "\"";
        return dice.percent(40) ? "the " + world.type(entity) + " " + quoted : quoted;
    }

    private Optional<Asked> compared(Dice dice) {
        Relation relation = dice.pick(MEASURED);
        if (world.count(relation.kind) < 2) {
            return Optional.empty();
        }
        int one = any(relation.kind, dice);
        int two = any(relation.kind, dice);
        boolean comparable = one != two
                && world.has(one, relation)
                && world.has(two, relation)
                && world.get(one, relation) != world.get(two, relation)
                && (relation != Relation.ISSUED || world.type(one).equals(world.type(two)));
        if (!comparable) {
            return Optional.empty();
        }
        boolean less = dice.percent(60);
        boolean first = less == world.get(one, relation) < world.get(two, relation);
        String text = new Asker(one, dice)
                .with("a", quoted(one))
                .with("b", quoted(two))
                .ask("compare." + key(relation) + (less ? ".less" : ".more"));
        return Optional.of(new Asked(
                AtlasTask.COMPARISON,
                text,
                key(relation),
                Wording.titles(world.title(first ? one : two)),
                List.of(new Asked.Clue(one, relation.key), new Asked.Clue(two, relation.key)),
                List.of(one, two)));
    }

    private String quoted(int entity) {
        String title = world.title(entity);
        return world.kind(entity) == Kind.WORK ? "\"" + title + "\"" : title;
    }

    private Optional<Asked> same(Dice dice) {
        Relation relation = dice.pick(SHARED);
        if (world.count(relation.kind) < 2) {
            return Optional.empty();
        }
        int one = any(relation.kind, dice);
        if (!world.has(one, relation)) {
            return Optional.empty();
        }
        int two = any(relation.kind, dice);
        if (dice.percent(55)) {
            int[] sharing = world.having(relation, world.get(one, relation), 12, dice);
            two = sharing.length == 0 ? two : sharing[dice.below(sharing.length)];
        }
        if (one == two || !world.has(two, relation) || !sameType(relation, one, two)) {
            return Optional.empty();
        }
        boolean shared = world.get(one, relation) == world.get(two, relation);
        String text = new Asker(one, dice)
                .with("a", quoted(one))
                .with("b", quoted(two))
                .ask("same." + key(relation));
        return Optional.of(new Asked(
                AtlasTask.COMPARISON,
                text,
                key(relation),
                List.of(shared ? "yes" : "no"),
                List.of(new Asked.Clue(one, relation.key), new Asked.Clue(two, relation.key)),
                List.of(one, two)));
    }

    private boolean sameType(Relation relation, int one, int two) {
        return relation != Relation.HOUSE || world.type(one).equals(world.type(two));
    }

    /** Of a list that one article gives in full. */
    private Optional<Asked> counted(Dice dice) {
        int person = any(Kind.PERSON, dice);
        Listing listing = dice.percent(85) ? Listing.MADE : Listing.STARTED;
        int[] members = listing.members(world, person, Teller.LIST + 1, dice);
        if (members.length < 2 || members.length > Teller.LIST) {
            return Optional.empty();
        }
        String text = new Asker(person, dice).with("x", world.title(person)).ask("count." + listing.key);
        return Optional.of(new Asked(
                AtlasTask.COUNTING,
                text,
                "person." + listing.key,
                numeral(members.length),
                List.of(new Asked.Clue(person, listing.key)),
                List.of(person)));
    }

    /** Of those on such a list that their own articles date before or after a year. */
    private Optional<Asked> countedSome(Dice dice) {
        int person = any(Kind.PERSON, dice);
        if (Made.work(world.type(person)).isEmpty()) {
            return Optional.empty();
        }
        int[] members = Listing.MADE.members(world, person, Teller.LIST + 1, dice);
        if (members.length < 3 || members.length > Teller.LIST) {
            return Optional.empty();
        }
        int year = world.get(members[dice.below(members.length)], Relation.ISSUED) + (dice.percent(50) ? 1 : -1);
        boolean before = dice.percent(50);
        int count = 0;
        List<Asked.Clue> clues = new ArrayList<>(List.of(new Asked.Clue(person, Listing.MADE.key)));
        Set<Integer> about = new LinkedHashSet<>(List.of(person));
        for (int work : members) {
            int issued = world.get(work, Relation.ISSUED);
            if (issued == year) {
                return Optional.empty();
            }
            count += (issued < year) == before ? 1 : 0;
            clues.add(new Asked.Clue(work, Relation.ISSUED.key));
            about.add(work);
        }
        String text = new Asker(person, dice)
                .with("x", world.title(person))
                .with("n", Integer.toString(year))
                .ask(before ? "count.before" : "count.after");
        return Optional.of(
                new Asked(AtlasTask.COUNTING, text, key(Relation.ISSUED), numeral(count), clues, List.copyOf(about)));
    }

    private static List<String> numeral(int count) {
        return List.of(Integer.toString(count), Wording.count(count));
    }

    /** After what an article leaves out though others of its kind have it, or after what none has. */
    private Optional<Asked> unanswerable(Dice dice) {
        Kind kind = dice.pick(STARTS);
        if (world.count(kind) == 0) {
            return Optional.empty();
        }
        int asked = any(kind, dice);
        List<Integer> about = new ArrayList<>(List.of(asked));
        String phrase = name(asked, dice);
        if (dice.percent(40)) {
            int outer = asked;
            List<Relation> open = Relation.of(kind).stream()
                    .filter(r -> r.value == Relation.Value.ENTITY && world.has(outer, r))
                    .toList();
            if (open.isEmpty()) {
                return Optional.empty();
            }
            Relation step = open.get(dice.below(open.size()));
            phrase = new Asker(asked, dice).with("x", phrase).say("np." + key(step));
            asked = world.get(asked, step);
            about.add(asked);
        }
        int subject = asked;
        Asker asker = new Asker(subject, dice).with("x", phrase);
        List<Relation> missing = Relation.of(world.kind(subject)).stream()
                .filter(r -> !world.has(subject, r) && presupposed(subject, r))
                .toList();
        boolean left = !missing.isEmpty() && dice.percent(60);
        String rule = left ? "ask." + key(missing.get(dice.below(missing.size()))) : "never." + world.kind(subject).key;
        if (!Grammar.ENGLISH.has(rule) || !asker.can(rule)) {
            return Optional.empty();
        }
        return Optional.of(new Asked(
                AtlasTask.UNANSWERABLE,
                asker.ask(rule),
                rule.substring(rule.indexOf('.') + 1),
                List.of(),
                List.of(),
                about));
    }

    /** Whether one may reasonably suppose that there is such a fact. */
    private boolean presupposed(int entity, Relation relation) {
        return switch (relation) {
            case DIED -> false;
            case DEATHPLACE -> world.has(entity, Relation.DIED);
            case OWNER -> world.type(entity).equals("company");
            case CROSSES -> world.type(entity).equals("bridge");
            case LEADER -> !world.type(entity).equals("storm");
            case CLIMBER, CLIMBED -> !world.type(entity).equals("hill");
            case SETTING -> !world.type(entity).equals("painting");
            case EMPLOYER -> !Made.employer(world.type(entity)).isEmpty();
            case SCHOOL, SPOUSE, MENTOR, LIES_ON, TWIN, FOUNDER, HOUSE, ARCHITECT, DESCRIBER -> true;
            default -> false;
        };
    }

    /** Speaks the rules for questions; variables are phrases made before. */
    private final class Asker implements Grammar.Speaker {
        private final int entity;
        private final Dice dice;
        private final Map<String, String> phrases = new HashMap<>();
        private long holds;

        Asker(int entity, Dice dice) {
            this.entity = entity;
            this.dice = dice;
        }

        Asker with(String variable, String phrase) {
            phrases.put(variable, phrase);
            return this;
        }

        private void family(String rule) {
            holds = Grammar.ENGLISH.bit(rule.substring(0, rule.indexOf('.')), world.type(entity));
        }

        boolean can(String rule) {
            family(rule);
            for (Grammar.Alternative alternative : Grammar.ENGLISH.rule(rule).alternatives()) {
                if (alternative.fits(holds)) {
                    return true;
                }
            }
            return false;
        }

        String say(String rule) {
            family(rule);
            StringBuilder out = new StringBuilder();
            Grammar.ENGLISH.write(rule, this, out);
            return out.toString();
        }

        String ask(String rule) {
            family(rule);
            return Grammar.ENGLISH.sentence(rule, this);
        }

        @Override
        public Dice dice() {
            return dice;
        }

        @Override
        public long holds() {
            return holds;
        }

        @Override
        public void say(String variable, StringBuilder out) {
            String phrase = phrases.get(variable);
            if (phrase == null) {
                throw new IllegalStateException("a question cannot use $" + variable);
            }
            out.append(phrase);
        }
    }
}
