package dev.winnow.retrievers.rerank;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import dev.winnow.retrievers.LanguageModels;
import dev.winnow.retrievers.RetrievalUsage;
import dev.winnow.retrievers.RetrieverTools;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A language model orders the passages (RankGPT; Sun et al., Is ChatGPT Good at Search?, EMNLP 2023, section 3.2): it is
 * shown a window of numbered passages and names them from the best to the worst; the window slides from the end of the
 * pool to its beginning, so that good passages move up with it. Of a reply, {@code [2] > [1] > [3]}, what is named twice
 * counts once, and what is not named follows in its old order; a reply that names nothing leaves the window as it is and is
 * counted. A hit's score is the inverse of its new rank.
 *
 * @param model the id of the language model among the experiment's
 * @param window how many passages are shown at once, at least 2
 * @param step how far the window slides, from 1 to below {@code window}
 * @param words how many words of each passage are shown at most; of a longer one the first
 * @param prompt the template that words the request
 */
public record Listwise(
        @Reference("models") String model,
        @Default("20") int window,
        @Default("10") int step,
        @Default("300") int words,
        @Default("rank") String prompt)
        implements RerankerSpec {
    private static final Pattern BRACKETED = Pattern.compile("\\[\\s*(\\d{1,9})\\s*\\]");
    private static final Pattern BARE = Pattern.compile("\\b(\\d{1,9})\\b");

    public Listwise {
        if (window < 2) {
            throw new IllegalArgumentException("window must be at least 2, got " + window);
        }
        if (step < 1 || step >= window) {
            throw new IllegalArgumentException(
                    "step must be at least 1 and below window, which is " + window + ", got " + step);
        }
        if (words < 1) {
            throw new IllegalArgumentException("words must be at least 1, got " + words);
        }
        if (!prompt.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "prompt is a template's name, the file's without .yaml, got '" + prompt + "'");
        }
    }

    @Override
    public Reranker open(RetrieverTools tools) {
        return (query, candidates) -> rerank(tools.models(), query, candidates);
    }

    private Reranked rerank(LanguageModels models, String query, List<Candidate> candidates) {
        List<LanguageModels.Titled> passages = candidates.stream()
                .map(candidate -> new LanguageModels.Titled(
                        candidate.title(), shortened(candidate.passage().text())))
                .toList();
        Integer[] order = new Integer[candidates.size()];
        Arrays.setAll(order, i -> i);
        RetrievalUsage usage = RetrievalUsage.NONE;
        int end = order.length;
        boolean more = order.length > 1;
        while (more) {
            int begin = Math.max(0, end - window);
            List<Integer> shown = Arrays.asList(order).subList(begin, end);
            LanguageModels.Reply reply = models.ask(
                    model,
                    new LanguageModels.Request.Rank(
                            prompt, query, shown.stream().map(passages::get).toList()));
            List<Integer> named = named(reply.text().orElse(""), shown.size());
            usage = usage.plus(named.isEmpty() ? reply.usage().withUnusable() : reply.usage());
            List<Integer> reordered =
                    completed(named, shown.size()).stream().map(shown::get).toList();
            for (int i = 0; i < reordered.size(); i++) {
                order[begin + i] = reordered.get(i);
            }
            end -= step;
            // A model that cannot do it at all need not be asked again.
            more = begin > 0 && reply.text().isPresent();
        }
        Float[] scores = new Float[order.length];
        for (int rank = 1; rank <= order.length; rank++) {
            scores[order[rank - 1]] = 1f / rank;
        }
        return new Reranked(List.of(scores), usage);
    }

    private String shortened(String text) {
        String[] some = text.strip().split("\\s+", words + 1);
        return some.length <= words ? text : Arrays.stream(some).limit(words).collect(Collectors.joining(" "));
    }

    /** The passages that a reply names, from 0, each once; numbers without brackets count only where none has any. */
    static List<Integer> named(String reply, int passages) {
        List<Integer> bracketed = numbers(BRACKETED, reply, passages);
        return bracketed.isEmpty() && reply.contains(">") ? numbers(BARE, reply, passages) : bracketed;
    }

    private static List<Integer> numbers(Pattern pattern, String reply, int passages) {
        Set<Integer> named = new LinkedHashSet<>();
        Matcher number = pattern.matcher(reply);
        while (number.find()) {
            int place = Integer.parseInt(number.group(1)) - 1;
            if (place >= 0 && place < passages) {
                named.add(place);
            }
        }
        return List.copyOf(named);
    }

    private static List<Integer> completed(List<Integer> named, int passages) {
        Set<Integer> all = new LinkedHashSet<>(named);
        for (int place = 0; place < passages; place++) {
            all.add(place);
        }
        return new ArrayList<>(all);
    }
}
