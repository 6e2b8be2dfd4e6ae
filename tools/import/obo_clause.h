/* The grammar of one OBO line, which is split in place.
 *
 *     synonym: "acute lymphocytic leukemia" EXACT ABBREVIATION [PMID:1] {source="x"} ! a comment
 *     tag      quoted                       word  word         ...      modifiers    comment
 *
 * A backslash gives the next character a meaning or removes it. Each function moves `*rest` behind what it took and
 * the white space that follows. */
#ifndef ONTOTAG_OBO_CLAUSE_H
#define ONTOTAG_OBO_CLAUSE_H

#include <stdbool.h>
#include <stddef.h>

/* Takes the tag before the colon. NULL where the line has none. */
char *obo_clause_tag(char **rest);

/* Takes a quoted text. NULL if it does not begin here, or is not closed. */
char *obo_clause_quoted(char **rest);

/* Takes the text up to the next white space. NULL at the end of the line, before a comment, before modifiers and
 * before a list of references. */
char *obo_clause_word(char **rest);

/* Takes all text up to the modifiers and the comment, with braces that belong to the text. */
char *obo_clause_text(char *value);

/* Moves to the modifiers behind a value; false if there are none. The next function then takes one after the
 * other. */
bool obo_clause_modifiers(char **rest);
bool obo_clause_modifier(char **rest, char **key, char **value);

#endif
