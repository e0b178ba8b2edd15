package dev.winnow.pipelines.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.pipelines.model.ModelException.Reason;
import dev.winnow.pipelines.model.chat.AttemptFailure.Sent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatErrorsTest {
    private final ChatErrors errors = new ChatErrors(new FakeSpec(1), new Secrets(Optional.empty(), Map.of()));

    @Test
    void a_certificate_that_is_not_trusted_is_no_reply_and_is_named() {
        SSLHandshakeException untrusted = new SSLHandshakeException("unable to find valid certification path");
        for (IOException thrown : List.of(
                untrusted, new IOException("wrapped", untrusted), new SSLPeerUnverifiedException("host differs"))) {
            AttemptFailure failure = errors.of(thrown, Duration.ofSeconds(1));
            assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
            assertThat(failure.sent()).isEqualTo(Sent.NO_REPLY);
            assertThat(failure.headers()).isEmpty();
            assertThat(failure).hasMessageContaining("TLS").hasMessageContaining("certificate");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'error': {'message': 'requires moderation and your input was flagged for violence'}} | FILTERED",
                "{'error': {'message': 'no', 'metadata': {'flagged_input': 'a knife'}}} | FILTERED",
                "{'error': {'code': 'content_policy_violation'}} | FILTERED",
                "{'error': {'message': 'your account was flagged'}} | AUTHENTICATION",
                "{'error': {'message': 'no access to this model'}} | AUTHENTICATION"
            })
    void a_forbidden_prompt_is_told_from_a_forbidden_key(String body, Reason reason) {
        assertThat(errors.status(403, body.replace('\'', '"'), Map.of()).reason())
                .isEqualTo(reason);
    }

    @Test
    void a_server_that_gave_up_waiting_may_have_replied() {
        AttemptFailure failure = errors.status(408, "", Map.of());
        assertThat(failure.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(failure.sent()).isEqualTo(Sent.REPLY_LOST);
    }
}
