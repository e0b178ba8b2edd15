package dev.winnow.pipelines.model.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.langchain4j.exception.HttpException;
import dev.winnow.indexer.spec.ModelServer;
import dev.winnow.pipelines.model.ChatSpec;
import dev.winnow.pipelines.model.ModelException.Reason;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.chat.AttemptFailure.Sent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says why a call failed. Messages are built here alone, and the cause is left behind: a server can repeat the key in
 * what it replies, and the key must not reach a log.
 */
final class ChatErrors {
    /** How OpenAI, vLLM, llama.cpp, LM Studio and others say that a prompt is too long. */
    private static final Pattern TOO_LONG = Pattern.compile(
            "context_length_exceeded|exceed_context_size|(maximum|max|available) (model |context |input )*(length|size|len)"
                    + "|context (length|size|window)|too many (input )?tokens|prompt is too long",
            Pattern.CASE_INSENSITIVE);

    /** The JDK's words for a body that ends before it should. */
    private static final Pattern TORN =
            Pattern.compile("content-length|chunk|EOF reached while reading|unexpected end", Pattern.CASE_INSENSITIVE);

    private final ChatSpec spec;
    private final Optional<String> key;

    ChatErrors(ChatSpec spec, Optional<String> key) {
        this.spec = spec;
        this.key = key;
    }

    AttemptFailure late(Duration deadline) {
        return error(Reason.DEADLINE, Sent.REPLY_LOST, "no whole reply within " + seconds(deadline));
    }

    AttemptFailure of(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof HttpException http) {
                return status(http.statusCode(), http.getMessage() == null ? "" : http.getMessage());
            }
            if (each instanceof JsonProcessingException) {
                return malformed("the body is not the JSON of a chat completion");
            }
            if (each instanceof HttpConnectTimeoutException
                    || each instanceof ConnectException
                    || each instanceof UnknownHostException
                    || each instanceof UnresolvedAddressException) {
                return error(Reason.UNAVAILABLE, "cannot connect; is the server running, and is base-url right?");
            }
            if (each instanceof HttpTimeoutException) {
                return late(spec.deadline());
            }
            if (each instanceof IOException) {
                String said = String.valueOf(each.getMessage());
                return TORN.matcher(said).find()
                        ? malformed("the body ended early")
                        : error(Reason.UNAVAILABLE, Sent.REPLY_LOST, "the connection broke: " + quoted(said));
            }
        }
        return malformed(quoted(String.valueOf(thrown.getMessage())));
    }

    private AttemptFailure status(int status, String body) {
        String said = status + ": " + quoted(ModelServer.messageIn(body));
        if (status == 401 || status == 403) {
            return error(
                    Reason.AUTHENTICATION,
                    (key.isPresent()
                                    ? "the key from " + spec.apiKeyEnv() + " was refused, "
                                    : spec.apiKeyEnv() + " is not set and the server wants a key, ")
                            + said);
        }
        if (status == 429) {
            return error(Reason.RATE_LIMIT, said);
        }
        if (status >= 500 || status == 408) {
            return error(Reason.UNAVAILABLE, said);
        }
        if ((status == 400 || status == 413 || status == 422)
                && TOO_LONG.matcher(body).find()) {
            return error(Reason.CONTEXT_OVERFLOW, said);
        }
        return error(Reason.REJECTED, said + (status == 404 || status < 400 ? "; check model and base-url" : ""));
    }

    private AttemptFailure malformed(String what) {
        return error(Reason.MALFORMED, Sent.REPLY_LOST, "the reply is no chat completion: " + what);
    }

    private AttemptFailure error(Reason reason, String what) {
        return error(reason, Sent.NO_REPLY, what);
    }

    private AttemptFailure error(Reason reason, Sent sent, String what) {
        return new AttemptFailure(
                reason, "'" + spec.id() + "' at " + spec.baseUrl() + ": " + what, sent, ReportedUsage.NONE, Map.of());
    }

    private String quoted(String said) {
        return ModelServer.quoted(said, key);
    }

    private static String seconds(Duration deadline) {
        return String.format(Locale.ROOT, "%.1f s", deadline.toMillis() / 1e3);
    }
}
