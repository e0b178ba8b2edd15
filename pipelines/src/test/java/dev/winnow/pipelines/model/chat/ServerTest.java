package dev.winnow.pipelines.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.pipelines.model.ModelException.Reason;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.chat.AttemptFailure.Sent;
import dev.winnow.pipelines.model.chat.Server.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTest {
    private static final Map<String, List<String>> SPOKE = Map.of("server", List.of("a"));

    private final VirtualTime time = new VirtualTime();
    private final Server server = new Server("http://localhost/v1", time);

    private final Server.Request request = new Server.Request();

    private static AttemptFailure failure(Reason reason, Sent sent, Map<String, List<String>> headers) {
        return new AttemptFailure(reason, "it failed", sent, ReportedUsage.NONE, headers);
    }

    private static AttemptFailure refusedConnection() {
        return failure(Reason.UNAVAILABLE, Sent.NO_REPLY, Map.of());
    }

    private void fail(int times, AttemptFailure failure) {
        for (int i = 0; i < times; i++) {
            assertThat(server.turn(request)).isEqualTo(Turn.NOW);
            server.failed(request, failure);
        }
    }

    private void reply() {
        assertThat(server.turn(request)).isEqualTo(Turn.NOW);
        server.answered();
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, LATER",
        "DEADLINE, LATER",
        "RATE_LIMIT, LATER",
        "MALFORMED, NOW",
        "CONTEXT_OVERFLOW, NOW",
        "AUTHENTICATION, NOW",
        "FILTERED, NOW",
        "REJECTED, NOW",
        "UNSUPPORTED, NOW"
    })
    void after_eight_failures_in_a_row_of_a_sick_server_others_wait(Reason reason, Turn then) {
        reply();
        fail(7, failure(reason, Sent.NO_REPLY, SPOKE));
        fail(1, failure(reason, Sent.NO_REPLY, SPOKE));
        assertThat(server.turn(request)).isEqualTo(then);
    }

    @Test
    void one_reply_among_them_keeps_it_open() {
        for (int i = 0; i < 20; i++) {
            fail(7, failure(Reason.UNAVAILABLE, Sent.NO_REPLY, SPOKE));
            reply();
        }
        assertThat(server.outage()).isEmpty();
    }

    @Test
    void a_server_that_says_how_long_to_wait_is_alive() {
        fail(20, failure(Reason.RATE_LIMIT, Sent.NO_REPLY, Map.of("retry-after", List.of("1"))));
        assertThat(server.turn(request)).isEqualTo(Turn.NOW);
    }

    @Test
    void one_request_at_a_time_looks_whether_it_is_back_after_growing_pauses() {
        reply();
        fail(8, refusedConnection());
        List<Long> pauses = new ArrayList<>();
        for (int probe = 0; probe < 8; probe++) {
            long since = time.passed().toMillis();
            while (server.turn(request) == Turn.LATER) {
                time.pass(Duration.ofMillis(100));
            }
            pauses.add((time.passed().toMillis() - since) / 1_000);
            assertThat(server.turn(request)).as("while one is asking").isEqualTo(Turn.LATER);
            server.failed(request, refusedConnection());
        }
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void a_reply_ends_the_waiting_of_all() {
        reply();
        fail(8, refusedConnection());
        time.pass(Duration.ofMillis(1_001));
        reply();
        assertThat(server.outage()).isEmpty();
        fail(7, refusedConnection());
        assertThat(server.turn(request)).isEqualTo(Turn.NOW);
    }

    @Test
    void a_request_that_is_given_up_leaves_its_turn_to_another() {
        reply();
        fail(8, refusedConnection());
        time.pass(Duration.ofMillis(1_001));
        assertThat(server.turn(request)).isEqualTo(Turn.NOW);
        assertThat(server.turn(request)).isEqualTo(Turn.LATER);
        server.left(request);
        assertThat(server.turn(request)).isEqualTo(Turn.NOW);
    }

    @Test
    void a_server_that_is_gone_for_five_minutes_is_waited_for_no_longer_but_still_asked() {
        reply();
        fail(8, refusedConnection());
        int probes = 0;
        while (time.passed().compareTo(Duration.ofMinutes(5)) < 0) {
            if (server.turn(request) == Turn.NOW) {
                probes++;
                server.failed(request, refusedConnection());
            }
            time.pass(Duration.ofMillis(200));
        }
        assertThat(probes).isBetween(12, 14);
        assertThat(server.turn(request)).isEqualTo(Turn.NEVER);
        assertThat(server.outage().orElseThrow().last()).hasMessage("it failed");
        time.pass(Duration.ofSeconds(31));
        reply();
        assertThat(server.turn(request)).isEqualTo(Turn.NOW);
    }

    @Test
    void while_one_is_asking_all_others_wait_however_long_the_outage_lasted() {
        reply();
        fail(8, refusedConnection());
        time.pass(Duration.ofMinutes(6));
        Server.Request probe = new Server.Request();
        assertThat(server.turn(probe)).isEqualTo(Turn.NOW);
        time.pass(Duration.ofMinutes(6));
        assertThat(server.turn(request)).isEqualTo(Turn.LATER);
        server.answered();
        assertThat(server.turn(request)).isEqualTo(Turn.NOW);
    }

    @Test
    void how_a_request_of_before_the_outage_ends_says_nothing_of_the_server_now() {
        reply();
        Server.Request old = new Server.Request();
        Server.Request older = new Server.Request();
        assertThat(server.turn(old)).isEqualTo(Turn.NOW);
        assertThat(server.turn(older)).isEqualTo(Turn.NOW);
        fail(8, refusedConnection());
        time.pass(Duration.ofMillis(1_001));
        assertThat(server.turn(request)).isEqualTo(Turn.NOW);
        server.failed(old, failure(Reason.DEADLINE, Sent.REPLY_LOST, Map.of()));
        server.left(older);
        assertThat(server.turn(new Server.Request())).as("one is asking").isEqualTo(Turn.LATER);
        server.answered();
        assertThat(server.outage()).isEmpty();
        assertThat(server.turn(request)).isEqualTo(Turn.NOW);
    }

    @Test
    void a_server_that_nobody_ever_reached_is_not_waited_for() {
        fail(30, refusedConnection());
        assertThat(server.wasNeverReached(refusedConnection())).isTrue();
        assertThat(server.outage()).isEmpty();
    }

    @Test
    void a_server_that_answered_once_even_with_an_error_was_reached() {
        fail(1, failure(Reason.REJECTED, Sent.NO_REPLY, SPOKE));
        assertThat(server.wasNeverReached(refusedConnection())).isFalse();
    }

    @Test
    void models_at_one_place_share_what_is_known() {
        Servers servers = new Servers(time);
        assertThat(servers.at("http://localhost/v1"))
                .isSameAs(servers.at("http://localhost/v1"))
                .isNotSameAs(servers.at("http://other/v1"));
    }
}
