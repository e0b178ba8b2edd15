/** What models cost: the price sheet, and the price of each model of an experiment with where it is from. */
package dev.winnow.app.cost;
