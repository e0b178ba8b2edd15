"""Expected values of the statistics: by SciPy where it has them, else by counting all cases or from another form of the formula.

    /usr/bin/python3 statistics_reference.py ../resources/dev/winnow/app/statistics/reference.json

Needs SciPy 1.10 (Debian: python3-scipy). The same version gives the same bytes.
"""
import itertools
import json
import math
import random
import sys

import numpy
import scipy
from scipy import stats

random.seed(41)


def differences(count, values, zeros):
    return [0.0 if random.random() < zeros else random.choice(values) for _ in range(count)]


# ---- Wilcoxon's signed-rank test ------------------------------------------------------------------------------------


def pratt_by_counting(d):
    """Two-sided p over all sign patterns of the ranks, zeros ranked and left out."""
    ranks = stats.rankdata(numpy.abs(d))
    kept = [r for r, value in zip(ranks, d) if value != 0]
    observed = sum(r for r, value in zip(ranks, d) if value > 0)
    sums = [sum(r for r, up in zip(kept, signs) if up) for signs in itertools.product([0, 1], repeat=len(kept))]
    below = sum(s <= observed + 1e-9 for s in sums)
    above = sum(s >= observed - 1e-9 for s in sums)
    return min(1.0, 2 * min(below, above) / len(sums))


def counted_wilcoxon():
    cases = []
    for count in range(1, 13):
        for values, zeros in (([-3, -2, -1, 1, 2, 3], 0.2), ([-1, 1], 0.3), ([-0.5, 0.25, 0.5, 1], 0.0)):
            d = [float(v) for v in differences(count, values, zeros)]
            cases.append({"d": d, "p": pratt_by_counting(d) if any(d) else 1.0})
    return cases


def scipy_exact():
    cases = []
    for count in (4, 9, 17, 25, 40, 50):
        d = [random.gauss(0.4, 1) for _ in range(count)]
        found = stats.wilcoxon(d, mode="exact")
        cases.append({"d": d, "smaller": float(found.statistic), "p": float(found.pvalue)})
    return cases


def scipy_normal():
    cases = []
    for count in (20, 60, 200, 500):
        for values, zeros in (([-1.0, 1.0, 1.0], 0.6), ([-1.0, -0.5, -0.25, 0.25, 0.5, 0.75, 1.0], 0.3), ([0.1, -0.2, 0.3], 0.0)):
            d = differences(count, values, zeros)
            found = stats.wilcoxon(d, zero_method="pratt", correction=False, mode="approx")
            cases.append({"d": d, "smaller": float(found.statistic), "p": float(found.pvalue)})
    return cases


# ---- Others ---------------------------------------------------------------------------------------------------------


def mcnemar():
    cases = []
    for b, c in ((0, 0), (0, 5), (1, 6), (10, 3), (86, 150), (400, 600), (7, 7), (12, 13)):
        total = b + c
        plain = (b - c) ** 2 / total if total else 0.0
        corrected = max(0, abs(b - c) - 1) ** 2 / total if total else 0.0
        cases.append({
            "b": b, "c": c,
            "exact": float(stats.binomtest(b, total).pvalue) if total else 1.0,
            "statistic": plain, "asymptotic": float(stats.chi2.sf(plain, 1)),
            "correctedStatistic": corrected, "corrected": float(stats.chi2.sf(corrected, 1)),
        })
    return cases


def benjamini_hochberg():
    cases = []
    for count in (1, 2, 5, 15, 100):
        p = [round(random.random() ** 3, 3) for _ in range(count)]
        adjusted = [min(min(1.0, len(p) * q / sum(r <= q for r in p)) for q in p if q >= mine) for mine in p]
        cases.append({"p": p, "adjusted": adjusted})
    return cases


def bootstrap():
    """SciPy's percentile interval, itself a draw, with 20,000 resamples."""
    cases = []
    for count in (25, 80):
        values = [random.random() ** 2 for _ in range(count)]
        found = stats.bootstrap((values,), numpy.mean, n_resamples=20_000, method="percentile", vectorized=True, random_state=3)
        interval = found.confidence_interval
        cases.append({"values": values, "low": float(interval.low), "high": float(interval.high), "error": float(found.standard_error)})
    return cases


