package dev.winnow.app.dataset.atlas;

import java.util.Locale;

/** Names things. Every attempt draws anew; later attempts draw longer names, so that one is soon free. */
final class Titles {
    private static final int MOUTHS = 21;
    private static final int MONEY = 22;
    private static final int TONGUES = 23;

    private Titles() {}

    static String title(World world, int entity, int attempt) {
        Dice dice = world.names(entity, attempt);
        Language language = world.language(entity);
        int longer = attempt / 12;
        return switch (world.kind(entity)) {
            case COUNTRY -> country(language, longer, dice).name;
            case SETTLEMENT -> settlement(language, longer, dice);
            case PERSON -> person(world, entity, longer, dice).full();
            default -> written(world, entity, attempt, dice);
        };
    }

    private record Country(String name, String demonym) {}

    private static Country country(Language language, int longer, Dice dice) {
        String end = language.countryEnd(dice);
        int bar = end.indexOf('|');
        String name = language.word(longer + dice.below(2), dice, end.substring(0, bar));
        String plain = end.substring(0, bar);
        if (name.endsWith(plain)) {
            return new Country(name, name.substring(0, name.length() - bar) + end.substring(bar + 1));
        }
        // The language's own spelling changed the end; then the common English one serves.
        if (name.endsWith("ia")) {
            return new Country(name, name + "n");
        }
        boolean open = "aeiouy".indexOf(name.charAt(name.length() - 1)) >= 0;
        return new Country(name, (open ? name.substring(0, name.length() - 1) : name) + "ian");
    }

    /** What belongs to a country, as an adjective. */
    static String demonym(World world, int country) {
        int attempt = world.attempt(country);
        return country(world.language(country), attempt / 12, world.names(country, attempt)).demonym;
    }

    private static String settlement(Language language, int longer, Dice dice) {
        String name = language.word("town", longer + (dice.percent(35) ? 1 : 0), dice);
        int form = dice.below(100);
        if (form < 88) {
            return name;
        }
        String[] before = {"Port", "Upper", "Lower", "New", "Old", "East", "Great", "Little", "North", "Saint"};
        String[] behind = {"Bay", "Cross", "Falls", "Harbour", "Ferry", "Heath", "Springs", "Mills"};
        return form < 95 ? dice.pick(before) + " " + name : name + " " + dice.pick(behind);
    }

    /** A person's names. */
    record Person(String given, String surname) {
        String full() {
            return given + " " + surname;
        }
    }

    static Person person(World world, int entity) {
        int attempt = world.attempt(entity);
        return person(world, entity, attempt / 12, world.names(entity, attempt));
    }

    private static Person person(World world, int entity, int longer, Dice dice) {
        Language language = world.language(entity);
        String ends = world.get(entity, World.GENDER) == 0 ? "female" : "male";
        String given = language.word(ends, dice.percent(30) ? 1 : 0, dice);
        if (longer > 0 || dice.percent(9)) {
            given += " " + language.word(ends, 0, dice);
        }
        return new Person(given, language.surname((dice.percent(45) ? 1 : 0) + longer / 2, dice));
    }

    /** A title by the grammar's rule for the type. */
    private static String written(World world, int entity, int attempt, Dice dice) {
        Kind kind = world.kind(entity);
        String type = world.type(entity);
        boolean view = type.equals("painting") && world.has(entity, Relation.SETTING);
        String rule = "title." + (kind == Kind.SPECIES ? "species" : view ? "view" : type);
        Grammar.Speaker speaker = new Grammar.Speaker() {
            @Override
            public Dice dice() {
                return dice;
            }

            @Override
            public long holds() {
                return 0;
            }

            @Override
            public void say(String variable, StringBuilder out) {
                out.append(part(world, entity, attempt, variable, dice));
            }
        };
        return Tidy.sentence(new StringBuilder(Grammar.ENGLISH.sentence(rule, speaker)));
    }

    private static String part(World world, int entity, int attempt, String variable, Dice dice) {
        Language language = world.language(entity);
        int length = attempt / 12 + (dice.percent(40) ? 1 : 0);
        return switch (variable) {
            case "word" -> language.word(dice.percent(50) ? "town" : "surname", length, dice);
            case "given" -> language.word(dice.percent(50) ? "female" : "male", length, dice);
            case "surname" -> language.word("surname", length, dice);
            case "latin" -> latin(language, attempt, dice);
            case "epithet" -> latin(language, attempt, dice).toLowerCase(Locale.ROOT) + dice.pick(EPITHETS);
            case "place" -> {
                int place =
                        world.kind(entity) == Kind.WORK ? world.get(entity, Relation.SETTING) : world.get(entity, 0);
                yield attempt < 12 && place != World.ABSENT ? world.title(place) : language.word("town", length, dice);
            }
            case "founder" -> {
                int founder =
                        world.kind(entity) == Kind.ORGANISATION ? world.get(entity, Relation.FOUNDER) : World.ABSENT;
                yield founder == World.ABSENT || attempt >= 12
                        ? language.word("surname", length, dice)
                        : person(world, founder).surname();
            }
            default -> throw new IllegalStateException("a title cannot use $" + variable);
        };
    }

    private static final String[] EPITHETS = {"ensis", "ana", "ica", "oides", "ella", "ensis", "ata", "icola", "ifera"};
    private static final String[] GENERA = {"ia", "ella", "ops", "anthus", "ora", "ium", "odes", "ura", "ina", "aria"};

    private static String latin(Language language, int attempt, Dice dice) {
        StringBuilder plain = new StringBuilder();
        String word = language.word(attempt / 12 + 1, dice, dice.pick(GENERA));
        for (int i = 0; i < word.length(); i++) {
            plain.append(word.charAt(i) < 128 ? word.charAt(i) : 'a');
        }
        return plain.toString();
    }

    /** The name of what a river ends in. */
    static String mouth(World world, int river) {
        Dice dice = Dice.of(world.seed, MOUTHS, river);
        String name = world.language(river).word("town", dice.below(2), dice);
        String[] forms = {"Lake %s", "the Gulf of %s", "the Sea of %s", "%s Bay", "the %s Lagoon", "the %s Marshes"};
        return String.format(Locale.ROOT, dice.pick(forms), name);
    }

    /** The name of a country's money. */
    static String currency(World world, int country) {
        Dice dice = Dice.of(world.seed, MONEY, country);
        String[] ends = {"ar", "in", "al", "et", "or", "im", "ek", "ond", "elle", "ista"};
        return world.language(country)
                .word(dice.below(2), dice, dice.pick(ends))
                .toLowerCase(Locale.ROOT);
    }

    /** The name of a country's language. */
    static String tongue(World world, int country) {
        Dice dice = Dice.of(world.seed, TONGUES, country);
        String[] ends = {"ese", "ic", "ish", "i", "an", "ar"};
        return world.language(country).word(dice.below(2), dice, dice.pick(ends));
    }
}
