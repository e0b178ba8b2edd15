/** What a run would take, counted before anything is sent. */
package dev.winnow.app.forecast;
