/** Answers made elsewhere: their files, how these map to questions and strategies, and the runs that they become. */
package dev.winnow.app.predictions;
