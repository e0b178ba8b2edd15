package dev.winnow.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.app.config.Environment;
import dev.winnow.indexer.spec.ModelServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which models a server that speaks OpenAI's protocol lists. Nothing is asked of a model, so nothing is paid. */
final class ModelList {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SHOWN = 5;

    private ModelList() {}

    /**
     * What the server lists, in one line.
     *
     * @throws IllegalStateException with one line, if it cannot be asked or refuses
     */
    static String of(String url) {
        ModelServer server = new ModelServer(url, "OPENAI_API_KEY");
        Optional<String> key = server.key("the server", Environment::variable);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.baseUrl() + "/models"))
                .timeout(PATIENCE)
                .header("Accept", "application/json");
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        // No close: it would wait for a connection that never ends.
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> reply = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 200) {
                throw new IllegalStateException(server.baseUrl() + " answers " + reply.statusCode() + " to /models: "
                        + ModelServer.quoted(ModelServer.messageIn(reply.body()), key));
            }
            List<String> ids = new ArrayList<>();
            for (JsonNode model : new ObjectMapper().readTree(reply.body()).path("data")) {
                ids.add(ModelServer.quoted(model.path("id").asText(), key));
            }
            return "%s lists %,d models%s"
                    .formatted(
                            server.baseUrl(),
                            ids.size(),
                            ids.isEmpty()
                                    ? ""
                                    : ": " + String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size())))
                                            + (ids.size() > SHOWN ? ", ..." : ""));
        } catch (IOException e) {
            throw new IllegalStateException(
                    server.baseUrl() + " cannot be asked: " + ModelServer.quoted(String.valueOf(e.getMessage()), key),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + server.baseUrl(), e);
        }
    }
}
