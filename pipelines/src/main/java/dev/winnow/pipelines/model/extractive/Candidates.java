package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds the spans of a sentence that may be answers, by shallow rules. */
final class Candidates {
    private static final Set<String> CONNECTORS = Set.of(
            "of", "the", "de", "la", "le", "du", "des", "von", "van", "der", "den", "di", "da", "del", "al", "el", "y",
            "ap", "av", "af", "bin", "ibn", "zu", "ben", "ter", "dos", "das", "and", "for", "in", "on", "&");
    private static final Set<String> PHRASE_CONNECTORS = Set.of("of", "and", "in", "for", "to", "or");
    private static final Set<String> WEEKDAYS =
            Set.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
    private static final Set<String> YEAR_PREPOSITIONS = Set.of("in", "since", "until", "year", "before", "after");
    private static final int LONGEST_NAME = 9;
    private static final int LONGEST_PHRASE = 6;
    private static final int LONGEST_QUOTE = 12;

    private final Sentence sentence;
    private final List<Word> words;
    private final List<Candidate> found = new ArrayList<>();
    private final Set<Long> spans = new HashSet<>();

    private Candidates(Sentence sentence) {
        this.sentence = sentence;
        this.words = sentence.words();
    }

    /** The candidates of a sentence, of any kind; a span is found once, as the first kind that applies. */
    static List<Candidate> in(Sentence sentence) {
        Candidates candidates = new Candidates(sentence);
        candidates.quotes();
        candidates.datesAndNumbers();
        candidates.names();
        candidates.phrases();
        return candidates.found;
    }

    private void add(Candidate.Kind kind, int first, int last) {
        if (first <= last && spans.add(((long) first << 32) | last)) {
            found.add(Candidate.of(sentence, kind, first, last));
        }
    }

    private void quotes() {
        for (int i = 0; i + 2 < words.size(); i++) {
            Optional<String> closing = closing(words.get(i));
            if (closing.isEmpty() || words.get(i).end() != words.get(i + 1).start()) {
                continue;
            }
            for (int j = i + 2; j < Math.min(words.size(), i + LONGEST_QUOTE + 2); j++) {
                if (words.get(j).is(closing.get())) {
                    int last = words.get(j - 1).is(",") || words.get(j - 1).is(".") ? j - 2 : j - 1;
                    add(Candidate.Kind.QUOTED, i + 1, last);
                    i = j;
                    break;
                }
            }
        }
    }

    private static Optional<String> closing(Word word) {
        return switch (word.text()) {
            case "\"" -> Optional.of("\"");
            case "“" -> Optional.of("”");
            case "*" -> Optional.of("*");
            case "_" -> Optional.of("_");
            default -> Optional.empty();
        };
    }

    private void datesAndNumbers() {
        for (int i = 0; i < words.size(); i++) {
            int date = date(i);
            if (date >= 0) {
                add(Candidate.Kind.DATE, i, date);
                i = date;
            } else if (Numerals.isNumber(words.get(i))) {
                i = number(i);
            }
        }
    }

    /** The last word of a date that starts here, or -1. */
    private int date(int i) {
        Word word = words.get(i);
        if (Numerals.isMonth(word)) {
            int day = i + 1 < words.size() && Numerals.isDay(words.get(i + 1)) ? i + 1 : i;
            int year = yearBehind(day);
            return year > 0 ? year : day == i && !word.is("May") && !word.is("March") ? i : day > i ? day : -1;
        }
        if (Numerals.isDay(word)) {
            int month = i + 1 < words.size() && words.get(i + 1).is("of") ? i + 2 : i + 1;
            if (month < words.size() && Numerals.isMonth(words.get(month))) {
                int year = yearBehind(month);
                return year > 0 ? year : month;
            }
            if (i + 1 < words.size() && words.get(i + 1).is("century")) {
                return i + 1;
            }
        }
        if (Numerals.isDecade(word)) {
            return i;
        }
        boolean early = Numerals.isEarlyYear(word)
                && i > 0
                && YEAR_PREPOSITIONS.contains(words.get(i - 1).text().toLowerCase(Locale.ROOT))
                && (i + 1 == words.size() || words.get(i + 1).form() != Word.Form.PLAIN);
        if (early) {
            return i;
        }
        if (Numerals.isYear(word)) {
            boolean counts = i + 1 < words.size()
                    && words.get(i + 1).form() == Word.Form.PLAIN
                    && sentence.joined(i)
                    && words.get(i + 1).text().endsWith("s")
                    && i > 0
                    && words.get(i - 1).form() != Word.Form.FUNCTION;
            if (counts) {
                add(Candidate.Kind.DATE, i, i);
                return -1;
            }
            boolean range = i + 2 < words.size()
                    && (words.get(i + 1).is("–") || words.get(i + 1).is("-"))
                    && words.get(i + 2).form() == Word.Form.NUMBER
                    && words.get(i + 2).start() == word.end() + 1;
            if (range) {
                add(Candidate.Kind.DATE, i, i);
                return i + 2;
            }
            return i;
        }
        return -1;
    }

    private int yearBehind(int index) {
        int year = index + 1 < words.size() && words.get(index + 1).is(",") ? index + 2 : index + 1;
        return year < words.size() && Numerals.isYear(words.get(year)) ? year : -1;
    }

