package dev.winnow.app.dataset.atlas;

import dev.winnow.indexer.corpus.Seed;

/**
 * Draws a world, kind after kind, each from what stands already: founders are grown up when they found, nobody works
 * after death, a capital is smaller than its country. Where no fitting partner is found in a few draws, the fact is left
 * out.
 */
final class WorldBuilder {
    private static final int TRIES = 14;
    private static final int FACTS = 1;
    private static final int ORDER = 2;

    private final World world;

    private WorldBuilder(World world) {
        this.world = world;
    }

    /** The world of that many articles. */
    static World build(Seed seed, int documents) {
        WorldBuilder builder =
                new WorldBuilder(new World(seed.child("atlas", "world").value(), counts(documents)));
        builder.places();
        builder.people();
        builder.organisations();
        builder.lives();
        builder.works();
        builder.constructions();
        builder.name();
        builder.world.finish(Dice.of(builder.world.seed, ORDER, 0));
        return builder.world;
    }

    /** How many of each kind: the smallest corpus still has some of all. */
    private static int[] counts(int documents) {
        int[] counts = new int[Kind.values().length];
        int countries = (int) Math.max(2, Math.min(Math.ceil(documents * 0.025), 4 * Math.pow(documents, 0.3)));
        counts[Kind.COUNTRY.number] = countries;
        counts[Kind.MOUNTAIN.number] = Math.max(countries, documents * 4 / 100);
        counts[Kind.RIVER.number] = documents * 4 / 100;
        counts[Kind.SETTLEMENT.number] = Math.max(countries, documents * 15 / 100);
        counts[Kind.ORGANISATION.number] = documents * 14 / 100;
        counts[Kind.WORK.number] = documents * 18 / 100;
        counts[Kind.STRUCTURE.number] = documents * 5 / 100;
        counts[Kind.EVENT.number] = documents * 4 / 100;
        counts[Kind.SPECIES.number] = documents * 4 / 100;
        int people = documents;
        for (int count : counts) {
            people -= count;
        }
        counts[Kind.PERSON.number] = people;
        return counts;
    }

    private Dice dice(int entity) {
        return Dice.of(world.seed, FACTS, entity);
    }

    private int any(Kind kind, Dice dice) {
        return world.first(kind) + dice.below(world.count(kind));
    }

    private void type(int entity, Dice dice) {
        world.set(entity, World.TYPE, dice.below(world.kind(entity).types.size()));
    }

    private interface Draw {
        void one(int entity, int index, Dice dice);
    }

    private void each(Kind kind, Draw draw) {
        for (int i = 0; i < world.count(kind); i++) {
            int entity = world.first(kind) + i;
            draw.one(entity, i, dice(entity));
        }
    }

    private void places() {
        int countries = world.count(Kind.COUNTRY);
        each(Kind.COUNTRY, (country, i, dice) -> {
            world.set(country, World.TYPE, 0);
            world.set(country, Relation.CAPITAL, world.first(Kind.SETTLEMENT) + i);
            world.set(country, Relation.INDEPENDENT, dice.between(1412, 1962));
            world.set(country, Relation.INHABITANTS, dice.spread(2_400, 48_000) * 1000);
        });
        each(Kind.MOUNTAIN, (mountain, i, dice) -> {
            type(mountain, dice);
            int country = i < countries ? i : dice.below(countries);
            int highest = world.get(country, Relation.HIGHEST);
            int height = dice.spread(640, 5200);
            // No two of one country are equally high, so that there is one highest.
            height = height / countries * countries + country % countries;
            world.set(mountain, Relation.RISES_IN, country);
            if (highest == World.ABSENT) {
                height = Math.max(height, 1300 + mountain % 97);
            } else if (height == world.get(highest, Relation.HEIGHT)) {
                height -= countries;
            }
            world.set(mountain, Relation.HEIGHT, height);
            if (highest == World.ABSENT || height > world.get(highest, Relation.HEIGHT)) {
                world.set(country, Relation.HIGHEST, mountain);
            }
        });
        each(Kind.RIVER, (river, i, dice) -> {
            type(river, dice);
            int source = any(Kind.MOUNTAIN, dice);
            world.set(river, Relation.SOURCE, source);
            world.set(river, Relation.FLOWS_THROUGH, world.get(source, Relation.RISES_IN));
            world.set(river, Relation.RIVER_LENGTH, dice.spread(38, 1150));
        });
        each(Kind.SETTLEMENT, this::settlement);
        each(Kind.SETTLEMENT, (place, i, dice) -> {
            int twin = world.first(Kind.SETTLEMENT) + (i ^ 1);
            boolean paired = Dice.of(world.seed, FACTS + 50, i / 2).percent(38);
            if (paired && twin < world.first(Kind.SETTLEMENT) + world.count(Kind.SETTLEMENT)) {
                world.set(place, Relation.TWIN, twin);
            }
        });
    }

