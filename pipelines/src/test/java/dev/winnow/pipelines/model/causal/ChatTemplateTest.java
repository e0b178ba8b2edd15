package dev.winnow.pipelines.model.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.indexer.spec.InputException;
import dev.winnow.pipelines.model.Message;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates in the ways in which models' own are written; what is expected was rendered by Python's Jinja2. */
class ChatTemplateTest {
    private static final Map<String, String> TOKENS = Map.of("bos_token", "<s>", "eos_token", "</s>");

    /** A template and what Jinja2 makes of a user's message, and of a system's and a user's. */
    record Case(String name, String template, Message system, Message user, String alone, String both) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        JsonNode all = new ObjectMapper()
                .readTree(SmallModels.folder("chat_templates.json").toFile());
        Message system = new Message(Message.Role.SYSTEM, all.get("system").asText());
        Message user = new Message(Message.Role.USER, all.get("user").asText());
        return StreamSupport.stream(all.get("templates").spliterator(), false)
                .map(row -> new Case(
                        row.get("name").asText(),
                        row.get("template").asText(),
                        system,
                        user,
                        row.get("user").asText(),
                        row.get("both").asText()));
    }

    private static ChatTemplate template(String text) {
        return new ChatTemplate("test", Optional.of(text), name -> Optional.ofNullable(TOKENS.get(name)));
    }

    private static String joined(List<CausalTokenizer.Part> parts) {
        return parts.stream().map(CausalTokenizer.Part::text).collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_template_gives_what_jinja2_gives(Case given) {
        ChatTemplate template = template(given.template());
        assertThat(joined(template.parts(List.of(given.user())))).isEqualTo(given.alone());
        assertThat(joined(template.parts(List.of(given.system(), given.user()))))
                .isEqualTo(given.both());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_comes_from_outside_is_known_as_such(Case given) {
        List<CausalTokenizer.Part> parts = template(given.template()).parts(List.of(given.user()));
        assertThat(parts.stream()
                        .filter(part -> part.origin() == CausalTokenizer.Origin.CONTENT)
                        .map(part -> part.text().strip()))
                .containsExactly(given.user().text().strip());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no') }}{% endif %}"
                        + "<{{ m.content }}>{% endfor %}",
                "{% for m in messages %}{% if m.role == 'user' %}<{{ m.content }}>{% endif %}{% endfor %}"
            })
    void what_a_template_refuses_or_leaves_out_stands_before_the_users_message(String text) {
        ChatTemplate template = template(text);
        for (int i = 0; i < 2; i++) {
            assertThat(joined(template.parts(List.of(
                            new Message(Message.Role.SYSTEM, "Be brief."), new Message(Message.Role.USER, "Who?")))))
                    .isEqualTo("<Be brief.\n\nWho?>");
        }
    }

    @Test
    void a_template_that_cannot_be_rendered_with_a_system_message_is_said_to_fail() {
        ChatTemplate template = template("{% for m in messages %}{% if m.role == 'system' %}"
                + "{{ nonsense(m.content) }}{% else %}{{ m.content }}{% endif %}{% endfor %}");
        assertThatThrownBy(() -> template.parts(
                        List.of(new Message(Message.Role.SYSTEM, "Be brief."), new Message(Message.Role.USER, "Who?"))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the chat template fails");
    }

    @Test
    void a_template_that_fails_says_where() {
        assertThatThrownBy(() -> template("{{ raise_exception('no chats here') }}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("line 1: no chats here")
                .hasMessageContaining("set template to chatml");
        assertThatThrownBy(() -> template("{% for m in messages %}"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("the chat template fails");
        assertThatThrownBy(() -> template("hello"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("leaves a message out");
    }
}
