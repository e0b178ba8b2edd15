/** Rounds of searching, reading and asking anew before a question is answered (HaystackCraft, arXiv 2510.07414). */
package dev.winnow.pipelines.rounds;
