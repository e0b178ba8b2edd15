package dev.winnow.pipelines.refine;

import dev.winnow.indexer.chunk.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The parts that a model named, found in the document. A part begins at its first words, or at its title where those do
 * not stand in the text, and ends with its last words, or where the next part begins. Of the places where its words stand,
 * those are taken by which most parts follow each other in the order in which they were named.
 *
 * @param sections by rising start
 * @param found parts that stand in the text
 * @param ambiguous of those, how many begin with words that stand there more than once
 * @param missing parts whose words and title do not stand in the text, or not in their order
 */
public record AnchoredOutline(List<Section> sections, int found, int ambiguous, int missing) {
    /** Places of one part's words; further ones are not looked at. */
    private static final int PLACES = 8;
    /** Words of an anchor that are looked for where the whole does not stand in the text. */
    private static final int FEWER_WORDS = 3;

    public AnchoredOutline {
        sections = List.copyOf(sections);
    }

    /** A place where a part may begin. */
    private record Place(int part, int heading, int start) {}

    /**
     * Finds parts in a text.
     *
     * @param shown what of it the model was shown, in order; parts lie in one of these
     */
    public static AnchoredOutline of(String text, List<OutlineReply.Part> parts, List<Span> shown) {
        AnchoredText anchored = new AnchoredText(text);
        List<Place> places = new ArrayList<>();
        int ambiguous = 0;
        for (int i = 0; i < parts.size(); i++) {
            for (Span range : shown) {
                places.addAll(places(anchored, text, parts.get(i), i, range));
            }
        }
        List<Place> chain = chain(places);
        for (Place place : chain) {
            ambiguous += places.stream()
                                    .filter(other -> other.part() == place.part())
                                    .count()
                            > 1
                    ? 1
                    : 0;
        }
        List<Section> sections = sections(anchored, parts, chain, shown);
        return new AnchoredOutline(sections, chain.size(), ambiguous, parts.size() - chain.size());
    }

    private static List<Place> places(
            AnchoredText anchored, String text, OutlineReply.Part part, int number, Span range) {
        List<AnchoredText.Found> begins = anchored.find(part.first(), range.start(), range.end(), PLACES);
        if (begins.isEmpty()) {
            begins = anchored.find(fewer(part.first(), End.FIRST), range.start(), range.end(), PLACES);
        }
        List<AnchoredText.Found> titles = anchored.find(part.title(), range.start(), range.end(), PLACES);
        List<Place> places = new ArrayList<>();
        for (AnchoredText.Found begin : begins) {
            Optional<AnchoredText.Found> heading = titles.stream()
                    .filter(title -> title.end() <= begin.start() && isBetween(text, title.end(), begin.start()))
                    .findFirst();
            int start = heading.map(title -> lineStart(text, title.start(), range.start()))
                    .orElse(begin.start());
            places.add(new Place(number, start, begin.start()));
        }
        if (places.isEmpty()) {
            for (AnchoredText.Found title : titles) {
                // A title that is the last thing shown has nothing beneath it.
                if (title.end() < range.end()) {
                    places.add(new Place(number, lineStart(text, title.start(), range.start()), title.end()));
                }
            }
        }
        return places;
    }

    /** Whether a title and the text beneath it have nothing but marks between them. */
    private static boolean isBetween(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (Character.isLetterOrDigit(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    /** Where a title's line begins, if only marks and numbers stand before the title. */
    private static int lineStart(String text, int title, int least) {
        int at = title;
        while (at > least && text.charAt(at - 1) != '\n') {
            at--;
            if (Character.isLetter(text.charAt(at))) {
                return title;
            }
        }
        while (at < title && ParagraphCut.isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private enum End {
        FIRST,
        LAST
    }

    /** The words at one end of an anchor; none of an anchor that has no more. */
    private static String fewer(String anchor, End end) {
        String[] words = anchor.strip().split("\\s+");
        if (words.length <= FEWER_WORDS) {
            return "";
        }
        int from = end == End.FIRST ? 0 : words.length - FEWER_WORDS;
        return String.join(" ", List.of(words).subList(from, from + FEWER_WORDS));
    }

    /** The longest row of places in which parts and places rise; of several, the one that begins first. */
    private static List<Place> chain(List<Place> places) {
        int size = places.size();
        int[] length = new int[size];
        int[] next = new int[size];
        int best = -1;
        for (int i = size - 1; i >= 0; i--) {
            length[i] = 1;
            next[i] = -1;
            for (int j = i + 1; j < size; j++) {
                boolean follows = places.get(j).part() > places.get(i).part()
                        && places.get(j).heading() >= places.get(i).start()
                        && places.get(j).start() > places.get(i).start();
                if (follows && (1 + length[j] > length[i] || earlier(places, j, next[i], length[i], length[j]))) {
                    length[i] = 1 + length[j];
                    next[i] = j;
                }
            }
            if (best < 0
                    || length[i] > length[best]
                    || (length[i] == length[best]
                            && places.get(i).start() < places.get(best).start())) {
                best = i;
            }
        }
        List<Place> chain = new ArrayList<>();
        for (int at = best; at >= 0; at = next[at]) {
            chain.add(places.get(at));
        }
        return chain;
    }

    private static boolean earlier(List<Place> places, int candidate, int known, int length, int longer) {
        return known >= 0
                && 1 + longer == length
                && places.get(candidate).start() < places.get(known).start();
    }

    private static List<Section> sections(
            AnchoredText anchored, List<OutlineReply.Part> parts, List<Place> chain, List<Span> shown) {
        List<Section> sections = new ArrayList<>();
        int[] ends = new int[chain.size()];
        for (int i = chain.size() - 1; i >= 0; i--) {
            Place place = chain.get(i);
            OutlineReply.Part part = parts.get(place.part());
            int bound = shown.stream()
                    .filter(range -> range.start() <= place.start() && place.start() < range.end())
                    .mapToInt(Span::end)
                    .findFirst()
                    .orElseThrow();
            int inner = place.start();
            for (int j = i + 1; j < chain.size() && chain.get(j).heading() < bound; j++) {
                if (parts.get(chain.get(j).part()).level() <= part.level()) {
                    bound = chain.get(j).heading();
                } else {
                    inner = Math.max(inner, ends[j]);
                }
            }
            ends[i] = Math.max(inner, end(anchored, part, place.start(), bound));
            sections.add(new Section(part.title(), place.heading(), place.start(), ends[i]));
        }
        sections.sort(Comparator.comparingInt(Section::start));
        return sections;
    }

    private static int end(AnchoredText anchored, OutlineReply.Part part, int from, int bound) {
        List<AnchoredText.Found> ends = anchored.find(part.last(), from, bound, Integer.MAX_VALUE);
        if (ends.isEmpty()) {
            ends = anchored.find(fewer(part.last(), End.LAST), from, bound, Integer.MAX_VALUE);
        }
        return ends.isEmpty() ? bound : ends.getLast().end();
    }
}
