package dev.winnow.app.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.app.config.ConfigFile;
import dev.winnow.app.config.Kinds;
import dev.winnow.app.dataset.Dataset;
import dev.winnow.app.dataset.Gold;
import dev.winnow.app.experiment.Plan.PlannedTrial;
import dev.winnow.app.ledger.RunFolder;
import dev.winnow.app.ledger.Strategy;
import dev.winnow.indexer.corpus.MemoryCorpus;
import dev.winnow.indexer.corpus.Scope;
import dev.winnow.indexer.tokens.TokenCounter;
import dev.winnow.indexer.tokens.Tokenizers;
import dev.winnow.pipelines.Answer;
import dev.winnow.pipelines.Attempt;
import dev.winnow.pipelines.AttemptFailedException;
import dev.winnow.pipelines.Pipeline;
import dev.winnow.pipelines.Question;
import dev.winnow.pipelines.Trace;
import dev.winnow.pipelines.model.Llm;
import dev.winnow.pipelines.model.Message;
import dev.winnow.pipelines.model.ModelException;
import dev.winnow.pipelines.model.ModelSpec;
import dev.winnow.pipelines.model.Outlook;
import dev.winnow.pipelines.model.Prompt;
import dev.winnow.pipelines.model.Task;
import dev.winnow.pipelines.prompt.PromptTemplate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the model that sends nothing makes of prompts. */
class ForecastModelTest {
    private static final TokenCounter TOKENS = Tokenizers.open("cl100k_base");
    private static final Question QUESTION = Question.asked("Where do the lamps hang?", Scope.CORPUS);
    private static final String GOLD = "in the old mill by the river";

    @TempDir
    Path folder;

    /** A configuration of one model. */
    record One(ModelSpec model) {}

    private ForecastModel model() {
        return model("openai");
    }

    private ForecastModel model(String use) {
        ModelSpec spec = ConfigFile.of(
                        "model.yaml",
                        "model: {id: m, use: " + use + ", model: m, base-url: 'http://localhost:1/v1', max-tokens: 20,"
                                + " window: 8K, margin: 0}",
                        folder,
                        name -> Optional.empty())
                .bind(One.class, Kinds.none().with(ModelSpec.class, ModelSpec.KINDS))
                .model();
        PromptTemplate template = new PromptTemplate(
                1,
                Optional.empty(),
                "{{context}} {{question}} {{refusal}}",
                "{{question}} {{refusal}}",
                "{{text}}",
                "not known",
                Optional.empty(),
                Optional.empty());
        Dataset dataset = new Dataset(
                "d",
                new MemoryCorpus(List.of()),
                List.of(QUESTION),
                Map.of(QUESTION.id(), new Gold(QUESTION.id(), List.of(GOLD), List.of())));
        return new ForecastModel(
                spec,
                TOKENS,
                new Recorded(new RunFolder(folder)),
                new ExpectedReplies(dataset, template, TOKENS),
                Outlook.MOST_CALLS);
    }

    private static Tally count(ForecastModel model, Pipeline pipeline) {
        return ForecastModel.settle(
                        model.ask(new PlannedTrial("key", QUESTION, new Strategy("s", "s", Map.of()), pipeline, 0)))
                .values()
                .stream()
                .reduce(Tally.NONE, Tally::plus);
    }

    private static Pipeline asking(Llm model, Prompt... prompts) {
        return question -> {
            for (Prompt prompt : prompts) {
                model.complete(prompt);
            }
            return new Attempt(new Answer.Refused(""), new Trace(List.of()));
        };
    }

    private static Prompt prompt(String text, int shared) {
        return new Prompt(
                new Task.Answer("", List.of()), List.of(new Message(Message.Role.USER, text, shared)), "not known", 0);
    }

