package dev.winnow.pipelines.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Says why a call failed. Messages are built here alone, and the cause is left behind: a server can repeat the key in
 * what it replies, and the key must not reach a log.
 */
final class ChatErrors {
    /** How providers and servers say that a prompt is too long. */
    private static final Pattern TOO_LONG = Pattern.compile(
            "context_length_exceeded|exceed_context_size|(maximum|max|available) (model |context |input )*(length|size|len)"
                    + "|context (length|size|window)|exceed context limit|too many (input )?tokens|prompt is too long"
                    + "|(token count|tokens)[^.]{0,60} exceeds? the maximum number of tokens|request_too_large",
            Pattern.CASE_INSENSITIVE);

    /** How they say that what is asked is not answered. */
    private static final Pattern WITHHELD = Pattern.compile(
            "\"content_filter\"|content_policy_violation|ResponsibleAIPolicyViolation|content management policy",
            Pattern.CASE_INSENSITIVE);

    /** How gateways say it under the status of a missing permission: anywhere, and in their message. */
    private static final Pattern MODERATED = Pattern.compile("flagged_input|moderation", Pattern.CASE_INSENSITIVE);

    private static final Pattern FLAGGED = Pattern.compile(
            "(input|prompt|content|message|request|text)[^.]{0,40}\\bflagged", Pattern.CASE_INSENSITIVE);

    /** An account that is used up is a matter of paying, not of waiting. */
    private static final Pattern USED_UP = Pattern.compile(
            "insufficient_quota|billing_hard_limit_reached|billing_not_active", Pattern.CASE_INSENSITIVE);

    private static final Pattern WRONG_KEY =
            Pattern.compile("API_KEY_INVALID|API key not valid|API key expired", Pattern.CASE_INSENSITIVE);

    /** The JDK's words for a body that ends before it should. */
    private static final Pattern TORN = Pattern.compile(
            "content-length|chunk|EOF reached while reading|unexpected end|longer than", Pattern.CASE_INSENSITIVE);

    /** Statuses of gateways that gave up waiting: the server behind them may have gone on. */
    private static final Set<Integer> GAVE_UP = Set.of(408, 502, 504, 520, 524);

    /** What an error in a reply's body is about, as a status would say it. */
    private static final Map<String, Integer> STATUS = Map.of(
            "overloaded_error", 529,
            "api_error", 500,
            "server_error", 500,
            "timeout_error", 504,
            "rate_limit_error", 429,
            "rate_limit_exceeded", 429,
            "authentication_error", 401,
            "permission_error", 403,
            "invalid_request_error", 400);

    /** Where an error was found in a reply that began well. */
    enum Place {
        WHOLE,
        /** Among events: some of the reply may have been made. */
        STREAM
    }

    private final ChatSpec spec;
    private final Secrets secrets;

    ChatErrors(ChatSpec spec, Secrets secrets) {
        this.spec = spec;
        this.secrets = secrets;
    }

