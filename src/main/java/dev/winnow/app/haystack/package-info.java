/** Haystacks on disk, in the layout of HaystackCraft. */
package dev.winnow.app.haystack;
