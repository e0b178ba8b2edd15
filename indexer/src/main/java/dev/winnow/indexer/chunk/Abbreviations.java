package dev.winnow.indexer.chunk;

import java.util.Set;
import java.util.regex.Pattern;

/** Whether a full stop behind a word belongs to the word or ends the sentence; for English. */
final class Abbreviations {
    /** A name or an example follows, never a new sentence. */
    private static final Set<String> ALWAYS = Set.of(
            "Mr", "Mrs", "Ms", "Mx", "Dr", "Drs", "Prof", "Messrs", "Mme", "Mlle", "Gen", "Sen", "Rep", "Gov", "Pres",
            "Capt", "Cmdr", "Col", "Maj", "Lt", "Sgt", "Cpl", "Adm", "Rev", "Fr", "Hon", "e.g", "i.e", "E.g", "I.e",
            "eg", "ie", "vs", "cf", "Cf", "viz", "c.f", "incl", "resp", "approx", "Approx");

    /** Belongs to the word where a number, a letter or a bracket follows. */
    private static final Set<String> NUMBERED = Set.of(
            "No", "Nos", "no", "nos", "Fig", "Figs", "fig", "figs", "Eq", "Eqs", "eq", "eqs", "Eqn", "Sec", "Secs",
            "sec", "Sect", "Ch", "ch", "Chap", "chap", "Vol", "Vols", "vol", "vols", "p", "pp", "Pp", "Tab", "Ref",
            "Refs", "Art", "Exh", "Par", "par", "Para", "Sched", "App", "Pt", "Alg", "Thm", "Def", "Prop", "Cor", "Lem",
            "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "ca", "Op", "op");

    /** May stand at the end of a sentence; then the next word tells. */
    private static final Set<String> SOMETIMES = Set.of(
            "Inc", "inc", "Corp", "Co", "Cos", "Ltd", "LLC", "Bros", "Jr", "Sr", "Esq", "etc", "al", "seq", "est",
            "Est", "dept", "Dept", "Univ", "Assn", "Intl", "Natl", "Ave", "Blvd", "Rd", "St", "Ste", "Mt", "Ft", "Bldg",
            "Hwy", "Calif", "Mass", "Conn", "Tex", "Fla", "Wash", "Penn", "Ph", "ed", "eds", "Ed", "Eds", "trans",
            "Supp", "Proc", "Int", "Conf", "Trans");

    /** Words that begin an English sentence far more often than they continue a name. */
    private static final Set<String> STARTERS = Set.of(
            "The",
            "This",
            "That",
            "These",
            "Those",
            "It",
            "Its",
            "He",
            "His",
            "She",
            "Her",
            "We",
            "Our",
            "They",
            "Their",
            "You",
            "Your",
            "My",
            "I",
            "A",
            "An",
            "In",
            "On",
            "At",
            "As",
            "If",
            "For",
            "But",
            "And",
            "Or",
            "So",
            "Yet",
            "However",
            "When",
            "While",
            "Where",
            "There",
            "Then",
            "Thus",
            "Therefore",
            "Hence",
            "To",
            "With",
            "Without",
            "By",
            "From",
            "After",
            "Before",
            "During",
            "Since",
            "Although",
            "Though",
            "Because",
            "Such",
            "Some",
            "Many",
            "Most",
            "All",
            "Each",
            "Every",
            "Both",
            "Another",
            "Other",
            "Any",
            "No",
            "Not",
            "Nor",
            "What",
            "Why",
            "How",
            "Who",
            "Which",
            "Under",
            "Upon",
            "Once",
            "Here",
            "Now",
            "Also",
            "Additionally",
            "Moreover",
            "Furthermore",
            "Finally",
            "Instead",
            "Despite",
            "Until",
            "Unless",
            "Nevertheless",
            "Meanwhile",
            "Later",
            "Is",
            "Are",
            "Was",
            "Were",
            "Did",
            "Do",
            "Does",
            "Has",
            "Have",
            "Had",
            "Can",
            "Could",
            "Will",
            "Would",
            "Should",
            "Let",
            "Please",
            "See",
            "Only",
            "Even",
            "Just",
            "Still",
            "Between",
            "Through",
            "One",
            "Two");

    /** U.S, a.m, Ph.D: short groups of letters with full stops between them. */
    private static final Pattern DOTTED = Pattern.compile("\\p{L}{1,3}(?:\\.\\p{L}{1,3})+");

    /** What counts the parts of a list where it begins a sentence: 1, 12.3, iv, B. */
    private static final Pattern ENUMERATOR = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3})*|\\p{L}|[IVX]{1,5}|[ivx]{1,5}");

    private static final Pattern NUMBER_OR_LETTER = Pattern.compile("\\p{N}.*|\\p{L}|[IVXLC]+", Pattern.DOTALL);

    private Abbreviations() {}

    static boolean isEnumerator(String word) {
        return ENUMERATOR.matcher(word).matches();
    }

    /**
     * Whether the sentence goes on behind the full stop.
     *
     * @param word what stands before the full stop, without brackets and quotes around it
     * @param next the word behind it, empty if a bracket or a sign comes first
     */
    static boolean goesOn(String word, String next) {
        if (ALWAYS.contains(word)) {
            return true;
        }
        if (NUMBERED.contains(word)) {
            return next.isEmpty() || NUMBER_OR_LETTER.matcher(next).matches();
        }
        boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
        if (initial || SOMETIMES.contains(word) || DOTTED.matcher(word).matches()) {
            return !STARTERS.contains(next);
        }
        return false;
    }
}
