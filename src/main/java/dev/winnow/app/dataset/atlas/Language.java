package dev.winnow.app.dataset.atlas;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of one invented country: a family of sounds from {@code languages.txt}, shifted a little. */
final class Language {
    private static final List<Map<String, String[]>> FAMILIES = read();

    /** Sounds that one country writes differently from its neighbours. */
    private static final String[][] SHIFTS = {
        {},
        {"k", "c"},
        {"v", "w"},
        {"th", "t"},
        {"s", "z"},
        {"o", "u"},
        {"e", "ie"},
        {"a", "ae"},
        {"l", "ll"},
        {"r", "rr"},
        {"d", "dh"},
        {"i", "y"},
        {"n", "nn"},
        {"g", "gh"},
        {"t", "d"},
        {"b", "v"},
        {"m", "mh"},
        {"ei", "ai"}
    };

    /** Well-known real names that syllables may happen upon. */
    private static final Set<String> REAL = Set.of(
            "norland",
            "halland",
            "montana",
            "verona",
            "ravenna",
            "alba",
            "albania",
            "albany",
            "alexandria",
            "andalusia",
            "ankara",
            "austria",
            "bavaria",
            "belgrade",
            "bergen",
            "bradford",
            "bradley",
            "brooklyn",
            "brookwell",
            "cardiff",
            "casablanca",
            "cologne",
            "cornwall",
            "denmark",
            "dundee",
            "durham",
            "estonia",
            "falkland",
            "finland",
            "florence",
            "frankfurt",
            "freiburg",
            "galicia",
            "georgia",
            "granada",
            "hamburg",
            "helsinki",
            "holland",
            "hungary",
            "iceland",
            "india",
            "ireland",
            "islamabad",
            "jordan",
            "kanazawa",
            "karachi",
            "kerala",
            "kyoto",
            "lucerne",
            "macedonia",
            "madrid",
            "madurai",
            "malaga",
            "malta",
            "manila",
            "marburg",
            "marseille",
            "milan",
            "milano",
            "moldavia",
            "moldova",
            "monaco",
            "moravia",
            "nagasaki",
            "nagoya",
            "nairobi",
            "napoli",
            "nagpur",
            "norway",
            "norwich",
            "novograd",
            "oldenburg",
            "oregon",
            "osaka",
            "ostrava",
            "oxford",
            "palermo",
            "parma",
            "penzance",
            "persia",
            "philippi",
            "poland",
            "prussia",
            "ravensburg",
            "romania",
            "rosario",
            "russia",
            "samara",
            "sardinia",
            "saxony",
            "scotland",
            "serbia",
            "seville",
            "siberia",
            "sicily",
            "silesia",
            "slovakia",
            "slovenia",
            "solapur",
            "stanford",
            "stanley",
            "strasbourg",
            "switzerland",
            "syria",
            "tasmania",
            "teheran",
            "tokyo",
            "toronto",
            "torino",
            "trieste",
            "turin",
            "tyrol",
            "ukraine",
            "ulster",
            "vancouver",
            "venezia",
            "verdun",
            "versailles",
            "victoria",
            "vienna",
            "volgograd",
            "waikiki",
            "weimar",
            "whitby",
            "whitley",
            "yamagata",
            "yorkshire",
            "zagreb",
            "zanzibar",
            "melanesia",
            "polynesia",
            "micronesia",
            "indonesia",
            "salonika",
            "venice",
            "valencia",
            "steinburg",
            "shimonoseki",
            "hiroshima",
            "kagoshima",
            "fukushima",
            "thailand",
            "jaipur",
            "raipur",
            "kanpur",
            "manipur",
            "udaipur",
            "jodhpur",
            "allahabad",
            "hyderabad",
            "faridabad",
            "ghaziabad",
            "dartmouth",
            "plymouth",
            "portsmouth",
            "somerset",
            "hastings",
            "canterbury",
            "salisbury",
            "westland");

    private final Map<String, String[]> family;
    private final String[] shift;
    private final String particle;

