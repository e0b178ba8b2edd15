package dev.winnow.pipelines.model.chat;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as servers write them in headers. */
final class HeaderTime {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");

    /** OpenAI's, such as {@code 1s}, {@code 6m0s}, {@code 20ms}. */
    private static final Pattern UNITS = Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?"
            + "(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9}(?:\\.\\d{1,9})?)ms)?");

    /** Numbers from here on are no number of seconds to wait, but seconds since 1970. */
    private static final double SINCE_1970 = 1e9;

    /** And from here on milliseconds since then. */
    private static final double MILLIS_SINCE_1970 = 1e11;

    static final String RETRY_AFTER = "retry-after";
    static final String RETRY_AFTER_MS = "retry-after-ms";

    private HeaderTime() {}

    /**
     * For how long the server asks not to be asked again: {@code retry-after-ms}, or {@code Retry-After} in seconds or as
     * a date; empty where it says nothing that can be read.
     *
     * @param headers names in lower case
     */
    static Optional<Duration> retryAfter(Map<String, List<String>> headers, Instant now) {
        Optional<Duration> millis = value(headers, RETRY_AFTER_MS)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(text -> seconds(Double.parseDouble(text) / 1e3));
        return millis.isPresent()
                ? millis
                : value(headers, RETRY_AFTER).flatMap(text -> until(text, serverTime(headers, now)));
    }

    /**
     * How long it is until the moment that a header names: seconds, seconds or milliseconds since 1970, a duration with units, an RFC 3339
     * or an HTTP date. What is past is zero; empty where there is no such header or it cannot be read.
     */
    static Optional<Duration> until(Map<String, List<String>> headers, String name, Instant now) {
        return value(headers, name).flatMap(text -> until(text, serverTime(headers, now)));
    }

    /** The first value of a header that is a whole number from 0. */
    static Optional<Long> number(Map<String, List<String>> headers, String name) {
        return value(headers, name)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(text -> (long) Double.parseDouble(text));
    }

    private static Optional<String> value(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst().map(String::strip);
    }

    /** The server's clock may be wrong by more than it asks to wait. */
    private static Instant serverTime(Map<String, List<String>> headers, Instant now) {
        return value(headers, "date").flatMap(HeaderTime::httpDate).orElse(now);
    }

    private static Optional<Duration> until(String text, Instant now) {
        if (NUMBER.matcher(text).matches()) {
            double number = Double.parseDouble(text);
            if (number < SINCE_1970) {
                return Optional.of(seconds(number));
            }
            return Optional.of(from(
                    now,
                    number < MILLIS_SINCE_1970
                            ? Instant.ofEpochSecond((long) number)
                            : Instant.ofEpochMilli((long) number)));
        }
        Matcher units = UNITS.matcher(text);
        if (!text.isEmpty() && units.matches()) {
            return Optional.of(seconds(86_400 * part(units.group(1))
                    + 3_600 * part(units.group(2))
                    + 60 * part(units.group(3))
                    + part(units.group(4))
                    + part(units.group(5)) / 1e3));
        }
        return httpDate(text).or(() -> internetDate(text)).map(moment -> from(now, moment));
    }

    private static double part(String number) {
        return number == null ? 0 : Double.parseDouble(number);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) Math.min(Long.MAX_VALUE, seconds * 1e9));
    }

    private static Duration from(Instant now, Instant moment) {
        return moment.isAfter(now) ? Duration.between(now, moment) : Duration.ZERO;
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> internetDate(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
