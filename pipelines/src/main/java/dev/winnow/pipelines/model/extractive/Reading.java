package dev.winnow.pipelines.model.extractive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pages of a context read with a question in mind: how well each sentence meets it, and where names lead. */
final class Reading {
    private static final float BY_TITLE = 0.95f;
    private static final float BY_EARLIER_SENTENCE = 0.35f;
    /** What is left of an earlier sentence's term with each sentence that follows. */
    private static final float FADING = 0.7f;

    private static final float BY_KIND = 0.8f;
    private static final Set<String> PLACING = Set.of("in", "of", "from");
    private static final float BY_PLACE = 0.6f;
    private static final float BY_AGENT = 0.5f;
    private static final Set<String> AGENT_RELATIONS = Set.of(
            "write", "direct", "compose", "paint", "sing", "record", "create", "design", "publish", "play", "make");

    private final QuestionForm question;
    private final List<Page> pages;
    private final double[] weights;
    private final List<Match> matches = new ArrayList<>();
    private final Map<String, List<Integer>> pagesByWord = new HashMap<>();
    private final List<List<Match>> matchesByPage = new ArrayList<>();
    private final Map<String, List<Match>> matchesByName = new HashMap<>();
    private final Map<String, List<Instance>> instances = new HashMap<>();

    Reading(QuestionForm question, List<Page> pages) {
        this.question = question;
        this.pages = pages;
        for (int i = 0; i < pages.size(); i++) {
            for (String word : new HashSet<>(pages.get(i).name())) {
                pagesByWord.computeIfAbsent(word, none -> new ArrayList<>()).add(i);
            }
            instances(pages.get(i));
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < question.terms().size(); i++) {
            places.put(question.terms().get(i).concept(), i);
        }
        int[] frequencies = new int[question.terms().size()];
        int sentences = 0;
        for (Page page : pages) {
            sentences += page.sentences().size();
            match(page, places, frequencies);
        }
        weights = weights(frequencies, sentences);
    }

    /**
     * The name of something that is what a term of the question says, as a page about a country meets "country".
     */
    private record Instance(List<String> name, int term) {}

    private void instances(Page page) {
        if (page.name().isEmpty()) {
            return;
        }
        for (int i = 0; i < question.terms().size(); i++) {
            QuestionForm.Term term = question.terms().get(i);
            if (page.classes().contains(term.concept()) && isKindNoun(term)) {
                instances
                        .computeIfAbsent(page.name().getFirst(), none -> new ArrayList<>())
                        .add(new Instance(page.name(), i));
            }
        }
    }

    private boolean isKindNoun(QuestionForm.Term term) {
        return term.role() == QuestionForm.Role.FOCUS
                || (term.place() < question.words().size()
                        && ExpectedAnswer.isKindNoun(
                                question.words().get(term.place()).text()));
    }

    private void match(Page page, Map<String, Integer> places, int[] frequencies) {
        int n = question.terms().size();
        Met titled = Met.none(n);
        for (String word : page.name()) {
            Integer term = places.get(word);
            if (term != null) {
                titled.raise(term, BY_TITLE);
            }
        }
        List<Match> ofPage = new ArrayList<>();
        Met earlier = Met.none(n);
        boolean speaks = speaks(page, places);
        for (Sentence sentence : page.sentences()) {
            Met met = titled.copy();
            List<Match.Hit> hits = new ArrayList<>();
            int agent = sentence.agentMark();
            List<Word> words = sentence.words();
            for (int i = 0; i < words.size() && speaks; i++) {
                Word word = words.get(i);
                if (!word.isContent()) {
                    continue;
                }
                Integer term = places.get(word.concept());
                if (term != null) {
                    met.raise(term, 1);
                    hits.add(new Match.Hit(term, i));
                }
                if (word.form() == Word.Form.NAME && instances.containsKey(word.concept())) {
                    meetKind(words, i, met);
                }
            }
            if (sentence.ordinal() == 0 && (speaks || isOtherPlace(page))) {
                for (LifeDates.Implied implied : LifeDates.in(sentence)) {
                    Integer term = places.get(implied.concept());
                    if (term != null) {
                        met.raise(term, 1);
                        hits.add(new Match.Hit(term, implied.word()));
                    }
                }
                if (isPlacedBy(sentence) && isOtherPlace(page)) {
                    meetFocus(met);
                }
            }
            for (int term = 0; term < n; term++) {
                if (met.of(term) == 1) {
                    frequencies[term]++;
                }
                if (agent >= 0
                        && AGENT_RELATIONS.contains(question.terms().get(term).concept())
                        && met.of(term) == 0) {
                    met.raise(term, BY_AGENT);
                    hits.add(new Match.Hit(term, agent));
                }
            }
            Met later = Met.none(n);
            for (int term = 0; term < n; term++) {
                later.raise(term, met.of(term) == 1 ? 1 : earlier.of(term) * FADING);
                met.raise(term, earlier.of(term) * BY_EARLIER_SENTENCE);
            }
            earlier = later;
            Match match = new Match(page, sentence, matches.size(), met, hits);
            matches.add(match);
            ofPage.add(match);
            if (!hits.isEmpty()) {
                for (Word word : words) {
                    if (word.form() == Word.Form.NAME) {
                        List<Match> named = matchesByName.computeIfAbsent(word.concept(), none -> new ArrayList<>());
                        if (named.isEmpty() || named.getLast().order() != match.order()) {
                            named.add(match);
                        }
                    }
                }
            }
        }
        matchesByPage.add(ofPage);
    }

