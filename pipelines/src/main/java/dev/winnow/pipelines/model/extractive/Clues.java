package dev.winnow.pipelines.model.extractive;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Gathers what speaks for and against candidates. */
final class Clues {
    private static final Set<String> OF_PLACE =
            Set.of("in", "at", "near", "from", "to", "on", "into", "outside", "through");
    private static final Set<String> OF_TIME =
            Set.of("in", "on", "since", "from", "until", "during", "by", "between", "around");
    private static final Set<String> COPULAS = Set.of("is", "was", "are", "were", "be", "as", "being");
    private static final Set<String> ARTICLES = Set.of("the", "a", "an", "his", "her", "its", "their");
    private static final Set<String> VERBS = Set.of(
            "set", "held", "thought", "made", "took", "began", "became", "come", "came", "gave", "went", "found",
            "left", "led", "won", "said", "get", "got", "run", "ran", "put", "kept", "brought", "built", "called",
            "used");
    private static final Set<String> BETWEEN =
            Set.of("the", "a", "an", "of", ",", "is", "was", "named", "called", "\"", "“", "”", "as");
    private static final Set<String> LENGTHS =
            concepts("metre meter m feet foot ft kilometre kilometer km mile yard inch"
                    + " centimetre centimeter cm millimetre millimeter mm");
    private static final Map<String, Set<String>> UNITS = Map.of(
            "height",
            LENGTHS,
            "deep",
            LENGTHS,
            "wide",
            LENGTHS,
            "far",
            LENGTHS,
            "length",
            concepts("metre meter m feet foot ft kilometre kilometer km mile yard inch cm mm minute hour day week"
                    + " month year second"),
            "time",
            concepts("minute hour second day week month year"),
            "age",
            concepts("year month day old"),
            "weigh",
            concepts("kilogram kg pound lb tonne ton gram"));
    private static final Set<String> DASHES = Set.of("–", "—");
    private static final int ACROSS_DASH = 6;
    private static final int SENTENCES_COUNTED = 200;

    private final Reading reading;
    private final Set<String> asked = new HashSet<>();
    private final Map<String, Integer> named = new HashMap<>();

    private static Set<String> concepts(String words) {
        return Arrays.stream(words.split(" ")).map(Lexicon::concept).collect(Collectors.toUnmodifiableSet());
    }

    Clues(Reading reading) {
        this.reading = reading;
        for (QuestionForm.Term term : reading.question().terms()) {
            asked.add(term.concept());
        }
        reading.best(reading.matches(), Met.none(asked.size()), SENTENCES_COUNTED)
                .forEach(match -> match.sentence().words().stream()
                        .filter(word -> word.form() == Word.Form.NAME)
                        .forEach(word -> named.merge(word.concept(), 1, Integer::sum)));
    }

    /** Whether a candidate says nothing that the question does not say. */
    boolean isAsked(Candidate candidate, Match match, ExpectedAnswer expected) {
        return !candidate.concepts().isEmpty()
                && asked.containsAll(candidate.concepts())
                && !isPlaceInName(candidate, match, expected);
    }

    /** Whether it is a place behind its preposition that something is named after, as in "the Tarvos Bridge is in Tarvos". */
    private boolean isPlaceInName(Candidate candidate, Match match, ExpectedAnswer expected) {
        return expected.kind() == ExpectedAnswer.Kind.PLACE
                && candidate.kind() == Candidate.Kind.NAME
                && OF_PLACE.contains(previous(candidate, match.sentence().words()))
                && !candidate.concepts().equals(match.page().name());
    }

    /** The word before a candidate, articles aside; empty where there is none. */
    private static String previous(Candidate candidate, List<Word> words) {
        int before = candidate.first() - 1;
        while (before > 0 && ARTICLES.contains(lower(words, before))) {
            before--;
        }
        return candidate.kind() == Candidate.Kind.TITLE || before < 0 ? "" : lower(words, before);
    }

