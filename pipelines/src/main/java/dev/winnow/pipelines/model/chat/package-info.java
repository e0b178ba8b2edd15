/**
 * Chat endpoints. A provider's {@link dev.winnow.pipelines.model.chat.ChatClient} sends one request and reads one reply;
 * {@link dev.winnow.pipelines.model.chat.ChatEndpoint} is the model made of it: it keeps to limits, waits, repeats and
 * gives up.
 */
package dev.winnow.pipelines.model.chat;
