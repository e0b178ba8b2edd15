package dev.winnow.pipelines.citations;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.chunk.PassageId;
import dev.winnow.indexer.chunk.Span;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.pipelines.Citation;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Pinned;
import dev.winnow.pipelines.context.Shown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was shown for one question, so that what an answer cites can be found in it. For one thread.
 *
 * <p>Numbers are those of the last context. Where a text is read piece by piece the pieces are numbered through, whatever the
 * order in which they are read: a context before belongs to those behind it if none of its numbers is theirs for another
 * passage. Words are looked for in everything that was shown, in the passages that are numbered first.
 */
public final class ShownTexts {
    /** Models leave out words in the middle. */
    private static final Pattern ELLIPSIS =
            Pattern.compile("\\s*(?:\\[\\s*)?(?:\\.{3,}|…|(?:\\. ){2}\\.)(?:\\s*])?\\s*");

    private static final Pattern QUOTED = Pattern.compile("(?s)[\"“”„«»'‘’「『](.*)[\"“”«»'‘’」』]");
    private static final Pattern END = Pattern.compile("[\\s.,;:!?。、！？；：]+$");

    private final SortedMap<Integer, Shown> numbered;
    private final List<Shown> searched;
    private final Map<Passage, FoldedText> folded = new HashMap<>();

    private ShownTexts(SortedMap<Integer, Shown> numbered, List<Shown> searched) {
        this.numbered = numbered;
        this.searched = searched;
    }

    /** What these contexts showed, in the order in which they were shown. */
    public static ShownTexts of(List<Context> contexts) {
        SortedMap<Integer, Shown> numbered = new TreeMap<>();
        int from = contexts.size();
        while (from > 0 && takes(numbered, contexts.get(from - 1))) {
            from--;
        }
        Set<Passage> seen = new LinkedHashSet<>();
        List<Shown> searched = new ArrayList<>();
        add(numbered.values(), seen, searched);
        for (int i = from - 1; i >= 0; i--) {
            add(contexts.get(i).passages(), seen, searched);
        }
        return new ShownTexts(numbered, searched);
    }

    private static void add(Collection<Shown> passages, Set<Passage> seen, List<Shown> into) {
        passages.stream().filter(shown -> seen.add(shown.passage())).forEach(into::add);
    }

    /** Takes a context's passages under their numbers; none where one of these is another's. */
    private static boolean takes(SortedMap<Integer, Shown> numbered, Context context) {
        List<Shown> passages = context.passages();
        int first = first(passages);
        for (int i = 0; i < passages.size(); i++) {
            Shown other = numbered.get(first + i);
            if (other != null && !other.passage().equals(passages.get(i).passage())) {
                return false;
            }
        }
        for (int i = 0; i < passages.size(); i++) {
            numbered.put(first + i, passages.get(i));
        }
        return !passages.isEmpty();
    }

    /** The number of a context's first passage: its rank where it is a piece of a text, whose ranks rise one by one. */
    private static int first(List<Shown> passages) {
        for (int i = 1; i < passages.size(); i++) {
            if (passages.get(i).rank() != passages.get(i - 1).rank() + 1) {
                return 1;
            }
        }
        return passages.isEmpty() ? 1 : passages.getFirst().rank();
    }

    /** Whether no passage was shown at all. */
    public boolean areEmpty() {
        return searched.isEmpty();
    }

    /** The passage of a number as a citation. */
    public Citation passage(int number) {
        return new Citation(
                "[" + number + "]", Optional.ofNullable(numbered.get(number)).map(shown -> span(shown.passage())));
    }

    private static Pinned.Span span(Passage passage) {
        return new Pinned.Span(passage.document(), passage.start(), passage.end());
    }

