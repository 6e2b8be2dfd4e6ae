/* HTML whose tags nest too deep for a tree, flat: the same bytes in their places, so that offsets hold.
 *
 *     <div><b>lung <i>cancer</i>      <p  ><!>lung <!>cancer<!!>
 *
 * A tag that begins or ends a block becomes that of a paragraph, any other a comment; script and style become
 * comments whole. A tree builder takes time quadratic in the depth of tags, and this is linear. Browsers, too, let
 * elements nest no deeper than this. */
#ifndef ONTOTAG_HTML_FLAT_H
#define ONTOTAG_HTML_FLAT_H

#include <stdbool.h>
#include <stddef.h>

/* True where elements nest deeper than browsers let them, or a tag has more attributes than any real one. */
bool html_is_deep(const char *html, size_t length);

/* Flattens in place. */
void html_flatten(char *html, size_t length);

#endif
