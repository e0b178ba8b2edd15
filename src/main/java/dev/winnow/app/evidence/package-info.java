/** Where evidence was lost on its way to the reader: by stage, answer by answer, without any model. */
package dev.winnow.app.evidence;
