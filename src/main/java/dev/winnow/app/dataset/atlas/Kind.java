package dev.winnow.app.dataset.atlas;

import java.util.List;

/** What an article may be about, and which types of it there are; a type's weight is how often it is named here. */
enum Kind {
    COUNTRY(0, "country"),
    MOUNTAIN(1, "mountain", "peak", "volcano", "massif", "hill", "peak"),
    RIVER(2, "river", "river"),
    SETTLEMENT(3, "settlement", "city", "town", "town", "port", "village", "village"),
    PERSON(
            4,
            "person",
            "novelist",
            "novelist",
            "director",
            "director",
            "composer",
            "singer",
            "painter",
            "painter",
            "architect",
            "engineer",
            "botanist",
            "zoologist",
            "mountaineer",
            "explorer",
            "general",
            "entrepreneur",
            "entrepreneur",
            "chemist",
            "historian",
            "journalist",
            "politician",
            "astronomer",
            "physician"),
    ORGANISATION(
            5,
            "organisation",
            "company",
            "company",
            "company",
            "publisher",
            "studio",
            "label",
            "company-opera",
            "museum",
            "university",
            "university",
            "club",
            "newspaper"),
    WORK(6, "work", "novel", "novel", "novel", "film", "film", "opera", "album", "painting"),
    STRUCTURE(7, "structure", "bridge", "lighthouse", "tower", "library", "station", "hospital"),
    EVENT(8, "event", "battle", "expedition", "exhibition", "strike", "storm"),
    SPECIES(9, "species", "moth", "beetle", "orchid", "fern", "snail", "lizard");

    /** The place in arrays with one element for each kind. */
    final int number;

    /** The name that rules of the grammar begin with. */
    final String key;

    /** Made by {@link List#of}, which the checker cannot see. */
    @SuppressWarnings("ImmutableEnumChecker")
    final List<String> types;

    Kind(int number, String key, String... types) {
        this.number = number;
        this.key = key;
        this.types = types.length == 0 ? List.of(key) : List.of(types);
    }

    /** The place of a type in the list of types. */
    int type(String name) {
        int place = types.indexOf(name);
        if (place >= 0) {
            return place;
        }
        throw new IllegalArgumentException("no type '" + name + "' of " + key);
    }
}
