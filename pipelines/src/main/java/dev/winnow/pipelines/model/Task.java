package dev.winnow.pipelines.model;

import dev.winnow.pipelines.context.Shown;
import dev.winnow.retrievers.LanguageModels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a pipeline wants of a model, with typed inputs. A prompt template says how it is worded for chat models; the
 * extractive reader reads the inputs themselves.
 */
public sealed interface Task {
    /** The name in ledgers and templates. */
    String name();

    /** The passages of a context that its prompt shows, in order; none for a task that is not about any. */
    default List<Shown> shown() {
        return switch (this) {
            case Answer answer -> answer.passages();
            case Extract extract -> extract.passages();
            case Assess assess -> assess.passages();
            case Memorize memorize -> memorize.passages();
            case Reflect reflect -> reflect.passages();
            case Rank rank -> List.of();
            case Rewrite rewrite -> List.of();
            case Choose choose -> List.of();
            case Outline outline -> List.of();
            case Classify classify -> List.of();
            case SelectTitles select -> List.of();
        };
    }

    /**
     * A reply such as may be expected, so that what comes after it can be foreseen.
     *
     * @param answer to the question; empty where it is not known
     * @param refusal the phrase by which the model may refuse
     */
    String foreseen(Outlook outlook, String answer, String refusal);

    /**
     * Answer a question from passages, given in the order in which they are shown, and from what earlier calls noted; from
     * neither for a closed book.
     *
     * @param notes what earlier calls wrote, in order
     * @param refused what comes after a refusal
     */
    record Answer(String question, List<Shown> passages, List<String> notes, Refused refused) implements Task {
        /** What a refusal leads to. */
        public enum Refused {
            /** It is the answer. */
            ENDS,
            /** The question is asked again in another way. */
            GOES_ON
        }

        public Answer {
            passages = List.copyOf(passages);
            notes = List.copyOf(notes);
        }

        /** From passages alone, and for good. */
        public Answer(String question, List<Shown> passages) {
            this(question, passages, List.of(), Refused.ENDS);
        }

        /** The same where a refusal leads to this. */
        public Answer refused(Refused other) {
            return new Answer(question, passages, notes, other);
        }

        @Override
        public String name() {
            return "answer";
        }

        /** Where a refusal leads on, one with most calls, and with fewest never one: even what has no answer may get one. */
        @Override
        public String foreseen(Outlook outlook, String answer, String refusal) {
            if (refused == Refused.ENDS) {
                return answer;
            }
            return switch (outlook) {
                case MOST_CALLS -> refusal;
                case FEWEST_CALLS -> answer.isBlank() || answer.contains(refusal) ? "-" : answer;
            };
        }
    }

    /** Order passages, numbered from 1, by how well they answer a question; {@code [2] > [1] > ...} is the reply. */
    record Rank(String question, List<LanguageModels.Titled> passages) implements Task {
        public Rank {
            passages = List.copyOf(passages);
        }

        @Override
        public String name() {
            return "rank";
        }

        @Override
        public String foreseen(Outlook outlook, String answer, String refusal) {
            return IntStream.rangeClosed(1, passages.size())
                    .mapToObj(label -> "[" + label + "]")
                    .collect(Collectors.joining(" > "));
        }
    }

    /** Word a question in so many other ways; the reply has one a line. */
    record Rewrite(String question, int count) implements Task {
        @Override
        public String name() {
            return "rewrite";
        }

        /** As long as the question, and with its words, but not the same. */
        @Override
        public String foreseen(Outlook outlook, String answer, String refusal) {
            return IntStream.rangeClosed(1, count)
                    .mapToObj(number -> question + "?".repeat(number))
                    .collect(Collectors.joining("\n"));
        }
    }

    /**
     * Write down what bears on a question, of passages and of what was written down before.
     *
     * @param before what was written down so far; empty at first
     * @param tokens how long the reply may be, in tokens
     * @param none the reply where nothing bears on it
     */
    record Extract(String question, List<Shown> passages, String before, Style style, int tokens, String none)
            implements Task {
        /** What is written down. */
        public enum Style {
            /** Notes in the model's own words. */
            NOTES,
            /** Sentences of the passages, word for word, one a line. */
            SENTENCES
        }

        /** UTF-16 units of a token of English, rounded. */
        private static final int UNITS = 4;

        public Extract {
            passages = List.copyOf(passages);
        }

        @Override
        public String name() {
            return "extract";
        }

        /** As long as it may be, as long as there is text. */
        @Override
        public String foreseen(Outlook outlook, String answer, String refusal) {
            StringBuilder text = new StringBuilder(answer);
            for (Shown shown : passages) {
                if (text.length() >= UNITS * tokens) {
                    break;
                }
                text.append(' ').append(shown.passage().text(), 0, room(shown, text));
            }
            return text.toString();
        }

        private int room(Shown shown, CharSequence text) {
            return Math.min(shown.passage().text().length(), UNITS * tokens - text.length());
        }
    }

