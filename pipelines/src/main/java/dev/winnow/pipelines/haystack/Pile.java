package dev.winnow.pipelines.haystack;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Seed;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.retrievers.Hit;
import dev.winnow.retrievers.Ranking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The documents for one question's haystacks in the order in which they go in: those that must be in, then the ranking's
 * from the top, without those that are in already. A haystack of a size is a beginning of it, so that the documents of a
 * smaller one are among those of a larger one. Documents are added whole until one would overflow; that one is cut to the
 * tokens left, its title first where there is no room for more, and the haystack is closed. No text is held.
 *
 * <p>A size counts the whole rendered prompt. Tokens of parts guide the filling; what counts in the end is the prompt
 * itself, rendered and counted in each of the four orders: none is above the size, and the cut leaves as much as that
 * allows. So all orders show the same text.
 */
public final class Pile {
    private final Haystacks haystacks;
    private final Question question;
    private final Filling filling;
    private final Predicate<Document> leaks;
    private final NearDuplicates seen;
    private final List<Entry> ranked = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<DocumentId> pinned;
    private final Map<List<Object>, Fill> fills = new HashMap<>();
    private int next;

    /**
     * A document on the way in.
     *
     * @param rank in the ranking, from 1; behind all others where it was not found
     * @param looked how many of the ranking's documents were looked at before it went in
     */
    private record Entry(DocumentId id, int rank, float score, int looked) {}

    /** What was found at a document of the ranking, by its place there. */
    private final Map<Integer, DocumentId> leaking = new LinkedHashMap<>();

    private final Map<Integer, List<DocumentId>> repeating = new LinkedHashMap<>();

    /**
     * How far a haystack reaches.
     *
     * @param whole entries shown whole
     * @param kept tokens of the next entry's title and text that are shown
     * @param tokens of the prompt
     */
    private record Fill(int whole, int kept, int tokens) {}

    Pile(
            Haystacks haystacks,
            Question question,
            Filling filling,
            Ranking ranking,
            List<DocumentId> needed,
            Predicate<Document> leaks) {
        this.haystacks = haystacks;
        this.question = question;
        this.filling = filling;
        this.leaks = leaks;
        this.seen = new NearDuplicates(filling.similarity());
        Map<DocumentId, Integer> ranks = new HashMap<>();
        for (Hit hit : ranking.hits()) {
            DocumentId id = hit.passage().document();
            if (ranks.putIfAbsent(id, ranked.size() + 1) == null) {
                ranked.add(new Entry(id, ranked.size() + 1, hit.score(), 0));
            }
        }
        pinned = filling.mode() == Filling.Mode.INJECTED ? new LinkedHashSet<>(needed) : Set.of();
        for (DocumentId id : pinned) {
            Integer rank = ranks.get(id);
            entries.add(
                    rank == null
                            ? new Entry(id, Integer.MAX_VALUE, 0, 0)
                            : new Entry(id, rank, ranked.get(rank - 1).score(), 0));
            if (filling.nearDuplicates() != Suspects.KEEP) {
                seen.findOrAdd(id, haystacks.corpus().get(id).text());
            }
        }
    }

    /**
     * The haystack of a size.
     *
     * @param size tokens of the whole prompt at most
     * @param place where the documents that must be in are shown; by score where it is empty
     * @throws InputException if the prompt without documents is no smaller than the size, or the documents that must be in
     *     do not fit and must not be cut
     */
    public synchronized FilledHaystack haystack(int size, Optional<PinnedPlace> place) {
        Fill fill = fills.get(List.of(size, place));
        if (fill != null) {
            return filled(fill, new Texts());
        }
        Filler filler = new Filler(size, place, this::answer);
        fill = filler.fill();
        fills.put(List.of(size, place), fill);
        return filled(fill, filler.texts);
    }

    /**
     * The haystack of a size in a prompt of its own, such as one that shows more than documents.
     *
     * @param size tokens of the whole prompt at most
     * @param place where the documents that must be in are shown; by score where it is empty
     * @throws InputException if the prompt without documents is no smaller than the size, or the documents that must be in
     *     do not fit and must not be cut
     */
    public synchronized FilledHaystack haystack(int size, Optional<PinnedPlace> place, HaystackPrompt prompt) {
        Filler filler = new Filler(size, place, prompt);
        return filled(filler.fill(), filler.texts);
    }

    /** The prompt that asks for the answer. */
    private String answer(List<Shown> documents) {
        return haystacks
                .template()
                .answer(question, new Context(documents, TokenBudget.UNLIMITED, 0), 0)
                .rendered();
    }

