/** SQL over what runs wrote down. */
package dev.winnow.app.query;
