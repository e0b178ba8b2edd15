package dev.winnow.indexer.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** A key is not repeated, whatever a server makes of it. */
class SecretTest {
    private static final String KEY = "wk-Zq7+T/x9=LeakedKeyOfATest&2";
    private static final Secret SECRET = new Secret(KEY);

    @Test
    void the_rest_of_a_text_stays() {
        assertThat(SECRET.struckFrom("the key " + KEY + " was refused")).isEqualTo("the key *** was refused");
        assertThat(SECRET.struckFrom("nothing of it, but wk-Zq7")).isEqualTo("nothing of it, but wk-Zq7");
        assertThat(new Secret("short").struckFrom("a short one")).isEqualTo("a *** one");
        assertThat(new Secret("").struckFrom("as it is")).isEqualTo("as it is");
    }

    @Test
    void a_very_short_one_is_struck_out_as_a_word_alone() {
        assertThat(new Secret("x").struckFrom("the axe x, x=\"x\" and exit"))
                .isEqualTo("the axe ***, ***=\"***\" and exit");
        assertThat(new Secret("a.b").struckFrom("a.b but not aXb nor xa.b")).isEqualTo("*** but not aXb nor xa.b");
        assertThat(new Secret("abcde").struckFrom("xabcdex")).isEqualTo("x***x");
    }

    @Test
    void halves_and_other_forms_are_struck_out() {
        String half = KEY.substring(0, KEY.length() / 2);
        assertThat(SECRET.struckFrom("of " + half + "...")).isEqualTo("of ***...");
        assertThat(SECRET.struckFrom("?key=" + URLEncoder.encode(KEY, StandardCharsets.UTF_8)))
                .doesNotContain("LeakedKey", "%2BT");
        assertThat(SECRET.toString()).isEqualTo("***");
    }

    @Property(tries = 200)
    void base64_behind_anything_is_struck_out(
            @ForAll @StringLength(max = 20) @CharRange(from = ' ', to = '~') String before) {
        String encoded = Base64.getEncoder().encodeToString((before + KEY + ": x").getBytes(StandardCharsets.US_ASCII));
        String struck = SECRET.struckFrom(encoded);
        String middle = Base64.getEncoder().encodeToString("LeakedKeyOf".getBytes(StandardCharsets.US_ASCII));

        assertThat(struck).contains("***").doesNotContain(middle.substring(0, 12));
        assertThat(struck.length()).isLessThanOrEqualTo(encoded.length() - KEY.length());
    }
}
