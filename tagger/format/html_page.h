/* What stands before the first document of an HTML page (style, legend, filters, the beginning of <main>) and after
 * its table of entities (script, end). */
#ifndef ONTOTAG_HTML_PAGE_H
#define ONTOTAG_HTML_PAGE_H

extern const char html_head[];
extern const char html_foot[];

#endif
