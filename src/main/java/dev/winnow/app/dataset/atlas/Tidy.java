package dev.winnow.app.dataset.atlas;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Spelling rules that the grammar leaves open: articles, capitals, plurals. */
final class Tidy {
    private static final Map<String, String> PLURALS = Map.ofEntries(
            Map.entry("man", "men"),
            Map.entry("woman", "women"),
            Map.entry("child", "children"),
            Map.entry("sheep", "sheep"),
            Map.entry("deer", "deer"),
            Map.entry("reindeer", "reindeer"),
            Map.entry("bison", "bison"),
            Map.entry("chamois", "chamois"),
            Map.entry("dormouse", "dormice"),
            Map.entry("barracks", "barracks"),
            Map.entry("gasworks", "gasworks"),
            Map.entry("brickworks", "brickworks"),
            Map.entry("glassworks", "glassworks"),
            Map.entry("bagpipes", "bagpipes"),
            Map.entry("bellows", "bellows"),
            Map.entry("life", "lifes"),
            Map.entry("grouse", "grouse"),
            Map.entry("teal", "teal"),
            Map.entry("goose", "geese"),
            Map.entry("mouse", "mice"),
            Map.entry("wolf", "wolves"),
            Map.entry("calf", "calves"),
            Map.entry("loaf", "loaves"),
            Map.entry("knife", "knives"),
            Map.entry("leaf", "leaves"),
            Map.entry("shelf", "shelves"),
            Map.entry("thief", "thieves"),
            Map.entry("wife", "wives"),
            Map.entry("ox", "oxen"),
            Map.entry("salmon", "salmon"),
            Map.entry("trout", "trout"),
            Map.entry("series", "series"),
            Map.entry("potato", "potatoes"),
            Map.entry("tomato", "tomatoes"),
            Map.entry("hero", "heroes"),
            Map.entry("echo", "echoes"));
    private static final Set<String> AN =
            Set.of("hour", "hourglass", "hourglasses", "honest", "heir", "heiress", "honour", "honorary", "hourly");
    private static final Set<String> A = Set.of(
            "one", "once", "useful", "usual", "used", "union", "unit", "unique", "uniform", "universal", "european");

    private Tidy() {}

    /** The plural of an English noun or of a phrase that ends in one. */
    static String plural(String noun) {
        int of = noun.indexOf(" of ");
        if (of > 0) {
            return plural(noun.substring(0, of)) + noun.substring(of);
        }
        int start = Math.max(noun.lastIndexOf(' '), noun.lastIndexOf('-')) + 1;
        String last = noun.substring(start);
        String irregular = PLURALS.get(last);
        if (irregular == null && last.endsWith("wife")) {
            irregular = last.substring(0, last.length() - 2) + "ves";
        }
        if (irregular == null && last.endsWith("man") && !last.equals("human") && !last.equals("german")) {
            irregular = last.substring(0, last.length() - 3) + "men";
        }
        if (irregular != null) {
            return noun.substring(0, start) + irregular;
        }
        if (last.endsWith("y") && last.length() > 1 && "aeiou".indexOf(last.charAt(last.length() - 2)) < 0) {
            return noun.substring(0, noun.length() - 1) + "ies";
        }
        boolean hissing = last.endsWith("s")
                || last.endsWith("x")
                || last.endsWith("z")
                || last.endsWith("ch")
                || last.endsWith("sh");
        return noun + (hissing ? "es" : "s");
    }

    /** Settles every {@code a~}, doubles no blank and starts with a capital. */
    static String sentence(StringBuilder raw) {
        StringBuilder out = new StringBuilder(raw.length() + 8);
        for (int i = 0; i < raw.length(); i++) {
            char next = raw.charAt(i);
            boolean blankBefore = !out.isEmpty() && out.charAt(out.length() - 1) == ' ';
            if (next == '~') {
                out.append(takesAn(raw, i + 1) ? "n" : "");
            } else if (blankBefore && ",.;:?".indexOf(next) >= 0) {
                out.setCharAt(out.length() - 1, next);
            } else if (next != ' ' || (!blankBefore && !out.isEmpty())) {
                out.append(next);
            }
        }
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
        for (int i = 0; i < out.length(); i++) {
            if (Character.isLetter(out.charAt(i))) {
                out.setCharAt(i, Character.toUpperCase(out.charAt(i)));
                break;
            }
            if (Character.isDigit(out.charAt(i))) {
                break;
            }
        }
        return out.toString();
    }

    private static boolean takesAn(CharSequence text, int from) {
        int start = from;
        while (start < text.length() && !Character.isLetterOrDigit(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        if (start == end) {
            return false;
        }
        String word = text.subSequence(start, end).toString().toLowerCase(Locale.ROOT);
        char first = word.charAt(0);
        if (Character.isDigit(first)) {
            boolean eighty = first == '8' && word.length() != 4;
            return eighty || word.equals("11") || word.equals("18");
        }
        if (AN.contains(word)) {
            return true;
        }
        return "aeiouáéíóúâêîôûäëïöüåæøœ".indexOf(first) >= 0
                && !A.contains(word)
                && !word.startsWith("uni")
                && !word.startsWith("eu");
    }
}