    /** The clues for a candidate of a sentence, given what had been met of the question before it. */
    Tally of(Candidate candidate, Match match, Met met, ExpectedAnswer expected) {
        Tally clues = new Tally();
        Sentence sentence = match.sentence();
        List<Word> words = sentence.words();
        Candidate.Kind kind = candidate.kind();
        clues.add(Clue.FIT, fit(candidate, expected));
        nearness(clues, candidate, match, met);
        long shared = candidate.concepts().stream().filter(asked::contains).count();
        clues.add(
                Clue.OVERLAP,
                candidate.concepts().isEmpty() || isPlaceInName(candidate, match, expected)
                        ? 0
                        : (double) shared / candidate.concepts().size());
        boolean title = kind == Candidate.Kind.TITLE;
        String previous = previous(candidate, words);
        boolean agent =
                expected.kind() == ExpectedAnswer.Kind.PERSON || expected.kind() == ExpectedAnswer.Kind.ORGANISATION;
        clues.mark(Clue.BY, agent && previous.equals("by"));
        clues.mark(Clue.PLACE_PREPOSITION, expected.kind() == ExpectedAnswer.Kind.PLACE && OF_PLACE.contains(previous));
        clues.mark(Clue.TIME_PREPOSITION, expected.kind() == ExpectedAnswer.Kind.DATE && OF_TIME.contains(previous));
        clues.mark(Clue.COPULA, COPULAS.contains(previous));
        clues.mark(Clue.SUBJECT, agent && isSubject(candidate, match));
        focus(clues, candidate, match, expected);
        boolean isTitle = candidate.concepts().equals(match.page().name());
        clues.mark(Clue.TITLE, isTitle);
        clues.mark(
                Clue.TITLE_PART,
                !isTitle
                        && !candidate.concepts().isEmpty()
                        && match.page().name().containsAll(candidate.concepts()));
        clues.add(Clue.EARLY, 1.0 / (1 + sentence.ordinal()));
        clues.add(Clue.WORDS, Math.log(Math.max(1, candidate.last() - candidate.first() + 1)));
        if (candidate.isName() && !candidate.concepts().isEmpty()) {
            clues.add(
                    Clue.REPEATED,
                    Math.log(Math.max(1, named.getOrDefault(candidate.concepts().getLast(), 1))));
        }
        clues.mark(
                Clue.BRACKETED,
                !title
                        && isBracketed(words, candidate.first())
                        && (sentence.ordinal() > 0 || LifeDates.in(sentence).isEmpty()));
        clues.mark(Clue.INITIAL, candidate.first() == 0 && candidate.last() == 0);
        clues.mark(Clue.UNIT, counts(candidate, words, expected));
        clues.add(Clue.SAYS_KIND, saysKind(candidate, sentence, expected));
        clues.add(Clue.MEASURE, measure(candidate, words, expected));
        clues.mark(Clue.PHRASE, kind == Candidate.Kind.PHRASE);
        clues.mark(Clue.PLACE_PAIR, kind == Candidate.Kind.NAMES && expected.kind() == ExpectedAnswer.Kind.PLACE);
        clues.mark(Clue.AFTER_RELATION, followsRelation(candidate, match));
        clues.mark(
                Clue.VERBAL,
                kind == Candidate.Kind.PHRASE
                        && candidate.first() == candidate.last()
                        && looksVerbal(words.get(candidate.first()).text()));
        clues.mark(
                Clue.ARTICLE,
                candidate.first() > 0 && !title && ARTICLES.contains(lower(words, candidate.first() - 1)));
        int next = candidate.last() + 1;
        clues.mark(
                Clue.MODIFIER,
                !title
                        && next < words.size()
                        && words.get(next).form() == Word.Form.PLAIN
                        && match.sentence().joined(candidate.last())
                        && !looksVerbal(words.get(next).text()));
        return clues;
    }

    private boolean followsRelation(Candidate candidate, Match match) {
        for (Match.Hit hit : match.hits()) {
            int gap = hit.word() < candidate.first()
                    ? gap(candidate, hit, match.sentence().words())
                    : 0;
            if (gap >= 1
                    && gap <= 3
                    && reading.question().terms().get(hit.term()).role() == QuestionForm.Role.RELATION) {
                return true;
            }
        }
        return false;
    }

    private static boolean looksVerbal(String word) {
        return word.endsWith("ed") || word.endsWith("ing") || word.endsWith("ly") || VERBS.contains(word);
    }

