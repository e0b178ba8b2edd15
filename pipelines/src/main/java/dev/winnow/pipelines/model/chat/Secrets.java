package dev.winnow.pipelines.model.chat;

import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.ModelServer;
import dev.winnow.pipelines.model.ChatSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the environment gives to one endpoint. It is sent and never written down.
 *
 * @param key the key, if there is one
 * @param headers values of headers by their names
 */
record Secrets(Optional<String> key, Map<String, String> headers) {
    /**
     * The key and the headers of an endpoint.
     *
     * @throws InputException if a variable is not set or holds what cannot be sent
     */
    static Secrets of(ChatSpec spec, Function<String, Optional<String>> environment) {
        Optional<String> key =
                new ModelServer(spec.baseUrl(), spec.apiKeyEnv()).key("model '" + spec.id() + "'", environment);
        Map<String, String> headers = new LinkedHashMap<>();
        spec.headersFromEnv().forEach((name, variable) -> {
            String value = environment
                    .apply(variable)
                    .map(String::strip)
                    .filter(given -> !given.isEmpty())
                    .orElseThrow(() -> new InputException("model '" + spec.id() + "' sends the header " + name
                            + " from the environment variable " + variable + ", which is not set; export it"));
            if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                throw new InputException("the environment variable " + variable
                        + " holds something that cannot be a header: line ends or characters beyond ASCII");
            }
            headers.put(name, value);
        });
        return new Secrets(key, headers);
    }

    /** A text of the server, in one line, with every secret struck out. */
    String struckFrom(String said) {
        List<String> longestFirst = new ArrayList<>(headers.values());
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        String open = said;
        for (String secret : longestFirst) {
            open = open.replace(secret, "***");
        }
        return ModelServer.quoted(open, key);
    }

    @Override
    public String toString() {
        return "Secrets[***]";
    }
}
