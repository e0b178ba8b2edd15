/**
 * Routing experiments: which questions should go to which strategy, learned from the outcomes of runs, tested on documents that
 * were not learned from, and set beside fixed strategies, rules and the oracle.
 */
package dev.winnow.app.routing;