    private void settlement(int place, int index, Dice dice) {
        int countries = world.count(Kind.COUNTRY);
        type(place, dice);
        int country = index < countries ? index : dice.below(countries);
        if (index < countries) {
            world.set(place, World.TYPE, Kind.SETTLEMENT.type("city"));
        }
        world.set(place, Relation.LIES_IN, country);
        world.set(place, Relation.CHARTERED, dice.between(911, 1874));
        int inhabitants =
                switch (world.type(place)) {
                    case "city" -> dice.spread(62_000, 640_000);
                    case "town" -> dice.spread(3_100, 58_000);
                    case "port" -> dice.spread(4_200, 120_000);
                    default -> dice.spread(130, 2_900);
                };
        world.set(place, Relation.POPULATION, inhabitants);
        for (int attempt = 0; attempt < TRIES && dice.percent(92); attempt++) {
            int river = any(Kind.RIVER, dice);
            if (world.get(river, Relation.FLOWS_THROUGH) == country) {
                world.set(place, Relation.LIES_ON, river);
                break;
            }
        }
    }

    private void people() {
        each(Kind.PERSON, (person, i, dice) -> {
            type(person, dice);
            if (i == 0) {
                // However small the corpus, somebody makes its works.
                world.set(person, World.TYPE, Kind.PERSON.type("novelist"));
            }
            // Neighbours by number may marry; most are a woman and a man.
            int gender = i % 2 == 1 && dice.percent(96) ? 1 - world.get(person - 1, World.GENDER) : dice.below(2);
            world.set(person, World.GENDER, gender);
            world.set(person, Relation.BIRTHPLACE, any(Kind.SETTLEMENT, dice));
            int year =
                    switch (world.type(person)) {
                        case "director" -> dice.between(1888, 1986);
                        case "singer" -> dice.between(1930, 1992);
                        case "general" -> dice.between(1702, 1925);
                        case "mountaineer" -> dice.between(1792, 1980);
                        default -> dice.between(1745, 1986);
                    };
            if (i % 2 == 1) {
                // Neighbours by number are near in age, so that some can be married.
                int other = Wording.year(world.get(person - 1, Relation.BORN));
                boolean late = world.type(person).equals("singer")
                        || world.type(person).equals("director");
                boolean early = world.type(person).equals("general")
                        || world.type(person).equals("mountaineer");
                year = late || early ? year : Math.min(1988, Math.max(1745, other + dice.between(-7, 7)));
            }
            world.set(person, Relation.BORN, Wording.day(year, dice));
            int death = year + Math.min(101, Math.max(31, (int) Math.round(71 + 14 * dice.normal())));
            if (death <= World.PRESENT) {
                world.set(person, Relation.DIED, Wording.day(death, dice));
                if (dice.percent(78)) {
                    int place = dice.percent(35) ? world.get(person, Relation.BIRTHPLACE) : any(Kind.SETTLEMENT, dice);
                    world.set(person, Relation.DEATHPLACE, place);
                }
            }
        });
    }

    private int born(int person) {
        return Wording.year(world.get(person, Relation.BORN));
    }

