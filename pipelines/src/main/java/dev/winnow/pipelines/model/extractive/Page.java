package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A passage that has been read.
 *
 * @param title without a part in brackets at its end; may be empty
 * @param name the title's concepts in order
 * @param classes what the page's subject is said to be: the nouns of "X is a ..." in its first sentences
 */
record Page(String title, List<String> name, List<Sentence> sentences, Set<String> classes) {
    private static final Set<String> COPULAS = Set.of("is", "was", "are", "were");
    private static final int LONGEST_DEFINITION = 14;

    /** Reads a passage. */
    static Page read(String title, String text) {
        String subject = title.replaceFirst("\\s*\\([^()]*\\)\\s*$", "").strip();
        List<String> name = Words.of(subject).stream()
                .filter(Word::isContent)
                .map(Word::concept)
                .toList();
        List<Sentence> sentences = Sentences.of(text);
        return new Page(subject, name, sentences, classes(sentences));
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
