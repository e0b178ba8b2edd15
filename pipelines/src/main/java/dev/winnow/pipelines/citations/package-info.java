/** Citations: asking for them, reading them in replies, and finding the spans of documents that they mean. */
package dev.winnow.pipelines.citations;
