package dev.winnow.pipelines.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.winnow.indexer.chunk.Passage;
import dev.winnow.indexer.corpus.Document;
import dev.winnow.indexer.corpus.DocumentId;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.QuestionId;
import dev.winnow.pipelines.SmallIndexes;
import dev.winnow.pipelines.context.Context;
import dev.winnow.pipelines.context.ContextSource.Choice;
import dev.winnow.pipelines.context.Shown;
import dev.winnow.pipelines.context.TokenBudget;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.Prompt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a prompt is said to be the same for all questions about the same documents. */
class SharedBeginningTest {
    private static final Document DOCUMENT = new Document(new DocumentId("d"), "Title", "Ann lived in Bath.");
    private static final Context CONTEXT = new Context(
            List.of(new Shown(Passage.of(DOCUMENT, 0, 0, DOCUMENT.text().length()), "Title", 1, 0, 5)),
            TokenBudget.UNLIMITED,
            0);

    private static PromptTemplate template(String system, String user) {
        return new PromptTemplate(
                1,
                Optional.of(system),
                user,
                "Q: {{question}}",
                "{{text}}",
                "I cannot say.",
                Optional.empty(),
                Optional.empty());
    }

    private static Question question(String text, String level) {
        return new Question(new QuestionId(text), text, Scope.CORPUS, Map.of("level", level));
    }

    /** What each message says that it shares. */
    private static List<String> shared(Prompt prompt) {
        return prompt.messages().stream()
                .map(message -> message.text().substring(0, message.shared()))
                .toList();
    }

    private static List<String> shared(PromptTemplate template, Question question, Choice choice) {
        return shared(template.answer(question, CONTEXT, choice, 0));
    }

    static Stream<Arguments> templates() {
        return Stream.of(
                arguments("{{context}} Q: {{question}}", "Ann lived in Bath. Q: "),
                arguments("{{context}} Or: {{refusal}} Q: {{question}}", "Ann lived in Bath. Or: I cannot say. Q: "),
                arguments("Q: {{question}} {{context}}", "Q: "),
                arguments("Q: {{question}} {{context}} Again: {{question}}", "Q: "),
                arguments("{{question}} {{context}}", ""),
                // What is named before the context is mostly the documents' own, what is behind it costs nothing to
                // lose.
                arguments(
                        "A {{attribute.level}} text: {{context}} Q: {{question}}",
                        "A hard text: Ann lived in Bath. Q: "),
                arguments("{{context}} This is {{attribute.level}}. Q: {{question}}", "Ann lived in Bath. This is "),
                arguments("{{context}} {{attribute.none|Well}}. Q: {{question}}", "Ann lived in Bath. "));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void whole_documents_are_shared_up_to_what_is_the_questions_own(String user, String shared) {
        assertThat(shared(template("Speak.", user), question("Who?", "hard"), Choice.SCOPE))
                .containsExactly("Speak.", shared);
    }

    @Test
    void passages_chosen_for_a_question_are_not_shared() {
        PromptTemplate template = template("Speak {{attribute.level}}.", "Read this.\n{{context}}\nQ: {{question}}");
        assertThat(shared(template, question("Who?", "hard"), Choice.QUESTION))
                .containsExactly("Speak hard.", "Read this.\n");
        assertThat(shared(template.answer(question("Who?", "hard"), CONTEXT, 0)))
                .containsExactly("Speak hard.", "Read this.\n");
    }

    @Test
    void a_closed_book_shares_what_stands_before_the_question() {
        assertThat(shared(template("Speak.", "{{context}}{{question}}").closedBook(question("Who?", "hard"), 0)))
                .containsExactly("Speak.", "Q: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"answer", "answer-ja", "lara"})
    void templates_that_come_with_the_project_share_whole_documents_between_questions(String name) {
        PromptTemplate template = SmallIndexes.template(name).forWhole();
        List<Message> one = messages(template, question("Who was it?", "hard"));
        List<Message> other = messages(template, question("And where, in all the world?", "easy"));

        assertThat(one).hasSameSizeAs(other);
        for (int i = 0; i < one.size(); i++) {
            int shared = one.get(i).shared();
            assertThat(other.get(i).shared()).isEqualTo(shared);
            assertThat(other.get(i).text()).startsWith(one.get(i).text().substring(0, shared));
        }
        assertThat(one.getFirst().shared()).isEqualTo(one.getFirst().text().length());
        assertThat(one.getLast().text().substring(0, one.getLast().shared()))
                .contains(DOCUMENT.text())
                .doesNotContain("Who");
    }

    private static List<Message> messages(PromptTemplate template, Question question) {
        return template.answer(question, CONTEXT, Choice.SCOPE, 0).messages();
    }
}