    private int lastYear(int person) {
        int died = world.get(person, Relation.DIED);
        return died == World.ABSENT ? World.PRESENT - 1 : Wording.year(died) - 1;
    }

    /** A year of a person's working life, or absent where it ends before it begins. */
    private int workingYear(int person, int from, int span, Dice dice) {
        int first = born(person) + from;
        int last = Math.min(lastYear(person), born(person) + span);
        return last < first ? World.ABSENT : dice.between(first, last);
    }

    /** Somebody of one of these types; absent where a few draws find none. */
    private int somebody(Dice dice, String... types) {
        for (int attempt = 0; attempt < 3 * TRIES; attempt++) {
            int person = any(Kind.PERSON, dice);
            String type = world.type(person);
            for (String wanted : types) {
                if (type.equals(wanted)) {
                    return person;
                }
            }
        }
        return World.ABSENT;
    }

    private void organisations() {
        byte[] foundings = new byte[world.count(Kind.PERSON)];
        each(Kind.ORGANISATION, (house, i, dice) -> {
            type(house, dice);
            world.set(house, Relation.SEAT, any(Kind.SETTLEMENT, dice));
            String type = world.type(house);
            int earliest =
                    switch (type) {
                        case "studio" -> 1909;
                        case "label" -> 1946;
                        case "club" -> 1866;
                        default -> 1700;
                    };
            for (int attempt = 0; attempt < TRIES && !(type.equals("university") && dice.percent(35)); attempt++) {
                int founder = founder(type, dice);
                int year = founder == World.ABSENT ? World.ABSENT : workingYear(founder, 24, 64, dice);
                if (year != World.ABSENT && year >= earliest && foundings[founder - world.first(Kind.PERSON)] < 4) {
                    world.set(house, Relation.FOUNDER, founder);
                    world.set(house, Relation.FOUNDED, year);
                    foundings[founder - world.first(Kind.PERSON)]++;
                    break;
                }
            }
            if (!world.has(house, Relation.FOUNDED)) {
                world.set(
                        house, Relation.FOUNDED, dice.between(Math.max(earliest, 1480), Math.max(1852, earliest + 60)));
            }
            world.set(house, Relation.SIZE, size(type, dice));
            int owner = any(Kind.ORGANISATION, dice);
            if (type.equals("company")
                    && dice.percent(70)
                    && owner < house
                    && world.type(owner).equals("company")) {
                world.set(house, Relation.OWNER, owner);
            }
        });
    }

    private int founder(String type, Dice dice) {
        return switch (type) {
            case "publisher", "newspaper" -> somebody(dice, "journalist", "entrepreneur", "novelist", "historian");
            case "studio" -> somebody(dice, "entrepreneur", "director");
            case "label" -> somebody(dice, "entrepreneur", "singer", "composer");
            case "company-opera" -> somebody(dice, "composer", "politician", "entrepreneur");
            case "museum" -> somebody(dice, "historian", "painter", "politician", "zoologist", "explorer");
            case "university" -> somebody(dice, "politician", "astronomer", "physician", "chemist", "historian");
            case "club" -> somebody(dice, "physician", "entrepreneur", "journalist", "engineer");
            default -> somebody(dice, "entrepreneur", "entrepreneur", "chemist", "engineer");
        };
    }

    private static int size(String type, Dice dice) {
        return switch (type) {
            case "publisher", "studio", "label" -> dice.spread(14, 900);
            case "company-opera" -> dice.spread(60, 420);
            case "museum" -> dice.spread(2_300, 410_000);
            case "university" -> dice.spread(1_900, 41_000);
            case "club" -> dice.spread(2_800, 38_000);
            case "newspaper" -> dice.spread(6_000, 410_000);
            default -> dice.spread(70, 24_000);
        };
    }