    /**
     * Answer from passages, or from what was found in several groups of them, and say how sure one is (LLM x MapReduce,
     * arXiv 2410.09342).
     *
     * @param passages to read; empty where findings are merged
     * @param findings to be merged; empty where passages are read
     * @param labels by which a reply is read
     */
    record Assess(String question, List<Shown> passages, List<Finding> findings, Labels labels) implements Task {
        /** The highest confidence. */
        public static final double SURE = 5;

        /**
         * What was found.
         *
         * @param information what bears on the question; empty for nothing
         * @param confidence from 0 to {@link #SURE}; empty where it was not said, which counts less than any
         */
        public record Finding(String information, String rationale, String answer, OptionalDouble confidence) {
            /** From the least sure to the surest. */
            public static final Comparator<Finding> BY_CONFIDENCE =
                    Comparator.comparingDouble(finding -> finding.confidence().orElse(-1));
        }

        /**
         * The words by which a reply is read.
         *
         * @param none stands for the information where there is none
         */
        public record Labels(String information, String rationale, String answer, String confidence, String none) {
            /** A finding as a reply; what it does not say is left out. */
            public String write(Finding finding) {
                List<String> lines = new ArrayList<>();
                boolean nothing = finding.information().isEmpty();
                lines.add(information + " " + (nothing ? none : finding.information()));
                if (!finding.rationale().isEmpty()) {
                    lines.add(rationale + " " + finding.rationale());
                }
                if (nothing || !finding.answer().isEmpty()) {
                    lines.add(answer + " " + (nothing ? none : finding.answer()));
                }
                finding.confidence()
                        .ifPresent(sure -> lines.add(confidence + " " + String.format(Locale.ROOT, "%.1f", sure)));
                return String.join("\n", lines);
            }
        }

        public Assess {
            passages = List.copyOf(passages);
            findings = List.copyOf(findings);
        }

        @Override
        public String name() {
            return "assess";
        }

        /** With fewest calls there is nothing in the passages. */
        @Override
        public String foreseen(Outlook outlook, String answer, String refusal) {
            String text =
                    passages.isEmpty() ? answer : passages.getFirst().passage().text();
            String found = outlook == Outlook.FEWEST_CALLS ? "" : text.substring(0, Math.min(text.length(), 400));
            return labels.write(new Finding(found, found, answer, OptionalDouble.of(found.isEmpty() ? 0 : SURE)));
        }
    }

    /**
     * Say which of several texts helps most to answer a question: its number, from 1.
     *
     * @param texts what was written down, such as the last messages of several chains of readers
     */
    record Choose(String question, List<String> texts) implements Task {
        public Choose {
            texts = List.copyOf(texts);
        }

        @Override
        public String name() {
            return "choose";
        }

        @Override
        public String foreseen(Outlook outlook, String answer, String refusal) {
            return "[1]";
        }
    }

    /**
     * Rewrite a memory of bounded length with what passages say (MemAgent, arXiv 2507.02259). With gates the same reply says
     * whether the memory is to be replaced and whether it suffices (GRU-Mem, arXiv 2602.10560).
     *
     * @param memory what was written down so far; empty at first
     * @param tokens how long the memory may be
     * @param gates what the reply decides besides; without any it is the memory and nothing else
     */
    record Memorize(String question, List<Shown> passages, String memory, int tokens, Set<Gate> gates, Words words)
            implements Task {
        /** What is decided with a rewritten memory. */
        public enum Gate {
            /** Whether the memory is replaced: the passages hold evidence. */
            UPDATE,
            /** Whether reading ends: the memory suffices for an answer. */
            EXIT
        }

        /** The words by which a reply with gates is read. */
        public record Words(String update, String memory, String exit, String yes, String no) {
            /**
             * A reply; what is no gate of the task is left out.
             *
             * @param open those of the gates that are open
             */
            public String write(Set<Gate> gates, Set<Gate> open, String memory) {
                List<String> lines = new ArrayList<>();
                if (gates.contains(Gate.UPDATE)) {
                    lines.add(update + " " + (open.contains(Gate.UPDATE) ? yes : no));
                }
                lines.add(gates.isEmpty() ? memory : this.memory + " " + memory);
                if (gates.contains(Gate.EXIT)) {
                    lines.add(exit + " " + (open.contains(Gate.EXIT) ? yes : no));
                }
                return String.join("\n", lines);
            }
        }

        public Memorize {
            passages = List.copyOf(passages);
            gates = Set.copyOf(gates);
        }

        @Override
        public String name() {
            return "memorize";
        }

        /** A full memory; with fewest calls it suffices at once. */
        @Override
        public String foreseen(Outlook outlook, String answer, String refusal) {
            Set<Gate> open = outlook == Outlook.FEWEST_CALLS ? Set.of(Gate.UPDATE, Gate.EXIT) : Set.of(Gate.UPDATE);
            String full = new Extract(question, passages, memory, Extract.Style.NOTES, tokens, "")
                    .foreseen(outlook, answer, refusal);
            return words.write(gates, open, full);
        }
    }

