package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A passage that has been read.
 *
 * @param title without a part in brackets at its end; may be empty
 * @param name the title's concepts in order
 * @param concepts what its text speaks of: nothing else need be looked for in it
 * @param classes what the page's subject is said to be: the nouns of "X is a ..." in its first sentences
 */
record Page(String title, List<String> name, List<Sentence> sentences, Set<String> classes, Set<String> concepts) {
    private static final Set<String> COPULAS = Set.of("is", "was", "are", "were");
    private static final Set<String> PRONOUNS = Set.of("He", "She", "His", "Her");
    private static final String PERSON = "person";
    private static final int SENTENCES_ABOUT_SUBJECT = 6;
    private static final int LONGEST_DEFINITION = 14;

    /** Reads a passage. */
    static Page read(String title, String text) {
        String subject = title.replaceFirst("\\s*\\([^()]*\\)\\s*$", "").strip();
        List<String> name = Words.of(subject).stream()
                .filter(Word::isContent)
                .map(Word::concept)
                .toList();
        List<Sentence> sentences = Sentences.of(text);
        Set<String> classes = new HashSet<>(classes(sentences));
        if (isPerson(sentences)) {
            classes.add(PERSON);
        }
        return new Page(subject, name, sentences, Set.copyOf(classes), concepts(sentences));
    }

    private static Set<String> concepts(List<Sentence> sentences) {
        Set<String> concepts = new HashSet<>();
        for (Sentence sentence : sentences) {
            for (Word word : sentence.words()) {
                if (word.isContent()) {
                    concepts.add(word.concept());
                }
            }
            if (sentence.ordinal() == 0) {
                LifeDates.in(sentence).forEach(implied -> concepts.add(implied.concept()));
            }
        }
        return Collections.unmodifiableSet(concepts);
    }

    /** Whether its sentences speak of somebody: a birth in the first, or later ones that begin with a pronoun. */
    private static boolean isPerson(List<Sentence> sentences) {
        for (Sentence sentence : sentences.subList(0, Math.min(SENTENCES_ABOUT_SUBJECT, sentences.size()))) {
            List<Word> words = sentence.words();
            boolean begins = PRONOUNS.contains(words.getFirst().text());
            boolean born = sentence.ordinal() == 0
                    && (!LifeDates.in(sentence).isEmpty()
                            || words.stream().anyMatch(word -> word.is("born") || word.is("Born")));
            if (begins || born) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> classes(List<Sentence> sentences) {
        for (Sentence sentence : sentences.subList(0, Math.min(2, sentences.size()))) {
            List<String> nouns = definition(sentence);
            if (!nouns.isEmpty()) {
                return Set.copyOf(nouns);
            }
        }
        return Set.of();
    }

    /** The content words behind the first "is a", up to a preposition or the end of the clause. */
    private static List<String> definition(Sentence sentence) {
        List<Word> words = sentence.words();
        for (int i = 1; i + 1 < words.size(); i++) {
            if (COPULAS.contains(words.get(i).text())
                    && Set.of("a", "an", "the", "one").contains(words.get(i + 1).text())) {
                List<String> nouns = new ArrayList<>();
                for (int j = i + 2; j < words.size() && j < i + LONGEST_DEFINITION; j++) {
                    Word word = words.get(j);
                    if (word.form() == Word.Form.FUNCTION
                            && !Set.of("and", "or", "of", "the").contains(word.text())) {
                        break;
                    }
                    if (word.isContent()) {
                        nouns.add(word.concept());
                        nouns.add(word.text().toLowerCase(Locale.ROOT));
                    }
                }
                return nouns;
            }
        }
        return List.of();
    }

    /** The name as one string, what pages are found by. */
    String key() {
        return name.stream().collect(Collectors.joining(" "));
    }
}