    private void lives() {
        int people = world.count(Kind.PERSON);
        each(Kind.PERSON, (person, i, dice) -> {
            int born = born(person);
            boolean studies = dice.percent(62);
            for (int attempt = 0; attempt < TRIES && studies; attempt++) {
                int school = any(Kind.ORGANISATION, dice);
                if (world.type(school).equals("university") && world.get(school, Relation.FOUNDED) <= born + 17) {
                    world.set(person, Relation.SCHOOL, school);
                    break;
                }
            }
            boolean marries = Dice.of(world.seed, FACTS + 60, i / 2).percent(55);
            int spouse = world.first(Kind.PERSON) + (i ^ 1);
            if (marries
                    && spouse < world.first(Kind.PERSON) + people
                    && Math.abs(born(spouse) - born) <= 20
                    && Math.min(lastYear(spouse), lastYear(person)) >= Math.max(born, born(spouse)) + 24) {
                world.set(person, Relation.SPOUSE, spouse);
            }
            boolean taught = dice.percent(40);
            for (int attempt = 0; attempt < 40 && taught; attempt++) {
                int mentor = any(Kind.PERSON, dice);
                int gap = born - born(mentor);
                if (gap >= 14
                        && gap <= 48
                        && lastYear(mentor) >= born + 20
                        && world.get(mentor, World.TYPE) == world.get(person, World.TYPE)) {
                    world.set(person, Relation.MENTOR, mentor);
                    break;
                }
            }
            employ(person, dice);
        });
    }

    private void employ(int person, Dice dice) {
        String wanted = Made.employer(world.type(person));
        for (int attempt = 0; attempt < 2 * TRIES && !wanted.isEmpty() && dice.percent(96); attempt++) {
            int house = any(Kind.ORGANISATION, dice);
            boolean stands = world.get(house, Relation.FOUNDED) <= born(person) + 30
                    && lastYear(person) >= born(person) + 30
                    && world.get(house, Relation.FOUNDER) != person;
            if (stands && world.type(house).equals(wanted)) {
                world.set(person, Relation.EMPLOYER, house);
                break;
            }
        }
    }

    private void works() {
        int[] made = new int[world.count(Kind.PERSON)];
        each(Kind.WORK, (work, i, dice) -> {
            for (int attempt = 0; !world.has(work, Relation.CREATOR); attempt++) {
                int creator = any(Kind.PERSON, dice);
                String type = Made.work(world.type(creator));
                int nth = creator - world.first(Kind.PERSON);
                int year = type.isEmpty() ? World.ABSENT : workingYear(creator, 21, 78, dice);
                boolean room = made[nth] < 6 || attempt > 4000;
                if (year != World.ABSENT && room) {
                    made[nth]++;
                    world.set(work, World.TYPE, Kind.WORK.type(type));
                    world.set(work, Relation.CREATOR, creator);
                    world.set(work, Relation.ISSUED, year);
                }
            }
            house(work, dice);
            if (dice.percent(world.type(work).equals("album") ? 60 : 80)) {
                boolean home = dice.percent(25);
                world.set(
                        work,
                        Relation.SETTING,
                        home
                                ? world.get(world.get(work, Relation.CREATOR), Relation.BIRTHPLACE)
                                : any(Kind.SETTLEMENT, dice));
            }
            int extent =
                    switch (world.type(work)) {
                        case "novel" -> dice.between(118, 742);
                        case "film" -> dice.between(68, 188);
                        case "opera" -> dice.between(2, 5);
                        case "album" -> dice.between(7, 17);
                        default -> dice.between(34, 310);
                    };
            world.set(work, Relation.EXTENT, extent);
        });
    }

    private void house(int work, Dice dice) {
        String wanted = Made.house(world.type(work));
        int year = world.get(work, Relation.ISSUED);
        for (int attempt = 0; attempt < 2 * TRIES; attempt++) {
            int house = any(Kind.ORGANISATION, dice);
            if (world.type(house).equals(wanted) && world.get(house, Relation.FOUNDED) <= year) {
                world.set(work, Relation.HOUSE, house);
                return;
            }
        }
    }

