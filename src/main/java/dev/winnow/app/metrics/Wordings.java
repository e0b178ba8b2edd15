package dev.winnow.app.metrics;

import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.corpus.Scripts;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text says, as far as words tell: its content words without their endings, and its numbers.
 *
 * @param words in the text's order, each once
 * @param numbers the same
 */
record Wordings(Set<String> words, Set<BigDecimal> numbers) {
    private static final Pattern TOKEN =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}.,%]*[\\p{L}\\p{N}\\p{M}%]|[\\p{L}\\p{N}]");
    private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]*(?:\\.\\d+)?%?");
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final int UNITS = 3;

    /** A number is the same if it differs by half a percent: 14.7 for 14.742. */
    private static final BigDecimal TOLERANCE = new BigDecimal("0.005");

    // Function words, what all answers about a text say, and units, which numbers are compared without.
    private static final Set<String> ENGLISH_STOPS = Set.of(
            ("a an the of in on at to for from by with and or but as is are was were be been being it its this that these"
                            + " those he she they him his her them their we us our you your i me my not no do does did has"
                            + " have had will would can could may might than then so such which who whom what when where"
                            + " why how into over under between about after before during both while also more most other"
                            + " each all any some if because due only very text document paper company according million"
                            + " billion thousand")
                    .split(" "));

    /** The words and numbers of a text. A text of function words alone keeps them. */
    static Wordings of(String text, Language language) {
        boolean english = language == Language.ENGLISH;
        Set<String> words = new LinkedHashSet<>();
        Set<String> stops = new LinkedHashSet<>();
        Set<BigDecimal> numbers = new LinkedHashSet<>();
        Matcher token = TOKEN.matcher(spaced(plain(text, language)));
        while (token.find()) {
            String word = token.group();
            if (NUMBER.matcher(word).matches()) {
                numbers.add(new BigDecimal(word.replaceAll("[,%]", "")));
            } else if (english && ENGLISH_STOPS.contains(word)) {
                stops.add(word);
            } else {
                words.add(english ? bare(word) : word);
            }
        }
        return new Wordings(words.isEmpty() && numbers.isEmpty() ? stops : words, numbers);
    }

    private static String plain(String text, Language language) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(language.locale())
                .replaceAll("[\\u2018\\u2019\\u0060\\u00b4]", "'")
                .replaceAll("'s\\b", "");
    }

    /** Scripts that put no space between words: each character is taken for a word. */
    private static String spaced(String text) {
        StringBuilder spaced = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (Scripts.isUnspaced(point)) {
                spaced.append(' ').appendCodePoint(point).append(' ');
            } else {
                spaced.appendCodePoint(point);
            }
        });
        return spaced.toString();
    }

    /** Without an ending of English, so that forms of one word are mostly the same. */
    private static String bare(String word) {
        for (String ending : new String[] {"ingly", "edly", "ing", "ed", "es", "s", "ly"}) {
            if (word.endsWith(ending) && word.length() - ending.length() >= 3) {
                return word.substring(0, word.length() - ending.length());
            }
        }
        return word;
    }

    /** What another text does not say; all of it, if that says everything. */
    Wordings without(Wordings said) {
        Set<String> left = new LinkedHashSet<>(words);
        left.removeAll(said.words);
        Set<BigDecimal> numbersLeft = new LinkedHashSet<>(numbers);
        numbersLeft.removeIf(number -> said.numbers.stream().anyMatch(same -> same.compareTo(number) == 0));
        return left.isEmpty() && numbersLeft.isEmpty() ? this : new Wordings(left, numbersLeft);
    }

    /** Whether the text has a number, rounded or in thousands, millions or billions or not. */
    boolean holds(BigDecimal number) {
        return numbers.stream().anyMatch(said -> same(number, said));
    }

    private static boolean same(BigDecimal number, BigDecimal said) {
        // In thousands, millions and so on, either of the two.
        BigDecimal larger = number;
        BigDecimal multiple = said;
        for (int unit = 0; unit <= UNITS; unit++) {
            if (near(larger, said) || near(number, multiple)) {
                return true;
            }
            larger = larger.multiply(THOUSAND);
            multiple = multiple.multiply(THOUSAND);
        }
        // In a smaller unit a number is rounded to the digits that are written: 2.6 for 2,637,956.
        BigDecimal smaller = number;
        for (int unit = 0; unit <= UNITS; unit++) {
            if (said.precision() >= 2 && rounds(smaller, said)) {
                return true;
            }
            smaller = smaller.movePointLeft(3);
        }
        return false;
    }

    private static boolean near(BigDecimal number, BigDecimal said) {
        return number.subtract(said).abs().compareTo(number.abs().multiply(TOLERANCE)) <= 0;
    }

    /** Whether a number rounded to as many decimals as another is it. */
    private static boolean rounds(BigDecimal number, BigDecimal said) {
        BigDecimal half = BigDecimal.ONE.movePointLeft(said.scale()).multiply(new BigDecimal("0.5"));
        return number.subtract(said).abs().compareTo(half) <= 0;
    }
}
