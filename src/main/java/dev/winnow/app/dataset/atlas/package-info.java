/**
 * The generated encyclopedia. {@link dev.winnow.app.dataset.atlas.World} draws who exists and what is true and keeps it as a few
 * numbers for each entity; {@link dev.winnow.app.dataset.atlas.Articles} tells any one of them in words, alone and always in the
 * same way; {@link dev.winnow.app.dataset.atlas.Questions} asks what the articles say. The wording stands in text files beside
 * the classes, in the notation of {@link dev.winnow.app.dataset.atlas.Grammar}.
 */
package dev.winnow.app.dataset.atlas;
