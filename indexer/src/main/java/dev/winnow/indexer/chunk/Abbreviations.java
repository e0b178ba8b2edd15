package dev.winnow.indexer.chunk;

import dev.winnow.indexer.corpus.Language;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a full stop behind a word belongs to the word or ends the sentence. Initials, letters with points and what
 * numbers the parts of a list are known in every language, abbreviations in some, each with a resource
 * {@code abbreviations-LANGUAGE.txt}.
 *
 * @param always a name or an example follows these, never a new sentence
 * @param numbered these go on where a number, a letter or a bracket follows
 * @param sometimes these may stand at the end of a sentence; then the next word tells
 * @param starters words that begin a sentence far more often than they continue a name
 * @param ordinals numbers that a full stop makes ordinal; the next word tells
 */
record Abbreviations(
        Set<String> always, Set<String> numbered, Set<String> sometimes, Set<String> starters, Pattern ordinals) {
    private static final Pattern NOTHING = Pattern.compile("(?!)");
    private static final Abbreviations NONE = new Abbreviations(Set.of(), Set.of(), Set.of(), Set.of(), NOTHING);

    private static final Map<Language, Abbreviations> KNOWN = known();

    /** U.S, a.m, Ph.D: short groups of letters with full stops between them. */
    private static final Pattern DOTTED = Pattern.compile("\\p{L}{1,3}(?:\\.\\p{L}{1,3})+");

    /** What counts the parts of a list where it begins a sentence: 1, 12.3, iv, B. */
    private static final Pattern ENUMERATOR = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3})*|\\p{L}|[IVX]{1,5}|[ivx]{1,5}");

    private static final Pattern NUMBER_OR_LETTER = Pattern.compile("\\p{N}.*|\\p{L}|[IVXLC]+", Pattern.DOTALL);

    private static Map<Language, Abbreviations> known() {
        Map<Language, Abbreviations> known = new EnumMap<>(Language.class);
        for (Language language :
                new Language[] {Language.ENGLISH, Language.FRENCH, Language.GERMAN, Language.SPANISH}) {
            known.put(language, read("abbreviations-" + language + ".txt"));
        }
        return known;
    }

    /** Those of a language; none where they are not known. */
    static Abbreviations of(Language language) {
        return KNOWN.getOrDefault(language, NONE);
    }

    private static Abbreviations read(String resource) {
        Map<String, Set<String>> sets = Map.of(
                "always", new HashSet<>(),
                "numbered", new HashSet<>(),
                "sometimes", new HashSet<>(),
                "starters", new HashSet<>(),
                "ordinals", new HashSet<>());
        try (InputStream in = Abbreviations.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + resource);
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        int colon = line.indexOf(':');
                        String[] words = line.substring(colon + 1).strip().split(" +");
                        sets.get(line.substring(0, colon)).addAll(Arrays.asList(words));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Pattern ordinals =
                sets.get("ordinals").stream().findFirst().map(Pattern::compile).orElse(NOTHING);
        return new Abbreviations(
                sets.get("always"), sets.get("numbered"), sets.get("sometimes"), sets.get("starters"), ordinals);
    }

    static boolean isEnumerator(String word) {
        return ENUMERATOR.matcher(word).matches();
    }

    /**
     * Whether the sentence goes on behind the full stop.
     *
     * @param word what stands before the full stop, without brackets and quotes around it
     * @param next the word behind it, empty if a bracket or a sign comes first
     */
    boolean goesOn(String word, String next) {
        if (always.contains(word)) {
            return true;
        }
        if (numbered.contains(word)) {
            return next.isEmpty() || NUMBER_OR_LETTER.matcher(next).matches();
        }
        boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
        boolean undecided = initial
                || sometimes.contains(word)
                || DOTTED.matcher(word).matches()
                || ordinals.matcher(word).matches();
        return undecided && !starters.contains(next);
    }
}
