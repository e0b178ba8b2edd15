package dev.winnow.app.dataset.atlas;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Speaks about one entity: what the variables of the grammar stand for in its article. */
final class Teller implements Grammar.Speaker {
    /** Where in its paragraph a sentence stands. */
    enum Place {
        OPENING,
        INSIDE
    }

    /** More than these are not listed. */
    static final int LIST = 12;

    private static final int SAMPLE = 4;

    private final World world;
    private final int entity;
    private final Kind kind;
    private final Dice dice;
    private final String title;
    private final Language language;
    private final Set<Integer> links = new LinkedHashSet<>();
    private final List<Long> order = new ArrayList<>();
    private final Map<Listing, int[]> lists = new EnumMap<>(Listing.class);
    private final int style;
    private final String given;
    private final String surname;
    private final List<Grammar.Alternative> heard = new ArrayList<>();
    private long facts;
    private long holds;
    private int year;
    private int lastYear;
    private Place place = Place.OPENING;
    private int pronouns;

    Teller(World world, int entity, Dice dice) {
        this.world = world;
        this.entity = entity;
        this.dice = dice;
        kind = world.kind(entity);
        title = world.title(entity);
        language = world.language(entity);
        style = dice.below(4);
        Titles.Person person = kind == Kind.PERSON ? Titles.person(world, entity) : new Titles.Person("", "");
        given = person.given();
        surname = person.surname();
        for (Relation relation : Relation.of(kind)) {
            if (world.has(entity, relation)) {
                fact(relation.key);
            }
        }
        for (Listing listing : Listing.values()) {
            if (listing.kind == kind) {
                int[] members = listing.members(world, entity, listing.complete() ? LIST : SAMPLE, dice);
                lists.put(listing, members);
                if (members.length > 0 && (listing.complete() || dice.percent(70))) {
                    fact(listing.key);
                }
            }
        }
        int[] made = lists.get(Listing.MADE);
        if (made != null && made.length == 1) {
            holds |= bit("single");
        }
        holds |= facts | bit(world.type(entity)) | bit("many");
        years();
        if (kind == Kind.PERSON) {
            holds |= bit(world.has(entity, Relation.DIED) ? "dead" : "alive");
            if (world.has(entity, Relation.DIED) && lastYear < World.PRESENT - 30) {
                holds |= bit("longdead");
            }
            holds |= bit(world.get(entity, World.GENDER) == 0 ? "female" : "male");
        }
    }

    private void fact(String key) {
        long bit = bit(key);
        facts |= bit;
        order.add(bit);
    }

    private long bit(String symbol) {
        return Grammar.ENGLISH.bit(kind.key, symbol);
    }

    /** Between which years undated events of the entity may fall. */
    private void years() {
        lastYear = World.PRESENT - 3;
        year = switch (kind) {
            case PERSON -> Wording.year(world.get(entity, Relation.BORN)) + 24;
            case ORGANISATION -> world.get(entity, Relation.FOUNDED) + 1;
            case WORK -> world.get(entity, Relation.ISSUED) + 1;
            case STRUCTURE -> world.get(entity, Relation.OPENED) + 1;
            case EVENT -> world.get(entity, Relation.HELD) + 1;
            case SPECIES -> world.get(entity, Relation.DESCRIBED) + 1;
            case SETTLEMENT -> Math.max(1690, world.get(entity, Relation.CHARTERED) + 20);
            case COUNTRY -> Math.max(1650, world.get(entity, Relation.INDEPENDENT) + 4);
            default -> 1795;
        };
        if (kind == Kind.PERSON && world.has(entity, Relation.DIED)) {
            lastYear = Wording.year(world.get(entity, Relation.DIED)) - 1;
        }
        year = Math.min(year, lastYear);
    }

    /** The facts to be told, as bits. */
    long facts() {
        return facts;
    }

    /** The facts in the order in which a section tells them. */
    List<Long> order() {
        return order;
    }

