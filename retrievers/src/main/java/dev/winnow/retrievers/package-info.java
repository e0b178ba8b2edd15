/** A question in, a ranking out. */
package dev.winnow.retrievers;
