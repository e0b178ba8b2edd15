package dev.winnow.pipelines.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PromptTemplateTest {
    private static final String PASSAGE = "Passage {{label}}\nTitle: {{title}}\n{{text}}\n";

    private static PromptTemplate template(String user) {
        return template(user, PASSAGE);
    }

    private static PromptTemplate template(String user, String passage) {
        return new PromptTemplate(
                1,
                Optional.of("Speak."),
                user,
                "Q: {{question}}",
                passage,
                "I cannot say.",
                Optional.empty(),
                Optional.empty());
    }

    private static Question question(String text, Map<String, String> attributes) {
        return new Question(new QuestionId("q1"), text, Scope.CORPUS, attributes);
    }

    private static Context context(String... texts) {
        List<Shown> shown = new ArrayList<>();
        for (String text : texts) {
            Document document = new Document(new DocumentId("d" + shown.size()), "Title", text, List.of(), Map.of());
            shown.add(new Shown(Passage.of(document, 0, 0, text.length()), "Title", shown.size() + 1, 1, 1));
        }
        return new Context(shown, TokenBudget.UNLIMITED, 0);
    }

    @Test
    void passages_are_numbered_in_the_order_shown_and_come_where_the_template_says() {
        Prompt prompt = template("{{context}}\n\nQ: {{question}} Or: {{refusal}}\n")
                .answer(question("Who?", Map.of()), context("Ann.", "Bob."), 2);
        assertThat(prompt.messages())
                .containsExactly(
                        new Message(Message.Role.SYSTEM, "Speak.", 6),
                        new Message(
                                Message.Role.USER,
                                "Passage 1\nTitle: Title\nAnn.\n\nPassage 2\nTitle: Title\nBob.\n\nQ: Who? Or: I cannot say."));
        assertThat(prompt.repetition()).isEqualTo(2);
        assertThat(prompt.refusal()).isEqualTo("I cannot say.");
        assertThat(prompt.task().name()).isEqualTo("answer");
    }

    @Test
    void a_line_that_names_the_title_goes_where_the_title_is_empty() {
        assertThat(template("{{context}}{{question}}").renderPassage(7, "", "Ann."))
                .isEqualTo("Passage 7\nAnn.\n\n");
    }

    @Test
    void a_closed_book_has_its_own_wording() {
        Prompt prompt = template("{{context}}{{question}}").closedBook(question("Who?", Map.of()), 0);
        assertThat(prompt.messages().getLast().text()).isEqualTo("Q: Who?");
    }

    @Test
    void retrieval_that_found_nothing_does_not_ask_what_the_model_knows_by_heart() {
        Prompt prompt = template("Read: {{context}} Q: {{question}} Or: {{refusal}}")
                .answer(question("Who?", Map.of()), Context.EMPTY, 0);
        assertThat(prompt.messages().getLast().text()).isEqualTo("Read:  Q: Who? Or: I cannot say.");
    }

    @Test
    void the_frame_is_the_prompt_without_its_passages() {
        PromptTemplate template = template("Read.\n{{context}}\nQ: {{question}}");
        assertThat(template.frame(question("Who?", Map.of()))).isEqualTo("Speak.\n\nRead.\n\nQ: Who?");
    }

    @Test
    void attributes_are_filled_and_take_their_default_where_the_question_has_none() {
        PromptTemplate template = template("A {{attribute.kind|text}}: {{context}} {{question}}");
        assertThat(rendered(template, Map.of("kind", "book"))).startsWith("A book: ");
        assertThat(rendered(template, Map.of())).startsWith("A text: ");
        assertThat(template.attributes()).isEmpty();
    }

    @Test
    void an_attribute_that_a_question_lacks_is_named_with_the_question() {
        PromptTemplate template = template("A {{attribute.kind}}: {{context}} {{question}}");
        assertThat(template.attributes()).containsExactly("kind");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> rendered(template, Map.of("kin", "book")))
                .withMessageContaining("question q1")
                .withMessageContaining("'kind'")
                .withMessageContaining("did you mean 'kin'?");
    }

    private static String rendered(PromptTemplate template, Map<String, String> attributes) {
        return template.answer(question("Who?", attributes), context("Ann."), 0)
                .messages()
                .getLast()
                .text();
    }

    private static PromptTemplate wording(PromptTemplate.Whole whole, Map<String, String> words) {
        return new PromptTemplate(
                1,
                Optional.empty(),
                "Found in {{attribute.kind|it}}:\n{{context}}\n{{question}}",
                "{{question}}",
                "chunk {{label}}: {{text}}",
                "I cannot say.",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(whole),
                Optional.empty(),
                Optional.of(words));
    }

    @Test
    void whole_documents_can_be_worded_otherwise_than_passages_and_attributes_have_words() {
        PromptTemplate template = wording(
                new PromptTemplate.Whole(
                        Optional.of("This is {{attribute.kind|it}}:\n{{context}}\n{{question}}"),
                        Optional.of("{{text}}")),
                Map.of("novel", "a long book"));
        Question asked = question("Who?", Map.of("kind", "novel"));
        assertThat(template.answer(asked, context("Ann.", "Bob."), 0).rendered())
                .endsWith("Found in a long book:\nchunk 1: Ann.\n\nchunk 2: Bob.\nWho?");
        assertThat(template.forWhole().answer(asked, context("Ann.", "Bob."), 0).rendered())
                .endsWith("This is a long book:\nAnn.\n\nBob.\nWho?");
        assertThat(template.forWhole().closedBook(asked, 0).rendered())
                .isEqualTo(template.closedBook(asked, 0).rendered());
        assertThat(template.answer(question("Who?", Map.of("kind", "map")), context("Ann."), 0)
                        .rendered())
                .endsWith("Found in map:\nchunk 1: Ann.\nWho?");
    }

    @Test
    void what_is_said_only_of_passages_holds_for_whole_documents_too() {
        PromptTemplate plain = wording(new PromptTemplate.Whole(Optional.empty(), Optional.empty()), Map.of());
        assertThat(plain.forWhole().user()).isEqualTo(plain.user());
        assertThat(plain.forWhole().passage()).isEqualTo(plain.passage());
        assertThat(wording(new PromptTemplate.Whole(Optional.empty(), Optional.of("{{text}}")), Map.of())
                        .fingerprint())
                .isNotEqualTo(plain.fingerprint());
        assertThat(wording(plain.whole().orElseThrow(), Map.of("a", "b")).fingerprint())
                .isNotEqualTo(plain.fingerprint());
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> wording(
                        new PromptTemplate.Whole(Optional.of("{{context}}"), Optional.of("{{label}}")), Map.of()))
                .withMessageContaining("whole: user must have the placeholder {{question}}")
                .withMessageContaining("whole: passage must have the placeholder {{text}}");
    }

    @Test
    void mistakes_in_a_template_are_reported_together_with_suggestions() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new PromptTemplate(
                        0,
                        Optional.of("{{context}} {{oops"),
                        "{{contxt}} {{question|x}}",
                        "Q",
                        "{{title}}: {{text}} {{attribute.a}}",
                        "...",
                        Optional.of(List.of("(", "fine")),
                        Optional.of(" ")))
                .withMessageContaining("version must be at least 1, got 0")
                .withMessageContaining(
                        "system has an unknown placeholder {{context}}; known are attribute.NAME, refusal")
                .withMessageContaining("system opens a placeholder with '{{'")
                .withMessageContaining("user has an unknown placeholder {{contxt}}; did you mean 'context'?")
                .withMessageContaining("user gives {{question}} a default; only attributes take one")
                .withMessageContaining("user must have the placeholder {{context}}")
                .withMessageContaining("closed-book must have the placeholder {{question}}")
                .withMessageContaining("passage names {{title}} and {{text}} in one line")
                .withMessageContaining("passage has an unknown placeholder {{attribute.a}}")
                .withMessageContaining("refusal must be a phrase in words, got '...'")
                .withMessageContaining("refusal-patterns has '('")
                .withMessageContaining("answer-after must be a marker");
    }

    @Test
    void the_fingerprint_changes_with_every_part() {
        PromptTemplate one = template("{{context}}{{question}}");
        assertThat(one.fingerprint())
                .isEqualTo(template("{{context}}{{question}}").fingerprint());
        assertThat(one.fingerprint())
                .isNotEqualTo(template("{{context}} {{question}}").fingerprint());
        assertThat(one.fingerprint())
                .isNotEqualTo(template("{{context}}{{question}}", "{{text}}").fingerprint());
    }

    @Test
    void prompts_over_one_context_share_all_that_stands_before_the_question() {
        PromptTemplate template = template("{{context}}\n\nQ: {{question}}");
        Context context = context("Ann.", "Bob.");
        String one = template.answer(question("Who?", Map.of()), context, 0).rendered();
        String other = template.answer(question("Where?", Map.of()), context, 0).rendered();
        String shared = one.substring(0, one.indexOf("Q: ") + 3);
        assertThat(other).startsWith(shared);
    }

    @Property
    void text_that_looks_like_a_placeholder_is_shown_as_it_is(
            @ForAll @Size(max = 6) List<Piece> pieces, @ForAll @Size(max = 6) List<Piece> asked) {
        String text = Piece.join(pieces);
        String question = Piece.join(asked);
        PromptTemplate template = template("<{{context}}|{{question}}|{{attribute.kind}}|{{refusal}}>", "[{{text}}]");
        assertThat(template.answer(question(question, Map.of("kind", text)), context(text), 0)
                        .messages()
                        .getLast()
                        .text())
                .isEqualTo("<[" + text + "]|" + question + "|" + text + "|I cannot say.>");
    }

    /** What documents may hold to confuse a template. */
    enum Piece {
        QUESTION("{{question}}"),
        CONTEXT("{{context}}"),
        TEXT("{{text}}"),
        DEFAULT("{{attribute.kind|x}}"),
        OPEN("{{"),
        CLOSE("}}"),
        DOLLAR("$1\\"),
        WORD("word "),
        LINE("\n"),
        ASTRAL("\uD83D\uDE00");

        private final String text;

        Piece(String text) {
            this.text = text;
        }

        static String join(List<Piece> pieces) {
            StringBuilder joined = new StringBuilder();
            pieces.forEach(piece -> joined.append(piece.text));
            return joined.toString();
        }
    }
}
