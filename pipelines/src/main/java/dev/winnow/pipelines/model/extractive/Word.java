package dev.winnow.pipelines.model.extractive;

/**
 * A word or sign of a text.
 *
 * @param text as written
 * @param concept what it is matched by: the relation it speaks of, or its stem
 * @param start first UTF-16 unit in the text
 * @param end one behind its last
 */
record Word(String text, String concept, Form form, int start, int end) {
    /** What a word looks like. */
    enum Form {
        /** A function word, however it is written. */
        FUNCTION,
        /** A content word with a capital letter. */
        NAME,
        /** A content word without. */
        PLAIN,
        /** Digits, perhaps with commas, a point, a currency or a percent sign. */
        NUMBER,
        /** Punctuation. */
        SIGN
    }

    boolean is(String sign) {
        return text.equals(sign);
    }

    boolean isContent() {
        return form == Form.NAME || form == Form.PLAIN || form == Form.NUMBER;
    }

    boolean isCapital() {
        return Character.isUpperCase(text.codePointAt(0));
    }
}
