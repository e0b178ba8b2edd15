package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server that repeats in its replies whatever it was sent in headers and query: whole, cut, and encoded. The first part
 * of a path says how it behaves, the second whom it plays.
 */
final class TattlingServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How it behaves. */
    enum Mode {
        WELL,
        QUERIES_401,
        STATUS_400,
        STATUS_401,
        STATUS_404,
        STATUS_429,
        STATUS_500,
        HTML_502,
        HTML_200,
        MALFORMED,
        TORN;

        String path() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final HttpServer server;
    private final Map<String, String> replies;
    private final Map<String, List<String>> heard = new ConcurrentHashMap<>();

    /**
     * Begins to listen.
     *
     * @param replies what it says when it behaves well, by whom it plays
     */
    TattlingServer(Map<String, String> replies) {
        this.replies = replies;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String url(Mode mode, String player) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + mode.path() + "/" + player;
    }

    /** Headers and queries that were sent to one of its players. */
    List<String> heard(String player) {
        return heard.getOrDefault(player, List.of());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/");
            Mode mode = Mode.valueOf(path[1].toUpperCase(Locale.ROOT));
            String player = path[2];
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            List<String> secrets = new ArrayList<>();
            exchange.getRequestHeaders().forEach((name, values) -> secrets.addAll(values));
            if (exchange.getRequestURI().getRawQuery() != null) {
                secrets.add(exchange.getRequestURI().getRawQuery());
            }
            heard.computeIfAbsent(player, name -> new ArrayList<>()).addAll(secrets);
            String gossip = gossip(secrets);
            boolean query = body.path("input").size() == 1;
            switch (mode) {
                case WELL -> send(exchange, 200, "application/json", well(player, body));
                case QUERIES_401 ->
                    send(exchange, query ? 401 : 200, "application/json", query ? error(gossip) : well(player, body));
                case STATUS_400 -> send(exchange, 400, "application/json", error(gossip));
                case STATUS_401 -> send(exchange, 401, "application/json", error(gossip));
                case STATUS_404 -> send(exchange, 404, "text/plain", gossip);
                case STATUS_429 -> send(exchange, 429, "application/json", error(gossip));
                case STATUS_500 -> send(exchange, 500, "application/json", error(gossip));
                case HTML_502 -> send(exchange, 502, "text/html", "<html><pre>" + gossip + "</pre></html>");
                case HTML_200 -> send(exchange, 200, "text/html", "<html><pre>" + gossip + "</pre></html>");
                case MALFORMED -> send(exchange, 200, "application/json", "{\"choices\": \"" + gossip);
                case TORN -> {
                    byte[] bytes = error(gossip).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, bytes.length + 100L);
                    exchange.getResponseBody().write(bytes);
                    exchange.getResponseBody().flush();
                }
            }
        }
    }

    /** What it was sent, first of all each key alone, so that no limit on lengths hides it. */
    private static String gossip(List<String> secrets) {
        StringBuilder gossip = new StringBuilder();
        for (String secret : secrets) {
            String bare = secret.replaceFirst("^(Bearer |key=)", "");
            if (bare.startsWith(KeyLeakTest.MARK)) {
                gossip.append(bare)
                        .append(' ')
                        .append(bare, 0, bare.length() / 2)
                        .append(" ... ")
                        .append(bare.substring(bare.length() / 2))
                        .append(' ')
                        .append(URLEncoder.encode(bare, StandardCharsets.UTF_8))
                        .append(' ')
                        .append(Base64.getEncoder().encodeToString(bare.getBytes(StandardCharsets.UTF_8)))
                        .append(" Authorization: ")
                        .append(secret)
                        .append(' ');
            }
        }
        return gossip + String.join(" ", secrets);
    }

    private static String error(String gossip) {
        ObjectNode error = JSON.createObjectNode();
        error.putObject("error").put("message", gossip).put("type", gossip).put("code", 400);
        return error.toString();
    }

    private String well(String player, JsonNode body) {
        if (!body.has("input")) {
            return replies.get(player);
        }
        ObjectNode reply = JSON.createObjectNode();
        for (int i = 0; i < body.get("input").size(); i++) {
            ObjectNode one = reply.withArray("data").addObject().put("index", i);
            one.putArray("embedding").add(0.6).add(0.8);
        }
        reply.putObject("usage").put("prompt_tokens", 10).put("total_tokens", 10);
        return reply.toString();
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        // Whoever tries again need not wait.
        exchange.getResponseHeaders().add("Retry-After", "0");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
