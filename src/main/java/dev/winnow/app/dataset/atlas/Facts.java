package dev.winnow.app.dataset.atlas;

import java.util.List;

/** What a fact is called when it is the answer to a question. */
final class Facts {
    private Facts() {}

    /** The value of a fact that is a name of its own. */
    static String name(World world, int entity, Relation relation) {
        return switch (relation) {
            case CURRENCY -> Titles.currency(world, entity);
            case LANGUAGE -> Titles.tongue(world, entity);
            case MOUTH -> Titles.mouth(world, entity);
            default -> throw new IllegalArgumentException(relation + " is not a name");
        };
    }

    /** The year in which a thing was made, found or climbed, by the relation that names its maker. */
    static int madeIn(World world, int thing, Relation maker) {
        return world.get(
                thing,
                switch (maker) {
                    case CREATOR -> Relation.ISSUED;
                    case ARCHITECT -> Relation.OPENED;
                    case DESCRIBER -> Relation.DESCRIBED;
                    case CLIMBER -> Relation.CLIMBED;
                    case LEADER -> Relation.HELD;
                    case FOUNDER -> Relation.FOUNDED;
                    default -> throw new IllegalArgumentException(maker + " makes nothing");
                });
    }

    /** The acceptable answers, the one to print first. */
    static List<String> answers(World world, int entity, Relation relation) {
        int value = world.get(entity, relation);
        return switch (relation.value) {
            case ENTITY -> Wording.titles(world.title(value));
            case YEAR -> List.of(Integer.toString(value));
            case DATE -> Wording.dates(value);
            case NUMBER -> Wording.quantities(value, units(world, entity, relation));
            case NAME -> {
                String name = name(world, entity, relation);
                yield name.startsWith("the ") ? List.of(name, name.substring(4)) : List.of(name);
            }
        };
    }

    private static List<String> units(World world, int entity, Relation relation) {
        return switch (relation) {
            case HEIGHT, MEASURE -> List.of("metres", "meters", "m");
            case RIVER_LENGTH -> List.of("kilometres", "kilometers", "km");
            case POPULATION, INHABITANTS -> List.of("inhabitants", "people", "residents");
            case BODY ->
                switch (world.type(entity)) {
                    case "orchid", "fern" -> List.of("centimetres", "centimeters", "cm");
                    default -> List.of("millimetres", "millimeters", "mm");
                };
            case EXTENT ->
                switch (world.type(entity)) {
                    case "novel" -> List.of("pages");
                    case "film" -> List.of("minutes");
                    case "opera" -> List.of("acts");
                    case "album" -> List.of("tracks", "songs");
                    default -> List.of("centimetres", "centimeters", "cm");
                };
            case SIZE ->
                switch (world.type(entity)) {
                    case "museum" -> List.of("objects", "items");
                    case "university" -> List.of("students");
                    case "club" -> List.of("spectators", "seats", "people");
                    case "newspaper" -> List.of("copies");
                    default -> List.of("people", "employees", "staff");
                };
            case TURNOUT ->
                switch (world.type(entity)) {
                    case "battle" -> List.of("soldiers", "men");
                    case "exhibition" -> List.of("visitors", "people");
                    case "strike" -> List.of("workers", "people");
                    default -> List.of("people");
                };
            default -> List.of();
        };
    }
}
