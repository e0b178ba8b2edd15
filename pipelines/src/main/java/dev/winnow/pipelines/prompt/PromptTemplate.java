package dev.winnow.pipelines.prompt;

import dev.winnow.indexer.corpus.Fingerprint;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.indexer.spec.Suggestion;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a question and its passages are worded for a chat model, and how the reply is read: one file of
 * {@code configs/prompts/}. White space around each template is dropped.
 *
 * @param version changes whenever the wording does, from 1
 * @param system the system message, if there is one; it may name {@code {{refusal}}} and {@code {{attribute.NAME}}}, an
 *     attribute of the question, with a text for questions without it in {@code {{attribute.NAME|text}}}
 * @param user the user message where passages are shown; it names {@code {{context}}} and {@code {{question}}}, and may
 *     name what the system message may. The context should come first: prompts over one document then begin alike,
 *     and servers that keep prefixes read it once
 *     A line {@code {{instructions}}} takes what a strategy asks for besides, such as citations, and is left out where it
 *     asks for nothing
 * @param closedBook the user message of the closed-book pipeline
 * @param passage how one passage is shown; it names {@code {{text}}}, and may name {@code {{label}}}, its place from 1,
 *     and {@code {{title}}}; a line that names the title is left out where the title is empty
 * @param refusal the phrase by which the model is asked to refuse
 * @param refusalPatterns regular expressions, looked for in a reply's first sentence, that tell a refusal in free
 *     wording; lists for English, German, French, Spanish, Chinese, Japanese and Korean stand in where it is left out
 * @param answerAfter the answer is what follows this marker's last occurrence, or the whole reply where there is none;
 *     letter case makes no difference
 * @param answerField the reply is asked to be a JSON object, and the answer is this field of it; a reply that is no such
 *     object is taken as it is. Models that can be held to JSON are
 * @param whole what is worded otherwise where documents are shown whole, as full context shows them
 * @param notes what is worded otherwise where a model answers from notes of earlier calls alone, without passages
 * @param words what values of attributes are called in messages; others stand as they are
 */