    /** Name the parts of a document: a JSON object a line, with each one's level, title, and first and last words. */
    record Outline(String title, String text) implements Task {
        /** UTF-16 units for which a part may be expected. */
        private static final int PART = 2_000;

        @Override
        public String name() {
            return "outline";
        }

        /** As long as a real one; its words stand in no text, so that structures are foreseen from the texts themselves. */
        @Override
        public String foreseen(Outlook outlook, String answer, String refusal) {
            return IntStream.rangeClosed(1, Math.max(1, text.length() / PART))
                    .mapToObj(
                            ("{\"level\": 1, \"title\": \"Some title of part %d\", \"first\": \"The first five or six words\","
                                            + " \"last\": \"and the last five words.\"}")::formatted)
                    .collect(Collectors.joining("\n"));
        }
    }

    /**
     * Say which of several labels a question has.
     *
     * @param labels the one after which fewest calls follow first, the one after which most follow last
     */
    record Classify(String question, List<String> labels) implements Task {
        public Classify {
            labels = List.copyOf(labels);
        }

        @Override
        public String name() {
            return "classify";
        }

        @Override
        public String foreseen(Outlook outlook, String answer, String refusal) {
            return outlook == Outlook.FEWEST_CALLS ? labels.getFirst() : labels.getLast();
        }
    }

    /**
     * Name those of several titles whose text helps to answer a question, one a line.
     *
     * @param outline the titles as they are shown, with what else is said of the documents
     */
    record SelectTitles(String question, String outline, List<String> titles) implements Task {
        /** How many may be expected. */
        private static final int SOME = 5;

        public SelectTitles {
            titles = List.copyOf(titles);
        }

        @Override
        public String name() {
            return "select-titles";
        }

        @Override
        public String foreseen(Outlook outlook, String answer, String refusal) {
            return titles.stream().limit(SOME).collect(Collectors.joining("\n"));
        }
    }

    /**
     * Sum up what passages say about a question, and ask a better question for the next search; or answer, where that is
     * allowed.
     *
     * @param earlier summaries of earlier rounds
     * @param marks by which a reply is read
     * @param end whether an answer may be given
     */
    record Reflect(String question, List<Shown> passages, List<String> earlier, Marks marks, End end) implements Task {
        /** Whether the model may stop. */
        public enum End {
            /** Another round follows in any case. */
            NOT_YET,
            /** The model may answer and stop. */
            ALLOWED
        }

        /** The words by which a reply is read: what stands before the summary, the next question, and an answer. */
        public record Marks(String summary, String next, String answer) {}

        public Reflect {
            passages = List.copyOf(passages);
            earlier = List.copyOf(earlier);
        }

        @Override
        public String name() {
            return "reflect";
        }

        @Override
        public String foreseen(Outlook outlook, String answer, String refusal) {
            if (end == End.ALLOWED && outlook == Outlook.FEWEST_CALLS) {
                // Without any text it would be no answer.
                return marks.answer() + " " + (answer.isEmpty() ? question : answer);
            }
            String text = passages.isEmpty()
                    ? question
                    : passages.getFirst().passage().text();
            // Asked in another way a model sums up in other words: what follows is no call that others make, too.
            String own = end == End.ALLOWED ? "So far: " : "";
            return marks.summary() + " " + own + text.substring(0, Math.min(text.length(), 400)) + "\n" + marks.next()
                    + " " + question + " (" + (earlier.size() + 1) + ")";
        }
    }

    /**
     * Judge one answer to a question by itself, or say which of two is better.
     *
     * @param right answers that are right; none where the right answer is to say that there is none
     * @param answers what is judged, one or two, in the order in which they are shown
     * @param verdicts of which the reply holds one
     * @param mark the word before the verdict; empty where the reply is the verdict alone
     */
    record Judge(String question, List<String> right, List<String> answers, List<String> verdicts, String mark)
            implements Task {
        /** A reason such as may be expected before a verdict. */
        private static final String REASON =
                "The answer names the same thing as the reference answer, and says nothing that the reference contradicts.\n";

        public Judge {
            right = List.copyOf(right);
            answers = List.copyOf(answers);
            verdicts = List.copyOf(verdicts);
        }

        @Override
        public String name() {
            return "judge";
        }

        /** The longest verdict; behind a mark with a reason before it. */
        @Override
        public String foreseen(Outlook outlook, String answer, String refusal) {
            String verdict = verdicts.stream()
                    .max(Comparator.comparingInt(String::length))
                    .orElse("");
            return mark.isEmpty() ? verdict : REASON + mark + " " + verdict;
        }
    }
}
