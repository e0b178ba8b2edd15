package dev.winnow.pipelines.model.chat;

import dev.winnow.pipelines.model.Completion.StopReason;
import dev.winnow.pipelines.model.ReportedUsage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came back for one request.
 *
 * @param latency from sending to holding the whole reply
 * @param firstToken from sending to holding the first token, where the reply was streamed
 * @param headers of the response, names in lower case
 */
public record ChatReply(
        String text,
        Optional<ReportedUsage> reported,
        StopReason stop,
        Duration latency,
        Optional<Duration> firstToken,
        Map<String, List<String>> headers) {}