def clustered():
    """All draws of five clusters, each as likely as the other: the distribution that the bootstrap draws from."""
    values = [1, 1, 1, 0, 0, 0, 0, 1, 0.5, 0.25, 1, 0]
    clusters = [0, 0, 0, 1, 1, 1, 1, 2, 3, 3, 4, 4]
    groups = [[v for v, c in zip(values, clusters) if c == k] for k in range(5)]
    means = []
    for drawn in itertools.product(groups, repeat=5):
        together = [v for group in drawn for v in group]
        means.append(sum(together) / len(together))
    return {
        "values": [float(v) for v in values], "clusters": clusters, "deviation": float(numpy.std(means)),
        "low": float(numpy.percentile(means, 2.5)), "high": float(numpy.percentile(means, 97.5)),
    }


def weighted_kappa(shares, weight):
    k = len(shares)
    left, right = shares.sum(axis=1), shares.sum(axis=0)
    w = numpy.array([[weight(i, j, k) for j in range(k)] for i in range(k)])
    expected = (w * numpy.outer(left, right)).sum()
    return ((w * shares).sum() - expected) / (1 - expected)


def kappa():
    """The standard error by the delta method with a gradient by differences, not by the formula under test."""
    weights = {
        "NONE": lambda i, j, k: float(i == j),
        "LINEAR": lambda i, j, k: 1 - abs(i - j) / (k - 1),
        "QUADRATIC": lambda i, j, k: 1 - ((i - j) / (k - 1)) ** 2,
    }
    tables = [
        [[20, 5], [10, 15]],
        [[75, 1, 4], [5, 4, 1], [0, 0, 10]],
        [[11, 4, 1, 0], [3, 9, 5, 1], [0, 2, 14, 3], [1, 0, 2, 8]],
    ]
    cases = []
    for table in tables:
        counts = numpy.array(table, dtype=float)
        n, shares = counts.sum(), counts / counts.sum()
        for name, weight in weights.items():
            step, gradient = 1e-6, numpy.zeros_like(shares)
            for i, j in itertools.product(range(len(table)), repeat=2):
                up, down = shares.copy(), shares.copy()
                up[i, j] += step
                down[i, j] -= step
                # Shares need not add up to one here: the gradient is centred below.
                gradient[i, j] = (weighted_kappa(up, weight) - weighted_kappa(down, weight)) / (2 * step)
            centre = (shares * gradient).sum()
            variance = ((shares * gradient**2).sum() - centre**2) / n
            cases.append({"table": table, "weights": name, "kappa": round(float(weighted_kappa(shares, weight)), 12),
                          "error": round(float(math.sqrt(variance)), 7)})
    return cases


def power():
    cases = []
    z = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    for difference, error, n in ((0.05, 0.03, 60), (-0.1, 0.02, 200), (0.3, 0.05, 25)):
        shift = abs(difference) / error
        cases.append({
            "difference": difference, "error": error, "questions": n,
            "needed": math.ceil(n * (z * error / difference) ** 2), "detectable": float(z * error),
            "achieved": float(stats.norm.sf(stats.norm.ppf(0.975) - shift) + stats.norm.cdf(-stats.norm.ppf(0.975) - shift)),
        })
    return cases


def repeated():
    """Balanced: from the F ratio, and from the variances of means and of repetitions."""
    scores = [[random.choice([0.0, 0.0, 0.5, 1.0]) + 0.3 * (i % 3) for _ in range(4)] for i in range(15)]
    within = float(numpy.mean([numpy.var(own, ddof=1) for own in scores]))
    between = float(numpy.var([numpy.mean(own) for own in scores], ddof=1)) - within / 4
    f = stats.f_oneway(*scores).statistic
    assert abs(between - within * (f - 1) / 4) < 1e-12
    return {"scores": scores, "within": within, "between": between, "mean": float(numpy.mean(scores))}


def main():
    made = {
        "scipy": scipy.__version__,
        "wilcoxonCounted": counted_wilcoxon(),
        "wilcoxonExact": scipy_exact(),
        "wilcoxonNormal": scipy_normal(),
        "mcnemar": mcnemar(),
        "benjaminiHochberg": benjamini_hochberg(),
        "bootstrap": bootstrap(),
        "clustered": clustered(),
        "kappa": kappa(),
        "power": power(),
        "repeated": repeated(),
    }
    with open(sys.argv[1], "w", encoding="ascii", newline="\n") as out:
        json.dump(made, out, indent=1)
        out.write("\n")


if __name__ == "__main__":
    main()
