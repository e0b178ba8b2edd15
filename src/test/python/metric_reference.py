"""Scores of 2,000 adversarial pairs by the published definitions: the reference of MetricParityTest.

    python3 metric_reference.py ../resources/dev/winnow/app/metrics/parity.jsonl

Written from the definitions, apart from the Java code: SQuAD 1.1 and 2.0, HotpotQA, MuSiQue and LongBench's QA F1; ROUGE-L as
the package `rouge` 1.0.1 (LongBench) and Google's `rouge_score` (rougeL and rougeLsum, no stemmer) compute it; the letters of
LongBench v2 and InfiniteBench. Needs Python 3.9 or newer and nothing else; the same seed gives the same bytes.
"""
import collections
import json
import random
import re
import string
import sys

PAIRS = 2000
random.seed(20_25)

# ---- Definitions ----------------------------------------------------------------------------------------------------


def normal(text):
    """What the five question answering scripts share."""
    kept = [c for c in text.lower() if c not in string.punctuation]
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", "".join(kept)).split())


def overlap_f1(answer, gold):
    shared = sum((collections.Counter(answer) & collections.Counter(gold)).values())
    if shared == 0:
        return 0.0
    precision, recall = shared / len(answer), shared / len(gold)
    return 2 * precision * recall / (precision + recall)


def squad1(answer, gold):
    return overlap_f1(normal(answer).split(), normal(gold).split())


def squad2(answer, gold):
    left, right = normal(answer).split(), normal(gold).split()
    return float(left == right) if not left or not right else overlap_f1(left, right)


def hotpotqa(answer, gold):
    left, right = normal(answer), normal(gold)
    if left != right and {left, right} & {"yes", "no", "noanswer"}:
        return 0.0
    return overlap_f1(left.split(), right.split())


def table(left, right):
    cells = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, a in enumerate(left, 1):
        for j, b in enumerate(right, 1):
            cells[i][j] = cells[i - 1][j - 1] + 1 if a == b else max(cells[i - 1][j], cells[i][j - 1])
    return cells


def places(reference, candidate, back_over_reference_on_tie):
    """The places in the reference of one longest common subsequence."""
    cells, found = table(reference, candidate), []
    i, j = len(reference), len(candidate)
    while i and j:
        up, left = cells[i - 1][j], cells[i][j - 1]
        if reference[i - 1] == candidate[j - 1]:
            i, j = i - 1, j - 1
            found.append(i)
        elif up > left or (up == left and back_over_reference_on_tie):
            i -= 1
        else:
            j -= 1
    return found


def rouge_package(answer, gold):
    def sentences(text):
        return [" ".join(part.split()).split(" ") for part in text.split(".") if part]

    candidate, reference = sentences(answer), sentences(gold)
    if not candidate or not reference:
        return 0.0
    union = set()
    for one in reference:
        for other in candidate:
            union |= {one[i] for i in places(one, other, False)}
    recall = len(union) / len({word for one in reference for word in one})
    precision = len(union) / len({word for one in candidate for word in one})
    return 2.0 * (precision * recall / (precision + recall + 1e-8))


def google_words(text):
    return re.findall("[a-z0-9]+", text.lower())


def harmonic(precision, recall):
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0


def google(answer, gold):
    candidate, reference = google_words(answer), google_words(gold)
    if not candidate or not reference:
        return 0.0
    shared = table(reference, candidate)[-1][-1]
    return harmonic(shared / len(candidate), shared / len(reference))


def google_sum(answer, gold):
    candidate = [google_words(line) for line in answer.split("\n") if line]
    reference = [google_words(line) for line in gold.split("\n") if line]
    given, wanted = sum(map(len, candidate)), sum(map(len, reference))
    if not given or not wanted:
        return 0.0
    ours = collections.Counter(word for line in reference for word in line)
    theirs = collections.Counter(word for line in candidate for word in line)
    hits = 0
    for line in reference:
        union = sorted({i for other in candidate for i in places(line, other, True)})
        for word in (line[i] for i in union):
            if ours[word] > 0 and theirs[word] > 0:
                hits += 1
                ours[word] -= 1
                theirs[word] -= 1
    return harmonic(hits / given, hits / wanted)


def longbench_letter(answer, gold):
    plain = answer.replace("*", "")
    found = re.search(r"The correct answer is \(([A-D])\)", plain) or re.search("The correct answer is ([A-D])", plain)
    return float(found is not None and found.group(1) == gold)


def infinitebench_letter(answer, gold):
    if not answer:
        return 0.0
    if answer[0] in "ABCD":
        return float(answer[0] == gold)
    plain = re.sub(" +", " ", re.sub("[\n\"'.,?!{}]", " ", answer))
    for prefix in ("answer is:", "answer:", "answer is", "option is"):
        at = plain.find(prefix)
        if at >= 0:
            rest = plain[at + len(prefix):]
            return float(bool(rest) and rest[1:].startswith(gold))
    for word in plain.split():
        if word in "ABCD":
            return float(word == gold)
    return 0.0


# ---- Pairs ----------------------------------------------------------------------------------------------------------