    /** Whether a page has any term, or names anything that is what a term says. */
    private boolean speaks(Page page, Map<String, Integer> places) {
        return places.keySet().stream().anyMatch(page.concepts()::contains)
                || instances.keySet().stream().anyMatch(page.concepts()::contains);
    }

    private void meetKind(List<Word> words, int at, Met met) {
        for (Instance instance : instances.get(words.get(at).concept())) {
            if (startsWith(words, at, instance.name())) {
                met.raise(instance.term(), BY_KIND);
            }
        }
    }

    /** Whether a page is about something that lies in a place of the kind asked for: a town, where a country is. */
    private boolean isOtherPlace(Page page) {
        return question.expected().kind() == ExpectedAnswer.Kind.PLACE
                && question.expected().noun().filter(page.classes()::contains).isEmpty()
                && !page.classes().isEmpty()
                && !page.classes().contains("person");
    }

    /** Whether a sentence says that something lies in something with a name. */
    private static boolean isPlacedBy(Sentence sentence) {
        for (int i = 0; i + 1 < sentence.words().size(); i++) {
            if (PLACING.contains(sentence.words().get(i).text())
                    && sentence.words().get(i + 1).form() == Word.Form.NAME) {
                return true;
            }
        }
        return false;
    }

    private void meetFocus(Met met) {
        for (int term = 0; term < met.size(); term++) {
            if (question.terms().get(term).role() == QuestionForm.Role.FOCUS) {
                met.raise(term, BY_PLACE);
            }
        }
    }

    private static boolean startsWith(List<Word> words, int at, List<String> name) {
        int i = at;
        for (String part : name) {
            while (i < words.size() && words.get(i).form() == Word.Form.FUNCTION && i > at) {
                i++;
            }
            if (i >= words.size() || !words.get(i).concept().equals(part)) {
                return false;
            }
            i++;
        }
        return true;
    }

    private double[] weights(int[] frequencies, int sentences) {
        double[] result = new double[frequencies.length];
        for (int i = 0; i < result.length; i++) {
            double rarity = Math.log(1 + (sentences - frequencies[i] + 0.5) / (frequencies[i] + 0.5));
            double role =
                    switch (question.terms().get(i).role()) {
                        case NAME -> 1.2;
                        case RELATION -> 1;
                        case FOCUS -> 0.5;
                    };
            result[i] = role * Math.max(0.3, rarity);
        }
        return result;
    }

    QuestionForm question() {
        return question;
    }

    List<Page> pages() {
        return pages;
    }

    /** What each term of the question counts for: rarer terms for more, as in BM25 over the sentences shown. */
    double[] weights() {
        return weights;
    }

    /** The weight of all terms that any sentence has. */
    double reachable() {
        Met any = Met.none(weights.length);
        for (Match match : matches) {
            for (int term = 0; term < weights.length; term++) {
                any.raise(term, match.met().of(term));
            }
        }
        double sum = 0;
        for (int term = 0; term < weights.length; term++) {
            sum += weights[term] * any.of(term);
        }
        return sum;
    }

    /** Every sentence shown, in order. */
    List<Match> matches() {
        return matches;
    }

    /** What a sentence adds to the terms that have been met so far. */
    double gain(Match match, Met met) {
        double gain = 0;
        for (int i = 0; i < met.size(); i++) {
            gain += weights[i] * Math.max(0, match.met().of(i) - met.of(i));
        }
        return gain;
    }

    /** The sentences that add most, best first; equal ones in the order shown. */
    List<Match> best(List<Match> among, Met met, int limit) {
        record Gaining(Match match, double gain) {}
        List<Gaining> gaining = new ArrayList<>();
        for (Match match : among) {
            double gain = gain(match, met);
            if (gain > 0) {
                gaining.add(new Gaining(match, gain));
            }
        }
        gaining.sort(Comparator.comparingDouble(Gaining::gain).reversed().thenComparingInt(each -> each.match()
                .order()));
        return gaining.stream().limit(limit).map(Gaining::match).toList();
    }

    /** The pages whose title is this name, or this name with more to it. */
    List<Page> pagesOf(List<String> name) {
        return numbersOf(name).stream().map(pages::get).toList();
    }

    private List<Integer> numbersOf(List<String> name) {
        if (name.isEmpty()) {
            return List.of();
        }
        List<Integer> exact = new ArrayList<>();
        List<Integer> longer = new ArrayList<>();
        for (int i : pagesByWord.getOrDefault(name.getLast(), List.of())) {
            if (pages.get(i).name().equals(name)) {
                exact.add(i);
            } else if (pages.get(i).name().containsAll(name)) {
                longer.add(i);
            }
        }
        return exact.isEmpty() ? longer : exact;
    }

    /** The sentences to read on in once a name was found: its pages' own, and others that mention it. */
    List<Match> about(List<String> name) {
        List<Match> found = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (int page : numbersOf(name)) {
            for (Match match : matchesByPage.get(page)) {
                seen.add(match.order());
                found.add(match);
            }
        }
        for (Match match : matchesByName.getOrDefault(name.getLast(), List.of())) {
            if (seen.add(match.order()) && mentions(match.sentence(), name)) {
                found.add(match);
            }
        }
        return found;
    }

    private static boolean mentions(Sentence sentence, List<String> name) {
        for (int i = 0; i < sentence.words().size(); i++) {
            if (sentence.words().get(i).concept().equals(name.getFirst()) && startsWith(sentence.words(), i, name)) {
                return true;
            }
        }
        return false;
    }
}