    private Language(Map<String, String[]> family, String[] shift, String particle) {
        this.family = family;
        this.shift = shift;
        this.particle = particle;
    }

    /** The language that these dice choose. */
    static Language of(Dice dice) {
        Map<String, String[]> family = FAMILIES.get(dice.below(FAMILIES.size()));
        String[] particles = family.get("particle");
        return new Language(family, dice.pick(SHIFTS), particles.length == 0 ? "" : dice.pick(particles));
    }

    /** The end of a country's name and of what belongs to it, as {@code ovia|ovian}. */
    String countryEnd(Dice dice) {
        return dice.pick(family.get("country"));
    }

    /** A new word with one of the ends of that kind; {@code length} 0 is shortest. */
    String word(String kind, int length, Dice dice) {
        return word(length, dice, dice.pick(family.get(kind)));
    }

    /** A new word with this end. */
    String word(int length, Dice dice, String end) {
        for (int attempt = 0; attempt < 8; attempt++) {
            StringBuilder word = new StringBuilder(dice.pick(family.get("starts")));
            for (int i = 0; i < length; i++) {
                join(word, dice.pick(family.get("middles")));
            }
            join(word, end);
            String shifted = shifted(word.toString());
            if (shifted.length() >= 4 && !REAL.contains(shifted.toLowerCase(java.util.Locale.ROOT))) {
                return shifted;
            }
        }
        return "Qu" + word(length + 1, dice, end).toLowerCase(java.util.Locale.ROOT);
    }

    /** A family name, with the language's particle now and then. */
    String surname(int length, Dice dice) {
        String name = word("surname", length, dice);
        return particle.isEmpty() || !dice.percent(22) ? name : particle + " " + name;
    }

    /** Adds a part and smooths what is hard to say where they meet. */
    private static void join(StringBuilder word, String part) {
        char last = Character.toLowerCase(word.charAt(word.length() - 1));
        char first = part.charAt(0);
        boolean vowels = vowel(last) && vowel(first);
        boolean cluster = !vowel(last) && !vowel(first) && part.length() > 1 && !vowel(part.charAt(1));
        if (cluster && word.length() > 3 && !vowel(word.charAt(word.length() - 2))) {
            word.append('a');
        } else if (last == first || (vowels && word.length() > 2)) {
            word.setLength(word.length() - 1);
        }
        word.append(part);
    }

    /** Whether three vowels or letters that are hard to tell apart stand in a row. */
    private static boolean crowded(String word) {
        for (int i = 1; i < word.length(); i++) {
            char here = word.charAt(i);
            char before = word.charAt(i - 1);
            boolean doubled = here == before && "aiu".indexOf(here) >= 0;
            boolean triple = i > 1 && here == before && here == word.charAt(i - 2);
            boolean vowels = i > 1 && vowel(here) && vowel(before) && vowel(word.charAt(i - 2));
            if (doubled || triple || vowels) {
                return true;
            }
        }
        return false;
    }

    private static boolean vowel(char letter) {
        return "aeiou".indexOf(letter) >= 0;
    }

    private String shifted(String word) {
        if (shift.length == 0) {
            return word;
        }
        int at = word.indexOf(shift[0], 1);
        boolean again = at >= 0 && word.startsWith(shift[1], at);
        boolean inside = at > 0 && at < word.length() - shift[0].length();
        if (!inside || again) {
            return word;
        }
        String other = word.substring(0, at) + shift[1] + word.substring(at + shift[0].length());
        return crowded(other) ? word : other;
    }

    private static List<Map<String, String[]>> read() {
        List<Map<String, String[]>> families = new ArrayList<>();
        try (InputStream stream = Language.class.getResourceAsStream("languages.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                if (line.startsWith("#") || colon < 0) {
                    continue;
                }
                String key = line.substring(0, colon);
                if (key.equals("language")) {
                    families.add(new HashMap<>());
                }
                String values = line.substring(colon + 1).strip();
                families.get(families.size() - 1).put(key, values.isEmpty() ? new String[0] : values.split(",\\s*"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return families;
    }
}
