package dev.winnow.app.dataset.atlas;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How numbers and dates are written, and in which other ways they may be. */
final class Wording {
    private static final String[] MONTHS = {
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
        "December"
    };
    private static final int[] LENGTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final String[] SMALL = {
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"
    };

    private Wording() {}

    /** With commas between thousands. */
    static String number(int value) {
        String digits = Integer.toString(value);
        if (value < 1000) {
            return digits;
        }
        StringBuilder out = new StringBuilder(digits);
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            out.insert(i, ',');
        }
        return out.toString();
    }

    /** Small numbers in words, others in digits. */
    static String count(int value) {
        return value < SMALL.length ? SMALL[value] : number(value);
    }

    /** A day of that year, as one number that sorts like time. */
    static int day(int year, Dice dice) {
        int month = dice.below(12);
        return year * 372 + month * 31 + dice.below(LENGTHS[month]);
    }

    static int year(int day) {
        return Math.floorDiv(day, 372);
    }

    /** As {@code 14 March 1893}. */
    static String british(int day) {
        return dayOfMonth(day) + " " + month(day) + " " + year(day);
    }

    /** As {@code March 14, 1893}. */
    static String american(int day) {
        return month(day) + " " + dayOfMonth(day) + ", " + year(day);
    }

    static String month(int day) {
        return MONTHS[Math.floorMod(day, 372) / 31];
    }

    static int dayOfMonth(int day) {
        return Math.floorMod(day, 31) + 1;
    }

    /** The forms in which a date may be answered, the usual one first. */
    static List<String> dates(int day) {
        int month = Math.floorMod(day, 372) / 31 + 1;
        String padded = String.format(Locale.ROOT, "%04d-%02d-%02d", year(day), month, dayOfMonth(day));
        return List.of(british(day), american(day), month(day) + " " + dayOfMonth(day) + " " + year(day), padded);
    }

    /** The forms in which a quantity may be answered: with and without commas, with and without its unit. */
    static List<String> quantities(int value, List<String> units) {
        Set<String> forms = new LinkedHashSet<>();
        List<String> bare = new ArrayList<>(List.of(number(value), Integer.toString(value)));
        if (value < SMALL.length) {
            bare.add(SMALL[value]);
        }
        for (String unit : units) {
            bare.forEach(form -> forms.add(form + " " + unit));
        }
        forms.addAll(bare);
        return List.copyOf(forms);
    }

    /** A title with and without the article before it. */
    static List<String> titles(String title) {
        return title.startsWith("The ") ? List.of(title, title.substring(4)) : List.of(title);
    }
}