WORDS = (
    "a an the A The AN yes no noanswer Yes NO paris Paris PARIS lighthouse keeper Selka Orlen river tower 1911 1,911 3.14 "
    "$2,576,340 12% U.S. U.S well-known it's it\u2019s a. the, (an) O'Neill N/A e.g. \u00e9t\u00e9 cafe\u0301 na\u00efve "
    "stra\u00dfe \u0130stanbul \u0391\u03a3 \u039f\u0394\u039f\u03a3 \u00c5ngstr\u00f6m a\u0301 the\u0301 \ufb01sh \u212aelvin \u00bd \u00b2 \u0661\u0662\u0663 "
    "\u6771\u4eac \u6771\u4eac\u30bf\u30ef\u30fc \u5317\u4eac\u662f\u9996\u90fd\u3002 \uff11\uff19\uff11\uff11\u5e74 \uc11c\uc6b8 \ub4f1\ub300\uc9c0\uae30 \u0938\u0930\u0915\u093e\u0930 \u0e1b\u0e23\u0e30\u0e40\u0e17\u0e28\u0e44\u0e17\u0e22 \u0627\u0644\u0645\u0646\u0627\u0631\u0629 "
    "\U0001f600 \U0001d400\U0001d401 _ __ a_b the_end -- \u2014 \u2026 \u00ab\u00bb \u201cquoted\u201d \u2018a\u2019 # ` ~ ^ | \\ / <b>the</b> x\u200by \u00ada"
).split()
GAPS = [" ", " ", " ", " ", "  ", "\t", "\n", ". ", ".", ", ", "\u00a0", "\u3000", "\u2009", "\u200b", "-", "", "\r\n", " . "]
LETTERED = [
    "The correct answer is ({0})", "The correct answer is {0}", "**The correct answer is ({0})**", "The correct answer is: {0}",
    "the answer is {0}", "answer: {0}", "My answer: ({0}).", "answer is: {0}. Because {1} is wrong", "{0}", "{0}.", "({0})",
    "{0} and {1}", "I think {1} is wrong, so {0}", "option is {0}", "\nThe correct answer is ({1}). No, ({0})", "A{0}", "answer is",
    "answer:", " {0}", "It is AB or {0}", "The correct answer is (E)", "answer is\U0001f600{0}", "answer is:{0}", "\"{0}\"",
]


def phrase(words):
    parts = []
    for _ in range(words):
        parts += [random.choice(WORDS), random.choice(GAPS)]
    return "".join(parts)


def shuffled(text):
    parts = text.split(" ")
    random.shuffle(parts)
    return " ".join(parts)


def changed(text):
    """A text that has much in common with another, as answers have with gold answers."""
    parts = re.split("( )", text)
    for _ in range(1 + len(parts) // 6):
        i = random.randrange(len(parts))
        parts[i] = random.choice(["", parts[i].upper(), parts[i].lower(), random.choice(WORDS), parts[i] + " " + parts[i], "the"])
    return "".join(parts)


def pair(number):
    kind = number % 20
    if kind == 0:
        return random.choice(["", " ", "the", ".", "a the an", "\n", "yes"]), random.choice(["", "the", "x", ".", "yes", "no."])
    if kind <= 3:
        letter, other = random.sample("ABCD", 2)
        answer = random.choice(LETTERED).format(letter, other)
        return answer, random.choice([letter, letter, letter, other, answer.strip()[:5]])
    if kind == 4 and number % 100 == 4:
        # Very long: some hundred sentences with much in common.
        gold = "".join(phrase(12) + random.choice([". ", ".\n", "\n"]) for _ in range(16))
        return changed(gold), gold
    gold = phrase(random.choice([1, 1, 2, 3, 5, 8, 20]))
    if kind <= 8:
        return changed(gold), gold
    if kind <= 11:
        return shuffled(gold), gold
    if kind <= 13:
        return gold.upper() if random.random() < 0.5 else gold.lower(), gold
    if kind <= 15:
        return phrase(3) + gold + phrase(3), gold
    if kind == 16:
        return gold.replace(" ", "\n"), gold.replace(" ", " the ")
    return phrase(random.choice([1, 2, 3, 5, 8])), gold


def main():
    with open(sys.argv[1], "w", encoding="ascii", newline="\n") as out:
        seen = set()
        for number in range(PAIRS):
            answer, gold = pair(number)
            while (answer, gold) in seen:
                answer, gold = pair(number + random.randrange(20))
            seen.add((answer, gold))
            row = {
                "answer": answer,
                "gold": gold,
                "exact-match": float(normal(answer) == normal(gold)),
                "token-f1": squad2(answer, gold),
                "token-f1-squad-v1": squad1(answer, gold),
                "token-f1-longbench": squad1(answer, gold),
                "token-f1-hotpotqa": hotpotqa(answer, gold),
                "token-f1-musique": squad2(answer, gold),
                "rouge-l": google(answer, gold),
                "rouge-l-google-sum": google_sum(answer, gold),
                "rouge-l-longbench": rouge_package(answer, gold),
                "multiple-choice-longbench-v2": longbench_letter(answer, gold),
                "multiple-choice-infinitebench": infinitebench_letter(answer, gold),
            }
            out.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