    int[] links() {
        return links.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public boolean heard(Grammar.Alternative choice) {
        boolean again = heard.contains(choice);
        heard.add(choice);
        return again;
    }

    /** Another sentence begins. */
    void opens(int section, Place where) {
        heard.clear();
        place = section < 0 ? Place.OPENING : where;
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
        switch (variable) {
            case "T" -> out.append(quoted(entity));
            case "S" -> subject(place == Place.OPENING ? 12 : 45, "", out);
            case "s" -> subject(82, "", out);
            case "P" -> subject(place == Place.OPENING ? 12 : 45, "'s", out);
            case "p" -> subject(82, "'s", out);
            case "he" -> out.append(pronoun("she", "he", "it"));
            case "him" -> out.append(pronoun("her", "him", "it"));
            case "his" -> out.append(pronoun("her", "his", "its"));
            case "himself" -> out.append(pronoun("herself", "himself", "itself"));
            case "is" -> out.append(world.has(entity, Relation.DIED) && kind == Kind.PERSON ? "was" : "is");
            case "short" -> out.append(shortName());
            case "nation" -> link(world.country(entity), out);
            case "adj" -> out.append(Titles.demonym(world, world.country(entity)));
            case "type" -> out.append(world.type(entity));
            case "year" -> out.append(nextYear());
            case "date" -> out.append(date(Wording.day(nextYear(), dice)));
            case "after" ->
                out.append(dice.between(
                        Math.min(World.PRESENT - 1, lastYear + 2), Math.min(World.PRESENT, lastYear + 60)));
            case "given" -> out.append(language.word(dice.percent(50) ? "female" : "male", dice.below(2), dice));
            case "man" -> out.append(language.word("male", dice.below(2), dice));
            case "woman" -> out.append(language.word("female", dice.below(2), dice));
            case "surname" -> out.append(language.word("surname", dice.below(2), dice));
            case "coin" -> out.append(language.word("town", dice.below(2), dice));
            case "forename" -> out.append(given);
            case "bornyear" -> out.append(Wording.year(world.get(entity, Relation.BORN)));
            case "diedyear" -> out.append(Wording.year(world.get(entity, Relation.DIED)));
            case "age" -> out.append((world.get(entity, Relation.DIED) - world.get(entity, Relation.BORN)) / 372);
            case "makes" -> out.append(Made.work(world.type(entity)));
            case "makertype" -> out.append(world.type(world.get(entity, Relation.CREATOR)));
            case "placetype" -> out.append(world.type(world.get(entity, 0)));
            default -> fact(variable, out);
        }
    }

    private void fact(String key, StringBuilder out) {
        for (Relation relation : Relation.of(kind)) {
            if (relation.key.equals(key)) {
                int value = world.get(entity, relation);
                switch (relation.value) {
                    case ENTITY -> link(value, out);
                    case YEAR -> out.append(value);
                    case DATE -> out.append(date(value));
                    case NUMBER -> out.append(Wording.number(value));
                    case NAME -> out.append(Facts.name(world, entity, relation));
                }
                return;
            }
        }
        for (Listing listing : Listing.values()) {
            if (listing.kind == kind && listing.key.equals(key)) {
                list(listing, out);
                return;
            }
        }
        throw new IllegalStateException("an article on a " + kind.key + " cannot use $" + key);
    }

    private void link(int other, StringBuilder out) {
        links.add(other);
        out.append(quoted(other));
    }

    /** The title; that of a work in quotation marks, in articles that write so. */
    private String quoted(int other) {
        String name = other == entity ? title : world.title(other);
        return style < 2 && world.kind(other) == Kind.WORK ? "\"" + name + "\"" : name;
    }

    private String date(int day) {
        return style % 2 == 0 ? Wording.british(day) : Wording.american(day);
    }

    private String pronoun(String she, String he, String it) {
        return kind != Kind.PERSON ? it : world.get(entity, World.GENDER) == 0 ? she : he;
    }

    /** The subject by pronoun in so many of a hundred cases, but not too often in a row; else by name. */
    private void subject(int pronounsInHundred, String ending, StringBuilder out) {
        boolean tired = pronouns >= 3;
        boolean possessive = !ending.isEmpty();
        if (!tired && dice.percent(pronounsInHundred)) {
            pronouns++;
            out.append(possessive ? pronoun("her", "his", "its") : pronoun("she", "he", "it"));
            return;
        }
        pronouns = 0;
        out.append(dice.percent(25) ? quoted(entity) : shortName()).append(ending);
    }

    private String shortName() {
        if (kind == Kind.PERSON) {
            return surname;
        }
        return switch (kind) {
            case SETTLEMENT, COUNTRY -> dice.percent(55) ? title : "the " + noun();
            default -> "the " + noun();
        };
    }

    private String noun() {
        StringBuilder out = new StringBuilder();
        Grammar.ENGLISH.write("noun." + world.type(entity), this, out);
        return out.toString();
    }

    /** A year that is not before the last one said. */
    private int nextYear() {
        int step = Math.max(2, (lastYear - year) / 4);
        year = Math.min(lastYear, year + dice.below(step));
        return year;
    }

    private void list(Listing listing, StringBuilder out) {
        int[] members = lists.get(listing);
        if (listing == Listing.MADE) {
            Relation when = Made.of(world.type(entity)).orElseThrow();
            members = IntStream.of(members)
                    .boxed()
                    .sorted(Comparator.comparingInt((Integer m) -> Facts.madeIn(world, m, when)))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        boolean dated = listing == Listing.MADE && dice.percent(45);
        boolean introduced = listing == Listing.NATIVES || listing == Listing.ALUMNI;
        for (int i = 0; i < members.length; i++) {
            if (i > 0) {
                out.append(i < members.length - 1 ? ", " : style == 3 && members.length > 2 ? ", and " : " and ");
            }
            if (introduced && (members.length < 3 || dice.percent(75))) {
                out.append("the ");
                Grammar.ENGLISH.write("noun." + world.type(members[i]), this, out);
                out.append(' ');
            }
            link(members[i], out);
            if (dated) {
                Relation when = Made.of(world.type(entity)).orElseThrow();
                out.append(" (").append(Facts.madeIn(world, members[i], when)).append(')');
            }
        }
    }
}
