package dev.winnow.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Reads the elements of a page that hold its data. */
final class Parts {
    private Parts() {}

    static String element(String page, String id) {
        Matcher matcher = Pattern.compile("(?s)<script type=\"[a-z/]+\" id=\"" + id + "\">(.*?)</script>")
                .matcher(page);
        assertThat(matcher.find()).as(id).isTrue();
        return matcher.group(1);
    }

    /** The JSON of a packed element. */
    static JsonNode of(String page, String id) throws IOException {
        byte[] packed = Base64.getDecoder().decode(element(page, id));
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new ObjectMapper().readTree(in);
        }
    }

    static String of(DrillDown drillDown) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        drillDown.write(out);
        return out.toString(StandardCharsets.US_ASCII);
    }
}