public record PromptTemplate(
        int version,
        Optional<String> system,
        String user,
        String closedBook,
        String passage,
        String refusal,
        Optional<List<String>> refusalPatterns,
        Optional<String> answerAfter,
        Optional<AnswerField> answerField,
        Optional<Whole> whole,
        Optional<Notes> notes,
        Optional<Map<String, String>> words) {
    private static final String CONTEXT = "context";
    private static final String QUESTION = "question";
    private static final String REFUSAL = "refusal";
    private static final String LABEL = "label";
    private static final String TITLE = "title";
    private static final String TEXT = "text";

    /** What stands behind each passage; it belongs to the passage when tokens are counted. */
    private static final String SEPARATOR = "\n\n";

    /**
     * The wording for whole documents, also where they are cut to fit.
     *
     * @param user in place of {@link PromptTemplate#user()}
     * @param passage in place of {@link PromptTemplate#passage()}, for one document
     */
    public record Whole(Optional<String> user, Optional<String> passage) {
        public Whole {
            user = user.map(String::strip);
            passage = passage.map(String::strip);
        }
    }

    /**
     * The wording for notes of earlier calls, where they stand in place of passages.
     *
     * @param user in place of {@link PromptTemplate#user()}
     * @param note how one note is shown; it names {@code {{text}}}, and may name {@code {{label}}}, its place from 1; as it
     *     is where left out
     */
    public record Notes(Optional<String> user, Optional<String> note) {
        public Notes {
            user = user.map(String::strip);
            note = note.map(String::strip);
        }
    }

    /** A template that words passages, whole documents and notes alike, and attributes as they are. */
    public PromptTemplate(
            int version,
            Optional<String> system,
            String user,
            String closedBook,
            String passage,
            String refusal,
            Optional<List<String>> refusalPatterns,
            Optional<String> answerAfter) {
        this(
                version,
                system,
                user,
                closedBook,
                passage,
                refusal,
                refusalPatterns,
                answerAfter,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public PromptTemplate {
        system = system.map(String::strip).filter(text -> !text.isEmpty());
        user = user.strip();
        closedBook = closedBook.strip();
        passage = passage.strip();
        refusal = refusal.strip();
        refusalPatterns = refusalPatterns.map(List::copyOf);
        words = words.map(own -> Collections.unmodifiableMap(new LinkedHashMap<>(own)));
        List<String> problems = new ArrayList<>();
        if (version < 1) {
            problems.add("version must be at least 1, got " + version);
        }
        system.ifPresent(text ->
                problems.addAll(Wording.of(text).problems("system", Set.of(REFUSAL), Wording.Attributes.ALLOWED)));
        problems.addAll(Wording.of(closedBook)
                .problems("closed-book", Set.of(QUESTION, REFUSAL, Instructions.SLOT), Wording.Attributes.ALLOWED));
        problems.addAll(Instructions.problems("closed-book", closedBook));
        requireSlot("closed-book", closedBook, QUESTION).ifPresent(problems::add);
        problems.addAll(problemsOfUser("user", user));
        problems.addAll(problemsOfPassage("passage", passage));
        whole.flatMap(Whole::user).ifPresent(text -> problems.addAll(problemsOfUser("whole: user", text)));
        whole.flatMap(Whole::passage).ifPresent(text -> problems.addAll(problemsOfPassage("whole: passage", text)));
        notes.flatMap(Notes::user).ifPresent(text -> problems.addAll(problemsOfUser("notes: user", text)));
        notes.flatMap(Notes::note)
                .ifPresent(text ->
                        problems.addAll(TemplateChecks.slots("notes: note", text, Set.of(TEXT), Set.of(LABEL))));
        if (refusal.chars().noneMatch(Character::isLetterOrDigit)) {
            problems.add("refusal must be a phrase in words, got '" + refusal + "'");
        }
        refusalPatterns.ifPresent(patterns -> patterns.forEach(pattern -> {
            try {
                RefusalRule.compile(pattern);
            } catch (PatternSyntaxException e) {
                problems.add("refusal-patterns has '" + pattern + "', which is no regular expression: "
                        + e.getDescription() + " at " + e.getIndex());
            }
        }));
        if (answerAfter.isPresent() && answerAfter.get().isBlank()) {
            problems.add("answer-after must be a marker such as 'Answer:', got ''; leave it out to take whole replies");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static List<String> problemsOfUser(String key, String template) {
        List<String> problems = new ArrayList<>(Wording.of(template)
                .problems(key, Set.of(CONTEXT, QUESTION, REFUSAL, Instructions.SLOT), Wording.Attributes.ALLOWED));
        problems.addAll(Instructions.problems(key, template));
        requireSlot(key, template, QUESTION).ifPresent(problems::add);
        requireSlot(key, template, CONTEXT).ifPresent(problems::add);
        return problems;
    }

    private static List<String> problemsOfPassage(String key, String template) {
        List<String> problems = new ArrayList<>(
                Wording.of(template).problems(key, Set.of(LABEL, TITLE, TEXT), Wording.Attributes.NONE));
        requireSlot(key, template, TEXT).ifPresent(problems::add);
        if (template.lines().map(Wording::of).anyMatch(line -> line.names(TITLE) && line.names(TEXT))) {
            problems.add(key + " names {{title}} and {{text}} in one line, which would go where the title is empty;"
                    + " give the title a line of its own");
        }
        return problems;
    }

    private static Optional<String> requireSlot(String key, String template, String slot) {
        return Wording.of(template).names(slot)
                ? Optional.empty()
                : Optional.of(key + " must have the placeholder {{" + slot + "}}");
    }

    /** A digest of every part of the template. */
    public Fingerprint fingerprint() {
        Fingerprint.Builder builder = new Fingerprint.Builder()
                .add(Integer.toString(version))
                .add(system.orElse(""))
                .add(user)
                .add(closedBook)
                .add(passage)
                .add(refusal)
                .add(answerAfter.orElse(""));
        patterns().forEach(builder::add);
        builder.add(whole.flatMap(Whole::user).orElse(user))
                .add(whole.flatMap(Whole::passage).orElse(passage));
        new TreeMap<>(words.orElse(Map.of()))
                .forEach((value, word) -> builder.add(value).add(word));
        answerField.ifPresent(field -> builder.add("answer-field").add(field.name()));
        notes.ifPresent(noted -> builder.add("notes")
                .add(noted.user().orElse(""))
                .add(noted.note().orElse("")));
        return builder.build();
    }

    /** The template by which whole documents are shown: its user message and its passage are those for them. */
    public PromptTemplate forWhole() {
        return new PromptTemplate(
                version,
                system,
                whole.flatMap(Whole::user).orElse(user),
                closedBook,
                whole.flatMap(Whole::passage).orElse(passage),
                refusal,
                refusalPatterns,
                answerAfter,
                answerField,
                Optional.empty(),
                notes,
                words);
    }

    /** Whether passages are shown with their numbers. */
    public boolean labels() {
        return Wording.of(passage).names(LABEL);
    }

    /** Whether a model that is shown passages is told the phrase by which it may refuse. */
    public boolean offersRefusal() {
        return Stream.concat(system.stream(), Stream.of(user))
                .anyMatch(text -> Wording.of(text).names(REFUSAL));
    }

    /** Whether a strategy can ask for something besides the answer, as it is worded for passages and for whole documents. */
    public boolean takesInstructions() {
        return Instructions.areTakenBy(user)
                && Instructions.areTakenBy(whole.flatMap(Whole::user).orElse(user))
                && Instructions.areTakenBy(notes.flatMap(Notes::user).orElse(user));
    }

    /**
     * The template that asks for something besides the answer, wherever passages or notes are shown.
     *
     * @param instructions whole sentences
     * @throws IllegalArgumentException if the template has no place for it
     */
    public PromptTemplate instructed(String instructions) {
        if (!takesInstructions()) {
            throw new IllegalArgumentException("the prompt has no line {{instructions}}, in 'user' and wherever else a"
                    + " user message is given; add one before the question");
        }
        return new PromptTemplate(
                version,
                system,
                Instructions.into(user, instructions),
                closedBook,
                passage,
                refusal,
                refusalPatterns,
                answerAfter,
                answerField,
                whole.map(
                        own -> new Whole(own.user().map(text -> Instructions.into(text, instructions)), own.passage())),
                notes.map(own -> new Notes(own.user().map(text -> Instructions.into(text, instructions)), own.note())),
                words);
    }

    /** Names of the attributes that a question must have, those without a default, in order. */
    public Set<String> attributes() {
        return Stream.of(
                        system.orElse(""),
                        user,
                        closedBook,
                        whole.flatMap(Whole::user).orElse(user),
                        notes.flatMap(Notes::user).orElse(user))
                .flatMap(template -> Wording.of(template).slots().stream())
                .filter(slot -> slot.otherwise().isEmpty())
                .flatMap(slot -> slot.attribute().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * One passage as it is shown, with the empty line behind it: what a budget counts. A budget counts each passage
     * under its rank as label. The prompt labels passages by the place in which they are shown, so that labels rise
     * whatever the order; as both are the numbers from 1 to n, the sum differs by no more than the pairing of numbers
     * with texts can make it, which is nothing where a number's tokens are its own.
     *
     * @param label from 1
     * @param title may be empty
     */
    public String renderPassage(int label, String title, String text) {
        return wording(title, label, text) + SEPARATOR;
    }

    /**
     * A title and a text as one text, worded as in a passage: the lines that name the title, then the text. Shown as the
     * text of a document without a title it gives the same passage, where the title's lines stand right before the text.
     */
    public String titled(String title, String text) {
        String lines = title.isBlank()
                ? ""
                : passage.lines().filter(line -> Wording.of(line).names(TITLE)).collect(Collectors.joining("\n"));
        return lines.isEmpty()
                ? text
                : Wording.of(lines).fill(slot -> slot.name().equals(TITLE) ? title : "") + "\n" + text;
    }

    private String wording(String title, int label, String text) {
        String lines = title.isBlank()
                ? passage.lines().filter(line -> !Wording.of(line).names(TITLE)).collect(Collectors.joining("\n"))
                : passage;
        return Wording.of(lines).fill(slot -> switch (slot.name()) {
            case LABEL -> Integer.toString(label);
            case TITLE -> title;
            default -> text;
        });
    }

    private String wording(String note, int label) {
        return notes.flatMap(Notes::note)
                .map(worded ->
                        Wording.of(worded).fill(slot -> slot.name().equals(LABEL) ? Integer.toString(label) : note))
                .orElse(note);
    }

    /** The same for passages that were chosen for this question. */
    public Prompt answer(Question question, Context context, int repetition) {
        return answer(question, context, ContextSource.Choice.QUESTION, repetition);
    }

    /**
     * The prompt that asks a model to answer from passages. Where none were found it says so by showing none: what a model
     * knows by heart must not be credited to retrieval.
     *
     * @param choice what the choice of the passages depends on: it decides how much of the messages is shared
     * @param repetition which of several samples this is, from 0
     * @throws InputException if the template names an attribute that the question lacks
     */
    public Prompt answer(Question question, Context context, ContextSource.Choice choice, int repetition) {
        return answer(question, Material.of(context).chosenBy(choice), repetition);
    }

    /**
     * The same from whatever a strategy has put together.
     *
     * @param repetition which of several samples this is, from 0
     * @throws InputException if the template names an attribute that the question lacks
     */
    public Prompt answer(Question question, Material material, int repetition) {
        List<String> shown = new ArrayList<>();
        material.worded().ifPresentOrElse(shown::add, () -> {
            for (String note : material.notes()) {
                shown.add(wording(note, shown.size() + 1));
            }
        });
        if (!material.passages().isEmpty()) {
            shown.add(render(material.passages(), 1));
        }
        // Beside passages, notes are no more than what stands before them.
        boolean alone = !material.notes().isEmpty() && material.passages().isEmpty();
        String worded = alone ? notes.flatMap(Notes::user).orElse(user) : user;
        List<Message> messages = messages(worded, question, String.join(SEPARATOR, shown), material.choice());
        return prompt(
                new Task.Answer(question.text(), material.passages(), material.notes(), material.refused()),
                messages,
                repetition);
    }

    /**
     * Passages as they are shown, one after the other.
     *
     * @param label of the first, from 1
     */
    public String render(List<Shown> passages, int label) {
        List<String> shown = new ArrayList<>(passages.size());
        for (Shown each : passages) {
            shown.add(wording(each.title(), label + shown.size(), each.passage().text()));
        }
        return String.join(SEPARATOR, shown);
    }

    /**
     * The prompt that asks a model to answer from what it knows by heart.
     *
     * @param repetition which of several samples this is, from 0
     * @throws InputException if the template names an attribute that the question lacks
     */
    public Prompt closedBook(Question question, int repetition) {
        return prompt(
                new Task.Answer(question.text(), List.of()),
                messages(closedBook, question, "", ContextSource.Choice.QUESTION),
                repetition);
    }

    /**
     * What a prompt with passages holds beside them, rendered: a window must hold this, the passages and the reply.
     *
     * @throws InputException if the template names an attribute that the question lacks
     */
    public String frame(Question question) {
        List<Message> messages = messages(user, question, "", ContextSource.Choice.QUESTION);
        return new Prompt(new Task.Answer(question.text(), List.of()), messages, refusal, 0).rendered();
    }

    private Prompt prompt(Task task, List<Message> messages, int repetition) {
        return new Prompt(task, messages, refusal, answerField.map(AnswerField::name), repetition);
    }

    private List<Message> messages(
            String userTemplate, Question question, String context, ContextSource.Choice choice) {
        Map<String, String> values = Map.of(CONTEXT, context, QUESTION, question.text(), REFUSAL, refusal);
        List<Message> messages = new ArrayList<>();
        // A system message cannot name the question or the context: all of it is shared, and what follows may be.
        system.ifPresent(text -> messages.add(message(Message.Role.SYSTEM, text, question, values, choice)));
        messages.add(message(Message.Role.USER, Instructions.without(userTemplate), question, values, choice));
        return messages;
    }

    private Message message(
            Message.Role role,
            String template,
            Question question,
            Map<String, String> values,
            ContextSource.Choice choice) {
        Wording wording = Wording.of(template);
        Wording.Filled filled = wording.fill(
                slot -> slot.attribute()
                        .map(name -> attribute(question, name, slot))
                        .orElseGet(() -> values.get(slot.name())),
                own(wording, choice));
        return new Message(role, filled.text(), filled.shared());
    }

    /**
     * How many parts stand before the first that is the question's own. An attribute counts as its own behind the context
     * only: what is named before it, such as the kind of text, is mostly the documents' property, and where it is not, the
     * texts begin differently and nothing is lost that could have been shared.
     */
    private static int own(Wording wording, ContextSource.Choice choice) {
        boolean shown = false;
        for (int i = 0; i < wording.parts().size(); i++) {
            if (wording.parts().get(i) instanceof Wording.Part.Slot slot) {
                boolean chosen = slot.name().equals(CONTEXT) && choice == ContextSource.Choice.QUESTION;
                if (slot.name().equals(QUESTION)
                        || chosen
                        || (shown && slot.attribute().isPresent())) {
                    return i;
                }
                shown |= slot.name().equals(CONTEXT);
            }
        }
        return wording.parts().size();
    }

    private String attribute(Question question, String name, Wording.Part.Slot slot) {
        String value = question.attributes().get(name);
        if (value != null) {
            return words.map(known -> known.get(value)).orElse(value);
        }
        return slot.otherwise()
                .orElseThrow(() -> new InputException(
                        "question " + question.id().value(),
                        "has no attribute '" + name + "', which the prompt names"
                                + Suggestion.of(name, question.attributes().keySet()) + " A default can be given: {{"
                                + slot.name() + "|text}}"));
    }

    /** The answer or refusal that a reply is, or that its field is. A reply without text is an answer without text. */
    public Answer parse(Completion completion) {
        String reply = answerAfter
                .map(marker -> AnswerMarker.behind(marker, completion.text()))
                .orElse(completion.text())
                .strip();
        String answer = answerField.flatMap(field -> field.in(reply)).orElse(reply);
        return new RefusalRule(refusal, patterns()).refuses(answer)
                ? new Answer.Refused(answer)
                : new Answer.Given(answer, completion.confidence());
    }

    private List<String> patterns() {
        return refusalPatterns.orElse(RefusalWording.ANY);
    }
}
