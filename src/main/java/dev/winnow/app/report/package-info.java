/**
 * From recorded trials to what people read: one HTML file, and the tables in it as CSV and Markdown. Nothing here calls a
 * model or measures anything; the same trials give the same tables, byte for byte.
 */
package dev.winnow.app.report;
