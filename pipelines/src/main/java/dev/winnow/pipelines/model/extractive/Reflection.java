package dev.winnow.pipelines.model.extractive;

import dev.winnow.pipelines.model.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the reader makes of a round without a word of its own: as summary the sentences that bear on the question, and as
 * next query the question with the names in them that it does not have, which the next hop may be about.
 */
record Reflection(String question, String evidence) {
    /** Names that a query takes: more would drown the question. */
    private static final int MOST_NAMES = 5;

    /** The reply; empty where nothing bears on the question. */
    String written(Task.Reflect.Marks marks) {
        if (evidence.isEmpty()) {
            return "";
        }
        return marks.summary() + " " + evidence + "\n" + marks.next() + " " + query();
    }

    private String query() {
        Set<String> query = new LinkedHashSet<>(List.of(question));
        query.addAll(names());
        return String.join(" ", query);
    }

    /** Names of the evidence that are not in the question, in order. */
    private Collection<String> names() {
        Set<String> asked = new HashSet<>();
        Words.of(question).forEach(word -> asked.add(word.concept()));
        Set<String> names = new LinkedHashSet<>();
        evidence.lines().forEach(line -> {
            for (Name name : names(line)) {
                if (names.size() < MOST_NAMES && !asked.containsAll(name.concepts())) {
                    names.add(name.text());
                }
            }
        });
        return names;
    }

    private record Name(String text, List<String> concepts) {}

    /** Words with capital letters that follow each other. Alone at a beginning, a capital letter makes no name. */
    private static List<Name> names(String line) {
        List<Word> words = Words.of(line);
        List<Name> names = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            int end = at;
            while (end < words.size()
                    && words.get(end).form() == Word.Form.NAME
                    && (end == at || joined(line, words.get(end - 1), words.get(end)))) {
                end++;
            }
            if (end > at && (end - at > 1 || !begins(words, at))) {
                names.add(new Name(
                        line.substring(words.get(at).start(), words.get(end - 1).end()),
                        words.subList(at, end).stream().map(Word::concept).toList()));
            }
            at = Math.max(end, at + 1);
        }
        return names;
    }

    private static boolean joined(String line, Word first, Word second) {
        return line.substring(first.end(), second.start()).isBlank();
    }

    /** Whether a word begins a sentence; what a colon follows is a title. */
    private static boolean begins(List<Word> words, int at) {
        boolean first =
                at == 0 || words.get(at - 1).is(".") || words.get(at - 1).is(":");
        return first && !(at + 1 < words.size() && words.get(at + 1).is(":"));
    }
}
