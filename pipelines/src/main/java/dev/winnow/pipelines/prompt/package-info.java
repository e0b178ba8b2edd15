/** How tasks are worded for chat models, and how their replies are read. */
package dev.winnow.pipelines.prompt;
