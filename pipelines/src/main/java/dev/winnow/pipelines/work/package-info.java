/** What strategies of several calls share: the record of their steps, their wordings, and texts in pieces. */
package dev.winnow.pipelines.work;
