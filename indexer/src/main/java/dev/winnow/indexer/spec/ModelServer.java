package dev.winnow.indexer.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A server of models: where it is, which key it wants, and how its complaints are repeated without that key.
 *
 * @param baseUrl http or https, without a password and without a slash at its end
 * @param apiKeyEnv the environment variable that holds the key; a server on this machine needs none
 */
public record ModelServer(String baseUrl, String apiKeyEnv) {
    private static final int QUOTED = 300;
    /** Of a longer text no more is looked at: what is quoted stands at its beginning. */
    private static final int LOOKED_AT = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BEARER = Pattern.compile("(?i)bearer\\s+\\S+|\\bsk-[\\w*-]{4,}");

    /**
     * Checks the settings and takes spaces and slashes from the ends of the URL.
     *
     * @throws IllegalArgumentException with the rule and, where it can hold no password, the value
     */
    public ModelServer {
        require(!apiKeyEnv.isBlank(), "api-key-env must be the name of an environment variable, got ''");
        baseUrl = checked(baseUrl.strip());
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    private static String checked(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("base-url must be a URL, got '" + url + "'", e);
        }
        // The URL is written down with every run; a password in it would be, too. So it is not repeated here either.
        require(
                uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null,
                "base-url must hold no user, password, query or fragment; keys come from the environment");
        require(
                uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())),
                "base-url must be http:// or https:// and a host, got '" + url + "'");
        return url.replaceFirst("/+$", "");
    }

    /**
     * The key from the environment; empty where the server is on this machine and none is set.
     *
     * @param user what needs the key, for the message
     * @throws InputException if there is none, or it cannot be one
     */
    public Optional<String> key(String user, Function<String, Optional<String>> environment) {
        Optional<String> key = environment.apply(apiKeyEnv).map(String::strip).filter(value -> !value.isEmpty());
        if (key.isEmpty() && !isOnThisMachine()) {
            throw new InputException(user + " needs a key for " + baseUrl + ": set the environment variable "
                    + apiKeyEnv + ", or name another one in api-key-env");
        }
        if (key.isPresent() && !key.get().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new InputException("the environment variable " + apiKeyEnv
                    + " holds something that cannot be a key: spaces, line ends or characters beyond ASCII");
        }
        return key;
    }

    private String host() {
        return URI.create(baseUrl).getHost().toLowerCase(Locale.ROOT);
    }

    private boolean isOnThisMachine() {
        String host = host();
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("[::1]");
    }

    /** Whether the server is OpenAI's own. */
    public boolean isOpenais() {
        return host().equals("api.openai.com");
    }

    /** The message inside {@code {"error": {"message": ...}}} and its relatives, or the body as it is. */
    public static String messageIn(String body) {
        try {
            JsonNode tree = JSON.readTree(body);
            JsonNode error = tree.path("error");
            for (JsonNode message :
                    new JsonNode[] {error.path("message"), error, tree.path("message"), tree.path("detail")}) {
                if (message.isTextual()) {
                    return message.textValue();
                }
            }
            return body;
        } catch (JsonProcessingException e) {
            return body;
        }
    }

    /** What a server said in one line, no longer than a reader bears, without the key. */
    public static String quoted(String said, Optional<String> key) {
        String begin = said.length() <= LOOKED_AT ? said : said.substring(0, LOOKED_AT);
        String open = key.map(secret -> new Secret(secret).struckFrom(begin)).orElse(begin);
        String line =
                BEARER.matcher(open).replaceAll("***").replaceAll("\\s+", " ").strip();
        if (line.isEmpty()) {
            return "nothing said";
        }
        return line.length() <= QUOTED ? line : line.substring(0, QUOTED) + "...";
    }
}
