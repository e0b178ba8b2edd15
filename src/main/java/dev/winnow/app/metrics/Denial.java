package dev.winnow.app.metrics;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sentences that say that a text does not hold what was asked, in English. They are looked for anywhere in an answer to a
 * question that has none: an answer that first tells what there is and then what there is not says so, too.
 */
final class Denial {
    private static final String SAID =
            "mentioned|specified|stated|provided|given|discussed|described|included|addressed"
                    + "|disclosed|detailed|available|listed|covered|explored|found|present|outlined|explained|measured|quoted|named";
    private static final String SAY =
            "mention|specify|state|discuss|address|describe|disclose|detail|outline|contain|provide"
                    + "|cover|elaborate|explore|report|indicate|include|reveal|explain|list|give|present|propose|suggest|name"
                    + "|compare|evaluate|focus";
    private static final String TEXT = "text|story|book|novel|paper|document|chunks?|passages?|context|excerpts?|report"
            + "|filing|statements?|materials?|information|content";

    private static final List<Pattern> WORDINGS = Stream.of(
                    "\\b(is|are|was|were|been|being)(n't| not| nowhere) (\\w+ly )?(" + SAID + ")\\b",
                    "(n't|\\bnot|\\bnowhere) (\\w+ )?(in|within|part of) (the |this |these |any of the )?(\\w+ )?("
                            + TEXT + ")\\b",
                    "\\b(do|does|did)(n't| not) (\\w+ly )?(\\w+ly and \\w+ly )?(" + SAY + ")\\b",
                    "\\b(no|without|lacks?|any) (\\w+ ){0,2}?(mention|discussion|reference|description|information|details?"
                            + "|indication|evidence|account|explanation|data|specifics|projections?|statements?)\\b",
                    "\\b(cannot|can't|could not|couldn't|unable to|impossible to) (be )?(\\w+ly )?(answer|answered"
                            + "|determined?|find|found|inferred|infer|identify|identified|provide|confirm|say|tell)\\b",
                    "\\b(never|nowhere|neither) (\\w+ly )?(" + SAID
                            + "|mentions?|specifies|states|describes|discusses|names)" + "\\b",
                    "\\bno\\b[^.,;]{0,100}\\b(is|are|was|were) (\\w+ly )?(" + SAID + "|proposed)\\b",
                    "\\bnot (\\w+ly )?(" + SAID + "|applicable)\\b",
                    "^none\\b|^no such\\b|^(unknown|unanswerable|n/a)\\W*$",
                    "\\bi (do not|don't) know\\b")
            .map(Pattern::compile)
            .toList();

    private Denial() {}

    /** Whether any sentence of a text says so. */
    static boolean standsIn(String text) {
        String plain = text.replaceAll("[\\u2018\\u2019\\u0060\\u00b4]", "'")
                .replaceAll("[*_]", "")
                .replaceAll("[\\p{Z}\\s]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
        return WORDINGS.stream().anyMatch(wording -> wording.matcher(plain).find());
    }
}
