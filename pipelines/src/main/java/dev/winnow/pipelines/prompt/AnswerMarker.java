package dev.winnow.pipelines.prompt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words behind which an answer stands. */
final class AnswerMarker {
    private AnswerMarker() {}

    /** What stands behind the marker's last occurrence, whatever its letter case; all of it where there is none. */
    static String behind(String marker, String reply) {
        Matcher found = Pattern.compile(Pattern.quote(marker.strip()), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(reply);
        int end = 0;
        while (found.find()) {
            end = found.end();
        }
        return reply.substring(end);
    }
}
