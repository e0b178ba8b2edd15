package dev.winnow.app.dataset.atlas;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What articles state of their subjects. {@code slot} is where the world keeps it. */
enum Relation {
    CAPITAL(Kind.COUNTRY, "capital", 0, Value.ENTITY),
    HIGHEST(Kind.COUNTRY, "highest", 1, Value.ENTITY),
    INDEPENDENT(Kind.COUNTRY, "independent", 2, Value.YEAR),
    INHABITANTS(Kind.COUNTRY, "population", 3, Value.NUMBER),
    CURRENCY(Kind.COUNTRY, "currency", 4, Value.NAME),
    LANGUAGE(Kind.COUNTRY, "language", 5, Value.NAME),

    RISES_IN(Kind.MOUNTAIN, "country", 0, Value.ENTITY),
    CLIMBER(Kind.MOUNTAIN, "climber", 1, Value.ENTITY),
    CLIMBED(Kind.MOUNTAIN, "climbed", 2, Value.YEAR),
    HEIGHT(Kind.MOUNTAIN, "height", 3, Value.NUMBER),

    FLOWS_THROUGH(Kind.RIVER, "country", 0, Value.ENTITY),
    SOURCE(Kind.RIVER, "source", 1, Value.ENTITY),
    RIVER_LENGTH(Kind.RIVER, "length", 2, Value.NUMBER),
    MOUTH(Kind.RIVER, "mouth", 3, Value.NAME),

    LIES_IN(Kind.SETTLEMENT, "country", 0, Value.ENTITY),
    LIES_ON(Kind.SETTLEMENT, "river", 1, Value.ENTITY),
    CHARTERED(Kind.SETTLEMENT, "founded", 2, Value.YEAR),
    POPULATION(Kind.SETTLEMENT, "population", 3, Value.NUMBER),
    TWIN(Kind.SETTLEMENT, "twin", 4, Value.ENTITY),

    BIRTHPLACE(Kind.PERSON, "birthplace", 0, Value.ENTITY),
    BORN(Kind.PERSON, "born", 1, Value.DATE),
    DIED(Kind.PERSON, "died", 2, Value.DATE),
    DEATHPLACE(Kind.PERSON, "deathplace", 3, Value.ENTITY),
    SCHOOL(Kind.PERSON, "school", 4, Value.ENTITY),
    SPOUSE(Kind.PERSON, "spouse", 5, Value.ENTITY),
    MENTOR(Kind.PERSON, "mentor", 6, Value.ENTITY),
    EMPLOYER(Kind.PERSON, "employer", 7, Value.ENTITY),

    SEAT(Kind.ORGANISATION, "seat", 0, Value.ENTITY),
    FOUNDER(Kind.ORGANISATION, "founder", 1, Value.ENTITY),
    FOUNDED(Kind.ORGANISATION, "founded", 2, Value.YEAR),
    SIZE(Kind.ORGANISATION, "size", 3, Value.NUMBER),
    OWNER(Kind.ORGANISATION, "owner", 4, Value.ENTITY),

    CREATOR(Kind.WORK, "creator", 0, Value.ENTITY),
    ISSUED(Kind.WORK, "issued", 1, Value.YEAR),
    HOUSE(Kind.WORK, "house", 2, Value.ENTITY),
    SETTING(Kind.WORK, "setting", 3, Value.ENTITY),
    EXTENT(Kind.WORK, "extent", 4, Value.NUMBER),

    PLACE(Kind.STRUCTURE, "place", 0, Value.ENTITY),
    ARCHITECT(Kind.STRUCTURE, "architect", 1, Value.ENTITY),
    OPENED(Kind.STRUCTURE, "opened", 2, Value.YEAR),
    MEASURE(Kind.STRUCTURE, "measure", 3, Value.NUMBER),
    CROSSES(Kind.STRUCTURE, "crosses", 4, Value.ENTITY),

    SCENE(Kind.EVENT, "place", 0, Value.ENTITY),
    LEADER(Kind.EVENT, "leader", 1, Value.ENTITY),
    HELD(Kind.EVENT, "held", 2, Value.YEAR),
    TURNOUT(Kind.EVENT, "turnout", 3, Value.NUMBER),

    NATIVE_TO(Kind.SPECIES, "country", 0, Value.ENTITY),
    DESCRIBER(Kind.SPECIES, "describer", 1, Value.ENTITY),
    DESCRIBED(Kind.SPECIES, "described", 2, Value.YEAR),
    FOUND_ON(Kind.SPECIES, "found", 3, Value.ENTITY),
    BODY(Kind.SPECIES, "body", 4, Value.NUMBER);

    /** What a fact's value is. */
    enum Value {
        ENTITY,
        YEAR,
        DATE,
        NUMBER,
        NAME
    }

    private static final Map<Kind, List<Relation>> BY_KIND = Arrays.stream(values())
            .collect(Collectors.groupingBy(r -> r.kind, () -> new EnumMap<>(Kind.class), Collectors.toList()));

    final Kind kind;

    /** The name that the grammar uses for the fact and for the variable with its value. */
    final String key;

    final int slot;
    final Value value;

    Relation(Kind kind, String key, int slot, Value value) {
        this.kind = kind;
        this.key = key;
        this.slot = slot;
        this.value = value;
    }

    static List<Relation> of(Kind kind) {
        return BY_KIND.get(kind);
    }
}
