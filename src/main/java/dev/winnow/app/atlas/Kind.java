package dev.winnow.app.atlas;

/** What an article may be about, and which types of it there are; a type's weight is how often it is named here. */
enum Kind {
    COUNTRY("country"),
    MOUNTAIN("mountain", "peak", "volcano", "massif", "hill", "peak"),
    RIVER("river", "river"),
    SETTLEMENT("settlement", "city", "town", "town", "port", "village", "village"),
    PERSON(
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
    WORK("work", "novel", "novel", "novel", "film", "film", "opera", "album", "painting"),
    STRUCTURE("structure", "bridge", "lighthouse", "tower", "library", "station", "hospital"),
    EVENT("event", "battle", "expedition", "exhibition", "strike", "storm"),
    SPECIES("species", "moth", "beetle", "orchid", "fern", "snail", "lizard");

    /** The name that rules of the grammar begin with. */
    final String key;

    final String[] types;

    Kind(String key, String... types) {
        this.key = key;
        this.types = types.length == 0 ? new String[] {key} : types;
    }

    /** The place of a type in the list of types. */
    int type(String name) {
        for (int i = 0; i < types.length; i++) {
            if (types[i].equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no type '" + name + "' of " + key);
    }
}