    private FilledHaystack filled(Fill fill, Texts texts) {
        List<Shown> shown = texts.descending(fill.whole(), fill.kept());
        Optional<DocumentId> cut = fill.kept() == 0
                ? Optional.empty()
                : Optional.of(entries.get(fill.whole()).id());
        return new FilledHaystack(shown, shownOf(pinned, shown), cut, fill.tokens(), findings(shown), seed());
    }

    private Seed seed() {
        return haystacks.seed(question);
    }

    private static Set<DocumentId> shownOf(Set<DocumentId> pinned, List<Shown> shown) {
        Set<DocumentId> held = new LinkedHashSet<>();
        shown.stream()
                .map(each -> each.passage().document())
                .filter(pinned::contains)
                .forEach(held::add);
        return held;
    }

    /** What was found up to the last distractor that went in, or to the end of a ranking of which all went in. */
    private FilledHaystack.Findings findings(List<Shown> shown) {
        int looked = entry(shown.size()).isEmpty()
                ? ranked.size()
                : entries.subList(0, shown.size()).stream()
                        .mapToInt(Entry::looked)
                        .max()
                        .orElse(0);
        List<DocumentId> held = new ArrayList<>();
        leaking.forEach((at, id) -> {
            if (at < looked) {
                held.add(id);
            }
        });
        Map<DocumentId, DocumentId> repeated = new LinkedHashMap<>();
        repeating.forEach((at, pair) -> {
            if (at < looked) {
                repeated.put(pair.get(0), pair.get(1));
            }
        });
        return new FilledHaystack.Findings(held, repeated);
    }

    /** The document that goes in at a place, from 0; empty where the ranking has no more. */
    private Optional<Entry> entry(int place) {
        while (entries.size() <= place && next < ranked.size()) {
            Entry candidate = ranked.get(next++);
            if (!pinned.contains(candidate.id()) && isWelcome(candidate)) {
                entries.add(new Entry(candidate.id(), candidate.rank(), candidate.score(), next));
            }
        }
        return place < entries.size() ? Optional.of(entries.get(place)) : Optional.empty();
    }

    private boolean isWelcome(Entry candidate) {
        boolean dropped = false;
        if (filling.leaks() != Suspects.KEEP && leaks.test(haystacks.corpus().get(candidate.id()))) {
            leaking.put(candidate.rank() - 1, candidate.id());
            dropped = filling.leaks() == Suspects.DROP;
        }
        if (filling.nearDuplicates() != Suspects.KEEP && !dropped) {
            Optional<DocumentId> earlier = seen.findOrAdd(
                    candidate.id(), haystacks.corpus().get(candidate.id()).text());
            if (earlier.isPresent()) {
                repeating.put(candidate.rank() - 1, List.of(candidate.id(), earlier.get()));
                dropped = filling.nearDuplicates() == Suspects.DROP;
            }
        }
        return !dropped;
    }

    /** Documents that are read while one haystack is filled, which tries much the same ones again and again. */
    private final class Texts {
        private final Map<DocumentId, Document> documents = new HashMap<>();
        private final Map<DocumentId, Cuts> cuts = new HashMap<>();
        private final Map<DocumentId, Shown> whole = new HashMap<>();

        Document document(DocumentId id) {
            return documents.computeIfAbsent(id, key -> haystacks.corpus().get(key));
        }

        Cuts cuts(DocumentId id) {
            return cuts.computeIfAbsent(id, key -> new Cuts(document(key)));
        }

        private Shown whole(Entry entry, int label) {
            Shown known = whole.get(entry.id());
            if (known == null || known.rank() != label) {
                Document document = document(entry.id());
                known = new Shown(
                        Passage.span(document, 0, document.text().length()),
                        document.title(),
                        label,
                        entry.score(),
                        haystacks.tokens(entry.id(), label));
                whole.put(entry.id(), known);
            }
            return known;
        }

        /** The first entries, the one behind them cut, by score. */
        List<Shown> descending(int whole, int kept) {
            List<Entry> in = new ArrayList<>(entries.subList(0, whole + (kept > 0 ? 1 : 0)));
            DocumentId last = kept > 0 ? in.getLast().id() : null;
            in.sort(Comparator.comparingInt(Entry::rank));
            List<Shown> shown = new ArrayList<>();
            for (Entry entry : in) {
                int label = shown.size() + 1;
                shown.add(
                        entry.id().equals(last)
                                ? cuts(entry.id()).shown(kept, label, entry)
                                : whole(entry, label));
            }
            return shown;
        }
    }

