/* What an element of HTML is for the text of its page. */
#ifndef ONTOTAG_HTML_ROLE_H
#define ONTOTAG_HTML_ROLE_H

#include <gumbo.h>

typedef enum html_role { HTML_INLINE, HTML_BLOCK, HTML_LINE, HTML_SKIPPED } html_role;

/* Of an element of HTML itself, not of SVG or MathML. */
html_role html_role_of(GumboTag tag);

#endif
