/**
 * Judges: language models that are asked whether answers are right, or which of two is better; what they said, how far that can
 * be relied on, and labels to hold it against.
 */
package dev.winnow.app.judging;
