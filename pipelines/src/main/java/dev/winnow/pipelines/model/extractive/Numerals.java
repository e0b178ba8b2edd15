package dev.winnow.pipelines.model.extractive;

import java.time.Month;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** Numbers in digits and in words. */
final class Numerals {
    private static final Map<String, Integer> WORDS = words();
    private static final Map<String, Double> SCALES =
            Map.of("hundred", 1e2, "thousand", 1e3, "million", 1e6, "billion", 1e9, "trillion", 1e12, "dozen", 12.0);
    private static final Set<String> MONTHS = Set.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    private Numerals() {}

    private static Map<String, Integer> words() {
        Map<String, Integer> words = new HashMap<>();
        String[] small =
                ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
                                + " sixteen seventeen eighteen nineteen")
                        .split(" ");
        for (int i = 0; i < small.length; i++) {
            words.put(small[i], i);
        }
        String[] tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
        for (int i = 0; i < tens.length; i++) {
            words.put(tens[i], 20 + 10 * i);
            for (int j = 1; j < 10; j++) {
                words.put(tens[i] + "-" + small[j], 20 + 10 * i + j);
            }
        }
        return Map.copyOf(words);
    }

    static boolean isMonth(Word word) {
        return MONTHS.contains(word.text());
    }

    /** Whether a word counts something: digits, or a number word. */
    static boolean isNumber(Word word) {
        String lower = word.text().toLowerCase(Locale.ROOT);
        return word.form() == Word.Form.NUMBER || WORDS.containsKey(lower) || SCALES.containsKey(lower);
    }

    static boolean isScale(Word word) {
        return SCALES.containsKey(word.text().toLowerCase(Locale.ROOT));
    }

    /** Whether a word is a year of four digits. */
    static boolean isYear(Word word) {
        String text = word.text();
        return text.length() == 4
                && text.chars().allMatch(Character::isDigit)
                && Integer.parseInt(text) >= 1000
                && Integer.parseInt(text) <= 2199;
    }

    /** Whether a word is a decade, as {@code 1890s}. */
    static boolean isDecade(Word word) {
        String text = word.text();
        return word.form() == Word.Form.NUMBER
                && (text.length() == 4 || text.length() == 5)
                && text.endsWith("s")
                && text.chars().limit(text.length() - 1L).allMatch(Character::isDigit);
    }

    /** Whether a word may be a year of three digits. */
    static boolean isEarlyYear(Word word) {
        String text = word.text();
        return text.length() == 3 && text.charAt(0) != '0' && text.chars().allMatch(Character::isDigit);
    }

    /** Whether a word is a day of a month, as in {@code 7} and {@code 7th}. */
    static boolean isDay(Word word) {
        if (word.form() != Word.Form.NUMBER) {
            return false;
        }
        String text = word.text();
        boolean ordinal = text.length() > 2
                && (text.endsWith("st") || text.endsWith("nd") || text.endsWith("rd") || text.endsWith("th"));
        String digits = ordinal ? text.substring(0, text.length() - 2) : text;
        return digits.length() <= 2
                && !digits.isEmpty()
                && digits.chars().allMatch(Character::isDigit)
                && Integer.parseInt(digits) >= 1
                && Integer.parseInt(digits) <= 31;
    }

    /** The number that a span starts with, scales such as {@code million} taken into account. */
    static OptionalDouble value(String span) {
        double value = Double.NaN;
        for (String part : span.toLowerCase(Locale.ROOT).split("[\\s\\p{Z}]+")) {
            Double scale = SCALES.get(part);
            Integer word = WORDS.get(part);
            String digits = part.replaceAll("[^0-9.]", "").replaceFirst("\\.+$", "");
            if (scale != null) {
                value = Double.isNaN(value) ? scale : value * scale;
            } else if (!Double.isNaN(value)) {
                break;
            } else if (word != null) {
                value = word;
            } else if (digits.matches("\\d+(\\.\\d+)?")) {
                value = Double.parseDouble(digits);
            }
        }
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** A date as one number that sorts like time, the year first; missing parts count as 0. */
    static OptionalDouble date(String span) {
        double year = Double.NaN;
        double month = 0;
        double day = 0;
        for (Word word : Words.of(span)) {
            if (isYear(word) && Double.isNaN(year)) {
                year = Integer.parseInt(word.text());
            } else if (isDecade(word)) {
                year = Integer.parseInt(word.text().substring(0, word.text().length() - 1));
            } else if (isMonth(word)) {
                month = month(word.text());
            } else if (isDay(word)) {
                day = Integer.parseInt(word.text().replaceAll("\\D", ""));
            }
        }
        if (Double.isNaN(year) && span.matches("\\d{3}")) {
            year = Integer.parseInt(span);
        }
        return Double.isNaN(year) ? OptionalDouble.empty() : OptionalDouble.of(year * 372 + month * 31 + day);
    }

    private static int month(String name) {
        return Month.valueOf(name.toUpperCase(Locale.ROOT)).getValue();
    }
}