    /** Places at which a document can be cut: behind each token of its title, then of its text. */
    private final class Cuts {
        private final Document document;
        private final int[] title;
        private final int[] text;

        Cuts(Document document) {
            this.document = document;
            this.title = document.title().isBlank()
                    ? new int[0]
                    : haystacks.counter().ends(document.title());
            this.text = haystacks.counter().ends(document.text());
        }

        int count() {
            return Math.max(1, title.length + text.length);
        }

        Shown shown(int kept, int label, Entry entry) {
            int behind = kept - title.length;
            String named = behind < 0 ? document.title().substring(0, title[kept - 1]) : document.title();
            int end = kept >= count() ? document.text().length() : behind <= 0 ? 0 : text[behind - 1];
            Passage passage = Passage.span(document, 0, end);
            return new Shown(passage, named, label, entry.score(), haystacks.tokens(label, named, passage.text()));
        }
    }

    /** Fills one haystack. */
    private final class Filler {
        private final int size;
        private final Optional<PinnedPlace> place;
        private final HaystackPrompt prompt;
        private final Texts texts = new Texts();

        Filler(int size, Optional<PinnedPlace> place, HaystackPrompt prompt) {
            this.size = size;
            this.place = place;
            this.prompt = prompt;
        }

        Fill fill() {
            int frame = haystacks.counter().count(prompt.rendered(List.of()));
            if (frame >= size) {
                throw new InputException(
                        "question " + question.id(),
                        "its prompt has %,d tokens without any document, and the haystack's size is %,d; raise size"
                                .formatted(frame, size));
            }
            long used = frame;
            int whole = 0;
            while (entry(whole).isPresent() && used + tokens(whole) <= size) {
                used += tokens(whole++);
            }
            Fill fill = settled(whole, (int) (size - used));
            if (fill.whole() < pinned.size() && filling.oversized() == Filling.Oversized.REFUSE) {
                long needed = frame;
                for (int i = 0; i < pinned.size(); i++) {
                    needed += tokens(i);
                }
                throw new InputException(
                        "question " + question.id(),
                        "the documents it needs have %,d tokens with the prompt around them, and the haystack's size is %,d; raise size, leave the question out, or set oversized: cut"
                                .formatted(needed, size));
            }
            return fill;
        }

        private int tokens(int at) {
            return haystacks.tokens(entries.get(at).id(), at + 1);
        }

        /** Where the count of the whole prompt says that it must end, beginning from where its parts say so. */
        private Fill settled(int from, int left) {
            int whole = from;
            while (true) {
                if (entry(whole).isEmpty()) {
                    int measured = measured(whole, 0);
                    if (measured <= size || whole == 0) {
                        return new Fill(whole, 0, measured);
                    }
                    whole--;
                }
                Cuts cuts = texts.cuts(entries.get(whole).id());
                int around = tokens(whole) - cuts.title.length - cuts.text.length;
                Fill fill = largest(whole, cuts.count(), left - around);
                if (fill.kept() == cuts.count()) {
                    whole++;
                } else if (fill.kept() < 0) {
                    whole--;
                } else {
                    return fill;
                }
            }
        }

        /** As much of the entry behind the whole ones as fits; less than nothing where not even the whole ones fit. */
        private Fill largest(int whole, int count, int guess) {
            Fill fits = new Fill(whole, -1, 0);
            int tooMuch = count + 1;
            int kept = Math.clamp(guess, 0, count);
            while (tooMuch - fits.kept() > 1) {
                int measured = measured(whole, kept);
                int wanted = kept + size - measured;
                if (measured <= size) {
                    fits = new Fill(whole, kept, measured);
                    if (measured == size) {
                        return fits;
                    }
                } else {
                    tooMuch = kept;
                }
                kept = Math.clamp(wanted, fits.kept() + 1, Math.max(fits.kept() + 1, tooMuch - 1));
            }
            return fits;
        }

        /** Tokens of the prompt in the order that has the most. */
        private int measured(int whole, int kept) {
            List<Shown> descending = texts.descending(whole, kept);
            int most = 0;
            for (HaystackOrder order : HaystackOrder.values()) {
                List<Shown> arranged = FilledHaystack.arranged(descending, pinned, seed(), order, place);
                most = Math.max(most, haystacks.counter().count(prompt.rendered(arranged)));
            }
            return most;
        }
    }
}
