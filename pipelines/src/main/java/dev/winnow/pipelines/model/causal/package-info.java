/**
 * Causal language models in this process: TorchScript on DJL's PyTorch engine, a {@code tokenizer.json}, a chat template,
 * and decoding.
 */
package dev.winnow.pipelines.model.causal;