    private void constructions() {
        each(Kind.STRUCTURE, (structure, i, dice) -> {
            type(structure, dice);
            String type = world.type(structure);
            int place = any(Kind.SETTLEMENT, dice);
            for (int attempt = 0;
                    attempt < TRIES && type.equals("bridge") && !world.has(place, Relation.LIES_ON);
                    attempt++) {
                place = any(Kind.SETTLEMENT, dice);
            }
            world.set(structure, Relation.PLACE, place);
            if (type.equals("bridge") && world.has(place, Relation.LIES_ON)) {
                world.set(structure, Relation.CROSSES, world.get(place, Relation.LIES_ON));
            }
            int earliest = type.equals("station") ? 1838 : 1790;
            boolean engineered = type.equals("bridge") || type.equals("lighthouse");
            made(structure, Relation.ARCHITECT, Relation.OPENED, engineered ? "engineer" : "architect", earliest, dice);
            world.set(structure, Relation.MEASURE, type.equals("bridge") ? dice.spread(41, 930) : dice.between(17, 96));
        });
        each(Kind.EVENT, (event, i, dice) -> {
            type(event, dice);
            world.set(event, Relation.SCENE, any(Kind.SETTLEMENT, dice));
            String leader =
                    switch (world.type(event)) {
                        case "battle" -> "general";
                        case "expedition" -> "explorer";
                        case "exhibition" -> "painter";
                        case "strike" -> "journalist";
                        default -> "";
                    };
            made(event, Relation.LEADER, Relation.HELD, leader, 1780, dice);
            world.set(
                    event,
                    Relation.TURNOUT,
                    world.type(event).equals("expedition") ? dice.between(13, 94) : dice.spread(340, 64_000));
        });
        each(Kind.SPECIES, (species, i, dice) -> {
            type(species, dice);
            boolean plant =
                    world.type(species).equals("orchid") || world.type(species).equals("fern");
            world.set(species, Relation.FOUND_ON, any(Kind.MOUNTAIN, dice));
            world.set(species, Relation.NATIVE_TO, world.get(world.get(species, Relation.FOUND_ON), Relation.RISES_IN));
            made(species, Relation.DESCRIBER, Relation.DESCRIBED, plant ? "botanist" : "zoologist", 1770, dice);
            world.set(species, Relation.BODY, plant ? dice.between(13, 88) : dice.between(6, 94));
        });
        each(Kind.MOUNTAIN, (mountain, i, dice) -> {
            if (!world.type(mountain).equals("hill") && dice.percent(80)) {
                made(mountain, Relation.CLIMBER, Relation.CLIMBED, "mountaineer", 1800, dice);
                if (!world.has(mountain, Relation.CLIMBER)) {
                    world.set(mountain, Relation.CLIMBED, World.ABSENT);
                }
            }
        });
    }

    /** Gives a thing its maker and a year of the maker's life; without a maker, only a year. */
    private void made(int thing, Relation maker, Relation when, String type, int earliest, Dice dice) {
        for (int attempt = 0; attempt < TRIES && !type.isEmpty(); attempt++) {
            int person = somebody(dice, type);
            int year = person == World.ABSENT ? World.ABSENT : workingYear(person, 22, 62, dice);
            if (year != World.ABSENT && year >= earliest) {
                world.set(thing, maker, person);
                world.set(thing, when, year);
                return;
            }
        }
        world.set(thing, when, dice.between(Math.max(earliest, 1795), 1968));
    }

    /** Draws titles until no two are equal. */
    private void name() {
        TitleSet taken = new TitleSet(world.size);
        Kind[] kinds = {
            Kind.COUNTRY,
            Kind.SETTLEMENT,
            Kind.MOUNTAIN,
            Kind.RIVER,
            Kind.PERSON,
            Kind.ORGANISATION,
            Kind.WORK,
            Kind.STRUCTURE,
            Kind.EVENT,
            Kind.SPECIES
        };
        for (Kind kind : kinds) {
            each(kind, (entity, i, dice) -> {
                for (int attempt = 0; !taken.add(Titles.title(world, entity, attempt)); ) {
                    attempt++;
                    if (attempt > 200) {
                        throw new IllegalStateException("no free title for " + kind.key + " " + i);
                    }
                    world.attempt(entity, attempt);
                }
            });
        }
    }
}