    @Test
    void a_later_call_that_does_not_fit_the_window_is_an_overflow_and_no_fault() {
        ForecastModel model = model();
        Tally tally = count(model, question -> {
            model.complete(prompt("first", 0));
            try {
                model.complete(prompt("word ".repeat(9_000), 0));
            } catch (ModelException e) {
                throw new AttemptFailedException(new Trace(List.of()), e);
            }
            return new Attempt(new Answer.Refused(""), new Trace(List.of()));
        });

        assertThat(tally.calls()).isEqualTo(1);
        assertThat(tally.overflow()).isEqualTo(1);
        assertThat(tally.failed()).isZero();
    }

    @Test
    void a_pipeline_of_many_calls_goes_on_with_replies_such_as_may_be_expected() {
        ForecastModel model = model();
        List<String> replies = new ArrayList<>();
        Tally tally = count(model, question -> {
            String reply = model.complete(prompt("first", 0)).text();
            replies.add(reply);
            model.complete(prompt("then " + reply, 0));
            return new Attempt(new Answer.Refused(reply), new Trace(List.of()));
        });

        assertThat(replies).containsExactly(GOLD);
        assertThat(tally.calls()).isEqualTo(2);
        assertThat(tally.counted()).isEqualTo(TOKENS.count("first") + TOKENS.count("then " + GOLD));
        assertThat(tally.reply()).isEqualTo(2 * TOKENS.count(GOLD));
        assertThat(tally.replyAtMost()).isEqualTo(40);
    }

    @Test
    void what_does_not_fit_the_window_is_not_sent() {
        ForecastModel model = model();
        Tally tally = count(model, asking(model, prompt("one ".repeat(9000), 0), prompt("never asked", 0)));

        assertThat(tally).isEqualTo(Tally.OVERFLOW);
    }

    @Test
    void a_prompt_is_paid_for_once() {
        ForecastModel model = model();
        Tally first = count(model, asking(model, prompt("one", 0)));
        Tally second = count(model, asking(model, prompt("one", 0)));

        assertThat(first.calls()).isOne();
        assertThat(second).isEqualTo(Tally.SHARED);
    }

    /** OpenAI and most others keep what they have read, in blocks of some 128 tokens. */
    @Test
    void what_a_prompt_before_began_with_is_held_whether_it_was_marked_or_not() {
        ForecastModel model = model();
        String document = "lamp ".repeat(2000);
        Tally tally = count(
                model,
                asking(
                        model,
                        prompt(document + "first question", document.length()),
                        prompt(document + "second question", 0),
                        prompt("lamp ".repeat(500) + "short", 2500)));

        assertThat(tally.written()).isZero();
        // Of 10,000 units 19 blocks of 512 are whole; of the short prompt 4, which are less than 1,024 tokens.
        double block = TOKENS.count(document) * 512.0 / document.length();
        assertThat(tally.cached()).isCloseTo(19 * block, Percentage.withPercentage(1));
    }

    /** Anthropic keeps what it is told to. */
    @Test
    void a_long_marked_prefix_is_written_once_and_then_held() {
        ForecastModel model = model("anthropic");
        String document = "lamp ".repeat(2000);
        Prompt[] prompts = {
            prompt(document + "first question", document.length()),
            prompt(document + "second question", document.length()),
            prompt(document + "third question", document.length()),
            prompt("lamp ".repeat(100) + "short", 500)
        };
        Tally tally = count(model, asking(model, prompts));

        int tokens = TOKENS.count(document);
        assertThat(tally.written()).isCloseTo(tokens, Percentage.withPercentage(1));
        assertThat(tally.cached()).isCloseTo(2.0 * tokens, Percentage.withPercentage(1));
        assertThat(tally.ideallyCached().prompt()).isEqualTo(tally.expected().prompt());
    }

    @Test
    void a_fault_in_one_answer_leaves_what_it_asked_before() {
        ForecastModel model = model();
        Tally tally = count(model, question -> {
            model.complete(prompt("one", 0));
            throw new IllegalStateException("a fault");
        });

        assertThat(tally.calls()).isOne();
        assertThat(tally.failed()).isOne();
    }

    @Test
    void who_asks_must_be_known() {
        assertThatThrownBy(() -> model().complete(prompt("one", 0))).isInstanceOf(IllegalStateException.class);
    }
}
