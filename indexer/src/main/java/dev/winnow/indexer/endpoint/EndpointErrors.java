package dev.winnow.indexer.endpoint;

import dev.winnow.indexer.endpoint.EndpointFailure.Retry;
import dev.winnow.indexer.spec.ModelServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says why a request failed and what can be done, without the key. */
final class EndpointErrors {
    /** How servers say that a text is too long. */
    private static final Pattern TOO_LONG = Pattern.compile(
            "context_length_exceeded|exceed_context_size|(maximum|max|available) (model |context |input )*(length|size|len)"
                    + "|context (length|size|window)|too many (input )?tokens|less than \\d+ tokens|too (long|large to process)",
            Pattern.CASE_INSENSITIVE);

    /** How servers say that a request has too many texts. */
    private static final Pattern TOO_MANY =
            Pattern.compile("batch size|array(.*)too long|too many (inputs|texts)", Pattern.CASE_INSENSITIVE);

    /** OpenAI's word for an account without money, under the status that else means haste. */
    private static final Pattern NO_MONEY = Pattern.compile("insufficient_quota|billing", Pattern.CASE_INSENSITIVE);

    private final ModelEndpoint.Settings settings;
    private final Optional<String> key;

    EndpointErrors(ModelEndpoint.Settings settings, Optional<String> key) {
        this.settings = settings;
        this.key = key;
    }

    EndpointFailure late() {
        return failure(
                Retry.NEVER,
                String.format(
                        Locale.ROOT,
                        "no whole reply within %.1f s; raise deadline, or lower batch-size or concurrency",
                        settings.deadline().toMillis() / 1e3));
    }

    EndpointFailure of(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof HttpConnectTimeoutException
                    || each instanceof ConnectException
                    || each instanceof UnknownHostException
                    || each instanceof UnresolvedAddressException) {
                return failure(
                        Retry.IF_IT_ANSWERED_BEFORE, "cannot connect; is the server running, and is base-url right?");
            }
        }
        String said = thrown instanceof IOException ? String.valueOf(thrown.getMessage()) : thrown.toString();
        return failure(Retry.SOON, "the connection broke: " + quoted(said));
    }

    EndpointFailure malformed(String what) {
        return failure(Retry.NEVER, "the reply is not what " + settings.wanted() + " look like: " + what);
    }

    EndpointFailure status(HttpResponse<byte[]> response, String body) {
        int status = response.statusCode();
        String said = status + ": " + quoted(ModelServer.messageIn(body));
        if (status == 401 || status == 403) {
            String refused = key.isPresent()
                    ? "the key from " + settings.server().apiKeyEnv() + " was refused, "
                    : settings.server().apiKeyEnv() + " is not set and the server wants a key, ";
            return failure(Retry.NEVER, refused + said);
        }
        if (status == 429 && NO_MONEY.matcher(body).find()) {
            return failure(
                    Retry.NEVER, "the account behind " + settings.server().apiKeyEnv() + " cannot pay, " + said);
        }
        if (status == 429 || status == 408 || status >= 500) {
            String remedy = status == 429 ? "; lower concurrency, or start again later" : "; look at the server's log";
            return new EndpointFailure(Retry.SOON, wait(response), place() + said + remedy);
        }
        if (status == 400 || status == 413 || status == 422) {
            if (TOO_MANY.matcher(body).find()) {
                return failure(Retry.NEVER, said + "; lower batch-size, which is " + settings.batchSize());
            }
            if (TOO_LONG.matcher(body).find()) {
                return failure(
                        Retry.NEVER,
                        said + "; cut smaller passages, or have the server cut long texts (--auto-truncate in"
                                + " text-embeddings-inference)");
            }
        }
        return failure(Retry.NEVER, said + (status == 404 || status < 400 ? "; check model and base-url" : ""));
    }

    /** Retry-After: seconds or a date. */
    private static Optional<Duration> wait(HttpResponse<byte[]> response) {
        return response.headers().firstValue("Retry-After").map(String::strip).flatMap(value -> {
            if (value.matches("\\d{1,9}(\\.\\d{1,9})?")) {
                return Optional.of(Duration.ofMillis((long) (Double.parseDouble(value) * 1000)));
            }
            try {
                ZonedDateTime until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
                Duration wait = Duration.between(ZonedDateTime.now(until.getZone()), until);
                return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    private EndpointFailure failure(Retry retry, String what) {
        return new EndpointFailure(retry, place() + what);
    }

    private String place() {
        return settings.user() + " at " + settings.server().baseUrl() + ": ";
    }

    private String quoted(String said) {
        return ModelServer.quoted(said, key);
    }
}
