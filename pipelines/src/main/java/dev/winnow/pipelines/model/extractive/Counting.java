package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Counts the items of a list where a question asks how many and the text gives no number: "How many novels did X write?"
 * asked of "X wrote A, B and C". Items may be limited to those before or after a year.
 */
final class Counting {
    private static final Set<String> ARTICLES = Set.of("the", "a", "an");
    private static final Set<String> INSIDE = Set.of(
            "of", "the", "de", "la", "von", "van", "di", "in", "on", "at", "for", "&", "to", "with", "from", "a", "an",
            "under", "behind", "ap", "av");
    /** What texts give numbers of, rather than lists. */
    private static final Set<String> STATED = Arrays.stream(("people inhabitants men soldiers workers students visitors"
                            + " spectators seats objects copies pages tracks songs acts minutes hours days weeks months years times"
                            + " episodes seasons goals points games copies steps eggs metres miles kilometres votes stores edits"
                            + " passengers members employees staff")
                    .split(" "))
            .map(Lexicon::concept)
            .collect(Collectors.toUnmodifiableSet());

    private static final int SENTENCES = 8;

    private final Reading reading;
    private final QuestionForm form;

    Counting(QuestionForm form, List<Page> pages) {
        this.form = form;
        this.reading = new Reading(form, pages);
    }

    /** An item of a list: its words' concepts, and the year in brackets behind it. */
    private record Item(List<String> name, OptionalDouble year) {}

    /** The count, where a list is found that the question's terms point to. */
    Optional<Finding> answer() {
        boolean counts = form.words().size() > 1
                && form.words().get(0).text().toLowerCase(Locale.ROOT).equals("how")
                && form.words().get(1).is("many")
                && form.expected().noun().filter(STATED::contains).isEmpty();
        if (!counts) {
            return Optional.empty();
        }
        List<Match> best = reading.best(reading.matches(), Met.none(form.terms().size()), SENTENCES);
        List<Item> most = List.of();
        double score = 0;
        for (Match match : best) {
            List<Item> items = longestList(match);
            double gain = items.size() < 2 ? 0 : related(match) + 0.05 * items.size();
            if (gain > score) {
                score = gain;
                most = items;
            }
        }
        if (most.isEmpty() || score < 0.5) {
            return Optional.empty();
        }
        int count = (int) most.stream().filter(this::isWithin).count();
        return Optional.of(new Finding(Integer.toString(count), Math.min(1, 0.4 + score / 3)));
    }

    /** How much of the question's relations a sentence or its page's title has, with the names it asks about. */
    private double related(Match match) {
        double named = 0;
        int names = 0;
        double related = 0;
        int relations = 0;
        for (int i = 0; i < form.terms().size(); i++) {
            QuestionForm.Term term = form.terms().get(i);
            if (isYear(term)) {
                continue;
            }
            if (term.role() == QuestionForm.Role.NAME) {
                names++;
                named += match.met().of(i);
            } else {
                relations++;
                related = Math.max(related, match.met().of(i));
            }
        }
        boolean about = names == 0 || named / names > 0.5;
        return about ? 0.5 + (relations == 0 ? 0 : related) : 0;
    }

    private static boolean isYear(QuestionForm.Term term) {
        return term.concept().matches("\\d{4}");
    }

    private boolean isWithin(Item item) {
        Optional<Word> limit = form.words().stream().filter(Numerals::isYear).findFirst();
        if (limit.isEmpty()) {
            return true;
        }
        double year = Integer.parseInt(limit.get().text());
        boolean before = form.words().stream().anyMatch(word -> word.is("before") || word.is("until"));
        OptionalDouble own = item.year().isPresent() ? item.year() : yearOf(item);
        return own.isPresent() && (before ? own.getAsDouble() < year : own.getAsDouble() > year);
    }

