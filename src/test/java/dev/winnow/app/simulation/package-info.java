/** Servers that stand in for those of providers, for tests and for runs that measure. */
package dev.winnow.app.simulation;
