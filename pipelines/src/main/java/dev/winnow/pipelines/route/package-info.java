/** Choosing a strategy for a question before any model is asked. */
package dev.winnow.pipelines.route;
