package dev.winnow.app.forecast;

import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Price;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What a run would take from here on.
 *
 * @param experiment its name
 * @param answers that the run has in all
 * @param rows by model and strategy, in the order of the configuration
 * @param models the models, in the same order
 * @param prices of those that have one, by id
 * @param embeddings vectors that the run makes before its first call
 * @param rerankings what cross-encoders and servers of rerankers are given
 * @param notes what the figures rest on, one sentence each
 */
public record Forecast(
        String experiment,
        int answers,
        List<Row> rows,
        List<ModelSpec> models,
        Map<String, Price> prices,
        List<EmbeddingCost> embeddings,
        List<RerankingCost> rerankings,
        List<String> notes) {
    public Forecast {
        rows = List.copyOf(rows);
        models = List.copyOf(models);
        prices = Map.copyOf(prices);
        embeddings = List.copyOf(embeddings);
        rerankings = List.copyOf(rerankings);
        notes = List.copyOf(notes);
    }

    /**
     * What one strategy takes with one model.
     *
     * @param tally with those replies after which most calls follow
     * @param fewest with those after which fewest do; a strategy may then pay for calls that another one otherwise makes
     *     before it
     */
    public record Row(String strategy, ModelSpec model, Tally tally, Tally fewest) {
        /** Of a strategy whose calls do not depend on replies. */
        public Row(String strategy, ModelSpec model, Tally tally) {
            this(strategy, model, tally, tally);
        }
    }

    /**
     * What embedding takes.
     *
     * @param embedder its kind, and its model where a server has it
     * @param retrievers the names of the retrievers that search these vectors
     * @param passages to be embedded, 0 where their vectors are there
     * @param tokens of these and of the questions, by the experiment's tokenizer
     * @param usd what that costs; empty where the price is not known
     */
    public record EmbeddingCost(
            String embedder, List<String> retrievers, int passages, long tokens, OptionalDouble usd) {
        public EmbeddingCost {
            retrievers = List.copyOf(retrievers);
        }
    }

    /**
     * What reranking takes, of a reranker that scores each passage by itself.
     *
     * @param reranker its kind, and its model where a server has it
     * @param retrievers the names of the retrievers that rerank with it
     * @param requests to its server, 0 where it runs here
     * @param tokens of queries and passages by the experiment's tokenizer, before anything is cut
     * @param usd what that costs at most; empty where the price is not known
     */
    public record RerankingCost(
            String reranker, List<String> retrievers, long pairs, long requests, long tokens, OptionalDouble usd) {
        public RerankingCost {
            retrievers = List.copyOf(retrievers);
        }
    }

    /**
     * Money, in US dollars.
     *
     * @param expected with replies as long as expected, and nothing cached
     * @param atMost with replies as long as they may be, and nothing cached
     * @param cached with replies as long as expected, and a prefix cache that forgets nothing
     */
    public record Money(double expected, double atMost, double cached) {
        Money plus(Money other) {
            return new Money(expected + other.expected, atMost + other.atMost, cached + other.cached);
        }
    }

    /** Everything of one model, with most calls. */
    public Tally total(ModelSpec model) {
        return total(model, Row::tally);
    }

    /** The same with fewest calls. */
    public Tally fewest(ModelSpec model) {
        return total(model, Row::fewest);
    }

    private Tally total(ModelSpec model, Function<Row, Tally> which) {
        return rows.stream().filter(row -> row.model().equals(model)).map(which).reduce(Tally.NONE, Tally::plus);
    }

    /** Everything, with most calls. */
    public Tally total() {
        return rows.stream().map(Row::tally).reduce(Tally.NONE, Tally::plus);
    }

    /** The same with fewest calls. */
    public Tally fewest() {
        return rows.stream().map(Row::fewest).reduce(Tally.NONE, Tally::plus);
    }

    /** What calls of a model cost; empty where they are sent to a server whose price is not known. */
    public Optional<Money> money(ModelSpec model, Tally tally) {
        Price price = prices.get(model.id());
        if (price == null) {
            return model instanceof ChatSpec && tally.calls() > 0 ? Optional.empty() : Optional.of(new Money(0, 0, 0));
        }
        return Optional.of(
                new Money(price.of(tally.expected()), price.of(tally.atMost()), price.of(tally.ideallyCached())));
    }

    /** What all models with a known price cost together, with most calls. */
    public Money money() {
        return money(this::total);
    }

    /** The same with fewest calls. */
    public Money fewestMoney() {
        return money(this::fewest);
    }

    private Money money(Function<ModelSpec, Tally> which) {
        return models.stream()
                .map(model -> money(model, which.apply(model)))
                .flatMap(Optional::stream)
                .reduce(new Money(0, 0, 0), Money::plus);
    }

    /** What embedding costs, where every price is known. */
    public OptionalDouble embeddingMoney() {
        double sum = 0;
        for (EmbeddingCost embedding : embeddings) {
            if (embedding.usd().isEmpty()) {
                return OptionalDouble.empty();
            }
            sum += embedding.usd().getAsDouble();
        }
        return OptionalDouble.of(sum);
    }

    /** What servers of rerankers cost, as far as prices are known. */
    public double rerankingMoney() {
        return rerankings.stream()
                .mapToDouble(reranking -> reranking.usd().orElse(0))
                .sum();
    }

    /**
     * How long the calls of a model take at least.
     *
     * @param by what holds them back
     */
    public record Wait(Duration time, String by) {}

    /**
     * How long a model's calls take by what is known of its limits and of its replies, with most calls; empty where
     * nothing is known.
     */
    public Optional<Wait> time(ModelSpec model) {
        return time(model, total(model));
    }

    /** How long so many calls of a model take. */
    Optional<Wait> time(ModelSpec model, Tally all) {
        if (all.calls() == 0 || !(model instanceof ChatSpec chat)) {
            return Optional.empty();
        }
        Function<Double, Duration> minutes = count -> Duration.ofSeconds(Math.round(60 * count));
        Optional<Wait> wait = Optional.empty();
        if (chat.requestsPerMinute().isPresent()) {
            int limit = chat.requestsPerMinute().get();
            wait = longer(
                    wait,
                    new Wait(
                            minutes.apply(all.calls() / (double) limit),
                            String.format(Locale.ROOT, "%,d requests per minute", limit)));
        }
        if (chat.tokensPerMinute().isPresent()) {
            int limit = chat.tokensPerMinute().get();
            wait = longer(
                    wait,
                    new Wait(
                            minutes.apply((all.prompt() + all.replyAtMost()) / limit),
                            String.format(Locale.ROOT, "%,d tokens per minute", limit)));
        }
        if (all.learnt() > 0) {
            double each = all.seconds() / all.learnt();
            wait = longer(
                    wait,
                    new Wait(
                            Duration.ofMillis(Math.round(1000 * each * all.calls() / chat.concurrency())),
                            String.format(
                                    Locale.ROOT,
                                    "%d at once, %.1f s each in the mean so far",
                                    chat.concurrency(),
                                    each)));
        }
        return wait;
    }

    private static Optional<Wait> longer(Optional<Wait> one, Wait other) {
        return one.filter(wait -> wait.time().compareTo(other.time()) >= 0).or(() -> Optional.of(other));
    }
}
