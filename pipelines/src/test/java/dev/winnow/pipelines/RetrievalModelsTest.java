package dev.winnow.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.pipelines.model.Completion;
import dev.winnow.pipelines.model.Extractive;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Model;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelTools;
import dev.winnow.pipelines.model.Price;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.ReportedUsage;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.model.TokenUsage;
import dev.winnow.pipelines.prompt.RankTemplate;
import dev.winnow.pipelines.prompt.RewriteTemplate;
import dev.winnow.retrievers.LanguageModels.Reply;
import dev.winnow.retrievers.LanguageModels.Request;
import dev.winnow.retrievers.LanguageModels.Titled;
import dev.winnow.retrievers.RetrievalUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RetrievalModelsTest {
    private static final RankTemplate RANK = new RankTemplate(
            1,
            Optional.of("You rank {{count}}."),
            "{{passages}}\n\nRank {{count}} for: {{question}}",
            "[{{label}}]\n{{title}}\n{{text}}");
    private static final RewriteTemplate REWRITE =
            new RewriteTemplate(1, Optional.empty(), "Say {{question}} in {{count}} ways.");
    private static final Extractive SPEC = new Extractive("gpt", Optional.empty(), 12, 0.2, 1);
    private static final Request.Rank WANTED = new Request.Rank(
            "rank", "Who? {{label}}", List.of(new Titled("T", "one {{question}}"), new Titled("", "two")));

    private final List<Prompt> sent = new ArrayList<>();

    private RetrievalModels models(Llm llm) {
        return new RetrievalModels(
                id -> new Model(SPEC, llm), name -> RANK, name -> REWRITE, id -> Optional.of(new Price(10, 100)));
    }

    private Llm replying(String text) {
        return prompt -> {
            sent.add(prompt);
            return new Completion(
                    text,
                    new TokenUsage(7, 3),
                    Optional.of(ReportedUsage.of(100, 10)),
                    Completion.StopReason.END,
                    Duration.ZERO,
                    OptionalDouble.empty());
        };
    }

    @Test
    void passages_are_worded_with_numbers_and_titles_and_what_they_hold_is_no_placeholder() {
        Reply reply = models(replying("[2] > [1]")).ask("gpt", WANTED);

        assertThat(reply.text()).contains("[2] > [1]");
        assertThat(sent.get(0).messages().get(0).text()).isEqualTo("You rank 2.");
        assertThat(sent.get(0).messages().get(1).text())
                .isEqualTo("[1]\nT\none {{question}}\n\n[2]\ntwo\n\nRank 2 for: Who? {{label}}");
        assertThat(sent.get(0).task()).isEqualTo(new Task.Rank("Who? {{label}}", WANTED.passages()));
    }

    @Test
    void other_wordings_are_asked_for() {
        models(replying("What?")).ask("gpt", new Request.Rewrite("rewrite", "Who?", 3));

        assertThat(sent.get(0).rendered()).isEqualTo("Say Who? in 3 ways.");
        assertThat(sent.get(0).task().name()).isEqualTo("rewrite");
    }

    @Test
    void a_call_is_charged_by_the_providers_account() {
        RetrievalUsage usage = models(replying("[1]")).ask("gpt", WANTED).usage();

        assertThat(usage.calls()).hasSize(1);
        assertThat(usage.promptTokens()).isEqualTo(100);
        assertThat(usage.replyTokens()).isEqualTo(10);
        assertThat(usage.usd()).isEqualTo((100 * 10 + 10 * 100) / 1e6);
    }

    @Test
    void the_extractive_reader_says_that_it_cannot() {
        Llm reader = SPEC.open(new ModelTools(SmallIndexes.TOKENS, name -> Optional.empty()));

        assertThat(models(reader).ask("gpt", WANTED)).isEqualTo(new Reply(Optional.empty(), RetrievalUsage.NONE));
        assertThatThrownBy(() -> reader.complete(RANK.rank("Who?", List.of())))
                .isInstanceOf(ModelException.class)
                .hasMessage("the extractive reader answers questions; it cannot rank, name a language model for that");
    }

    @Test
    void other_failures_are_failures() {
        Llm broken = prompt -> {
            throw new ModelException(ModelException.Reason.DEADLINE, "late");
        };
        assertThatThrownBy(() -> models(broken).ask("gpt", WANTED)).hasMessage("late");
    }

    @Test
    void templates_have_what_replies_are_read_by() {
        assertThatThrownBy(
                        () -> new RankTemplate(0, Optional.empty(), "{{passages}}", "[{{label}}] {{title}}\n{{txt}}"))
                .hasMessageContaining("version must be at least 1, got 0")
                .hasMessageContaining("user must have the placeholder {{question}}")
                .hasMessageContaining("passage must have the placeholder {{text}}")
                .hasMessageContaining("unknown placeholder {{txt}}; did you mean 'text'?")
                .hasMessageContaining("give the title a line of its own");
        assertThatThrownBy(() -> new RewriteTemplate(1, Optional.empty(), "Say it again."))
                .hasMessage("user must have the placeholder {{question}}");
    }
}
