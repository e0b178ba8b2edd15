package dev.winnow.app.metrics;

import dev.winnow.indexer.corpus.Language;
import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers that stand in a text, as a language writes them: digits of any script with separators between thousands
 * (the language's own, spaces, apostrophes), a decimal separator, an exponent, a sign or an accountant's brackets, a scale
 * such as {@code million} or {@code bn}, percent. What is written in words is not read.
 */
final class Quantities {
    /** Powers of ten by what stands behind a number. */
    private static final Map<String, Integer> SCALES = Map.ofEntries(
            Map.entry("hundred", 2),
            Map.entry("thousand", 3),
            Map.entry("thousands", 3),
            Map.entry("lakh", 5),
            Map.entry("million", 6),
            Map.entry("millions", 6),
            Map.entry("mn", 6),
            Map.entry("mm", 6),
            Map.entry("crore", 7),
            Map.entry("billion", 9),
            Map.entry("billions", 9),
            Map.entry("bn", 9),
            Map.entry("trillion", 12),
            Map.entry("trillions", 12),
            Map.entry("tn", 12));

    /** The same for single letters, which count only where no space is between. */
    private static final Map<String, Integer> LETTERS = Map.of("k", 3, "m", 6, "b", 9);

    private static final String BEFORE = "(?<open>\\(\\s?)?(?<minus>(?<![\\p{L}\\p{N})%])[-\u2212])?"
            + "(?:(?:\\p{Sc}|(?iu:usd|eur|gbp|us\\$))\\s?(?<inner>[-\u2212])?)?(?<![\\p{L}\\p{N}])";
    private static final String AFTER = "(?:[eE](?<exponent>[+-]?\\d{1,3})(?![\\p{L}\\p{N}]))?"
            + "(?:(?<letter>[kmbKMB])(?![\\p{L}\\p{N}])|[\\s-]?(?<scale>(?iu:" + String.join("|", SCALES.keySet())
            + "))(?![\\p{L}\\p{N}]))?"
            + "(?:\\s?(?<share>%|(?iu:percent|per cent|percentage points?|basis points?|bps)(?!\\p{L})))?(?<close>\\s?\\))?";

    /** No-break and thin spaces, which join digits in every language. */
    private static final Pattern JOINED = Pattern.compile("(?<=\\d)[\u00A0\u2007\u2009\u202F](?=\\d)");

    private final Pattern pattern;
    private final char decimal;

    /**
     * A number as it is compared.
     *
     * @param value of shares in percent
     */
    record Quantity(double value, Kind kind, Sign sign) {}

    /** What a number counts. */
    enum Kind {
        PLAIN,
        PERCENT
    }

    /** How a number says on which side of zero it lies. */
    enum Sign {
        WRITTEN,
        /** In brackets, as accountants write what is owed or lost: of either sign. */
        BRACKETS
    }

    Quantities(Language language) {
        // Persian and Arabic have separators of their own, but their numbers are as often written with the usual ones.
        decimal = DecimalFormatSymbols.getInstance(language.locale()).getDecimalSeparator() == ',' ? ',' : '.';
        String thousands = decimal == ',' ? "[. '\u2019]" : "[,'\u2019]";
        String fraction = "\\" + decimal + "\\d+";
        pattern = Pattern.compile(BEFORE + "(?<number>\\d{1,3}(?:" + thousands + "\\d{2,3})*" + thousands
                + "\\d{3}(?!\\d)(?:" + fraction + ")?|\\d+(?:" + fraction + ")?|" + fraction + ")" + AFTER);
    }

    /** All of them, in order. */
    List<Quantity> in(String text) {
        List<Quantity> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(plain(text));
        while (matcher.find()) {
            found.add(quantity(matcher));
        }
        return found;
    }

    private Quantity quantity(Matcher matcher) {
        StringBuilder number = new StringBuilder();
        for (char c : matcher.group("number").toCharArray()) {
            if (c == decimal) {
                number.append('.');
            } else if (Character.isDigit(c)) {
                number.append(c);
            }
        }
        int exponent = matcher.group("exponent") == null ? 0 : Integer.parseInt(matcher.group("exponent"));
        for (String group : List.of("scale", "letter")) {
            String scale = matcher.group(group);
            exponent +=
                    scale == null ? 0 : (group.equals("letter") ? LETTERS : SCALES).get(scale.toLowerCase(Locale.ROOT));
        }
        String share = matcher.group("share");
        if (share != null && share.toLowerCase(Locale.ROOT).startsWith("b")) {
            exponent -= 2;
        }
        boolean negative = matcher.group("minus") != null || matcher.group("inner") != null;
        boolean bracketed = matcher.group("open") != null && matcher.group("close") != null && !negative;
        double value =
                new BigDecimal(number.toString()).scaleByPowerOfTen(exponent).doubleValue();
        return new Quantity(
                negative ? -value : value,
                share == null ? Kind.PLAIN : Kind.PERCENT,
                bracketed ? Sign.BRACKETS : Sign.WRITTEN);
    }

    /** Compatible forms made one, digits of every script as 0 to 9, every white space as a space. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        Normalizer.normalize(JOINED.matcher(text).replaceAll("'"), Normalizer.Form.NFKC)
                .codePoints()
                .forEach(c -> {
                    int digit = Character.isDigit(c) ? Character.digit(c, 10) : -1;
                    if (digit >= 0) {
                        plain.append((char) ('0' + digit));
                    } else if (c == '\u066B') {
                        plain.append('.');
                    } else if (c == '\u066C') {
                        plain.append(',');
                    } else {
                        plain.appendCodePoint(PythonText.isSpace(c) ? ' ' : c);
                    }
                });
        return plain.toString();
    }
}
