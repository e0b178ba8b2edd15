package dev.winnow.app.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/** JSON packed into a page: UTF-8, compressed by gzip, in base64, so that nothing in it can be markup. */
final class Packed {
    private static final JsonFactory JSON = new JsonFactory();

    private Packed() {}

    /** Writes a value. */
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    static byte[] of(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 1 << 13);
                JsonGenerator json = JSON.createGenerator(gzip)) {
            content.write(json);
        }
        return Base64.getEncoder().encode(bytes.toByteArray());
    }

    /** The text, with U+FFFD for each half of a character, which UTF-8 cannot hold; the length stays. */
    static String wellFormed(String text) {
        StringBuilder mended = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                mended = mended == null ? new StringBuilder(text) : mended;
                mended.setCharAt(i, '\ufffd');
            }
        }
        return mended == null ? text : mended.toString();
    }

    /** A number to so many significant digits; {@code null} where it is not finite. */
    static void significant(JsonGenerator json, double value, int digits) throws IOException {
        if (Double.isFinite(value)) {
            number(json, new BigDecimal(value).round(new MathContext(digits)));
        } else {
            json.writeNull();
        }
    }

    /** A number to so many digits behind the point; {@code null} where it is not finite. */
    static void rounded(JsonGenerator json, double value, int digits) throws IOException {
        if (Double.isFinite(value)) {
            number(json, new BigDecimal(value).setScale(digits, RoundingMode.HALF_UP));
        } else {
            json.writeNull();
        }
    }

    private static void number(JsonGenerator json, BigDecimal value) throws IOException {
        json.writeNumber(value.stripTrailingZeros().toPlainString());
    }
}
