package dev.winnow.app.dataset.atlas;

import dev.winnow.indexer.corpus.DocumentId;
import java.util.OptionalInt;

/**
 * Who exists and what is true, as ten whole numbers for each entity: 70 bytes with order and back links, whatever the
 * length of the articles. Names and titles are not kept; they are drawn again from the same dice. Immutable once built,
 * so that any number of threads may read it.
 */
final class World {
    /** No such fact. */
    static final int ABSENT = Integer.MIN_VALUE;

    /** Slots 0 to 7 are those of {@link Relation}; these two are the same for all kinds. */
    static final int TYPE = 8;

    static final int GENDER = 9;
    static final int SLOTS = 10;

    /** The last year that articles know of. */
    static final int PRESENT = 2021;

    private static final int NAMES = 11;
    private static final int LANGUAGES = 12;

    final long seed;
    final int size;
    private final int[] starts;
    private final int[] facts;
    private final byte[] attempts;
    private final Language[] languages;
    private int[] order = {};
    private int[] places = {};
    private int[] backStarts = {};
    private int[] back = {};

    World(long seed, int[] counts) {
        this.seed = seed;
        starts = new int[counts.length + 1];
        for (int i = 0; i < counts.length; i++) {
            starts[i + 1] = starts[i] + counts[i];
        }
        size = starts[counts.length];
        facts = new int[Math.multiplyExact(size, SLOTS)];
        java.util.Arrays.fill(facts, ABSENT);
        attempts = new byte[size];
        languages = new Language[counts[Kind.COUNTRY.number]];
        for (int i = 0; i < languages.length; i++) {
            languages[i] = Language.of(Dice.of(seed, LANGUAGES, i));
        }
    }

    /** The first entity of a kind; entities of one kind are numbered in a row. */
    int first(Kind kind) {
        return starts[kind.number];
    }

    int count(Kind kind) {
        return starts[kind.number + 1] - starts[kind.number];
    }

    Kind kind(int entity) {
        int number = 0;
        while (starts[number + 1] <= entity) {
            number++;
        }
        return KINDS[number];
    }

    private static final Kind[] KINDS = Kind.values();

    int get(int entity, int slot) {
        return facts[entity * SLOTS + slot];
    }

    int get(int entity, Relation relation) {
        return facts[entity * SLOTS + relation.slot];
    }

    boolean has(int entity, Relation relation) {
        return relation.value == Relation.Value.NAME || get(entity, relation) != ABSENT;
    }

    void set(int entity, Relation relation, int value) {
        facts[entity * SLOTS + relation.slot] = value;
    }

    void set(int entity, int slot, int value) {
        facts[entity * SLOTS + slot] = value;
    }

    /** The type's name, such as {@code novel}. */
    String type(int entity) {
        return kind(entity).types.get(get(entity, TYPE));
    }

    /** The country that an entity belongs to, by where it lies, was born or was made. */
    int country(int entity) {
        int at = entity;
        while (at >= starts[1]) {
            at = get(at, 0);
        }
        return at;
    }

    Language language(int entity) {
        return languages[country(entity)];
    }

    /** The title of an entity's article: unique. */
    String title(int entity) {
        return Titles.title(this, entity, attempts[entity] & 0xff);
    }

    Dice names(int entity, int attempt) {
        return Dice.of(seed, NAMES + 1000L * attempt, entity);
    }

    int attempt(int entity) {
        return attempts[entity] & 0xff;
    }

    void attempt(int entity, int attempt) {
        attempts[entity] = (byte) attempt;
    }

    /** Fixes the order of the articles and the links back; to be called once, when all facts stand. */
    void finish(Dice dice) {
        order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            int j = dice.below(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        places = new int[size];
        for (int i = 0; i < size; i++) {
            places[order[i]] = i;
        }
        backStarts = new int[size + 1];
        for (int entity = 0; entity < size; entity++) {
            for (Relation relation : Relation.of(kind(entity))) {
                if (relation.value == Relation.Value.ENTITY && has(entity, relation)) {
                    backStarts[get(entity, relation) + 1]++;
                }
            }
        }
        for (int i = 0; i < size; i++) {
            backStarts[i + 1] += backStarts[i];
        }
        back = new int[backStarts[size]];
        int[] filled = backStarts.clone();
        for (int entity = 0; entity < size; entity++) {
            for (Relation relation : Relation.of(kind(entity))) {
                if (relation.value == Relation.Value.ENTITY && has(entity, relation)) {
                    back[filled[get(entity, relation)]++] = entity;
                }
            }
        }
    }

    /** How many facts of other entities name this one. */
    int references(int entity) {
        return backStarts[entity + 1] - backStarts[entity];
    }

    /** The entity of one such fact. */
    int reference(int entity, int index) {
        return back[backStarts[entity] + index];
    }

    /** Which entities have this one as the value of a relation: all up to a limit, from a place that the dice choose. */
    int[] having(Relation relation, int entity, int limit, Dice dice) {
        int all = references(entity);
        int offset = all > 200 ? dice.below(all) : 0;
        int[] found = new int[limit];
        int count = 0;
        for (int i = 0; i < Math.min(all, 200) && count < limit; i++) {
            int other = reference(entity, (offset + i) % all);
            boolean again = count > 0 && found[count - 1] == other;
            if (!again && kind(other) == relation.kind && get(other, relation) == entity) {
                found[count++] = other;
            }
        }
        return java.util.Arrays.copyOf(found, count);
    }

    /** The id of an entity's article: its place in the corpus. */
    DocumentId id(int entity) {
        return new DocumentId(id(places[entity], size));
    }

    private static String id(int place, int size) {
        String digits = Integer.toString(place);
        int width = Math.max(4, Integer.toString(size - 1).length());
        return "atlas-" + "0".repeat(width - digits.length()) + digits;
    }

    int place(int entity) {
        return places[entity];
    }

    int entityAt(int place) {
        return order[place];
    }

    /** The entity whose article has that id. */
    OptionalInt entity(DocumentId id) {
        String value = id.value();
        if (!value.matches("atlas-\\d{4,9}")) {
            return OptionalInt.empty();
        }
        int place = Integer.parseInt(value.substring(6));
        return place < size && id(place, size).equals(value) ? OptionalInt.of(order[place]) : OptionalInt.empty();
    }
}