    /** Adds the number that starts here, alone and with what it counts; gives its last word. */
    private int number(int i) {
        int last = i;
        while (last + 1 < words.size()
                && sentence.joined(last)
                && (Numerals.isScale(words.get(last + 1)) || words.get(last + 1).is("percent"))) {
            last++;
        }
        boolean lone = last == i && words.get(i).text().equalsIgnoreCase("one");
        if (!lone) {
            add(Candidate.Kind.NUMBER, i, last);
        }
        if (last + 1 < words.size() && words.get(last + 1).form() == Word.Form.PLAIN && sentence.joined(last)) {
            add(Candidate.Kind.NUMBER, i, last + 1);
        }
        return last;
    }

    private void names() {
        int i = 0;
        while (i < words.size()) {
            if (!startsName(i)) {
                i++;
                continue;
            }
            int last = endOfName(i);
            addName(i, last);
            boolean paired = last + 2 < words.size() && words.get(last + 1).is(",") && startsName(last + 2);
            if (paired) {
                add(Candidate.Kind.NAMES, i, endOfName(last + 2));
            }
            i = last + 1;
        }
    }

    private boolean startsName(int i) {
        return words.get(i).form() == Word.Form.NAME && !Numerals.isMonth(words.get(i)) && !isWeekday(words.get(i));
    }

    private static boolean isWeekday(Word word) {
        return word.text().endsWith("day") && WEEKDAYS.contains(word.text());
    }

    private int endOfName(int first) {
        int last = first;
        int next = first + 1;
        while (next < words.size() && next - first < LONGEST_NAME && sentence.joined(next - 1)) {
            Word word = words.get(next);
            if (Numerals.isMonth(word)) {
                break;
            }
            boolean part = word.form() == Word.Form.NAME
                    || (word.form() == Word.Form.NUMBER && !Numerals.isYear(word) && last == next - 1)
                    || (word.form() == Word.Form.FUNCTION && word.isCapital() && next > first);
            if (part) {
                last = word.form() == Word.Form.FUNCTION ? last : next;
            } else if (!CONNECTORS.contains(word.text())) {
                break;
            }
            next++;
        }
        return last;
    }

    /** A name, and the parts before and behind its connecting words. */
    private void addName(int first, int last) {
        add(Candidate.Kind.NAME, first, last);
        int start = first;
        for (int i = first; i <= last; i++) {
            Word word = words.get(i);
            if (word.is("of") || word.is("and") || word.is("in") || word.is("for") || word.is("on")) {
                add(Candidate.Kind.NAME, start, i - 1);
                int next = i + 1;
                while (next < last && words.get(next).form() == Word.Form.FUNCTION) {
                    next++;
                }
                if (word.is("and") || word.is("in") || word.is("on") || word.is("for")) {
                    start = next;
                }
                add(Candidate.Kind.NAME, next, last);
            }
        }
    }

    private void phrases() {
        int i = 0;
        while (i < words.size()) {
            if (!words.get(i).isContent()) {
                i++;
                continue;
            }
            int last = i;
            while (last + 1 < words.size() && words.get(last + 1).isContent() && sentence.joined(last)) {
                last++;
            }
            phrase(i, last);
            i = last + 1;
        }
    }

    /** A run of content words, its parts around words that look like verbs, and what a connector joins to them. */
    private void phrase(int first, int last) {
        int start = first;
        for (int i = first; i <= last; i++) {
            if (looksVerbal(words.get(i))) {
                part(start, i - 1, false);
                start = i + 1;
            }
        }
        part(start, last, true);
        if (start > first) {
            part(first, last, false);
        }
    }

    private void part(int first, int last, boolean continued) {
        if (first > last || words.subList(first, last + 1).stream().anyMatch(Numerals::isMonth)) {
            return;
        }
        int from = Math.max(first, last - LONGEST_PHRASE + 1);
        add(Candidate.Kind.PHRASE, from, last);
        if (last > from) {
            add(Candidate.Kind.PHRASE, last, last);
        }
        if (continued
                && last + 2 < words.size()
                && PHRASE_CONNECTORS.contains(words.get(last + 1).text())) {
            int next = last + 2;
            while (next < words.size()
                    && Set.of("the", "a", "an", "its", "their")
                            .contains(words.get(next).text())) {
                next++;
            }
            int end = next;
            while (end < words.size()
                    && end - next < LONGEST_PHRASE
                    && words.get(end).isContent()
                    && (end == next || sentence.joined(end - 1))) {
                end++;
            }
            if (end > next) {
                add(Candidate.Kind.PHRASE, from, end - 1);
            }
        }
    }

    private static boolean looksVerbal(Word word) {
        String text = word.text();
        return word.form() == Word.Form.PLAIN
                && ((text.endsWith("ed") && text.length() > 4)
                        || text.endsWith("ly")
                        || Lexicon.concept(text).equals("write")
                        || Set.of(
                                        "became",
                                        "become",
                                        "becomes",
                                        "made",
                                        "makes",
                                        "took",
                                        "began",
                                        "won",
                                        "gave",
                                        "came",
                                        "went",
                                        "held",
                                        "led",
                                        "left",
                                        "found",
                                        "said",
                                        "including",
                                        "include",
                                        "includes",
                                        "using",
                                        "known",
                                        "born",
                                        "contains",
                                        "consists",
                                        "refers",
                                        "means")
                                .contains(text.toLowerCase(Locale.ROOT)));
    }
}
