package dev.winnow.app.metrics;

import dev.winnow.app.dataset.Gold;
import dev.winnow.app.metrics.Quantities.Kind;
import dev.winnow.app.metrics.Quantities.Quantity;
import dev.winnow.app.metrics.Quantities.Sign;
import dev.winnow.indexer.corpus.Language;
import dev.winnow.indexer.spec.Default;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * 1 if the answer gives the number that the answer key has, else 0. It applies to questions of which a gold answer holds
 * exactly one number, such as {@code $2,576,340} or {@code 3.7 million shares}, and to those without an answer, where a
 * refusal is right. An answer's number a agrees with the gold number g if {@code |a - g| <= max(absolute, relative |g|)}.
 * Where only one of both is in percent, it is compared as 12.5 and as 0.125; a number in an accountant's brackets has
 * either sign.
 *
 * @param relative tolerance as a share of the gold number, at least 0 and below 1
 * @param absolute tolerance, at least 0; of percentages in percentage points
 * @param numbers which of an answer's numbers may be the right one
 * @param language whose separators numbers have; the index's where it is left out
 */
public record Numeric(
        @Default("0") double relative,
        @Default("0") double absolute,
        @Default("any") Choice numbers,
        Optional<Language> language)
        implements MetricSpec {
    /** Numbers written differently, such as 1.1 million and 1,100,000, differ by what floating-point numbers do. */
    private static final double NOISE = 1e-9;

    private static final int PER_CENT = 100;

    /** Which numbers of an answer count. */
    public enum Choice {
        /** Any: answers that tell more, such as a date, lose nothing; those that list many numbers gain. */
        ANY,
        /** The first. */
        FIRST,
        /** The last. */
        LAST,
        /** The answer must hold one number only. */
        ONLY
    }

    public Numeric {
        if (!(relative >= 0 && relative < 1)) {
            throw new IllegalArgumentException("relative must be at least 0 and below 1, got " + relative);
        }
        if (!(absolute >= 0 && Double.isFinite(absolute))) {
            throw new IllegalArgumentException("absolute must be at least 0, got " + absolute);
        }
    }

    @Override
    public String name() {
        StringBuilder name = new StringBuilder("numeric");
        if (numbers != Choice.ANY) {
            name.append('-').append(numbers.name().toLowerCase(Locale.ROOT));
        }
        if (relative > 0) {
            name.append("-within-").append(plain(relative * 100)).append('%');
        }
        if (absolute > 0) {
            name.append("-within-").append(plain(absolute));
        }
        return name + language.map(named -> "-" + named).orElse("");
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(12))
                .stripTrailingZeros()
                .toPlainString();
    }

    @Override
    public Metric open() {
        return open(Language.ENGLISH);
    }

    @Override
    public Metric open(Language indexed) {
        Quantities quantities = new Quantities(language.orElse(indexed));
        Metric scored = new AnswerMetric((answer, gold) -> score(quantities, answer, gold));
        return (gold, trial) -> applies(quantities, gold) ? scored.score(gold, trial) : OptionalDouble.empty();
    }

    private static boolean applies(Quantities quantities, Gold gold) {
        return gold.unanswerable()
                || gold.answers().stream()
                        .anyMatch(answer -> quantities.in(answer).size() == 1);
    }

    private double score(Quantities quantities, String answer, String gold) {
        List<Quantity> wanted = quantities.in(gold);
        List<Quantity> given = quantities.in(answer);
        if (wanted.size() != 1 || given.isEmpty() || (numbers == Choice.ONLY && given.size() > 1)) {
            return 0;
        }
        List<Quantity> chosen =
                switch (numbers) {
                    case ANY, ONLY -> given;
                    case FIRST -> List.of(given.getFirst());
                    case LAST -> List.of(given.getLast());
                };
        return chosen.stream().anyMatch(number -> agree(number, wanted.getFirst())) ? 1 : 0;
    }

    private boolean agree(Quantity given, Quantity wanted) {
        if (near(given, wanted, 1, 1)) {
            return true;
        }
        return given.kind() != wanted.kind()
                && (given.kind() == Kind.PERCENT ? near(given, wanted, 1, PER_CENT) : near(given, wanted, PER_CENT, 1));
    }

    private boolean near(Quantity given, Quantity wanted, int givenFactor, int wantedFactor) {
        double a = given.value() * givenFactor;
        double g = wanted.value() * wantedFactor;
        double tolerance = Math.max(absolute, relative * Math.abs(g)) + NOISE * Math.abs(g);
        boolean eitherSign = given.sign() == Sign.BRACKETS || wanted.sign() == Sign.BRACKETS;
        return Math.abs(a - g) <= tolerance || (eitherSign && Math.abs(-a - g) <= tolerance);
    }
}