    private void nearness(Tally clues, Candidate candidate, Match match, Met met) {
        double[] weights = reading.weights();
        double[] near = new double[weights.length];
        double relation = 0;
        for (Match.Hit hit : match.hits()) {
            int gap = gap(candidate, hit, match.sentence().words());
            double nearness = 1.0 / (1 + Math.max(0, gap - 1) * 0.35);
            near[hit.term()] = Math.max(near[hit.term()], nearness);
            boolean isNew = met.of(hit.term()) < match.met().of(hit.term());
            if (isNew
                    && reading.question().terms().get(hit.term()).role() == QuestionForm.Role.RELATION
                    && (gap > 0 || candidate.kind() == Candidate.Kind.DATE)) {
                relation = Math.max(relation, nearness);
            }
        }
        double sum = 0;
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            double fresh = match.met().of(i) > met.of(i) ? 1 : 0.2;
            sum += fresh * weights[i] * near[i];
            total += fresh * weights[i];
        }
        clues.add(Clue.NEAR, total == 0 ? 0 : sum / total);
        clues.add(Clue.NEAR_RELATION, relation);
    }

    /** Words between a candidate and a term; a dash, as between birth and death, counts for many. */
    private static int gap(Candidate candidate, Match.Hit hit, List<Word> words) {
        int from = Math.min(hit.word(), candidate.first());
        int to = Math.max(hit.word(), candidate.first());
        int gap = hit.word() < candidate.first()
                ? candidate.first() - hit.word()
                : Math.max(0, hit.word() - Math.max(candidate.first(), candidate.last()));
        return gap > 0 && anyDash(words, from, to) ? gap + ACROSS_DASH : gap;
    }

    /** Not by a stream: it is asked for every term and every candidate. */
    private static boolean anyDash(List<Word> words, int from, int to) {
        for (int i = from; i < to; i++) {
            if (DASHES.contains(words.get(i).text())) {
                return true;
            }
        }
        return false;
    }

    private boolean isSubject(Candidate candidate, Match match) {
        int first = Integer.MAX_VALUE;
        for (Match.Hit hit : match.hits()) {
            if (reading.question().terms().get(hit.term()).role() == QuestionForm.Role.RELATION) {
                first = Math.min(first, hit.word());
            }
        }
        return first != Integer.MAX_VALUE && candidate.last() < first && first - candidate.last() <= 4;
    }

    private void focus(Tally clues, Candidate candidate, Match match, ExpectedAnswer expected) {
        if (expected.noun().isEmpty()) {
            return;
        }
        String noun = expected.noun().get();
        List<Word> words = match.sentence().words();
        clues.mark(Clue.FOCUS_NEAR, isBeside(noun, candidate, words));
        if (candidate.isName()) {
            Set<String> classes = classes(candidate);
            clues.mark(Clue.FOCUS_CLASS, classes.contains(noun));
            clues.mark(
                    Clue.OTHER_CLASS,
                    !classes.isEmpty() && !classes.contains(noun) && expected.kind() != ExpectedAnswer.Kind.THING);
        }
    }

    /** What the page of a candidate says that it is; empty where there is no such page. */
    private Set<String> classes(Candidate candidate) {
        return reading.pagesOf(candidate.concepts()).stream()
                .filter(page -> page.name().equals(candidate.concepts()))
                .map(Page::classes)
                .findFirst()
                .orElse(Set.of());
    }

    /** Whether a noun is part of a candidate or says what it is: "the river X", "the X River", "X, a river". */
    private static boolean isBeside(String noun, Candidate candidate, List<Word> words) {
        if (candidate.concepts().contains(noun)) {
            return true;
        }
        int before = candidate.first() - 1;
        while (before > 0 && candidate.first() - before < 4 && BETWEEN.contains(lower(words, before))) {
            before--;
        }
        if (before >= 0 && isNoun(words.get(before), noun)) {
            return true;
        }
        int after = Math.max(candidate.last(), candidate.first() - 1) + 1;
        int limit = Math.min(words.size(), after + 4);
        while (after < limit && BETWEEN.contains(lower(words, after))) {
            after++;
        }
        return after < words.size()
                && (isNoun(words.get(after), noun)
                        || (after + 1 < words.size()
                                && words.get(after).form() == Word.Form.PLAIN
                                && isNoun(words.get(after + 1), noun)));
    }

    /** Whether a word is this noun, and not a verb of the same concept: "publisher", not "published". */
    private static boolean isNoun(Word word, String noun) {
        return word.concept().equals(noun)
                && !word.text().endsWith("ed")
                && !word.text().endsWith("ing");
    }

    private static int saysKind(Candidate candidate, Sentence sentence, ExpectedAnswer expected) {
        ExpectedAnswer.Kind asked = expected.kind();
        if (candidate.kind() != Candidate.Kind.NAME || candidate.first() == candidate.last()) {
            return 0;
        }
        int says = 0;
        for (Word word : sentence.words().subList(candidate.first(), candidate.last() + 1)) {
            ExpectedAnswer.Kind kind = ExpectedAnswer.kindOf(word.text());
            if (kind == asked) {
                boolean another = asked == ExpectedAnswer.Kind.PLACE
                        && expected.noun().isPresent()
                        && !candidate.concepts().contains(expected.noun().get());
                return another ? -1 : 1;
            }
            boolean other = kind == ExpectedAnswer.Kind.PLACE
                    || kind == ExpectedAnswer.Kind.ORGANISATION
                    || kind == ExpectedAnswer.Kind.WORK;
            says = other ? -1 : says;
        }
        boolean named = asked == ExpectedAnswer.Kind.PERSON
                || asked == ExpectedAnswer.Kind.PLACE
                || asked == ExpectedAnswer.Kind.ORGANISATION
                || asked == ExpectedAnswer.Kind.WORK;
        return named ? says : 0;
    }

    private static int measure(Candidate candidate, List<Word> words, ExpectedAnswer expected) {
        if (candidate.kind() != Candidate.Kind.NUMBER || expected.noun().isEmpty()) {
            return 0;
        }
        Set<String> units = UNITS.get(expected.noun().get());
        if (units == null) {
            return 0;
        }
        for (int i = candidate.first(); i <= Math.min(words.size() - 1, candidate.last() + 1); i++) {
            if (units.contains(words.get(i).concept())) {
                return 1;
            }
        }
        return -1;
    }

    private static boolean isBracketed(List<Word> words, int at) {
        for (int i = at - 1; i >= 0; i--) {
            if (words.get(i).is(")")) {
                return false;
            }
            if (words.get(i).is("(")) {
                return true;
            }
        }
        return false;
    }

    private static boolean counts(Candidate candidate, List<Word> words, ExpectedAnswer expected) {
        if (candidate.kind() != Candidate.Kind.NUMBER || expected.noun().isEmpty()) {
            return false;
        }
        for (int i = candidate.last() + 1; i <= Math.min(words.size() - 1, candidate.last() + 3); i++) {
            if (words.get(i).concept().equals(expected.noun().get())) {
                return true;
            }
        }
        return false;
    }

    /** How well the form of a candidate, and what its page says of it, fits what is asked for. */
    private double fit(Candidate candidate, ExpectedAnswer expected) {
        double byForm = byForm(candidate.kind(), expected.kind());
        if (!candidate.isName() || byForm < 0) {
            return byForm;
        }
        for (Page page : reading.pagesOf(candidate.concepts())) {
            if (page.name().equals(candidate.concepts()) && !page.classes().isEmpty()) {
                return byClass(page, expected.kind(), byForm);
            }
        }
        return byForm;
    }

    private static double byClass(Page page, ExpectedAnswer.Kind kind, double otherwise) {
        if (kind == ExpectedAnswer.Kind.THING || kind == ExpectedAnswer.Kind.REASON) {
            return otherwise;
        }
        boolean any = false;
        for (String noun : page.classes()) {
            ExpectedAnswer.Kind of = ExpectedAnswer.kindOf(noun);
            if (of == kind || (kind == ExpectedAnswer.Kind.PERSON && of == ExpectedAnswer.Kind.ORGANISATION)) {
                return 1.2;
            }
            any |= of != ExpectedAnswer.Kind.THING;
        }
        return any ? -0.5 : otherwise;
    }

    private static double byForm(Candidate.Kind form, ExpectedAnswer.Kind kind) {
        return switch (kind) {
            case PERSON ->
                switch (form) {
                    case NAME, TITLE -> 1;
                    case QUOTED, PHRASE -> -0.2;
                    case NAMES -> -0.6;
                    case DATE, NUMBER -> -1;
                };
            case ORGANISATION ->
                switch (form) {
                    case NAME, TITLE -> 1;
                    case QUOTED, PHRASE -> 0.1;
                    case NAMES -> -0.4;
                    case DATE, NUMBER -> -1;
                };
            case PLACE ->
                switch (form) {
                    case NAME, NAMES -> 1;
                    case TITLE -> 0.5;
                    case PHRASE -> 0.1;
                    case QUOTED -> -0.6;
                    case DATE, NUMBER -> -1;
                };
            case WORK ->
                switch (form) {
                    case QUOTED -> 1;
                    case NAME, TITLE -> 0.8;
                    case PHRASE -> 0;
                    case NAMES -> -0.3;
                    case DATE, NUMBER -> -0.8;
                };
            case DATE ->
                switch (form) {
                    case DATE -> 1;
                    case NUMBER, PHRASE -> -0.4;
                    case NAME, NAMES, QUOTED, TITLE -> -0.7;
                };
            case NUMBER ->
                switch (form) {
                    case NUMBER -> 1;
                    case DATE -> -0.5;
                    case PHRASE -> -0.3;
                    case NAME, NAMES, QUOTED, TITLE -> -0.8;
                };
            case YES_NO, REASON, THING ->
                switch (form) {
                    case PHRASE, QUOTED -> 0.6;
                    case NAME -> 0.5;
                    case TITLE -> 0.3;
                    case NAMES, NUMBER -> 0;
                    case DATE -> -0.5;
                };
        };
    }

    private static String lower(List<Word> words, int at) {
        return words.get(at).text().toLowerCase(Locale.ROOT);
    }
}
