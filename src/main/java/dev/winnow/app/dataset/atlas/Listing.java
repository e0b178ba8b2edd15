package dev.winnow.app.dataset.atlas;

import java.util.Optional;

/** Lists of other articles that an article may give, read from their facts. */
enum Listing {
    /** All that a person made; complete. */
    MADE(Kind.PERSON, "made", Optional.empty()),
    /** All that a person founded; complete. */
    STARTED(Kind.PERSON, "started", Optional.of(Relation.FOUNDER)),
    NATIVES(Kind.SETTLEMENT, "natives", Optional.of(Relation.BIRTHPLACE)),
    HOUSES(Kind.SETTLEMENT, "houses", Optional.of(Relation.SEAT)),
    SIGHTS(Kind.SETTLEMENT, "sights", Optional.of(Relation.PLACE)),
    TOWNS(Kind.COUNTRY, "towns", Optional.of(Relation.LIES_IN)),
    RIVERS(Kind.COUNTRY, "rivers", Optional.of(Relation.FLOWS_THROUGH)),
    BANKS(Kind.RIVER, "banks", Optional.of(Relation.LIES_ON)),
    BRIDGES(Kind.RIVER, "bridges", Optional.of(Relation.CROSSES)),
    SPRINGS(Kind.MOUNTAIN, "springs", Optional.of(Relation.SOURCE)),
    WILDLIFE(Kind.MOUNTAIN, "wildlife", Optional.of(Relation.FOUND_ON)),
    ALUMNI(Kind.ORGANISATION, "alumni", Optional.of(Relation.SCHOOL)),
    CATALOGUE(Kind.ORGANISATION, "catalogue", Optional.of(Relation.HOUSE)),
    DAUGHTERS(Kind.ORGANISATION, "daughters", Optional.of(Relation.OWNER));

    final Kind kind;

    /** The name that the grammar uses for the fact and for the variable. */
    final String key;

    private final Optional<Relation> relation;

    Listing(Kind kind, String key, Optional<Relation> relation) {
        this.kind = kind;
        this.key = key;
        this.relation = relation;
    }

    /** Whether the list leaves nothing out, so that it can be counted. */
    boolean complete() {
        return kind == Kind.PERSON;
    }

    int[] members(World world, int entity, int limit, Dice dice) {
        return relation.or(() -> Made.of(world.type(entity)))
                .map(r -> world.having(r, entity, limit, dice))
                .orElse(new int[0]);
    }
}
