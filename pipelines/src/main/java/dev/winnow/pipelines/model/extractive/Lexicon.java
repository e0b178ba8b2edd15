package dev.winnow.pipelines.model.extractive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.tartarus.snowball.ext.EnglishStemmer;

/** What the reader knows of English: which words are mere grammar, which speak of one relation, how words end. */
final class Lexicon {
    /** More distinct words than English text of any length a reader sees at once; then the memory starts anew. */
    private static final int REMEMBERED_WORDS = 200_000;

    private static final Set<String> FUNCTION_WORDS = lines("function-words.txt").stream()
            .flatMap(line -> Arrays.stream(line.split(" +")))
            .collect(Collectors.toUnmodifiableSet());

    private static final Map<String, String> RELATIONS = byMember("concepts.txt");

    private static final Map<String, String> CONCEPTS = new ConcurrentHashMap<>();

    private Lexicon() {}

    /** Whether a word, in lower case, is grammar rather than matter. */
    static boolean isFunctionWord(String lower) {
        return FUNCTION_WORDS.contains(lower);
    }

    /** The relation a word speaks of, or else its stem; without case and accents. */
    static String concept(String word) {
        String known = CONCEPTS.get(word);
        if (known != null) {
            return known;
        }
        if (CONCEPTS.size() > REMEMBERED_WORDS) {
            CONCEPTS.clear();
        }
        String concept = derive(word);
        CONCEPTS.put(word, concept);
        return concept;
    }

    private static String derive(String word) {
        String lower = folded(word);
        String relation = RELATIONS.get(lower);
        if (relation != null) {
            return relation;
        }
        EnglishStemmer stemmer = new EnglishStemmer();
        stemmer.setCurrent(lower);
        stemmer.stem();
        return stemmer.getCurrent();
    }

    /** Lower case, accents and full stops removed. */
    static String folded(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        for (int i = 0; i < lower.length(); i++) {
            if (lower.charAt(i) > 127 || lower.charAt(i) == '.') {
                return Normalizer.normalize(lower, Normalizer.Form.NFD)
                        .replaceAll("\\p{M}+|\\.(?!\\d)", "")
                        .replace('’', '\'');
            }
        }
        return lower;
    }

    /** From each word of a resource's lines to the name at its line's start. */
    static Map<String, String> byMember(String resource) {
        Map<String, String> members = new HashMap<>();
        for (String line : lines(resource)) {
            int colon = line.indexOf(':');
            for (String member : line.substring(colon + 1).strip().split(" +")) {
                members.putIfAbsent(member, line.substring(0, colon));
            }
        }
        return Map.copyOf(members);
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Lexicon.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + resource);
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