    /**
     * Quoted words as citations: one, or one for each stretch where words in between were left out. Quotation marks around
     * the words, and punctuation at their end that the text does not have, are nothing that was quoted.
     */
    public List<Citation> quote(String words) {
        Optional<Found> whole = find(words);
        if (whole.isPresent() || !ELLIPSIS.matcher(words).find()) {
            return List.of(new Citation(words, whole.map(Found::span)));
        }
        return ELLIPSIS.splitAsStream(bare(words))
                .filter(part -> part.chars().anyMatch(Character::isLetterOrDigit))
                .map(part -> new Citation(part, find(part).map(Found::span)))
                .collect(Collectors.toList());
    }

    /**
     * Words that were found.
     *
     * @param place of the passage that has them among those searched, from 0: of one context, as they were shown
     * @param words a passage of just these words, with that passage's title
     */
    public record Found(int place, Shown words) {
        private Pinned.Span span() {
            return ShownTexts.span(words.passage());
        }
    }

    /** Where words first stand; empty where nothing shown has them. */
    public Optional<Found> find(String words) {
        for (String wanted : variants(words)) {
            for (int place = 0; place < searched.size(); place++) {
                Shown shown = searched.get(place);
                Optional<Span> found = folded.computeIfAbsent(shown.passage(), passage -> FoldedText.of(passage.text()))
                        .find(wanted);
                if (found.isPresent()) {
                    return Optional.of(new Found(place, part(shown, found.get())));
                }
            }
        }
        return Optional.empty();
    }

    /** The ways in which words may stand in a text, the likeliest first. */
    private static Set<String> variants(String words) {
        String said = FoldedText.fold(words);
        String bare = bare(said);
        Set<String> variants = new LinkedHashSet<>();
        for (String each : List.of(said, bare, END.matcher(bare).replaceFirst(""))) {
            if (!each.isEmpty()) {
                int first = each.codePointAt(0);
                String rest = each.substring(Character.charCount(first));
                variants.add(each);
                variants.add(Character.toString(Character.toUpperCase(first)) + rest);
                variants.add(Character.toString(Character.toLowerCase(first)) + rest);
            }
        }
        return variants;
    }

    private static String bare(String words) {
        Matcher quoted = QUOTED.matcher(words.strip());
        return quoted.matches() ? quoted.group(1).strip() : words.strip();
    }

    private static Shown part(Shown shown, Span span) {
        Passage passage = shown.passage();
        return part(shown, passage.start() + span.start(), passage.start() + span.end(), span.of(passage.text()));
    }

    private static Shown part(Shown shown, int start, int end, String text) {
        DocumentId document = shown.passage().document();
        Passage passage = new Passage(PassageId.of(document, start, end), document, 0, start, end, text);
        return new Shown(passage, shown.title(), shown.rank(), 0, 0);
    }

    /** What was found, in the order in which it was shown; what overlaps is one. */
    public static List<Shown> joined(List<Found> found) {
        List<Shown> joined = new ArrayList<>();
        found.stream()
                .sorted(Comparator.comparingInt(Found::place)
                        .thenComparingInt(each -> each.words().passage().start()))
                .map(Found::words)
                .forEach(next -> {
                    Shown all = next;
                    int at = joined.size();
                    for (int i = joined.size() - 1; i >= 0; i--) {
                        if (overlap(joined.get(i).passage(), all.passage())) {
                            all = union(joined.remove(i), all);
                            at = i;
                        }
                    }
                    joined.add(Math.min(at, joined.size()), all);
                });
        return joined;
    }

    private static boolean overlap(Passage left, Passage right) {
        return left.document().equals(right.document()) && left.start() < right.end() && right.start() < left.end();
    }

    private static Shown union(Shown one, Shown other) {
        Passage first = one.passage().start() <= other.passage().start() ? one.passage() : other.passage();
        Passage second = first.equals(one.passage()) ? other.passage() : one.passage();
        if (second.end() <= first.end()) {
            return part(one, first.start(), first.end(), first.text());
        }
        return part(
                one, first.start(), second.end(), first.text() + second.text().substring(first.end() - second.start()));
    }
}