    /** The year that an item's own page gives first for what the question asks. */
    private OptionalDouble yearOf(Item item) {
        for (Page page : reading.pagesOf(item.name())) {
            if (!page.name().equals(item.name())) {
                continue;
            }
            for (Sentence sentence : sorted(page)) {
                for (Word word : sentence.words()) {
                    if (Numerals.isYear(word)) {
                        return OptionalDouble.of(Integer.parseInt(word.text()));
                    }
                }
            }
        }
        return OptionalDouble.empty();
    }

    /** A page's sentences, those first that speak of what making is: of publication, release, painting, performance. */
    private static List<Sentence> sorted(Page page) {
        List<Sentence> making = new ArrayList<>();
        List<Sentence> others = new ArrayList<>();
        for (Sentence sentence : page.sentences()) {
            boolean speaks = sentence.words().stream().anyMatch(word -> MAKING.contains(word.concept()));
            (speaks ? making : others).add(sentence);
        }
        making.addAll(others);
        return making;
    }

    private static final Set<String> MAKING =
            Set.of("publish", "release", "paint", "perform", "write", "appear", "compose");

    /** The longest list of names in a sentence, the subject of its page left out. */
    private static List<Item> longestList(Match match) {
        List<Word> words = match.sentence().words();
        List<Item> longest = List.of();
        int at = 0;
        while (at < words.size()) {
            List<Item> items = new ArrayList<>();
            int end = at;
            while (true) {
                int start = skipped(words, end, items.isEmpty());
                int itemEnd = item(words, start);
                if (itemEnd == start) {
                    break;
                }
                List<String> name = Choices.concepts(words.subList(start, itemEnd));
                OptionalDouble year = OptionalDouble.empty();
                end = itemEnd;
                if (end < words.size() && words.get(end).is("(")) {
                    while (end < words.size() && !words.get(end).is(")")) {
                        if (Numerals.isYear(words.get(end))) {
                            year = OptionalDouble.of(
                                    Integer.parseInt(words.get(end).text()));
                        }
                        end++;
                    }
                    end++;
                }
                if (!match.page().name().containsAll(name)) {
                    items.add(new Item(name, year));
                }
            }
            if (items.size() > longest.size()) {
                longest = items;
            }
            at = Math.max(at + 1, end);
        }
        return longest;
    }

    /** Past the comma and the "and" between items. */
    private static int skipped(List<Word> words, int from, boolean first) {
        int at = from;
        while (at < words.size()
                && ((!first
                                && (words.get(at).is(",")
                                        || words.get(at).is("and")
                                        || words.get(at).is(";")))
                        || ARTICLES.contains(words.get(at).text()))) {
            at++;
        }
        return at;
    }

    /** The end of the name or quoted title at a word, the same word where there is none. */
    private static int item(List<Word> words, int start) {
        if (start >= words.size()) {
            return start;
        }
        if (words.get(start).is("\"") || words.get(start).is("“")) {
            for (int i = start + 1; i < words.size(); i++) {
                if (words.get(i).is("\"") || words.get(i).is("”")) {
                    return i + 1;
                }
            }
            return start;
        }
        if (!words.get(start).isCapital()
                || (words.get(start).form() == Word.Form.FUNCTION
                        && !words.get(start).is("The"))) {
            return start;
        }
        int end = start + 1;
        for (int i = start + 1; i < words.size(); i++) {
            Word word = words.get(i);
            if (word.form() == Word.Form.PLAIN && isScientific(words, start, i)) {
                end = i + 1;
            } else if (word.isCapital()) {
                end = i + 1;
            } else if (!INSIDE.contains(word.text())) {
                break;
            }
        }
        return end;
    }

    /** Whether a plain word is the second part of a species' name, by its Latin ending. */
    private static boolean isScientific(List<Word> words, int start, int at) {
        String text = words.get(at).text();
        boolean latin = text.endsWith("a") || text.endsWith("s") || text.endsWith("m");
        return at == start + 1 && words.get(start).form() == Word.Form.NAME && text.length() > 6 && latin;
    }
}
