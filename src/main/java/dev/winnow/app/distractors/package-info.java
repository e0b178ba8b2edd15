/**
 * Distractors: what was shown of documents that hold none of the gold evidence. How much of it there is, how much it looks
 * like what was asked and like the evidence, and whether answers are worse where it is shown.
 */
package dev.winnow.app.distractors;
