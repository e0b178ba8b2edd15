package dev.winnow.app.cost;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Environment;
import dev.winnow.app.config.Kinds;
import dev.winnow.indexer.tokens.TokenSize;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.Price;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Prices of well-known models, each with its day and its source: {@code configs/prices.yaml}. */
public record PriceSheet(List<Entry> prices) {
    private static final String NAME = "prices.yaml";
    /** As OpenAI and Anthropic write it, and as Gemini would. */
    private static final Set<String> TIER = Set.of("service_tier", "serviceTier");

    private static final String PACKED = "/dev/winnow/app/prices.yaml";

    /**
     * The price of some names of one model.
     *
     * @param host of the server, as in its URL
     * @param models the server's names; {@code *} stands for any text
     * @param prompt US dollars per million prompt tokens
     * @param cachedPrompt US dollars per million prompt tokens that the server's prefix cache held; as {@code prompt}
     *     where left out
     * @param cacheWrite US dollars per million prompt tokens written to that cache; as {@code prompt} where left out
     * @param completion US dollars per million reply tokens
     * @param promptsUpTo the longest prompt that it holds for; any where left out
     * @param asOf the day, such as 2026-01-31, on which the source said so
     * @param source where that can be read
     */
    public record Entry(
            String host,
            List<String> models,
            double prompt,
            Optional<Double> cachedPrompt,
            Optional<Double> cacheWrite,
            double completion,
            Optional<TokenSize> promptsUpTo,
            String asOf,
            String source) {
        public Entry {
            models = List.copyOf(models);
            if (models.isEmpty()) {
                throw new IllegalArgumentException("models must name at least one");
            }
            if (!host.matches("[a-z0-9.-]+")) {
                throw new IllegalArgumentException(
                        "host is the name of a server in lower case, such as api.openai.com, got '" + host + "'");
            }
            if (!source.matches("https?://\\S+")) {
                throw new IllegalArgumentException("source is a URL, got '" + source + "'");
            }
            try {
                LocalDate.parse(asOf);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("as-of is a day such as 2026-01-31, got '" + asOf + "'", e);
            }
            requirePrice("prompt", prompt);
            cachedPrompt.ifPresent(price -> requirePrice("cached-prompt", price));
            cacheWrite.ifPresent(price -> requirePrice("cache-write", price));
            requirePrice("completion", completion);
        }

        private static void requirePrice(String key, double price) {
            if (!(price >= 0) || Double.isInfinite(price)) {
                throw new IllegalArgumentException(key + " must be at least 0, got " + price);
            }
        }

        /** What it says. */
        public Price price() {
            return new Price(prompt, cachedPrompt, cacheWrite, completion);
        }

        /** Whether prompts of a model are never longer than it holds for. */
        boolean covers(ChatSpec model) {
            return promptsUpTo.isEmpty()
                    || model.window()
                            .filter(window ->
                                    window.tokens() <= promptsUpTo.get().tokens())
                            .isPresent();
        }
    }

    /** The longest pattern of a sheet that a name fits, and its entry. */
    private record Match(String pattern, Entry entry) {}

    public PriceSheet {
        prices = List.copyOf(prices);
        Set<String> seen = new HashSet<>();
        for (Entry entry : prices) {
            for (String model : entry.models()) {
                if (!seen.add(entry.host() + " " + model)) {
                    throw new IllegalArgumentException(
                            "prices: two entries price '" + model + "' of " + entry.host() + "; remove one");
                }
            }
        }
    }

    /**
     * The program's own.
     *
     * @throws dev.winnow.indexer.spec.InputException with its problems
     */
    public static PriceSheet open(Environment environment) {
        Path file = environment.home().resolve("configs").resolve(NAME);
        return Files.exists(file) ? read(file) : packed();
    }

    /**
     * The sheet in a file.
     *
     * @throws dev.winnow.indexer.spec.InputException with its problems
     */
    public static PriceSheet read(Path file) {
        return ConfigFile.read(file, Environment::variable).bind(PriceSheet.class, Kinds.none());
    }

    /** From the program's archive: an application that uses Winnow has no folder of it. */
    private static PriceSheet packed() {
        try (InputStream in = PriceSheet.class.getResourceAsStream(PACKED)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its own " + NAME);
            }
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return ConfigFile.of(NAME, yaml, Path.of(""), Environment::variable).bind(PriceSheet.class, Kinds.none());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The field of a model's requests that asks for a service tier, which is charged at another price; mostly empty. */
    static Optional<String> tier(ChatSpec model) {
        return model.body().keySet().stream().filter(TIER::contains).findFirst();
    }

    /**
     * The entry for a model: the one that names it, else the one with the longest pattern that it fits. None where it asks
     * for a service tier.
     */
    Optional<Entry> of(ChatSpec model) {
        if (tier(model).isPresent()) {
            return Optional.empty();
        }
        String host = Optional.ofNullable(URI.create(model.baseUrl()).getHost())
                .orElse("")
                .toLowerCase(Locale.ROOT);
        return prices.stream()
                .filter(entry -> entry.host().equals(host))
                .flatMap(entry -> entry.models().stream().map(pattern -> new Match(pattern, entry)))
                .filter(match -> fits(model.model(), match.pattern()))
                .max(Comparator.<Match, Boolean>comparing(
                                match -> match.pattern().equals(model.model()))
                        .thenComparingInt(match -> match.pattern().length()))
                .map(Match::entry);
    }

    private static boolean fits(String name, String pattern) {
        return Pattern.compile("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E")
                .matcher(name)
                .matches();
    }
}
