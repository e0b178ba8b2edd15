package dev.winnow.pipelines.model.causal;

import java.util.List;
import java.util.Optional;

/** How messages are put together for a model. */
public enum ChatFormat {
    /** By the template that comes with the model; without one, as {@link #PLAIN}. */
    AUTO("", ""),
    /** As Qwen, Yi and many others were taught. */
    CHATML(
            "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content']"
                    + " + '<|im_end|>\\n' }}{% endfor %}{{ '<|im_start|>assistant\\n' }}",
            "<|im_start|> <|im_end|>"),
    /** As Llama 3 was taught. */
    LLAMA_3(
            "{{ '<|begin_of_text|>' }}{% for message in messages %}{{ '<|start_header_id|>' + message['role'] +"
                    + " '<|end_header_id|>\\n\\n' + message['content'] | trim + '<|eot_id|>' }}{% endfor %}"
                    + "{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}",
            "<|begin_of_text|> <|start_header_id|> <|end_header_id|> <|eot_id|>"),
    /** The texts of the messages with a blank line between them, for models that were taught no chat. */
    PLAIN("", "");

    private final String template;
    private final String needs;

    ChatFormat(String template, String needs) {
        this.template = template;
        this.needs = needs;
    }

    /** The template in Jinja; empty where there is none. */
    Optional<String> template(CausalFiles files) {
        return this == AUTO ? files.chatTemplate() : Optional.of(template).filter(text -> !text.isEmpty());
    }

    /** The special tokens that the tokenizer must have; a reply ends at the last of them. */
    List<String> needs() {
        return needs.isEmpty() ? List.of() : List.of(needs.split(" "));
    }
}
