package dev.winnow.retrievers;

import dev.winnow.indexer.spec.Default;
import dev.winnow.indexer.spec.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Another retriever asked several times: with the question as it is, and with reformulations that a language model writes;
 * the rankings are fused. A reply without any reformulation leaves the question alone, and is counted.
 *
 * @param of the name of the retriever that is asked
 * @param model the id of the language model among the experiment's
 * @param queries how many reformulations are asked for
 * @param method how the rankings become one; the question's own is the first of them
 * @param depth how deep the retriever is asked, at least; the query's depth where that is more
 * @param prompt the template that words the request
 */
public record MultiQuery(
        @Reference("retrievers") String of,
        @Reference("models") String model,
        @Default("3") int queries,
        @Default("rrf") FusionMethod method,
        @Default("100") int depth,
        @Default("rewrite") String prompt)
        implements RetrieverSpec {
    /** What models put before the items of a list. */
    private static final Pattern BULLET = Pattern.compile("^\\s*(?:[-*\\u2022]|\\(?\\d{1,2}[.):])\\s+");

    public MultiQuery {
        if (queries < 1) {
            throw new IllegalArgumentException("queries must be at least 1, got " + queries);
        }
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1, got " + depth);
        }
        method.check(queries + 1);
        if (!prompt.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException(
                    "prompt is a template's name, the file's without .yaml, got '" + prompt + "'");
        }
    }

    /** A run that was made elsewhere has rankings for the data set's questions, and for no wording of them. */
    @Override
    public void check(Map<String, RetrieverSpec> named) {
        if (named.get(of) instanceof RunFile) {
            throw new IllegalArgumentException("multi-query searches by wordings of its own, and retriever '" + of
                    + "' has rankings for the data set's questions alone; use another retriever");
        }
    }

    @Override
    public Retriever open(RetrieverTools tools) {
        return new Expanded(tools.named().apply(of), tools.models(), this);
    }

    private record Expanded(Retriever of, LanguageModels models, MultiQuery spec) implements Retriever {
        @Override
        public Ranking retrieve(Query query) {
            return retrieveAll(List.of(query)).get(0);
        }

        @Override
        public List<Ranking> retrieveAll(List<Query> queries) {
            List<LanguageModels.Reply> replies = new ArrayList<>();
            List<Integer> counts = new ArrayList<>();
            List<Query> all = new ArrayList<>();
            for (Query query : queries) {
                LanguageModels.Reply reply = models.ask(
                        spec.model, new LanguageModels.Request.Rewrite(spec.prompt, query.text(), spec.queries));
                List<String> texts = texts(query.text(), reply.text().orElse(""), spec.queries);
                replies.add(
                        texts.size() > 1
                                ? reply
                                : new LanguageModels.Reply(
                                        reply.text(), reply.usage().withUnusable()));
                counts.add(texts.size());
                int deep = Math.max(spec.depth, query.depth());
                // The first is the question itself, which has its id.
                all.add(query.withDepth(deep));
                texts.stream().skip(1).forEach(text -> all.add(new Query(text, query.scope(), deep, query.level())));
            }
            List<Ranking> found = of.retrieveAll(all);
            List<Ranking> fused = new ArrayList<>();
            int from = 0;
            for (int i = 0; i < queries.size(); i++) {
                int to = from + counts.get(i);
                fused.add(spec.method
                        .fused(found.subList(from, to), queries.get(i))
                        .costing(replies.get(i).usage()));
                from = to;
            }
            return fused;
        }
    }

    /** The question, and behind it the lines of a reply that are other questions, so many at most. */
    static List<String> texts(String question, String reply, int most) {
        Set<String> seen = new HashSet<>(Set.of(alike(question)));
        List<String> texts = new ArrayList<>(List.of(question));
        reply.lines()
                .map(line -> BULLET.matcher(line).replaceFirst("").strip())
                .map(line -> line.length() > 2 && line.startsWith("\"") && line.endsWith("\"")
                        ? line.substring(1, line.length() - 1).strip()
                        : line)
                // A line such as "Here are three:" asks nothing.
                .filter(line -> !line.isEmpty() && !line.endsWith(":") && seen.add(alike(line)))
                .limit(most)
                .forEach(texts::add);
        return texts;
    }

    private static String alike(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