    /** A request that broke off. */
    AttemptFailure of(IOException thrown, Duration deadline) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof HttpConnectTimeoutException
                    || each instanceof ConnectException
                    || each instanceof UnknownHostException
                    || each instanceof UnresolvedAddressException) {
                return failure(
                        Reason.UNAVAILABLE,
                        Sent.NO_REPLY,
                        "cannot connect; is the server running, and is base-url right?",
                        Map.of());
            }
            if (each instanceof SSLHandshakeException || each instanceof SSLPeerUnverifiedException) {
                return failure(
                        Reason.UNAVAILABLE,
                        Sent.NO_REPLY,
                        "cannot connect by TLS; does this Java trust the server's certificate, and is base-url right? "
                                + secrets.struckFrom(String.valueOf(each.getMessage())),
                        Map.of());
            }
            if (each instanceof HttpTimeoutException) {
                return failure(
                        Reason.DEADLINE, Sent.REPLY_LOST, "no whole reply within " + seconds(deadline), Map.of());
            }
        }
        String said = String.valueOf(thrown.getMessage());
        return TORN.matcher(said).find()
                ? malformed("the body ended early", Map.of())
                : failure(
                        Reason.UNAVAILABLE,
                        Sent.REPLY_LOST,
                        "the connection broke: " + secrets.struckFrom(said),
                        Map.of());
    }

    /** A status other than one that says that all is well. */
    AttemptFailure status(int status, String body, Map<String, List<String>> headers) {
        return status(status, body, GAVE_UP.contains(status) ? Sent.REPLY_LOST : Sent.NO_REPLY, headers);
    }

    private AttemptFailure status(int status, String body, Sent sent, Map<String, List<String>> headers) {
        String said = status + ": " + secrets.struckFrom(ModelServer.messageIn(body));
        if (status == 403
                && (MODERATED.matcher(body).find()
                        || WITHHELD.matcher(body).find()
                        || FLAGGED.matcher(said).find())) {
            return failure(Reason.FILTERED, sent, said, headers);
        }
        if (status == 401
                || status == 403
                || (status == 400 && WRONG_KEY.matcher(body).find())) {
            return failure(
                    Reason.AUTHENTICATION,
                    sent,
                    (secrets.key().isPresent()
                                    ? "the key from " + spec.apiKeyEnv() + " was refused, "
                                    : spec.apiKeyEnv() + " is not set and the server wants a key, ")
                            + said,
                    headers);
        }
        if (status == 429) {
            return USED_UP.matcher(body).find()
                    ? failure(Reason.REJECTED, sent, "the account has nothing left to spend, " + said, headers)
                    : failure(Reason.RATE_LIMIT, sent, said, headers);
        }
        if (status >= 500 || status == 408 || status == 409) {
            return failure(Reason.UNAVAILABLE, sent, said, headers);
        }
        if (status == 400 || status == 413 || status == 422) {
            if (TOO_LONG.matcher(body).find()) {
                return failure(Reason.CONTEXT_OVERFLOW, sent, said, headers);
            }
            if (WITHHELD.matcher(body).find()) {
                return failure(Reason.FILTERED, sent, said, headers);
            }
        }
        return failure(
                Reason.REJECTED,
                sent,
                said + (status == 404 || status < 400 ? "; check model and base-url" : ""),
                headers);
    }

    /** An error that came under a status that says that all is well. */
    AttemptFailure inside(JsonNode json, Place place, Map<String, List<String>> headers) {
        return inside(json, place == Place.WHOLE ? Sent.NO_REPLY : Sent.REPLY_LOST, headers);
    }

    /** An error in place of the reply's end. What it says of tokens is paid for; where it says nothing, it may be. */
    AttemptFailure afterwards(JsonNode holder, Optional<ReportedUsage> usage, Map<String, List<String>> headers) {
        AttemptFailure failure = inside(holder, Sent.REPLY_LOST, headers);
        return usage.isEmpty()
                ? failure
                : new AttemptFailure(failure.reason(), failure.getMessage(), Sent.CHARGED, usage.get(), headers);
    }

    private AttemptFailure inside(JsonNode json, Sent sent, Map<String, List<String>> headers) {
        JsonNode error = json.path("error");
        int status = error.path("code").isInt()
                ? error.path("code").intValue()
                : STATUS.getOrDefault(
                        error.path("code").asText(),
                        STATUS.getOrDefault(error.path("type").asText(), 0));
        if (status >= 400 && status < 600) {
            return status(status, json.toString(), sent, headers);
        }
        return malformed(secrets.struckFrom(ModelServer.messageIn(json.toString())), headers);
    }

    AttemptFailure malformed(String what, Map<String, List<String>> headers) {
        return unusable(what, Optional.empty(), headers);
    }

    /** A reply that nothing can be made of. What it says of tokens is paid for; where it says nothing, it may be. */
    AttemptFailure unusable(String what, Optional<ReportedUsage> usage, Map<String, List<String>> headers) {
        return charged(Reason.MALFORMED, "the reply is no chat completion: " + what, usage, headers);
    }

    /** A reply that the provider keeps to itself. */
    AttemptFailure withheld(String why, Optional<ReportedUsage> usage, Map<String, List<String>> headers) {
        return charged(Reason.FILTERED, "the provider withheld the reply: " + secrets.struckFrom(why), usage, headers);
    }

    private AttemptFailure charged(
            Reason reason, String what, Optional<ReportedUsage> usage, Map<String, List<String>> headers) {
        return new AttemptFailure(
                reason,
                prefixed(what),
                usage.isPresent() ? Sent.CHARGED : Sent.REPLY_LOST,
                usage.orElse(ReportedUsage.NONE),
                headers);
    }

    private AttemptFailure failure(Reason reason, Sent sent, String what, Map<String, List<String>> headers) {
        return new AttemptFailure(reason, prefixed(what), sent, ReportedUsage.NONE, headers);
    }

    private String prefixed(String what) {
        return "'" + spec.id() + "' at " + spec.baseUrl() + ": " + what;
    }

    private static String seconds(Duration deadline) {
        return String.format(Locale.ROOT, "%.1f s", deadline.toMillis() / 1e3);
    }
}
